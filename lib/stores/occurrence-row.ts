import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import type { EventId, MemberId } from '../protocol/ids.ts';
import { shiftDate } from './agenda.ts';
import type { EventFields } from './event-fields.ts';

type Placed = Pick<OccurrenceRow, 'firstDay' | 'lastDay' | 'startsAt' | 'endsAt'>;

/** A new event placed in the viewer's zone, as the worker will place it: for showing it before the worker has. Of a series the first one. */
export function occurrenceRow(args: {
  event: EventId;
  fields: EventFields;
  zone: string;
  by: MemberId | undefined;
  at: number;
  version: string;
}): OccurrenceRow {
  const { event, fields, zone, by, at, version } = args;
  const { place, notes, category, link, reminders, needsSomeone, birthday } = fields;
  const { rrule: _rule, rdates: _further, ...when } = fields.when;
  return {
    id: `${event}/${when.start}`,
    event,
    title: fields.title,
    when,
    ...placedAt(when, zone),
    who: [...fields.who],
    at,
    version,
    ...(place === null ? {} : { place }),
    ...(notes === null ? {} : { notes }),
    ...(category && { category }),
    ...(link && { link }),
    ...(reminders && { reminders }),
    ...(needsSomeone === true && { needsSomeone }),
    ...(birthday === true && { birthday }),
    ...(by === undefined ? {} : { by }),
  };
}

/** The row with another time, as it will lie for somebody in `zone`. */
export function withWhen(row: OccurrenceRow, when: When, zone: string): OccurrenceRow {
  const { startsAt: _start, endsAt: _end, ...rest } = row;
  return { ...rest, when, ...placedAt(when, zone) };
}

/**
 * Where a time lies in the viewer's zone, as the worker will have it; a zone that nobody knows means the viewer's own. By Temporal, which pages
 * have: the worker's own arithmetic is for thousands of events and would cost every panel its code.
 */
export function placedAt(when: When, zone: string): Placed {
  if (when.allDay) return { firstDay: when.start, lastDay: shiftDate(when.end, -1) };
  const local = (wall: string) => inZone(wall, when.zone, zone).withTimeZone(zone).toPlainDateTime();
  const [start, end] = [local(when.start), local(when.end)];
  const firstDay = start.toPlainDate().toString();
  const endDay = end.toPlainDate().toString();
  const endsAt = timeOf(end);
  // What ends at midnight does not touch the day that begins then.
  const endsAtMidnight = endsAt === '00:00' && endDay > firstDay;
  return { firstDay, lastDay: endsAtMidnight ? shiftDate(endDay, -1) : endDay, startsAt: timeOf(start), endsAt };
}

function inZone(wall: string, zone: string, viewerZone: string): Temporal.ZonedDateTime {
  const moment = Temporal.PlainDateTime.from(wall);
  try {
    return moment.toZonedDateTime(zone);
  } catch {
    return moment.toZonedDateTime(viewerZone);
  }
}

function timeOf(moment: Temporal.PlainDateTime): string {
  return moment.toPlainTime().toString({ smallestUnit: 'minute' });
}
