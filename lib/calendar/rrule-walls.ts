import { daysOfMonth, daysOfWeek, daysOfYear, passesDayLimits } from './rrule-day-sets.ts';
import { civilDate, DAY_MS, epochDay, modulo, weekday, weekYear } from './rrule-days.ts';
import type { RecurrenceRule } from './rrule-parse.ts';

/** Nothing recurs after the year 9999, the last that iCalendar can write. */
export const LAST_WALL = epochDay(10_000, 1, 1) * DAY_MS - 1;

/**
 * After so many empty periods in a row nothing will ever come: the calendar repeats after 400 years, which are 146,097
 * days or 20,871 weeks. Rules by hour and less are given up after so many fruitless steps (a step is at least a day or
 * a unit that fits no BYxxx).
 */
const MAX_BARREN = { YEARLY: 400, MONTHLY: 4_800, WEEKLY: 20_871, DAILY: 146_097, SMALLER: 200_000 } as const;

/** Gets wall times (milliseconds, see rrule-days) in ascending order; false stops. */
export type WallVisitor = (wall: number) => boolean;

/**
 * Visits the wall times of a rule, from the first that is neither before `start` (DTSTART's wall time) nor before
 * `from`. COUNT and UNTIL are the caller's, as is DTSTART itself where it does not fit the rule. Periods before `from`
 * are passed over by arithmetic, however long ago the rule began. Ends by itself with the year 9999, or where a rule
 * can have no further occurrence.
 */
export function visitWalls(rule: RecurrenceRule, start: number, from: number, visit: WallVisitor): void {
  const startDay = Math.floor(start / DAY_MS);
  const context: Walk = {
    rule,
    start,
    startDay,
    earliest: Math.max(start, from),
    last: Number.NEGATIVE_INFINITY,
    visit,
  };
  const { frequency } = rule;
  if (frequency === 'HOURLY') visitUnits(context, 3_600);
  else if (frequency === 'MINUTELY') visitUnits(context, 60);
  else if (frequency === 'SECONDLY') visitUnits(context, 1);
  else visitPeriods(context, frequency);
}

interface Walk {
  readonly rule: RecurrenceRule;
  readonly start: number;
  readonly startDay: number;
  readonly earliest: number;
  /** The last wall time visited; months that end early can name one day twice (SKIP). */
  last: number;
  readonly visit: WallVisitor;
}

/** Hands on one wall time; false when the walk is over. */
function offer(walk: Walk, wall: number): boolean {
  if (wall < walk.earliest || wall <= walk.last) return true;
  if (wall > LAST_WALL) return false;
  walk.last = wall;
  return walk.visit(wall);
}

/** The most days that one period can have. */
const MAX_DAYS = { YEARLY: 373, MONTHLY: 32, WEEKLY: 7, DAILY: 1 } as const;

function visitPeriods(walk: Walk, frequency: keyof typeof MAX_DAYS): void {
  const { rule, startDay } = walk;
  const date = civilDate(startDay);
  const startWeekday = weekday(startDay);
  const times = timesOfDay(rule, modulo(walk.start, DAY_MS) / 1_000);
  if (rule.positions?.every((position) => Math.abs(position) > MAX_DAYS[frequency] * times.length)) return;
  const fromDay = Math.floor(walk.earliest / DAY_MS);
  const lastDay = Math.floor(LAST_WALL / DAY_MS);

  let origin: number;
  let from: number;
  let end: number;
  let maxBarren: number;
  let daysAt: (period: number) => number[];
  if (frequency === 'YEARLY') {
    // The year that holds DTSTART's week, so that DTSTART itself is in the first period.
    origin = rule.weekNumbers ? weekYear(startDay, rule.weekStart) : date.year;
    from = civilDate(fromDay).year;
    end = 10_000;
    maxBarren = MAX_BARREN.YEARLY;
    daysAt = (year) => daysOfYear(rule, date, startWeekday, year);
  } else if (frequency === 'MONTHLY') {
    const fromDate = civilDate(fromDay);
    origin = date.year * 12 + date.month - 1;
    from = fromDate.year * 12 + fromDate.month - 1;
    end = 10_000 * 12;
    maxBarren = MAX_BARREN.MONTHLY;
    daysAt = (month) => daysOfMonth(rule, date, Math.floor(month / 12), (month % 12) + 1);
  } else if (frequency === 'WEEKLY') {
    const firstWeek = startDay - modulo(startWeekday - rule.weekStart, 7);
    origin = 0;
    from = Math.floor((fromDay - firstWeek) / 7);
    end = Math.floor((lastDay - firstWeek) / 7);
    maxBarren = MAX_BARREN.WEEKLY;
    daysAt = (week) => daysOfWeek(rule, startWeekday, firstWeek + week * 7);
  } else {
    const one = [0];
    const none: number[] = [];
    origin = startDay;
    from = fromDay;
    end = lastDay;
    maxBarren = MAX_BARREN.DAILY;
    daysAt = (day) => {
      one[0] = day;
      return passesDayLimits(rule, day) ? one : none;
    };
  }
  // One period early: its days can reach into the next (weeks at the turn of a year, SKIP=FORWARD).
  const steps = Math.max(0, Math.floor((from - 1 - origin) / rule.interval));
  let barren = 0;
  for (let period = origin + steps * rule.interval; period <= end && barren < maxBarren; ) {
    const days = daysAt(period);
    const picks = rule.positions && pickIndexes(rule.positions, days.length * times.length);
    const isBarren = days.length === 0 || picks?.length === 0;
    if (!(picks ? offerPicks(walk, days, times, picks) : offerAll(walk, days, times))) return;
    const next = frequency === 'DAILY' && days.length === 0 ? nextCandidateDay(rule, period) : period + 1;
    const passed = Math.ceil((next - period) / rule.interval);
    period += passed * rule.interval;
    barren = isBarren ? barren + passed : 0;
  }
}

