/**
 * The starts of a series by counting, as slow as it is plain: every day (or hour, minute, second) of some years, kept if it stands all parts of the
 * rule, then BYSETPOS, COUNT and UNTIL, then the zone's clock by Temporal. Shares nothing with the expander. Every frequency and part, any WKST,
 * zones; no SKIP, and no DTSTART that clocks skip.
 */

const DAY = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY' | 'HOURLY' | 'MINUTELY' | 'SECONDLY';

/** A rule taken apart; `byDay` as [nth, weekday], 0 for every one and for Monday. */
export interface CountedRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly weekStart: number;
  readonly count?: number | undefined;
  readonly until?: string | undefined;
  readonly byMonth?: readonly number[] | undefined;
  readonly byWeekNo?: readonly number[] | undefined;
  readonly byYearDay?: readonly number[] | undefined;
  readonly byMonthDay?: readonly number[] | undefined;
  readonly byDay?: readonly (readonly [number, number])[] | undefined;
  readonly byHour?: readonly number[] | undefined;
  readonly byMinute?: readonly number[] | undefined;
  readonly bySecond?: readonly number[] | undefined;
  readonly bySetPos?: readonly number[] | undefined;
}

/** The rule as RRULE's value. */
export function ruleText(rule: CountedRule): string {
  const lists: [string, readonly (number | string)[] | undefined][] = [
    ['BYMONTH', rule.byMonth],
    ['BYWEEKNO', rule.byWeekNo],
    ['BYYEARDAY', rule.byYearDay],
    ['BYMONTHDAY', rule.byMonthDay],
    ['BYDAY', rule.byDay?.map(([nth, weekday]) => `${nth === 0 ? '' : nth}${WEEKDAYS[weekday]}`)],
    ['BYHOUR', rule.byHour],
    ['BYMINUTE', rule.byMinute],
    ['BYSECOND', rule.bySecond],
    ['BYSETPOS', rule.bySetPos],
  ];
  return [
    `FREQ=${rule.frequency}`,
    ...(rule.interval > 1 ? [`INTERVAL=${rule.interval}`] : []),
    ...(rule.weekStart > 0 ? [`WKST=${WEEKDAYS[rule.weekStart]}`] : []),
    ...lists.flatMap(([name, list]) => (list ? [`${name}=${list.join(',')}`] : [])),
    ...(rule.count === undefined ? [] : [`COUNT=${rule.count}`]),
    ...(rule.until === undefined ? [] : [`UNTIL=${rule.until}`]),
  ].join(';');
}

/** `YYYYMMDDTHHMMSS` of a wall time in milliseconds. */
export function basic(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

/** The instant of a wall time, the first of two; undefined where clocks skip it. Without a zone the wall time itself. */
export function instantIn(zone: string | null, wall: number): number | undefined {
  if (zone === null) return wall;
  const text = new Date(wall).toISOString().slice(0, 19);
  const there = Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation: 'earlier' });
  return there.toPlainDateTime().toString({ smallestUnit: 'second' }) === text ? there.epochMilliseconds : undefined;
}

/** Starts from `start` (a wall time) over so many years, as instants (wall times without zone), ascending. */
export function startsByCounting(rule: CountedRule, start: number, zone: string | null, years: number): number[] {
  const walls = UNITS[rule.frequency] === undefined ? wallsByDay(rule, start, years) : wallsByUnit(rule, start, years);
  const later = [...new Set(walls)].filter((wall) => wall > start).sort((a, b) => a - b);
  const keys: number[] = [];
  for (const wall of [start, ...later]) {
    const key = instantIn(zone, wall);
    if (key === undefined) continue;
    if (!isUntil(rule.until, wall, key, zone) || keys.length === rule.count) break;
    keys.push(key);
  }
  return keys;
}

function isUntil(until: string | undefined, wall: number, key: number, zone: string | null): boolean {
  if (until === undefined) return true;
  const text = basic(zone !== null && until.endsWith('Z') ? key : wall);
  return text.slice(0, until.length) <= until.replace('Z', '');
}

const UNITS: Partial<Record<Frequency, number>> = { HOURLY: 3_600, MINUTELY: 60, SECONDLY: 1 };

function dayNumber(year: number, month: number, day: number): number {
  return Math.round(new Date(0).setUTCFullYear(year, month - 1, day) / DAY);
}

