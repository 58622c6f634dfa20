import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatsFor } from '../../../lib/calendar/formats.ts';
import { createI18n, type I18n } from '../../../lib/stores/i18n.ts';
import { ruleText } from '../../../lib/stores/rule-text.ts';
import { enRepeats } from '../../../locales/en-repeats.ts';

const CASES = JSON.parse(readFileSync(new URL('../../fixtures/recurrence.json', import.meta.url), 'utf8')) as {
  cases: { id: string; dtstart: string; tzid: string | null; rrule?: string }[];
};

const english = createI18n('en-US');
english.learn(enRepeats);
const spanish = createI18n('es-ES');
const LOCALES: readonly [I18n, string][] = [
  [english, 'en-US'],
  [spanish, 'es-ES'],
];

beforeAll(() => spanish.use('es'));

/** The sentence of a rule, for a series that begins on a Tuesday, in New York. */
function say(rrule: string, start = '2026-11-24T09:00', [i18n, locale] = LOCALES[0] ?? [english, 'en-US']) {
  return ruleText({ rrule, start, zone: 'America/New_York' }, i18n, formatsFor(locale, 'auto', 'auto'));
}

const inSpanish = (rrule: string, start?: string) => say(rrule, start, LOCALES[1]);

describe('a rule in words', () => {
  test.each([
    ['FREQ=DAILY', 'every day', 'cada día'],
    ['FREQ=DAILY;INTERVAL=3', 'every 3 days', 'cada 3 días'],
    ['FREQ=WEEKLY', 'every week on Tuesday', 'cada semana los martes'],
    ['FREQ=WEEKLY;BYDAY=SA,SU', 'every week on Saturday and Sunday', 'cada semana los sábados y domingos'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday', 'de lunes a viernes'],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'every weekday', 'de lunes a viernes'],
    ['FREQ=MONTHLY', 'every month on the 24th', 'cada mes el día 24'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday', 'cada mes el último viernes'],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
      'every month on the first weekday',
      'cada mes el primer día laborable',
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day', 'cada mes el último día'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR',
      'every month on every Friday that falls on the 13th',
      'cada mes los viernes que caen en el día 13',
    ],
    ['FREQ=YEARLY', 'every year on November 24', 'cada año el 24 de noviembre'],
    [
      'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
      'every year on the fourth Thursday of November',
      'cada año el cuarto jueves de noviembre',
    ],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', 'every year on Monday in week 20', 'cada año los lunes en la semana 20'],
    ['FREQ=YEARLY;BYYEARDAY=100', 'every year on the 100th day of the year', 'cada año el 100.º día del año'],
    [
      'FREQ=YEARLY;BYYEARDAY=60',
      'every year on February 29, in other years on March 1',
      'cada año el 29 de febrero, y el 1 de marzo los demás años',
    ],
    ['FREQ=DAILY;BYHOUR=9,18', 'every day at 9:00 AM and 6:00 PM', 'cada día a las 9:00 y 18:00'],
    ['FREQ=HOURLY;INTERVAL=3;BYDAY=SA', 'every 3 hours, only on Saturday', 'cada 3 horas, solo los sábados'],
    ['FREQ=WEEKLY;COUNT=10', 'every week on Tuesday, 10 times', 'cada semana los martes, 10 veces'],
    ['FREQ=DAILY;UNTIL=20261224', 'every day, until December 24, 2026', 'cada día, hasta el 24 de diciembre de 2026'],
  ])('%s', (rrule, en, es) => {
    expect(say(rrule)).toBe(en);
    expect(inSpanish(rrule)).toBe(es);
  });

  test('says what becomes of days that some months and years do not have', () => {
    expect(say('FREQ=MONTHLY', '2026-01-31')).toBe('every month on the 31st (only in months that have it)');
    expect(say('FREQ=YEARLY', '2024-02-29')).toBe('every year on February 29 (leap years only)');
    expect(say('FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1')).toBe(
      'every month on the 30th, or on the last day of a shorter month',
    );
    expect(say('RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD', '2026-01-31')).toBe(
      'every month on the 31st (in shorter months on the last day)',
    );
  });

  test('says on which day weeks begin only where that changes the dates', () => {
    expect(say('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU')).toContain('(weeks begin on Sunday)');
    expect(say('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU')).toBe('every 2 weeks on Tuesday and Thursday');
    expect(say('FREQ=WEEKLY;BYDAY=TU,SU;WKST=SU')).toBe('every week on Tuesday and Sunday');
  });

  test('names the last day where the series lives, and not one whose hour lies behind the end', () => {
    expect(say('FREQ=DAILY;UNTIL=20261107T010000Z', '2026-11-02T20:00')).toContain('until November 6, 2026');
    expect(say('FREQ=DAILY;UNTIL=20261107T130000Z', '2026-11-02T09:00')).toContain('until November 6, 2026');
    expect(say('FREQ=HOURLY;UNTIL=20261107T130000Z')).toBe('every hour, until November 7, 2026, 8:00 AM');
  });

  test('[Q17] may be brief where the first day says the rest', () => {
    const brief = (rrule: string) =>
      ruleText({ rrule, start: '2026-11-24' }, english, formatsFor('en-US', 'auto', 'auto'), { isBrief: true });
    expect(brief('FREQ=WEEKLY')).toBe('every week');
    expect(brief('FREQ=MONTHLY;INTERVAL=2;COUNT=3')).toBe('every 2 months, 3 times');
    expect(brief('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH')).toBe('every 2 weeks on Tuesday and Thursday');
    expect(brief('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR')).toBe('every weekday');
    expect(brief('FREQ=MONTHLY;BYMONTHDAY=15')).toBe('every month on the 15th');
    expect(brief('FREQ=MONTHLY;BYDAY=-1SU')).toBe('every month on the last Sunday');
    expect(brief('FREQ=YEARLY;UNTIL=20301220')).toBe('every year, until December 20, 2030');
  });

  test('is not there for a rule that cannot be read', () => {
    expect(say('FREQ=SOMETIMES')).toBeUndefined();
    expect(say('FREQ=MONTHLY;BYMONTHDAY=40')).toBeUndefined();
  });
});

describe('every rule', () => {
  const isSentence = (text: string | undefined) => text !== undefined && !/[{}]|rule\.|undefined|NaN| {2}/.test(text);

  test('of RFC 5545 and of calendars in use has a sentence in every language, and other rules have others', () => {
    const meant = new Map<string, string>();
    for (const { dtstart, rrule } of CASES.cases) {
      if (rrule === undefined) continue;
      const start = dtstart.replace(/^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d)?$/, (_, y, m, d, h, i) =>
        h === undefined ? `${y}-${m}-${d}` : `${y}-${m}-${d}T${h}:${i}`,
      );
      for (const locale of LOCALES) expect(say(rrule, start, locale), rrule).toSatisfy(isSentence);
      // From one start, so that only the rule differs. Where weeks begin is left out where it changes nothing.
      const text = say(rrule) ?? '';
      const rule = rrule
        .replace(/;WKST=\w\w/, '')
        .split(';')
        .sort()
        .join(';');
      if (!/WKST/.test(rrule)) expect(meant.get(text) ?? rule, text).toBe(rule);
      meant.set(text, rule);
    }
  });

  test('has a sentence, whatever its parts', () => {
    const list = (min: number, max: number) =>
      fc.uniqueArray(
        fc.integer({ min, max }).filter((n) => n !== 0),
        { minLength: 1, maxLength: 5 },
      );
    const maybe = <T>(part: fc.Arbitrary<T>) => fc.oneof(fc.constant(undefined), part);
    const rules = fc.record({
      FREQ: fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'),
      INTERVAL: maybe(fc.integer({ min: 1, max: 40 })),
      COUNT: maybe(fc.integer({ min: 1, max: 40 })),
      BYMONTH: maybe(list(1, 12)),
      BYWEEKNO: maybe(list(-53, 53)),
      BYYEARDAY: maybe(list(-366, 366)),
      BYMONTHDAY: maybe(list(-31, 31)),
      BYDAY: maybe(fc.uniqueArray(fc.constantFrom('MO', 'TU', 'SU', '2WE', '-1FR', '-3SA', '20MO'), { minLength: 1 })),
      BYHOUR: maybe(list(0, 23)),
      BYMINUTE: maybe(list(0, 59)),
      BYSECOND: maybe(list(0, 59)),
      BYSETPOS: maybe(list(-366, 366)),
      WKST: maybe(fc.constantFrom('SU', 'SA')),
    });
    fc.assert(
      fc.property(rules, (rule) => {
        const parts = Object.entries(rule).flatMap(([name, value]) =>
          value === undefined ? [] : [`${name}=${value}`],
        );
        for (const locale of LOCALES) expect(say(parts.join(';'), undefined, locale)).toSatisfy(isSentence);
      }),
      { numRuns: 400 },
    );
  });
});
