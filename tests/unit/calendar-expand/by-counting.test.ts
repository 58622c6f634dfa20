import { expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { basic, type CountedRule, type Frequency, instantIn, ruleText, startsByCounting } from './by-counting.ts';
import { createRandom, type Random } from './random-rules.ts';

const RULES = 400;
const DAY = 86_400_000;
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', null];
const FREQUENCIES: readonly Frequency[] = [
  'YEARLY',
  'YEARLY',
  'MONTHLY',
  'MONTHLY',
  'WEEKLY',
  'DAILY',
  'HOURLY',
  'MINUTELY',
  'SECONDLY',
];
/** How far each is counted. */
const YEARS: Readonly<Partial<Record<Frequency, number>>> = { HOURLY: 1, MINUTELY: 0.05, SECONDLY: 0.003 };

it(`${RULES} random rules of every kind give, in any window, exactly what counting gives`, () => {
  const random = createRandom(20_261_129);
  let compared = 0;
  for (let index = 0; index < RULES; index++) compared += compareOne(random);
  expect(compared).toBeGreaterThan(RULES * 10);
});

/** Draws a series and a window, compares, and says how many starts there were. */
function compareOne(random: Random): number {
  const chance = (p: number) => random() < p;
  const int = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const frequency = FREQUENCIES[int(0, FREQUENCIES.length - 1)] ?? 'DAILY';
  const years = YEARS[frequency] ?? 6;
  const isSmall = years < 6;
  const allDay = !isSmall && chance(0.25);
  const zone = allDay ? null : (ZONES[int(0, ZONES.length - 1)] ?? null);
  // Into years without leap day (2100), too.
  const year = chance(0.1) ? int(2_090, 2_104) : int(1_996, 2_030);
  const time = allDay ? 0 : (int(0, 23) * 60 + (chance(0.5) ? 0 : 45)) * 60_000 + int(0, 1) * 30_000;
  const start = Date.UTC(year, int(0, 11), chance(0.2) ? 29 : int(1, 28)) + time;
  if (instantIn(zone, start) === undefined) return 0;
  const rule = drawRule(random, frequency, allDay, zone, start, years);
  const all = startsByCounting(rule, start, zone, years);
  const horizon = isSmall ? (all.at(-1) ?? start) : start + (years - 1) * 365 * DAY;
  const step = allDay ? DAY : 1_000;
  const from = chance(0.5) ? horizon - Math.floor((random() * (horizon - start)) / step) * step : undefined;

  const excluded = new Set(all.filter(() => chance(0.05)).slice(0, 5));
  const added = chance(0.2) ? start + int(-50, 400) * DAY : undefined;
  const addedKey = added === undefined ? undefined : instantIn(zone, added);
  const keys = new Set(addedKey === undefined ? all : [...all, addedKey]);
  const expected = [...keys]
    .filter((key) => !excluded.has(key) && key < horizon && (from === undefined || key >= from))
    .sort((a, b) => a - b)
    .slice(0, 200)
    .map((key) => new Date(key).toISOString().slice(0, allDay ? 10 : 19) + (zone === null ? '' : 'Z'));

  const local = (wall: number) => (allDay ? basic(wall).slice(0, 8) : basic(wall));
  const written = (key: number) => local(key) + (zone === null ? '' : 'Z');
  const series = {
    dtstart: local(start),
    tzid: zone,
    allDay,
    rrule: ruleText(rule),
    exdates: [...excluded].map(written),
    rdates: added === undefined || addedKey === undefined ? [] : [local(added)],
  };
  const window = { to: written(horizon), limit: 200, ...(from !== undefined && { from: written(from) }) };
  expect(expand(series, window), JSON.stringify({ series, window })).toEqual(expected);
  return expected.length;
}

function drawRule(
  random: Random,
  frequency: Frequency,
  allDay: boolean,
  zone: string | null,
  start: number,
  years: number,
): CountedRule {
  const chance = (p: number) => random() < p;
  const int = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const signed = (max: number) => (chance(0.35) ? -int(1, max) : int(1, max));
  const some = (p: number, most: number, make: () => number) =>
    chance(p) ? [...new Set(Array.from({ length: int(1, most) }, make))] : undefined;
  const isSmall = years < 6;
  const isYearly = frequency === 'YEARLY';
  const byMonth = some(0.35, 4, () => int(1, 12));
  const byWeekNo = isYearly ? some(0.25, 3, () => signed(53)) : undefined;
  const canOrdinal = !byWeekNo && (isYearly || frequency === 'MONTHLY');
  const byDay = some(0.45, 3, () => int(0, 6))?.map(
    (weekday) => [canOrdinal && chance(0.4) ? signed(isYearly && !byMonth ? 53 : 5) : 0, weekday] as const,
  );
  const rule: CountedRule = {
    frequency,
    interval: chance(0.5) ? 1 : int(2, isYearly ? 4 : isSmall ? 97 : 7),
    weekStart: chance(0.6) ? 0 : int(0, 6),
    byMonth,
    byWeekNo,
    byYearDay: isYearly || isSmall ? some(0.2, 6, () => signed(366)) : undefined,
    byMonthDay: frequency === 'WEEKLY' ? undefined : some(0.3, 5, () => signed(31)),
    byDay,
    byHour: allDay ? undefined : some(0.25, 3, () => int(0, 23)),
    byMinute: allDay ? undefined : some(0.2, 3, () => int(0, 59)),
    bySecond: allDay ? undefined : some(0.15, 2, () => int(0, 59)),
  };
  const hasParts = Object.keys(rule).some(
    (key) => key.startsWith('by') && rule[key as keyof CountedRule] !== undefined,
  );
  const bySetPos = hasParts ? some(0.25, 2, () => signed(isYearly ? 20 : 6)) : undefined;
  const end = random();
  const last = start + int(1, Math.max(2, Math.floor(years * 300))) * DAY + (allDay ? 0 : int(0, 86_399) * 1_000);
  const until =
    allDay || chance(0.3) ? basic(last).slice(0, 8) : basic(last) + (zone !== null && chance(0.5) ? 'Z' : '');
  return { ...rule, bySetPos, ...(end < 0.25 && { count: int(1, 40) }), ...(end >= 0.25 && end < 0.5 && { until }) };
}
