import { DAY_MS, epochDay } from './rrule-days.ts';

/**
 * The offsets of one time zone. Wall times and instants are milliseconds (see rrule-days for walls); an offset is wall
 * minus instant.
 */
export interface ZoneOffsets {
  /** Offset in force at an instant. */
  offsetAt(instant: number): number;
  /** The instant of a wall time, the first of two where clocks go back. Undefined where they skip it. */
  instantOf(wall: number): number | undefined;
  /**
   * The same for a date-time that someone wrote: what clocks skip is read with the offset before the gap (RFC 5545
   * section 3.3.5).
   */
  explicitInstantOf(wall: number): number;
}

/**
 * Spans of constant offset, at least one: `starts[i]` is the instant from which `offsets[i]` holds; the first is at or
 * before what was asked.
 */
export interface OffsetSpans {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** Gives the spans that touch two instants, both inclusive. */
export type LoadSpans = (from: number, to: number) => OffsetSpans;

const FIRST_INSTANT = epochDay(0, 1, 1) * DAY_MS;
const LAST_INSTANT = epochDay(10_001, 1, 1) * DAY_MS;
/** Tables are filled by pieces of so many milliseconds (about 64 years), each once. */
const PIECE_MS = 2 ** 41;

/**
 * Offsets from a table that is filled where it is needed. Instants outside the years 0 to 10000 take the offset at that
 * end.
 */
export function createZoneOffsets(load: LoadSpans): ZoneOffsets {
  const pieces = new Map<number, OffsetSpans>();
  // The span of the last answer: occurrences ask for neighbours.
  let spanStart = Number.POSITIVE_INFINITY;
  let spanEnd = Number.NEGATIVE_INFINITY;
  let spanOffset = 0;

  function offsetAt(instant: number): number {
    if (instant >= spanStart && instant < spanEnd) return spanOffset;
    const asked = Math.min(Math.max(instant, FIRST_INSTANT), LAST_INSTANT);
    const index = Math.floor(asked / PIECE_MS);
    let piece = pieces.get(index);
    if (!piece) {
      piece = load(index * PIECE_MS, (index + 1) * PIECE_MS - 1);
      pieces.set(index, piece);
    }
    let low = 0;
    let high = piece.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((piece.starts[middle] ?? 0) <= asked) low = middle;
      else high = middle - 1;
    }
    spanStart = piece.starts[low] ?? asked;
    spanEnd = piece.starts[low + 1] ?? (index + 1) * PIECE_MS;
    spanOffset = piece.offsets[low] ?? 0;
    return spanOffset;
  }

  function instantOf(wall: number): number | undefined {
    // No offset reaches a day, so these two are before and after.
    const before = offsetAt(wall - DAY_MS);
    if (wall + DAY_MS < spanEnd) return wall - before;
    const after = offsetAt(wall + DAY_MS);
    if (before === after) return wall - before;
    const first = wall - Math.max(before, after);
    if (offsetAt(first) === wall - first) return first;
    const second = wall - Math.min(before, after);
    return offsetAt(second) === wall - second ? second : undefined;
  }

  return {
    offsetAt,
    instantOf,
    explicitInstantOf: (wall) => instantOf(wall) ?? wall - offsetAt(wall - DAY_MS),
  };
}

const remembered = new Map<string, ZoneOffsets>();
const MAX_REMEMBERED = 1_000;

/**
 * Offsets of an IANA zone or a fixed offset (`+05:30`), by the rules of the platform. Throws RangeError for a name it
 * does not know. A zone is kept once asked for, so thousands of series in it share one table.
 */
export function zoneOffsets(zone: string): ZoneOffsets {
  const known = remembered.get(zone);
  if (known) return known;
  const id = canonicalZone(zone);
  if (id === undefined) throw new RangeError(`time zone: ${zone}`);
  const offsets = createZoneOffsets((from, to) => platformSpans(id, from, to));
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(zone, offsets);
  return offsets;
}

const canonical = new Map<string, string | undefined>();

/**
 * The zone's name as the platform spells it (`europe/berlin` → `Europe/Berlin`), or undefined where it knows no such
 * zone.
 */
export function canonicalZone(zone: string): string | undefined {
  if (canonical.has(zone)) return canonical.get(zone);
  let id: string | undefined;
  try {
    id = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
  } catch {
    id = undefined;
  }
  // Date-times and strings with annotations are zones for Temporal too; a calendar's zone is a name.
  if (id !== undefined && id.toUpperCase() !== zone.toUpperCase()) id = undefined;
  if (canonical.size >= MAX_REMEMBERED) canonical.clear();
  canonical.set(zone, id);
  return id;
}

function platformSpans(zone: string, from: number, to: number): OffsetSpans {
  let moment = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const starts = [from];
  const offsets = [moment.offsetNanoseconds / 1_000_000];
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > to) return { starts, offsets };
    starts.push(next.epochMilliseconds);
    offsets.push(next.offsetNanoseconds / 1_000_000);
    moment = next;
  }
}
