import { civilDate, dateText, daysInMonth, weekday } from '../calendar/rrule-days.ts';
import { parseRule, type RecurrenceRule, WEEKDAYS } from '../calendar/rrule-parse.ts';
import { startDay, untilDay } from './rule-series.ts';

/** How often an event comes again, as the dialog's fields have it. What a rule leaves to the first day is not repeated here. */
export interface RepeatDraft {
  readonly unit: 'none' | 'day' | 'week' | 'month' | 'year';
  /** Every so many units, as typed. */
  readonly every: string;
  /** Of weeks: 0 for Monday to 6; empty means the day on which the event starts. */
  readonly weekdays: readonly number[];
  /** Of months and years: the date, the second Tuesday, the last Tuesday, the last day of the month. */
  readonly by: 'date' | 'nth' | 'last' | 'last-day';
  /** Of months: what happens on the 29th to 31st where a month is shorter. */
  readonly short: 'skip' | 'last';
  /** Of years: what happens with 29 February in other years. */
  readonly leap: 'skip' | 'feb28' | 'mar1';
  readonly ends: 'never' | 'on' | 'after';
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string;
  /** How many times in all, as typed. */
  readonly times: string;
  /** First day of the week for rules of several weeks: 0 for Monday. */
  readonly weekStart: number;
  /** The fields of the editor are shown, not just one of the usual choices. */
  readonly isCustom: boolean;
  /** A rule that the fields cannot say; it stands as it is until another is chosen. */
  readonly kept?: string;
}

/** The usual choices, in the order in which they are offered. */
export const REPEAT_CHOICES = ['none', 'day', 'weekdays', 'week', 'weeks2', 'month', 'year', 'custom'] as const;
export type RepeatChoice = (typeof REPEAT_CHOICES)[number];

/** The longest interval and the most times that can be typed. */
export const MAX_EVERY = 400;
export const MAX_TIMES = 1_000;
const WORKDAYS = [0, 1, 2, 3, 4];

/** Where a series begins: `start` as in `When`, `zone` for timed ones. */
export interface RepeatStart {
  readonly start: string;
  readonly zone?: string | undefined;
}

export const NO_REPEAT: RepeatDraft = {
  unit: 'none',
  every: '1',
  weekdays: [],
  by: 'date',
  short: 'skip',
  leap: 'skip',
  ends: 'never',
  until: '',
  times: '10',
  weekStart: 0,
  isCustom: false,
};

/** Reads a rule into fields; into `kept` where they cannot say exactly what it says. */
export function repeatOf(rrule: string | undefined, start: RepeatStart): RepeatDraft {
  if (rrule === undefined) return NO_REPEAT;
  const kept: RepeatDraft = { ...NO_REPEAT, unit: 'week', isCustom: true, kept: rrule };
  try {
    const rule = parseRule(rrule);
    const candidate = candidateOf(rule, start);
    const again = candidate && ruleOf(candidate, start);
    if (candidate === undefined || again === undefined) return kept;
    if (meaning(parseRule(again), start) !== meaning(rule, start)) return kept;
    return { ...candidate, isCustom: choiceOf(candidate) === 'custom' };
  } catch {
    return kept;
  }
}

/** The rule of the fields, or undefined where it does not repeat. For a draft without problems. */
export function ruleOf(draft: RepeatDraft, start: RepeatStart): string | undefined {
  if (draft.kept !== undefined) return draft.kept;
  if (draft.unit === 'none') return undefined;
  const every = Number(draft.every);
  const parts = [
    `FREQ=${{ day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }[draft.unit]}`,
    ...(every > 1 ? [`INTERVAL=${every}`] : []),
    ...days(draft, start, every),
  ];
  if (draft.ends === 'after') parts.push(`COUNT=${Number(draft.times)}`);
  if (draft.ends === 'on') parts.push(`UNTIL=${untilValue(draft.until, start)}`);
  return parts.join(';');
}

/** Which of the usual choices the fields are. */
export function choiceOf(draft: RepeatDraft): RepeatChoice {
  const { unit, every, weekdays, by } = draft;
  if (draft.isCustom || draft.kept !== undefined) return 'custom';
  if (unit === 'none') return 'none';
  if (unit === 'week' && weekdays.length > 0) {
    return every === '1' && weekdays.join() === WORKDAYS.join() ? 'weekdays' : 'custom';
  }
  if (unit === 'week' && every === '2') return 'weeks2';
  return every === '1' && by === 'date' ? unit : 'custom';
}

