import type { When } from '../protocol/event-values.ts';
import { dateOf, timeOf, wallOf } from './local-time.ts';
import { DAY_MS } from './rrule-days.ts';
import { canonicalZone, zoneOffsets } from './zones.ts';

/**
 * Where an event lies for someone in a zone: the days it touches, inclusive, and for timed events the wall times there.
 */
export interface Placement {
  /** `YYYY-MM-DD` */
  readonly firstDay: string;
  readonly lastDay: string;
  /** `HH:MM`; both absent for whole days, which are the same days in every zone. */
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** No two zones are further apart than 26 hours, so a day seen elsewhere is at most this many days off. */
export const MAX_ZONE_SHIFT_MS = 2 * DAY_MS;

/**
 * Places an event, or one occurrence of it, in the viewer's zone. The end is exclusive: what ends at midnight does not
 * touch the next day, unless it has no length at all. Wall times that a clock change skips or repeats are read as RFC
 * 5545 does (skipped: later by the gap; repeated: the first). A zone that nobody knows means the viewer's. Undefined
 * where the dates are not in any calendar.
 */
export function placeWhen(when: When, viewerZone: string): Placement | undefined {
  const [start, end] = [wallOf(when.start), wallOf(when.end)];
  if (!isInCalendar(when.start, start) || !isInCalendar(when.end, end)) return undefined;
  if (when.allDay) return { firstDay: dateOf(start), lastDay: dateOf(Math.max(start, end - DAY_MS)) };
  const viewer = zoneOffsets(canonicalZone(viewerZone) ?? 'UTC');
  const zone = canonicalZone(when.zone);
  const own = zone === undefined ? viewer : zoneOffsets(zone);
  const local = (wall: number) => {
    const instant = own.explicitInstantOf(wall);
    return { instant, wall: instant + viewer.offsetAt(instant) };
  };
  const starts = local(start);
  const meant = local(end);
  // A start pushed out of a clock change's gap can come after its own end: then it has no length.
  const ends = meant.instant < starts.instant ? starts : meant;
  const isEmpty = ends.instant === starts.instant;
  const isMidnight = ends.wall % DAY_MS === 0;
  const lastDay = isMidnight && !isEmpty ? Math.max(starts.wall, ends.wall - DAY_MS) : ends.wall;
  return {
    firstDay: dateOf(starts.wall),
    lastDay: dateOf(lastDay),
    startsAt: timeOf(starts.wall),
    endsAt: timeOf(ends.wall),
  };
}

/**
 * False where an event cannot touch any day from `from` to `to` (inclusive) in any zone. Compares dates alone, so that
 * thousands of events are sifted before the few that may touch are placed.
 */
export function mayTouch(when: When, from: string, to: string): boolean {
  return (
    wallOf(when.start.slice(0, 10)) <= wallOf(to) + MAX_ZONE_SHIFT_MS &&
    wallOf(when.end.slice(0, 10)) >= wallOf(from) - MAX_ZONE_SHIFT_MS
  );
}

/** Whether a placed event touches any day from `from` to `to`, both inclusive. */
export function touches(placement: Pick<Placement, 'firstDay' | 'lastDay'>, from: string, to: string): boolean {
  return placement.firstDay <= to && placement.lastDay >= from;
}

function isInCalendar(text: string, wall: number): boolean {
  return dateOf(wall) === text.slice(0, 10);
}
