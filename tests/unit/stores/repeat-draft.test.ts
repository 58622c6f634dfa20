import { describe, expect, test } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import {
  choiceOf,
  firstOn,
  movedTo,
  NO_REPEAT,
  placesOf,
  REPEAT_CHOICES,
  type RepeatDraft,
  repeatOf,
  repeatProblems,
  ruleOf,
  withChoice,
} from '../../../lib/stores/repeat-draft.ts';

const TUESDAY = { start: '2026-11-24T09:00', zone: 'Europe/Madrid' };
const LAST_DAY = { start: '2026-01-31' };
const LEAP_DAY = { start: '2024-02-29' };
const yearly = (part: Partial<RepeatDraft>): RepeatDraft => ({ ...NO_REPEAT, unit: 'year', ...part });
const monthly = (part: Partial<RepeatDraft>): RepeatDraft => ({ ...NO_REPEAT, unit: 'month', ...part });

describe('the usual choices', () => {
  test.each([
    ['none', undefined],
    ['day', 'FREQ=DAILY'],
    ['weekdays', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['week', 'FREQ=WEEKLY'],
    ['weeks2', 'FREQ=WEEKLY;INTERVAL=2'],
    ['month', 'FREQ=MONTHLY'],
    ['year', 'FREQ=YEARLY'],
  ] as const)('%s is %s, and read back the same choice', (choice, rrule) => {
    const chosen = withChoice(NO_REPEAT, choice, 0);
    expect(ruleOf(chosen, TUESDAY)).toBe(rrule);
    expect(choiceOf(repeatOf(rrule, TUESDAY))).toBe(choice);
  });

  test('are found in what other programs write for the same', () => {
    expect(choiceOf(repeatOf('FREQ=WEEKLY;BYDAY=TU;WKST=SU', TUESDAY))).toBe('week');
    expect(choiceOf(repeatOf('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', TUESDAY))).toBe('weekdays');
    expect(choiceOf(repeatOf('FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=24', TUESDAY))).toBe('month');
    expect(choiceOf(repeatOf('FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24', TUESDAY))).toBe('year');
    expect(choiceOf(repeatOf('FREQ=WEEKLY;COUNT=5', TUESDAY))).toBe('week');
  });

  test('keep when it ends, and custom begins with what was chosen', () => {
    const ending = { ...withChoice(NO_REPEAT, 'week', 0), ends: 'after', times: '5' } as const;
    expect(ruleOf(withChoice(ending, 'month', 0), TUESDAY)).toBe('FREQ=MONTHLY;COUNT=5');
    expect(ruleOf(withChoice(ending, 'custom', 0), TUESDAY)).toBe('FREQ=WEEKLY;COUNT=5');
    expect(choiceOf(withChoice(ending, 'custom', 0))).toBe('custom');
    for (const choice of REPEAT_CHOICES) expect(choiceOf(withChoice(NO_REPEAT, choice, 0))).toBe(choice);
  });
});

describe('rules that the fields say', () => {
  test.each([
    ['FREQ=DAILY;INTERVAL=10', TUESDAY],
    ['FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH', TUESDAY],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU', TUESDAY],
    ['FREQ=MONTHLY;BYDAY=4TU', TUESDAY],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TU', { start: '2026-11-24' }],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', LAST_DAY],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', { start: '2026-02-28' }],
    ['FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1', { start: '2026-01-30' }],
    ['FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1', { start: '2026-01-29' }],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TU', TUESDAY],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', LEAP_DAY],
    ['FREQ=YEARLY;BYYEARDAY=60', LEAP_DAY],
    ['FREQ=YEARLY;INTERVAL=4', TUESDAY],
    ['FREQ=WEEKLY;UNTIL=20261224', { start: '2026-11-24' }],
  ])('%s comes back as it was', (rrule, start) => {
    const read = repeatOf(rrule, start);
    expect(read.kept).toBeUndefined();
    expect(ruleOf(read, start)).toBe(rrule);
  });

  test('an end is a day where the event lives, and written as other programs want it', () => {
    const read = repeatOf('FREQ=DAILY;UNTIL=20261201T080000Z', TUESDAY);
    expect(read.until).toBe('2026-12-01');
    expect(ruleOf(read, TUESDAY)).toBe('FREQ=DAILY;UNTIL=20261201T225959Z');
    expect(repeatOf('FREQ=DAILY;UNTIL=20261201T070000Z', TUESDAY).until).toBe('2026-11-30');
  });
});