/** The fields for a choice. When it ends stays; `custom` begins with what was chosen before. */
export function withChoice(draft: RepeatDraft, choice: RepeatChoice, weekStart: number): RepeatDraft {
  const { kept: _, ...rest } = draft;
  const plain: RepeatDraft = { ...rest, weekStart, every: '1', weekdays: [], by: 'date', isCustom: false };
  switch (choice) {
    case 'none':
      return { ...NO_REPEAT, weekStart };
    case 'custom':
      return { ...rest, weekStart, unit: draft.unit === 'none' ? 'week' : draft.unit, isCustom: true };
    case 'weekdays':
      return { ...plain, unit: 'week', weekdays: WORKDAYS };
    case 'weeks2':
      return { ...plain, unit: 'week', every: '2' };
    default:
      return { ...plain, unit: choice };
  }
}

/** The fields as they mean the same on another first day: the weekday moves along. */
export function movedTo(draft: RepeatDraft, before: string, after: string): RepeatDraft {
  const [old, now] = [weekdayOf(before), weekdayOf(after)];
  if (draft.weekdays.length === 0 || draft.weekdays.includes(now) || !draft.weekdays.includes(old)) return draft;
  return { ...draft, weekdays: sorted([...draft.weekdays.filter((day) => day !== old), now]) };
}

/** The first day from `date` on that is one of the weekdays; `date` itself where none is chosen. */
export function firstOn(weekdays: readonly number[], date: string): string {
  const day = startDay({ start: date });
  for (let later = 0; later < 7; later += 1) {
    if (weekdays.includes(weekday(day + later))) return dateText(day + later);
  }
  return date;
}

/** What the first day leaves to choose: which date a month has, whether it is the last of its kind. */
export function placesOf(date: string): {
  readonly weekday: number;
  readonly nth: number;
  readonly isLast: boolean;
  readonly isLastDay: boolean;
  readonly day: number;
  readonly month: number;
} {
  const epoch = startDay({ start: date });
  const { year, month, day } = civilDate(epoch);
  const length = daysInMonth(year, month);
  return {
    weekday: weekday(epoch),
    nth: Math.ceil(day / 7),
    isLast: day + 7 > length,
    isLastDay: day === length,
    day,
    month,
  };
}

/** What keeps the fields from being a rule. */
export type RepeatProblems = Partial<Record<'every' | 'until' | 'times', 'number' | 'missing' | 'before-start'>>;

export function repeatProblems(draft: RepeatDraft, startsOn: string): RepeatProblems {
  const found: RepeatProblems = {};
  if (draft.unit === 'none' || draft.kept !== undefined) return found;
  if (!isWhole(draft.every, MAX_EVERY)) found.every = 'number';
  if (draft.ends === 'after' && !isWhole(draft.times, MAX_TIMES)) found.times = 'number';
  if (draft.ends === 'on') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(draft.until)) found.until = 'missing';
    else if (draft.until < startsOn) found.until = 'before-start';
  }
  return found;
}

function days(draft: RepeatDraft, { start }: RepeatStart, every: number): string[] {
  const { weekday: own, nth, day, month } = placesOf(start.slice(0, 10));
  const code = (index: number) => WEEKDAYS[index] ?? 'MO';
  if (draft.unit === 'week') {
    const list = draft.weekdays;
    if (list.length === 0) return [];
    const isSplit = list.some((index) => index >= draft.weekStart) && list.some((index) => index < draft.weekStart);
    const wkst = every > 1 && draft.weekStart !== 0 && isSplit ? [`WKST=${code(draft.weekStart)}`] : [];
    return [`BYDAY=${list.map(code).join(',')}`, ...wkst];
  }
  if (draft.unit !== 'month' && draft.unit !== 'year') return [];
  const inMonth = draft.unit === 'year' ? [`BYMONTH=${month}`] : [];
  if (draft.by === 'nth') return [...inMonth, `BYDAY=${nth}${code(own)}`];
  if (draft.by === 'last') return [...inMonth, `BYDAY=-1${code(own)}`];
  if (draft.by === 'last-day') return [...inMonth, 'BYMONTHDAY=-1'];
  if (draft.unit === 'month') {
    if (draft.short === 'skip' || day < 29) return [];
    if (day === 31) return ['BYMONTHDAY=-1'];
    return [`BYMONTHDAY=${[28, 29, 30].filter((date) => date <= day).join(',')}`, 'BYSETPOS=-1'];
  }
  const isLeapDay = month === 2 && day === 29;
  if (!isLeapDay || draft.leap === 'skip') return [];
  return draft.leap === 'feb28' ? ['BYMONTH=2', 'BYMONTHDAY=-1'] : ['BYYEARDAY=60'];
}

