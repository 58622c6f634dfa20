import { type IcsDateTime, readDateTime } from './ics-date-time.ts';

export const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** 0 for Monday to 6 for Sunday, as everywhere in the calendar. */
export const WEEKDAYS: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface WeekdayPart {
  readonly weekday: number;
  /** `2` in `2MO`, `-1` in `-1FR`; 0 for every one. */
  readonly nth: number;
}

/**
 * RRULE (RFC 5545 section 3.3.10) and SKIP (RFC 7529), read. Lists are sorted and without duplicates; an absent list is
 * undefined.
 */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | undefined;
  readonly until: IcsDateTime | undefined;
  readonly months: readonly number[] | undefined;
  readonly weekNumbers: readonly number[] | undefined;
  readonly yearDays: readonly number[] | undefined;
  readonly monthDays: readonly number[] | undefined;
  readonly weekdays: readonly WeekdayPart[] | undefined;
  readonly hours: readonly number[] | undefined;
  readonly minutes: readonly number[] | undefined;
  readonly seconds: readonly number[] | undefined;
  readonly positions: readonly number[] | undefined;
  readonly weekStart: number;
  /**
   * What happens to days that a month does not have: left out (RFC 5545), or the last day of the month, or the first of
   * the next.
   */
  readonly skip: 'OMIT' | 'BACKWARD' | 'FORWARD';
}

/** Longer rules are refused: the longest that means something (all BYYEARDAYs) has fewer. */
const MAX_RULE_LENGTH = 4_000;
const MAX_REMEMBERED = 2_000;
const remembered = new Map<string, RecurrenceRule>();

/**
 * Reads a rule, with or without `RRULE:` before it. Empty and unknown parts are ignored, as is an interval of 0. Throws
 * RangeError, naming the part, where a part says what cannot be: a rule that is half understood would put events on
 * wrong days.
 */
export function parseRule(text: string): RecurrenceRule {
  const known = remembered.get(text);
  if (known) return known;
  if (text.length > MAX_RULE_LENGTH) throw new RangeError('recurrence rule: too long');
  const parts = readParts(text);
  const { frequency, weekdays } = readHead(parts);
  const positions = readList(parts, 'BYSETPOS', 1, 366, true);
  const months = readList(parts, 'BYMONTH', 1, 12, false);
  const lists = {
    months,
    weekNumbers: readList(parts, 'BYWEEKNO', 1, 53, true),
    yearDays: readList(parts, 'BYYEARDAY', 1, 366, true),
    monthDays: readList(parts, 'BYMONTHDAY', 1, 31, true),
    weekdays,
    hours: readList(parts, 'BYHOUR', 0, 23, false),
    minutes: readList(parts, 'BYMINUTE', 0, 59, false),
    seconds: readList(parts, 'BYSECOND', 0, 60, false),
  };
  const rule: RecurrenceRule = {
    frequency,
    interval: Math.max(1, readNumber(parts, 'INTERVAL') ?? 1),
    count: readCount(parts),
    until: readUntil(parts),
    ...lists,
    // A position in a set of one says nothing, and RFC 5545 forbids it; some programs write it all the same.
    positions: Object.values(lists).some((list) => list !== undefined) ? positions : undefined,
    weekStart: readWeekStart(parts),
    skip: readSkip(parts),
  };
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(text, rule);
  return rule;
}

function readParts(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text
    .trim()
    .replace(/^RRULE:/i, '')
    .split(';')) {
    const at = part.indexOf('=');
    if (at < 0) {
      if (part.trim() !== '') throw new RangeError(`recurrence rule: ${part}`);
      continue;
    }
    const name = part.slice(0, at).trim().toUpperCase();
    const value = part
      .slice(at + 1)
      .trim()
      .toUpperCase();
    if (value !== '' && !parts.has(name)) parts.set(name, value);
  }
  return parts;
}

function readHead(parts: ReadonlyMap<string, string>) {
  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (!frequency) throw new RangeError(`recurrence rule: FREQ=${parts.get('FREQ') ?? ''}`);
  const weekdays = parts.get('BYDAY')?.split(',').filter(isGiven).map(readWeekday);
  // The ordinal has a meaning in months and years only; elsewhere the day alone counts.
  const hasOrdinals = (frequency === 'MONTHLY' || frequency === 'YEARLY') && !parts.has('BYWEEKNO');
  return { frequency, weekdays: hasOrdinals ? weekdays : weekdays?.map(({ weekday }) => ({ weekday, nth: 0 })) };
}

/** Lists that end in a comma are common. */
function isGiven(item: string): boolean {
  return item.trim() !== '';
}

function readWeekday(text: string): WeekdayPart {
  const match = /^([+-]?\d{1,2})?\s*(MO|TU|WE|TH|FR|SA|SU)$/.exec(text.trim());
  const nth = Number(match?.[1] ?? '0');
  if (!match || Math.abs(nth) > 53) throw new RangeError(`recurrence rule: BYDAY=${text}`);
  return { weekday: WEEKDAYS.indexOf(match[2] ?? ''), nth };
}

function readWeekStart(parts: ReadonlyMap<string, string>): number {
  const text = parts.get('WKST');
  return text === undefined ? 0 : readWeekday(text).weekday;
}

function readList(
  parts: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
  isSigned: boolean,
): number[] | undefined {
  const text = parts.get(name);
  if (text === undefined) return undefined;
  const values = text
    .split(',')
    .filter(isGiven)
    .map((item) => {
      const value = /^\s*[+-]?\d{1,3}\s*$/.test(item) ? Number(item) : Number.NaN;
      const size = isSigned ? Math.abs(value) : value;
      if (!(size >= min && size <= max)) throw new RangeError(`recurrence rule: ${name}=${text}`);
      return value;
    });
  return [...new Set(values)].sort((a, b) => a - b);
}

function readNumber(parts: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = parts.get(name);
  if (text === undefined) return undefined;
  if (!/^\+?\d{1,9}$/.test(text)) throw new RangeError(`recurrence rule: ${name}=${text}`);
  return Number(text);
}

function readCount(parts: ReadonlyMap<string, string>): number | undefined {
  const count = readNumber(parts, 'COUNT');
  if (count === 0) throw new RangeError('recurrence rule: COUNT=0');
  return count;
}

function readUntil(parts: ReadonlyMap<string, string>): IcsDateTime | undefined {
  const text = parts.get('UNTIL');
  if (text === undefined) return undefined;
  // A day beyond the end of its month goes on into the next: better a day too late than no rule.
  const until = readDateTime(text, { mayCarry: true });
  if (!until) throw new RangeError(`recurrence rule: UNTIL=${text}`);
  return until;
}

function readSkip(parts: ReadonlyMap<string, string>): RecurrenceRule['skip'] {
  const scale = parts.get('RSCALE') ?? 'GREGORIAN';
  if (scale !== 'GREGORIAN') throw new RangeError(`recurrence rule: RSCALE=${scale}`);
  const skip = parts.get('SKIP') ?? 'OMIT';
  if (skip !== 'OMIT' && skip !== 'BACKWARD' && skip !== 'FORWARD')
    throw new RangeError(`recurrence rule: SKIP=${skip}`);
  return skip;
}
