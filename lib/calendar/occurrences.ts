import type { When } from '../protocol/event-values.ts';

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
const MAX_ZONE_SHIFT_DAYS = 2;

/**
 * Places an event in the viewer's zone. The end is exclusive: what ends at midnight does not touch the next day, unless
 * it has no length at all. Wall times that a clock change skips or repeats are read as RFC 5545 does (skipped: later by
 * the gap; repeated: the first). A zone that nobody knows means the viewer's. Undefined where the dates are not in any
 * calendar. A recurring event is placed at its first occurrence.
 */
export function placeWhen(when: When, viewerZone: string): Placement | undefined {
  try {
    if (when.allDay) {
      const firstDay = Temporal.PlainDate.from(when.start);
      const lastDay = Temporal.PlainDate.from(when.end).subtract({ days: 1 });
      return { firstDay: firstDay.toString(), lastDay: later(firstDay, lastDay).toString() };
    }
    const zone = knownZone(viewerZone) ?? 'UTC';
    const from = knownZone(when.zone) ?? zone;
    const start = Temporal.PlainDateTime.from(when.start).toZonedDateTime(from).withTimeZone(zone);
    const meant = Temporal.PlainDateTime.from(when.end).toZonedDateTime(from).withTimeZone(zone);
    // A start pushed out of a clock change's gap can come after its own end: then it has no length.
    const end = Temporal.ZonedDateTime.compare(meant, start) < 0 ? start : meant;
    const isEmpty = end.epochNanoseconds === start.epochNanoseconds;
    const endDay = end.toPlainDate();
    const isMidnight = end.toPlainTime().equals(Temporal.PlainTime.from('00:00'));
    return {
      firstDay: start.toPlainDate().toString(),
      lastDay: (isMidnight && !isEmpty ? later(start.toPlainDate(), endDay.subtract({ days: 1 })) : endDay).toString(),
      startsAt: wallTime(start),
      endsAt: wallTime(end),
    };
  } catch {
    return undefined;
  }
}

/**
 * False where an event cannot touch any day from `from` to `to` (inclusive) in any zone. Compares dates alone, so that
 * thousands of events are sifted before the few that may touch are placed.
 */
export function mayTouch(when: When, from: string, to: string): boolean {
  return (
    when.start.slice(0, 10) <= shiftDate(to, MAX_ZONE_SHIFT_DAYS) &&
    when.end.slice(0, 10) >= shiftDate(from, -MAX_ZONE_SHIFT_DAYS)
  );
}

/** Whether a placed event touches any day from `from` to `to`, both inclusive. */
export function touches(placement: Placement, from: string, to: string): boolean {
  return placement.firstDay <= to && placement.lastDay >= from;
}

const shifted = new Map<string, string>();
/** Remembers its few answers: a query asks for the same two dates once per event. */
function shiftDate(date: string, days: number): string {
  const key = `${date} ${days}`;
  let answer = shifted.get(key);
  if (answer === undefined) {
    if (shifted.size > 100) shifted.clear();
    try {
      answer = Temporal.PlainDate.from(date).add({ days }).toString();
    } catch {
      answer = date;
    }
    shifted.set(key, answer);
  }
  return answer;
}

const zones = new Map<string, boolean>();
function knownZone(zone: string): string | undefined {
  let isKnown = zones.get(zone);
  if (isKnown === undefined) {
    if (zones.size > 1_000) zones.clear();
    try {
      Temporal.Now.zonedDateTimeISO(zone);
      isKnown = true;
    } catch {
      isKnown = false;
    }
    zones.set(zone, isKnown);
  }
  return isKnown ? zone : undefined;
}

function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) < 0 ? b : a;
}

function wallTime(moment: Temporal.ZonedDateTime): string {
  return moment.toPlainTime().toString({ smallestUnit: 'minute' });
}
