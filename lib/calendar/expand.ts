import { type IcsDateTime, readDateTime } from './ics-date-time.ts';
import { parseRule } from './rrule-parse.ts';
import { explicitKey, type SeriesClock, seriesClock, toDay } from './series-clock.ts';
import { visitOccurrences } from './visit-occurrences.ts';

/** A series as iCalendar gives it. */
export interface Series {
  /** `YYYYMMDDTHHMMSS`, the wall time in `tzid`; `YYYYMMDD` for whole days. A trailing Z means UTC. */
  readonly dtstart: string;
  /**
   * IANA name or fixed offset (`+05:30`). Null for whole days, and for floating times, which are the same wall time
   * everywhere.
   */
  readonly tzid: string | null;
  readonly allDay: boolean;
  /** RRULE's value; without one the set is DTSTART and RDATE. */
  readonly rrule?: string | null | undefined;
  /** Forms as `dtstart`, or with a trailing Z. A date alone takes away the whole day. */
  readonly exdates?: readonly string[] | null | undefined;
  readonly rdates?: readonly string[] | null | undefined;
}

export interface ExpandRange {
  /** Only starts at or after this instant (date, for whole days) … */
  readonly from?: string | undefined;
  /** … and before this one. */
  readonly to?: string | undefined;
  /** At most so many starts. */
  readonly limit: number;
}

/** No answer is longer than this, whatever `limit` says. */
const MAX_LIMIT = 100_000;

/**
 * The starts of a series, ascending: instants (`2026-11-24T15:00:00Z`), dates for whole days, or local times
 * (`2026-11-24T15:00:00`) where it floats.
 *
 * RFC 5545's meaning: DTSTART is the first and counts, unless it lies behind UNTIL; COUNT counts before EXDATE takes
 * away; days that do not exist and wall times that clocks skip are left out and not counted (section 3.3.10); a wall
 * time that comes twice means the first; UNTIL as a date means that whole day, without Z the wall time in `tzid`.
 * Throws RangeError for a rule, date or zone that cannot be read.
 */
export function expand(series: Series, range: ExpandRange): string[] {
  const start = readOrThrow(series.dtstart);
  const clock = seriesClock(series.allDay, series.tzid === null && start.isUtc ? 'UTC' : series.tzid);
  const from = boundOf(clock, range.from, Number.NEGATIVE_INFINITY);
  const to = boundOf(clock, range.to, Number.POSITIVE_INFINITY);
  const limit = Math.min(Math.max(0, Math.floor(range.limit)), MAX_LIMIT);
  const isExcluded = exclusions(clock, series.exdates);

  const keys: number[] = [];
  // `limit` of the rule's are enough even where RDATE adds more: the merged list is cut after sorting.
  const take = (key: number): boolean => {
    if (key >= to) return false;
    if (key >= from && !isExcluded(key)) keys.push(key);
    return keys.length < limit;
  };
  if (limit === 0) return [];
  if (series.rrule) visitOccurrences(clock, parseRule(series.rrule), start, from, take);
  else take(explicitKey(clock, start));
  for (const text of series.rdates ?? []) {
    // A period counts with its start.
    const key = explicitKey(clock, readOrThrow(text.split('/')[0] ?? ''));
    if (key >= from && key < to && !isExcluded(key)) keys.push(key);
  }
  keys.sort((a, b) => a - b);
  const texts: string[] = [];
  for (let index = 0; index < keys.length && texts.length < limit; index++) {
    const key = keys[index] ?? 0;
    if (key !== keys[index - 1]) texts.push(clock.textOf(key));
  }
  return texts;
}

function exclusions(clock: SeriesClock, exdates: readonly string[] | null | undefined): (key: number) => boolean {
  if (!exdates || exdates.length === 0) return () => false;
  const keys = new Set<number>();
  const days = new Set<number>();
  for (const text of exdates) {
    const date = readOrThrow(text);
    if (date.isDate && clock.hasTimes) days.add(toDay(date.wall));
    else keys.add(explicitKey(clock, date));
  }
  return (key) => keys.has(key) || (days.size > 0 && days.has(toDay(clock.wallOf(key))));
}

function boundOf(clock: SeriesClock, text: string | null | undefined, otherwise: number): number {
  return text == null ? otherwise : explicitKey(clock, readOrThrow(text));
}

function readOrThrow(text: string): IcsDateTime {
  const date = readDateTime(text);
  if (!date) throw new RangeError(`date: ${text.slice(0, 40)}`);
  return date;
}
