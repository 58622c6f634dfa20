import { importIcs } from '../calendar/ics.ts';
import type { IcsEvent } from '../calendar/ics-types.ts';
import type { PageEvent } from '../ports/page-ports.ts';
import type { When } from '../protocol/event-values.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../protocol/values.ts';
import { MAX_PAGE_EVENTS } from './event.ts';

/** The longest calendar file behind a link of a page that is read: such links lead to one event, or a season of them. */
export const MAX_LINKED_FILE_LENGTH = 1_000_000;

/**
 * The events of a calendar file that a page links to, at most MAX_PAGE_EVENTS; times without zone are the person's. Single changed days of
 * a series are left out: they come with an import of the file. Empty where the text is no calendar.
 */
export async function eventsOfFile(text: string, zone: string): Promise<PageEvent[]> {
  const { events } = await importIcs(new TextEncoder().encode(text.slice(0, MAX_LINKED_FILE_LENGTH)), { zone });
  return events
    .slice(0, MAX_PAGE_EVENTS * 4)
    .flatMap((event) => pageEvent(event, zone) ?? [])
    .slice(0, MAX_PAGE_EVENTS);
}

function pageEvent(event: IcsEvent, zone: string): PageEvent | undefined {
  if (event.cancelled || event.recurrenceId !== undefined || event.title === '') return undefined;
  return {
    title: event.title.slice(0, MAX_LINE_LENGTH).toWellFormed(),
    when: whenOf(event, zone),
    place: (event.location ?? '').slice(0, MAX_LINE_LENGTH).toWellFormed(),
    notes: (event.description ?? '').slice(0, MAX_TEXT_LENGTH).toWellFormed(),
  };
}

function whenOf(event: IcsEvent, zone: string): When {
  const { start, end } = event;
  const rrule = event.rrule === undefined ? {} : { rrule: event.rrule };
  if (event.allDay) return { allDay: true, start, end: end > start ? end : nextDay(start), ...rrule };
  // An offset is no zone that an appointment could stay at nine in.
  const own = event.timeZone === null || /^[+-]/.test(event.timeZone) ? zone : event.timeZone;
  const wall = (moment: string) =>
    (event.floating
      ? Temporal.PlainDateTime.from(moment)
      : Temporal.Instant.from(moment).toZonedDateTimeISO(own).toPlainDateTime()
    ).toString({ smallestUnit: 'minute' });
  return { allDay: false, start: wall(start), end: wall(end), zone: own, ...rrule };
}

function nextDay(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}