function offerAll(walk: Walk, days: readonly number[], times: readonly number[]): boolean {
  for (const day of days) {
    for (const time of times) if (!offer(walk, day * DAY_MS + time * 1_000)) return false;
  }
  return true;
}

/** Offers what BYSETPOS picks: indexes into every day at every time, a set that is never built. */
function offerPicks(walk: Walk, days: readonly number[], times: readonly number[], picks: readonly number[]): boolean {
  for (const index of picks) {
    const day = days[Math.floor(index / times.length)] ?? 0;
    const time = times[index % times.length] ?? 0;
    if (!offer(walk, day * DAY_MS + time * 1_000)) return false;
  }
  return true;
}

function pickIndexes(positions: readonly number[], size: number): number[] {
  if (size === 0) return [];
  const indexes = positions.map((position) => (position > 0 ? position - 1 : size + position));
  return [...new Set(indexes)].filter((index) => index >= 0 && index < size).sort((a, b) => a - b);
}

/** Seconds of the day at which a rule by day or more happens, ascending; what is not given comes from DTSTART. */
function timesOfDay(rule: RecurrenceRule, startSecond: number): number[] {
  const times: number[] = [];
  for (const hour of rule.hours ?? [Math.floor(startSecond / 3_600)]) {
    for (const minute of rule.minutes ?? [Math.floor(startSecond / 60) % 60]) {
      for (const second of secondsOf(rule, startSecond)) times.push((hour * 60 + minute) * 60 + second);
    }
  }
  return times;
}

/** A leap second is a minute's last for clocks that know none. */
function secondsOf(rule: RecurrenceRule, startSecond: number): number[] {
  return rule.seconds ? [...new Set(rule.seconds.map((second) => Math.min(second, 59)))] : [startSecond % 60];
}

/**
 * Rules by hour, minute or second: `unit` is its length in seconds. Units are counted on the wall clock, like all of a
 * rule.
 */
function visitUnits(walk: Walk, unit: number): void {
  const { rule } = walk;
  const perDay = 86_400 / unit;
  const startSecond = modulo(walk.start, DAY_MS) / 1_000;
  const offsets = offsetsInUnit(rule, startSecond, unit);
  if (offsets.length === 0) return;
  const first = Math.floor(walk.start / 1_000 / unit);
  const lastUnit = Math.floor(LAST_WALL / 1_000 / unit);
  const alignedFrom = (index: number) =>
    first + Math.max(0, Math.ceil((index - first) / rule.interval)) * rule.interval;

  let index = alignedFrom(Math.floor(walk.earliest / 1_000 / unit));
  let barren = 0;
  let passingDay = Number.NaN;
  while (index <= lastUnit && barren < MAX_BARREN.SMALLER) {
    const day = Math.floor(index / perDay);
    let next = index + rule.interval;
    if (day !== passingDay && !passesDayLimits(rule, day)) next = alignedFrom(nextCandidateDay(rule, day) * perDay);
    else {
      passingDay = day;
      const second = (index - day * perDay) * unit;
      const hourEnds = Math.floor(second / 3_600) * 3_600 + 3_600;
      const minuteEnds = Math.floor(second / 60) * 60 + 60;
      if (rule.hours && !rule.hours.includes(Math.floor(second / 3_600)))
        next = alignedFrom((day * 86_400 + hourEnds) / unit);
      else if (unit < 3_600 && rule.minutes && !rule.minutes.includes(Math.floor(second / 60) % 60))
        next = alignedFrom((day * 86_400 + minuteEnds) / unit);
      else if (unit > 1 || !rule.seconds || rule.seconds.some((s) => Math.min(s, 59) === second % 60)) {
        barren = 0;
        for (const offset of offsets) if (!offer(walk, (index * unit + offset) * 1_000)) return;
      }
    }
    index = next;
    barren++;
  }
}

/** Where in its hour or minute a unit has occurrences, in seconds; BYSETPOS picks among these. */
function offsetsInUnit(rule: RecurrenceRule, startSecond: number, unit: number): number[] {
  if (unit === 1) return rule.positions && pickIndexes(rule.positions, 1).length === 0 ? [] : [0];
  const minutes = unit === 3_600 ? (rule.minutes ?? [Math.floor(startSecond / 60) % 60]) : [0];
  const all = minutes.flatMap((minute) => secondsOf(rule, startSecond).map((second) => minute * 60 + second));
  return rule.positions ? pickIndexes(rule.positions, all.length).map((index) => all[index] ?? 0) : all;
}

/** The next day worth looking at: the first of the next month where this month is out. */
function nextCandidateDay(rule: RecurrenceRule, day: number): number {
  if (!rule.months) return day + 1;
  const { year, month } = civilDate(day);
  if (rule.months.includes(month)) return day + 1;
  return month === 12 ? epochDay(year + 1, 1, 1) : epochDay(year, month + 1, 1);
}
