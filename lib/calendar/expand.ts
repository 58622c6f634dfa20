import { type IcsDateTime, readDateTime } from './ics-date-time.ts';
import { DAY_MS, dateText, wallText } from './rrule-days.ts';
import { parseRule, type RecurrenceRule } from './rrule-parse.ts';
import { visitWalls } from './rrule-walls.ts';
import { type ZoneOffsets, zoneOffsets } from './zones.ts';

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
 * So many occurrences of a rule are looked at in one call, so that `FREQ=SECONDLY;COUNT=999999999` costs no more than a
 * blink.
 */
const MAX_VISITED = 300_000;

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
  const clock = series.allDay
    ? WHOLE_DAYS
    : series.tzid === null && !start.isUtc
      ? FLOATING
      : zoned(series.tzid ?? 'UTC');
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

/**
 * How a series keeps time. Its *keys* are what occurrences are sorted, excluded and bounded by: instants where there is
 * a zone, else wall times.
 */
interface Clock {
  /** Undefined where clocks skip that wall time. */
  keyOf(wall: number): number | undefined;
  explicitKeyOf(wall: number): number;
  wallOf(key: number): number;
  readonly hasZone: boolean;
  readonly hasTimes: boolean;
  textOf(key: number): string;
}

const same = (value: number) => value;
const FLOATING: Clock = {
  keyOf: same,
  explicitKeyOf: same,
  wallOf: same,
  hasZone: false,
  hasTimes: true,
  textOf: wallText,
};
const toDay = (wall: number) => Math.floor(wall / DAY_MS) * DAY_MS;
const WHOLE_DAYS: Clock = {
  keyOf: toDay,
  explicitKeyOf: toDay,
  wallOf: same,
  hasZone: false,
  hasTimes: false,
  textOf: (key) => dateText(key / DAY_MS),
};

function zoned(zone: string): Clock {
  const offsets: ZoneOffsets = zoneOffsets(zone);
  return {
    keyOf: offsets.instantOf,
    explicitKeyOf: offsets.explicitInstantOf,
    wallOf: (key) => key + offsets.offsetAt(key),
    hasZone: true,
    hasTimes: true,
    textOf: (key) => `${wallText(key)}Z`,
  };
}

function visitOccurrences(
  clock: Clock,
  rule: RecurrenceRule,
  start: IcsDateTime,
  from: number,
  take: (key: number) => boolean,
): void {
  const first = explicitKey(clock, start);
  // As written, even where clocks skip it: only the first occurrence moves then, not the series.
  const startWall = clock.hasZone && start.isUtc ? clock.wallOf(first) : start.wall;
  const isOver = untilTest(clock, rule.until);
  if (isOver(first, startWall)) return;
  if (!take(first) || rule.count === 1) return;
  // COUNT needs every occurrence from the start; without it a rule from long ago starts a day before what is asked.
  const fromWall = rule.count === undefined && Number.isFinite(from) ? clock.wallOf(from) - DAY_MS : startWall;
  let left = (rule.count ?? Number.POSITIVE_INFINITY) - 1;
  let visited = 0;
  let last = first;
  visitWalls(clock.hasTimes ? rule : withoutTimes(rule), startWall, fromWall, (wall) => {
    if (++visited > MAX_VISITED) return false;
    const key = clock.keyOf(wall);
    if (key === undefined || key <= last) return true;
    if (isOver(key, wall)) return false;
    last = key;
    return take(key) && --left > 0;
  });
}

/** Whether an occurrence lies behind UNTIL. */
function untilTest(clock: Clock, until: IcsDateTime | undefined): (key: number, wall: number) => boolean {
  if (!until) return () => false;
  if (until.isDate || !clock.hasTimes) {
    const dayAfter = toDay(until.wall) + DAY_MS;
    return (_, wall) => wall >= dayAfter;
  }
  if (until.isUtc && clock.hasZone) return (key) => key > until.wall;
  return (_, wall) => wall > until.wall;
}

function withoutTimes(rule: RecurrenceRule): RecurrenceRule {
  return { ...rule, hours: undefined, minutes: undefined, seconds: undefined };
}

function exclusions(clock: Clock, exdates: readonly string[] | null | undefined): (key: number) => boolean {
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

function explicitKey(clock: Clock, date: IcsDateTime): number {
  return date.isUtc && clock.hasZone ? date.wall : clock.explicitKeyOf(date.wall);
}

function boundOf(clock: Clock, text: string | null | undefined, otherwise: number): number {
  return text == null ? otherwise : explicitKey(clock, readOrThrow(text));
}

function readOrThrow(text: string): IcsDateTime {
  const date = readDateTime(text);
  if (!date) throw new RangeError(`date: ${text.slice(0, 40)}`);
  return date;
}