function dateOf(day: number) {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const modulo = (value: number, size: number) => ((value % size) + size) % size;
const weekdayOf = (day: number) => modulo(day + 3, 7);

/** The first day of a year's first week: the one that holds most of its days (RFC 5545, BYWEEKNO). */
function firstWeek(year: number, weekStart: number): number {
  const first = dayNumber(year, 1, 1);
  const into = modulo(weekdayOf(first) - weekStart, 7);
  return into <= 3 ? first - into : first + 7 - into;
}

function weekYear(day: number, weekStart: number): number {
  const { year } = dateOf(day);
  if (day >= firstWeek(year + 1, weekStart)) return year + 1;
  return day < firstWeek(year, weekStart) ? year - 1 : year;
}

/** Whether a day stands all parts; what the rule leaves out comes from DTSTART. */
function dayTest(rule: CountedRule, startDay: number): (day: number) => boolean {
  const { frequency, byWeekNo, byYearDay, weekStart } = rule;
  let { byMonth, byMonthDay, byDay } = rule;
  const first = dateOf(startDay);
  if (frequency === 'YEARLY' && !byWeekNo && !byYearDay && !byMonthDay && !byDay) {
    byMonthDay = [first.day];
    byMonth ??= [first.month];
  }
  if (frequency === 'YEARLY' && byWeekNo && !byYearDay && !byMonthDay) byDay ??= [[0, weekdayOf(startDay)]];
  if (frequency === 'MONTHLY' && !byDay) byMonthDay ??= [first.day];
  if (frequency === 'WEEKLY') byDay ??= [[0, weekdayOf(startDay)]];
  const hasOrdinals = frequency === 'MONTHLY' || (frequency === 'YEARLY' && !byWeekNo);
  const isOrdinalOfMonth = frequency === 'MONTHLY' || rule.byMonth !== undefined;
  const among = (list: readonly number[] | undefined, at: number, size: number) =>
    !list || list.includes(at) || list.includes(at - size - 1);
  return (day) => {
    const date = dateOf(day);
    const monthStart = dayNumber(date.year, date.month, 1);
    const monthSize = dayNumber(date.year + (date.month === 12 ? 1 : 0), (date.month % 12) + 1, 1) - monthStart;
    const yearDay = day - dayNumber(date.year, 1, 1) + 1;
    const yearSize = dayNumber(date.year + 1, 1, 1) - dayNumber(date.year, 1, 1);
    if (byMonth && !byMonth.includes(date.month)) return false;
    if (!among(byMonthDay, date.day, monthSize) || !among(byYearDay, yearDay, yearSize)) return false;
    if (byWeekNo) {
      const year = weekYear(day, weekStart);
      const from = firstWeek(year, weekStart);
      const weeks = (firstWeek(year + 1, weekStart) - from) / 7;
      if (!among(byWeekNo, Math.floor((day - from) / 7) + 1, weeks)) return false;
    }
    if (!byDay) return true;
    const [at, size] = isOrdinalOfMonth ? [date.day, monthSize] : [yearDay, yearSize];
    return byDay.some(([nth, weekday]) => {
      if (weekday !== weekdayOf(day)) return false;
      return !hasOrdinals || nth === 0 || nth === Math.ceil(at / 7) || -nth === Math.ceil((size - at + 1) / 7);
    });
  };
}

function picked<T>(set: readonly T[], positions: readonly number[] | undefined): T[] {
  if (!positions) return [...set];
  return set.filter((_, index) => positions.includes(index + 1) || positions.includes(index - set.length));
}

function wallsByDay(rule: CountedRule, start: number, years: number): number[] {
  const startDay = Math.floor(start / DAY);
  const second = (start - startDay * DAY) / 1_000;
  const passes = dayTest(rule, startDay);
  const times = (rule.byHour ?? [Math.floor(second / 3_600)])
    .flatMap((hour) => (rule.byMinute ?? [Math.floor(second / 60) % 60]).map((minute) => hour * 60 + minute))
    .flatMap((minute) => (rule.bySecond ?? [second % 60]).map((each) => minute * 60 + each))
    .sort((a, b) => a - b);
  const periodOf = (day: number) => {
    const { year, month } = dateOf(day);
    if (rule.frequency === 'DAILY') return day;
    if (rule.frequency === 'WEEKLY') return Math.floor((day + 3 - rule.weekStart) / 7);
    if (rule.frequency === 'MONTHLY') return year * 12 + month;
    return rule.byWeekNo ? weekYear(day, rule.weekStart) : year;
  };
  const first = periodOf(startDay);
  const sets = new Map<number, number[]>();
  for (let day = startDay - 400; day < startDay + years * 366 + 400; day++) {
    const period = periodOf(day);
    if (period < first || (period - first) % rule.interval !== 0 || !passes(day)) continue;
    const set = sets.get(period) ?? [];
    sets.set(period, set);
    set.push(...times.map((time) => day * DAY + time * 1_000));
  }
  return [...sets.values()].flatMap((set) => picked(set, rule.bySetPos));
}

function wallsByUnit(rule: CountedRule, start: number, years: number): number[] {
  const unit = UNITS[rule.frequency] ?? 1;
  const startSecond = start / 1_000;
  const passes = dayTest(rule, Math.floor(start / DAY));
  const own = modulo(startSecond, 3_600);
  const minutes = unit === 3_600 ? (rule.byMinute ?? [Math.floor(own / 60)]) : [0];
  const seconds = unit === 1 ? [0] : (rule.bySecond ?? [own % 60]);
  const offsets = minutes.flatMap((minute) => seconds.map((second) => minute * 60 + second)).sort((a, b) => a - b);
  const walls: number[] = [];
  const end = startSecond + years * 366 * 86_400;
  for (let at = Math.floor(startSecond / unit); at * unit < end && walls.length < 3_000; at += rule.interval) {
    const second = modulo(at * unit, 86_400);
    if (!passes(Math.floor((at * unit) / 86_400))) continue;
    if (rule.byHour && !rule.byHour.includes(Math.floor(second / 3_600))) continue;
    if (unit < 3_600 && rule.byMinute && !rule.byMinute.includes(Math.floor(second / 60) % 60)) continue;
    if (unit === 1 && rule.bySecond && !rule.bySecond.includes(second % 60)) continue;
    walls.push(...picked(offsets, rule.bySetPos).map((offset) => (at * unit + offset) * 1_000));
  }
  return walls;
}
