import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import type { EventId, MemberId } from '../protocol/ids.ts';
import { shiftDate } from './agenda.ts';
import type { EventFields } from './event-draft.ts';

/** An event placed in the viewer's zone, as the worker will place it: for showing it before the worker has. */
export function occurrenceRow(args: {
  event: EventId;
  fields: EventFields;
  zone: string;
  by: MemberId | undefined;
  /** When it was added, milliseconds since the epoch. */
  at: number;
  version: string;
}): OccurrenceRow {
  const { event, fields, zone, by, at, version } = args;
  const { when, place, notes } = fields;
  return {
    id: `${event}/${when.start}`,
    event,
    title: fields.title,
    when,
    ...placed(fields, zone),
    who: [...fields.who],
    at,
    version,
    ...(place === null ? {} : { place }),
    ...(notes === null ? {} : { notes }),
    ...(by === undefined ? {} : { by }),
  };
}

/** The row with another time, as it will lie for somebody in `zone`. */
export function withWhen(row: OccurrenceRow, when: When, zone: string): OccurrenceRow {
  const { startsAt: _start, endsAt: _end, ...rest } = row;
  return { ...rest, when, ...placed({ when }, zone) };
}

function placed(
  { when }: Pick<EventFields, 'when'>,
  zone: string,
): Pick<OccurrenceRow, 'firstDay' | 'lastDay' | 'startsAt' | 'endsAt'> {
  if (when.allDay) return { firstDay: when.start, lastDay: shiftDate(when.end, -1) };
  const local = (wall: string) =>
    Temporal.PlainDateTime.from(wall).toZonedDateTime(when.zone).withTimeZone(zone).toPlainDateTime();
  const [start, end] = [local(when.start), local(when.end)];
  const firstDay = start.toPlainDate().toString();
  const endDay = end.toPlainDate().toString();
  const endsAt = timeOf(end);
  // What ends at midnight does not touch the day that begins then.
  const endsAtMidnight = endsAt === '00:00' && endDay > firstDay;
  return {
    firstDay,
    lastDay: endsAtMidnight ? shiftDate(endDay, -1) : endDay,
    startsAt: timeOf(start),
    endsAt,
  };
}

function timeOf(moment: Temporal.PlainDateTime): string {
  return moment.toPlainTime().toString({ smallestUnit: 'minute' });
}
