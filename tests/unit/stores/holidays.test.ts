import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { holidayEvents, lastHolidayYear, readHolidayData } from '../../../lib/calendar/holidays.ts';
import { ImportedEventSchema } from '../../../lib/protocol/import-values.ts';
import { countriesOf, regionsOf } from '../../../lib/stores/holidays.ts';

const data = readHolidayData(
  JSON.parse(readFileSync(new URL('../../../public/holidays.json', import.meta.url), 'utf8')),
);
const inYear = (country: string, year: number, region?: string) =>
  holidayEvents(data, { country, region }, year)
    .filter(({ when }) => when.start.startsWith(`${year}-`))
    .map(({ when, title }) => `${when.start.slice(5)} ${title}`)
    .sort();

describe('[F15] public holidays', () => {
  it('come from a file of the form that is expected', () => {
    const holidays = v.array(
      v.tuple([v.string(), v.pipe(v.string(), v.regex(/^(\d{4}(\+\d{4})*)?( (\d{4}(\+\d{4})*)?)*$/))]),
    );
    const region = v.object({ name: v.string(), more: v.optional(holidays), less: v.optional(v.array(v.number())) });
    const country = v.object({ holidays, regions: v.optional(v.record(v.string(), region)) });
    const schema = v.object({ from: v.number(), to: v.number(), countries: v.record(v.string(), country) });
    expect(v.safeParse(schema, data).issues).toBeUndefined();
    expect(() => readHolidayData({ format: 2 })).toThrow(/format/);
  });

  it('are those of a country, moving ones included', () => {
    const spain = inYear('ES', 2026);
    expect(spain).toEqual(expect.arrayContaining(['01-01 Año Nuevo', '04-03 Viernes Santo', '12-25 Navidad']));
    expect(inYear('ES', 2027)).toContain('03-26 Viernes Santo');
    expect(inYear('US', 2026)).toEqual(expect.arrayContaining(['11-26 Thanksgiving Day', '07-04 Independence Day']));
  });

  it('are those of a part of it: more here, fewer there', () => {
    const [country, madrid] = [inYear('ES', 2026), inYear('ES', 2026, 'MD')];
    expect(regionsOf(data, 'ES').map(({ name }) => name)).toContain('Comunidad de Madrid');
    expect(madrid).toEqual(expect.arrayContaining(['04-02 Jueves Santo']));
    expect(country).not.toEqual(madrid);
    expect(inYear('DE', 2026, 'BY')).toContain('01-06 Heilige Drei Könige');
    expect(inYear('DE', 2026)).not.toContain('01-06 Heilige Drei Könige');
  });

  it('reach from a year back to some years ahead, as far as there is data', () => {
    const years = new Set(holidayEvents(data, { country: 'FR' }, 2026).map(({ when }) => when.start.slice(0, 4)));
    expect([...years]).toEqual(['2025', '2026', '2027', '2028', '2029', '2030']);
    expect(lastHolidayYear(data, 2026)).toBe(2030);
    expect(lastHolidayYear(data, 2036)).toBe(data.to);
  });

  it('that fall on days in a row are one event', () => {
    const eid = holidayEvents(data, { country: 'TR' }, 2026).filter(({ title }) => /bayram/i.test(title));
    expect(eid.some(({ when }) => Date.parse(when.end) - Date.parse(when.start) > 86_400_000)).toBe(true);
  });

  it('are what the worker takes, for every country and part', () => {
    const countries = countriesOf(data, 'es');
    expect(countries.length).toBeGreaterThan(150);
    expect(countries.find(({ code }) => code === 'DE')?.name).toBe('Alemania');
    for (const { code } of countries) {
      for (const region of [undefined, ...regionsOf(data, code).map((one) => one.code)]) {
        const events = holidayEvents(data, { country: code, region }, 2026);
        expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
        expect(events.length).toBeLessThan(1_000);
        for (const event of events) expect(v.is(ImportedEventSchema, event)).toBe(true);
      }
    }
  });
});
