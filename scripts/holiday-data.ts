import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Holidays from 'date-holidays';
import { projectRoot } from './project-root.ts';

/**
 * Writes public/holidays.json, from which the options page makes the public holidays of a country: the package
 * `date-holidays` worked out for some years, so that neither its parser nor its rules ship with the extension. Run when
 * the package has a new version, or the years are nearly over: `node_modules/.bin/node scripts/holiday-data.ts`.
 * The format is in docs/CALENDAR_FORMATS.md.
 */

const FROM = 2025;
const TO = 2037;
const YEARS = Array.from({ length: TO - FROM + 1 }, (_, index) => FROM + index);
const DAY_MS = 86_400_000;

/** Name to the days that it falls on, by year, as `MMDD`. */
type Days = Map<string, Map<number, string[]>>;
/** A holiday as it is written: its name, when it is, and days if more than one. */
type Written = [name: string, when: string];

function daysOf(holidays: Holidays): Days {
  const days: Days = new Map();
  for (const year of YEARS) {
    for (const { name, type, date, start, end } of holidays.getHolidays(year)) {
      // Half days and evenings are no holidays to plan around.
      if (type !== 'public' || date.slice(11, 16) !== '00:00') continue;
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
      const first = Date.parse(date.slice(0, 10));
      const ofYear = days.get(name)?.get(year) ?? [];
      for (let day = 0; day < length; day++) {
        const text = new Date(first + day * DAY_MS).toISOString();
        if (text.slice(0, 4) === String(year)) ofYear.push(text.slice(5, 7) + text.slice(8, 10));
      }
      days.set(name, (days.get(name) ?? new Map()).set(year, [...new Set(ofYear)].sort()));
    }
  }
  return days;
}

/** One `MMDD` where it is the same every year, else per year from FROM on, days joined by `+`, nothing where it is not. */
function written(days: Days): Written[] {
  return [...days].map(([name, byYear]) => {
    const years = YEARS.map((year) => byYear.get(year)?.join('+') ?? '');
    const [first = ''] = years;
    return [name, years.every((text) => text === first) ? first : years.join(' ')];
  });
}

const all = new Holidays();
const countries: string[] = [];
for (const country of Object.keys(all.getCountries()).sort()) {
  const national = written(daysOf(new Holidays(country)));
  const lines = new Map(national.map((one) => [JSON.stringify(one), one]));
  const regions: Record<string, { name: string; more?: Written[]; less?: number[] }> = {};
  for (const [region, name] of Object.entries(all.getStates(country) ?? {})) {
    const own = written(daysOf(new Holidays(country, region)));
    const ownLines = new Set(own.map((one) => JSON.stringify(one)));
    const more = own.filter((one) => !lines.has(JSON.stringify(one)));
    const less = national.flatMap((one, index) => (ownLines.has(JSON.stringify(one)) ? [] : [index]));
    regions[region] = { name, ...(more.length > 0 && { more }), ...(less.length > 0 && { less }) };
  }
  // Where the parts do not differ there is nothing to choose.
  const differ = Object.values(regions).some(({ more, less }) => more || less);
  if (national.length === 0 && !differ) continue;
  const entry = { holidays: national, ...(differ && { regions }) };
  countries.push(`${JSON.stringify(country)}:${JSON.stringify(entry)}`);
}
const licence =
  'CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/). Worked out with date-holidays ' +
  '(https://github.com/commenthol/date-holidays), whose data files name the Wikipedia articles that they rely on.';
const head = `"format":1,"licence":${JSON.stringify(licence)},"from":${FROM},"to":${TO}`;
await writeFile(join(projectRoot, 'public/holidays.json'), `{${head},"countries":{\n${countries.join(',\n')}\n}}\n`);