describe('rules that the fields cannot say', () => {
  test.each([
    'FREQ=MONTHLY;BYDAY=1FR,3FR',
    'FREQ=MONTHLY;BYMONTHDAY=2,15',
    'FREQ=MONTHLY;BYMONTHDAY=15',
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
    'FREQ=DAILY;BYMONTH=1',
    'FREQ=DAILY;BYHOUR=9,18',
    'FREQ=HOURLY;INTERVAL=3',
    'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;BYMONTHDAY=31',
    'FREQ=SOMETIMES',
  ])('%s stays as it is until another is chosen', (rrule) => {
    const read = repeatOf(rrule, TUESDAY);
    expect(choiceOf(read)).toBe('custom');
    expect(ruleOf(read, TUESDAY)).toBe(rrule);
    expect(repeatProblems(read, '2026-11-24')).toEqual({});
    expect(ruleOf(withChoice(read, 'day', 0), TUESDAY)).toBe('FREQ=DAILY');
  });
});

describe('months and years that lack the day', () => {
  function dates(repeat: RepeatDraft, start: string): string[] {
    const series = { dtstart: start.replaceAll('-', ''), tzid: null, allDay: true, rrule: ruleOf(repeat, { start }) };
    return expand(series, { limit: 4 });
  }

  test('are left out, or have it on their last day', () => {
    expect(dates(monthly({}), '2026-01-31')).toEqual(['2026-01-31', '2026-03-31', '2026-05-31', '2026-07-31']);
    expect(dates(monthly({ short: 'last' }), '2026-01-31')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(dates(monthly({ short: 'last' }), '2026-01-30')).toEqual([
      '2026-01-30',
      '2026-02-28',
      '2026-03-30',
      '2026-04-30',
    ]);
  });

  test('a leap day is only then, the day before, or the day after', () => {
    expect(dates(yearly({}), '2024-02-29')).toEqual(['2024-02-29', '2028-02-29', '2032-02-29', '2036-02-29']);
    expect(dates(yearly({ leap: 'feb28' }), '2024-02-29').slice(0, 3)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
    ]);
    expect(dates(yearly({ leap: 'mar1' }), '2024-02-29')).toEqual([
      '2024-02-29',
      '2025-03-01',
      '2026-03-01',
      '2027-03-01',
    ]);
  });
});

describe('the first day', () => {
  test('takes its weekday along, and leaves the others', () => {
    const days = { ...NO_REPEAT, unit: 'week', weekdays: [1, 3] } as const;
    expect(movedTo(days, '2026-11-24', '2026-11-25').weekdays).toEqual([2, 3]);
    expect(movedTo(days, '2026-11-24', '2026-11-26').weekdays).toEqual([1, 3]);
    expect(movedTo(NO_REPEAT, '2026-11-24', '2026-11-25')).toBe(NO_REPEAT);
  });

  test('is moved on to one of the weekdays', () => {
    expect(firstOn([0, 2], '2026-11-24')).toBe('2026-11-25');
    expect(firstOn([1], '2026-11-24')).toBe('2026-11-24');
    expect(firstOn([], '2026-11-24')).toBe('2026-11-24');
  });

  test('says which of its month it is', () => {
    expect(placesOf('2026-11-24')).toMatchObject({ weekday: 1, nth: 4, isLast: true, isLastDay: false });
    expect(placesOf('2026-11-30')).toMatchObject({ weekday: 0, nth: 5, isLast: true, isLastDay: true });
  });
});

test('numbers and last days that cannot be are said', () => {
  const custom = { ...NO_REPEAT, unit: 'week', isCustom: true } as const;
  expect(repeatProblems({ ...custom, every: '0' }, '2026-11-24')).toEqual({ every: 'number' });
  expect(repeatProblems({ ...custom, every: '1.5' }, '2026-11-24')).toEqual({ every: 'number' });
  expect(repeatProblems({ ...custom, ends: 'after', times: '' }, '2026-11-24')).toEqual({ times: 'number' });
  expect(repeatProblems({ ...custom, ends: 'on', until: '' }, '2026-11-24')).toEqual({ until: 'missing' });
  expect(repeatProblems({ ...custom, ends: 'on', until: '2026-11-23' }, '2026-11-24')).toEqual({
    until: 'before-start',
  });
  expect(repeatProblems({ ...custom, ends: 'on', until: '2026-11-24' }, '2026-11-24')).toEqual({});
});