/** As instants where there is a zone: what RFC 5545 asks for, so that other programs read it too. */
function untilValue(until: string, { start, zone }: RepeatStart): string {
  if (start.length < 16 || zone === undefined) return until.replaceAll('-', '');
  const end = Temporal.PlainDateTime.from(`${until}T23:59:59`).toZonedDateTime(zone).toInstant();
  return end.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
}

function candidateOf(rule: RecurrenceRule, start: RepeatStart): RepeatDraft | undefined {
  const units = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const;
  const unit = rule.frequency in units ? units[rule.frequency as keyof typeof units] : undefined;
  if (unit === undefined) return undefined;
  const { day, month, isLast } = placesOf(start.start.slice(0, 10));
  const list = rule.weekdays?.map((part) => part.weekday) ?? [];
  const isOwnDay = list.length === 1 && list[0] === placesOf(start.start.slice(0, 10)).weekday;
  const isEveryWorkday = rule.frequency === 'DAILY' && rule.interval === 1 && rule.weekdays !== undefined;
  const nth = rule.weekdays?.[0]?.nth;
  const by = nth === undefined || nth === 0 ? 'date' : nth === -1 && isLast ? 'last' : 'nth';
  const isLastDay = rule.monthDays?.join() === '-1';
  const isLeapDay = unit === 'year' && month === 2 && day === 29;
  return {
    ...NO_REPEAT,
    unit: isEveryWorkday ? 'week' : unit,
    every: String(rule.interval),
    weekdays: (unit === 'week' && !isOwnDay) || isEveryWorkday ? sorted(list) : [],
    by: isLastDay && !isLeapDay && !(unit === 'month' && day === 31) ? 'last-day' : by,
    short:
      unit === 'month' && day > 28 && rule.monthDays !== undefined && rule.monthDays.join() !== String(day)
        ? 'last'
        : 'skip',
    leap: isLeapDay && isLastDay ? 'feb28' : isLeapDay && rule.yearDays ? 'mar1' : 'skip',
    ends: rule.count !== undefined ? 'after' : rule.until ? 'on' : 'never',
    until: rule.until ? dateText(untilDay(rule.until, start)) : '',
    times: rule.count === undefined ? NO_REPEAT.times : String(rule.count),
    weekStart: rule.weekStart,
  };
}

/** A rule with what it leaves to the first day filled in, and without what changes nothing: equal texts mean equal dates. */
function meaning(rule: RecurrenceRule, start: RepeatStart): string {
  const { weekday: own, day, month } = placesOf(start.start.slice(0, 10));
  const { until, weekStart, skip, frequency, ...rest } = rule;
  const isBare = !rule.weekdays && !rule.monthDays && !rule.yearDays && !rule.weekNumbers;
  const isWorkweek = frequency === 'DAILY' && rule.interval === 1 && rule.weekdays !== undefined;
  const weekdays = isBare && frequency === 'WEEKLY' ? [{ weekday: own, nth: 0 }] : rule.weekdays;
  const list = weekdays?.map((part) => part.weekday) ?? [];
  const isSplit = list.some((index) => index >= weekStart) && list.some((index) => index < weekStart);
  const isYear = frequency === 'YEARLY';
  return JSON.stringify({
    ...rest,
    frequency: isWorkweek ? 'WEEKLY' : frequency,
    weekdays: weekdays && [...weekdays].sort((a, b) => a.weekday - b.weekday || a.nth - b.nth),
    monthDays: isBare && (isYear || frequency === 'MONTHLY') ? [day] : rule.monthDays,
    months: isBare && isYear ? (rule.months ?? [month]) : rule.months,
    until: until && untilDay(until, start),
    weekStart: frequency === 'WEEKLY' && rule.interval > 1 && isSplit ? weekStart : 0,
    skip: skip === 'OMIT' || day < 29 ? '' : skip,
  });
}

function weekdayOf(date: string): number {
  return weekday(startDay({ start: date }));
}

function sorted(list: readonly number[]): number[] {
  return [...new Set(list)].sort((a, b) => a - b);
}

function isWhole(text: string, max: number): boolean {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= max;
}
