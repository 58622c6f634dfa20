import { type HolidayData, holidayEvents, lastHolidayYear, readHolidayData } from '../calendar/holidays.ts';
import type { ImportedEvent } from '../protocol/import-values.ts';

/** What the family follows: the days themselves, and the last year that they were worked out for. */
export interface Holidays {
  readonly until: number;
  readonly events: ImportedEvent[];
}

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

/** The holidays of a place in the years around `year`. */
export function holidaysOf(
  data: HolidayData,
  place: { readonly country: string; readonly region?: string | undefined },
  year: number,
): Holidays {
  return { until: lastHolidayYear(data, year), events: holidayEvents(data, place, year) };
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
