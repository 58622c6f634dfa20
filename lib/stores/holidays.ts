import { type HolidayData, readHolidayData } from '../calendar/holidays.ts';

export { type HolidayData, holidayEvents, lastHolidayYear } from '../calendar/holidays.ts';

/** A country, or a part of one. */
export interface Named {
  readonly code: string;
  readonly name: string;
}

const DATA_FILE = '/holidays.json';

/** Fetches the data, which ships with the extension. Rejects where it is not there or not what it should be. */
export async function loadHolidayData(): Promise<HolidayData> {
  return readHolidayData(await (await fetch(DATA_FILE)).json());
}

/** The countries there are, named in a language and sorted by it. */
export function countriesOf(data: HolidayData, locale: string): Named[] {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
  return Object.keys(data.countries)
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}

/** The parts of a country that have holidays of their own, as they are called there. */
export function regionsOf(data: HolidayData, country: string): Named[] {
  return Object.entries(data.countries[country]?.regions ?? {})
    .map(([code, { name }]) => ({ code, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
