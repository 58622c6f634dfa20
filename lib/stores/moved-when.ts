import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import { shiftDate } from './agenda.ts';
import { daysBetween } from './calendar-dates.ts';

/** Shortest that an event with a time can be made by drawing at it, in minutes. */
export const MIN_LENGTH_MINUTES = 15;

/** A shift as people make it with a mouse or the arrows: days and minutes of the wall clock where they are. */
export interface Shift {
  readonly days: number;
  readonly minutes: number;
}

/**
 * The time of an event that was moved in the calendar of somebody in `zone`: as long as it was, and in its own zone. Whole days only move by
 * days. Pure.
 */
export function movedWhen(row: OccurrenceRow, { days, minutes }: Shift, zone: string): When {
  const { when } = row;
  if (when.allDay) return { ...when, start: shiftDate(when.start, days), end: shiftDate(when.end, days) };
  const start = Temporal.PlainDateTime.from(when.start);
  const length = start.until(Temporal.PlainDateTime.from(when.end));
  const own = isKnownZone(when.zone) ? when.zone : zone;
  const here = start.toZonedDateTime(own).withTimeZone(zone).toPlainDateTime();
  const moved = here.add({ days, minutes }).toZonedDateTime(zone).withTimeZone(own).toPlainDateTime();
  return { ...when, start: wall(moved), end: wall(moved.add(length)) };
}

/**
 * The time of an event whose end was moved, or its last day where it has whole days. It stays where it starts, and never gets shorter than a
 * day or `MIN_LENGTH_MINUTES`.
 */
export function stretchedWhen(row: OccurrenceRow, { days, minutes }: Shift): When {
  const { when } = row;
  if (when.allDay) {
    const length = Math.max(1, daysBetween(when.start, when.end) + days);
    return { ...when, end: shiftDate(when.start, length) };
  }
  const shortest = Temporal.PlainDateTime.from(when.start).add({ minutes: MIN_LENGTH_MINUTES });
  const end = Temporal.PlainDateTime.from(when.end).add({ days, minutes });
  return { ...when, end: wall(Temporal.PlainDateTime.compare(end, shortest) < 0 ? shortest : end) };
}

function wall(moment: Temporal.PlainDateTime): string {
  return moment.toString({ smallestUnit: 'minute' });
}

// A zone that nobody knows means the viewer's own (docs/SPEC.md E5).
function isKnownZone(zone: string): boolean {
  try {
    Temporal.PlainDateTime.from('2000-01-01T00:00').toZonedDateTime(zone);
    return true;
  } catch {
    return false;
  }
}
