import type { When } from '../protocol/event-values.ts';

const DAY_MINUTES = 24 * 60;

/** From when until when something is, in milliseconds since the epoch; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The moments of one occurrence for someone in `viewerZone`. Whole days run from the viewer's midnight to midnight; a wall time that a
 * clock change skips or repeats is read as RFC 5545 does. Undefined where the dates are in no calendar.
 */
export function spanOf(when: When, viewerZone: string): Span | undefined {
  try {
    const start = startOf(when, viewerZone).epochMilliseconds;
    const end = when.allDay ? midnight(when.end, viewerZone) : inZone(when.end, when.zone, viewerZone);
    return { start, end: Math.max(start, end.epochMilliseconds) };
  } catch {
    return undefined;
  }
}

/**
 * When a reminder rings, `minutes` before the start (negative: after), in milliseconds since the epoch. Whole days count by the
 * calendar, so that "a day before" a lesson at five is at five also across a clock change; anything else counts as the time that
 * passes. For events of whole days all of it counts on the viewer's wall clock, from 00:00 of the first day. Undefined as above.
 */
export function reminderAt(when: When, minutes: number, viewerZone: string): number | undefined {
  try {
    if (when.allDay) {
      const wall = Temporal.PlainDate.from(when.start).toPlainDateTime().subtract({ minutes });
      return wall.toZonedDateTime(viewerZone).epochMilliseconds;
    }
    const isWholeDays = minutes % DAY_MINUTES === 0;
    const start = startOf(when, viewerZone);
    return start.subtract(isWholeDays ? { days: minutes / DAY_MINUTES } : { minutes }).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** A moment on the wall clock of a zone, in milliseconds since the epoch; `time` is `HH:MM`. */
export function momentOn(date: string, time: string, zone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds;
}

function startOf(when: When, viewerZone: string): Temporal.ZonedDateTime {
  return when.allDay ? midnight(when.start, viewerZone) : inZone(when.start, when.zone, viewerZone);
}

/** The day's first moment: midnight, or what comes after the gap where there is none. */
function midnight(date: string, zone: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone);
}

/** A zone that nobody knows means the viewer's. */
function inZone(wall: string, zone: string, viewerZone: string): Temporal.ZonedDateTime {
  const local = Temporal.PlainDateTime.from(wall);
  try {
    return local.toZonedDateTime(zone);
  } catch {
    return local.toZonedDateTime(viewerZone);
  }
}
