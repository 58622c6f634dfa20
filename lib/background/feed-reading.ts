import { importIcs } from '../calendar/ics.ts';
import { importedEvents, isSeries } from '../calendar/import-events.ts';
import type { ReadCalendarAnswer } from '../ports/web-calendars.ts';
import type { ImportedEvent } from '../protocol/import-values.ts';

/** All events of a feed are one value of the document, sealed and sent as a whole: JSON of it, in UTF-16 code units. */
const MAX_CONTENT_LENGTH = 200_000;
/** Notes of a feed's event are cut here: some carry a whole web page. */
const MAX_NOTES_LENGTH = 1_000;
/** What ended longer ago is not kept. */
const DAYS_KEPT = 400;

/**
 * Reads what a feed's address answered. What is long over is dropped; where there is too much, those events that are
 * farthest from now are left out and counted. `now`: milliseconds since the epoch. `zone` is this browser's, for times
 * in zones that nobody knows.
 */
export const readFeedAnswer: ReadCalendarAnswer = async (bytes, { zone, now }) => {
  const read = await importIcs(bytes, { zone });
  switch (read.rejected) {
    case undefined:
      break;
    // A calendar without events is one: a school's in the holidays.
    case 'no-events':
      return { ok: true, events: [], left: 0 };
    case 'empty-file':
      return { ok: false, problem: 'empty' };
    case 'no-usable-events':
      return { ok: false, problem: 'unreadable' };
    case 'too-large':
      return { ok: false, problem: 'too-large' };
    case 'not-a-calendar':
      return { ok: false, problem: isWebPage(bytes) ? 'web-page' : 'not-a-calendar' };
  }
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').toPlainDate();
  const oldest = today.subtract({ days: DAYS_KEPT }).toString();
  const events = importedEvents(read.events)
    .events.filter((event) => !event.isCancelled && (isSeries(event.when) || event.when.end.slice(0, 10) >= oldest))
    .map(({ kept: _kept, ...event }) => ({ ...event, notes: event.notes?.slice(0, MAX_NOTES_LENGTH) ?? null }));
  const name = read.name === undefined ? {} : { name: read.name };
  return { ok: true, ...name, ...nearest(events, today.toString()) };
};

function nearest(events: ImportedEvent[], today: string): { events: ImportedEvent[]; left: number } {
  const sized = events.map((event) => ({ event, length: JSON.stringify(event).length, days: distance(event, today) }));
  let room = MAX_CONTENT_LENGTH - sized.reduce((sum, { length }) => sum + length, 0);
  if (room >= 0) return { events, left: 0 };
  sized.sort((a, b) => b.days - a.days);
  let left = 0;
  while (room < 0) room += sized[left++]?.length ?? Number.POSITIVE_INFINITY;
  const kept = new Set(sized.slice(left).map(({ event }) => event));
  return { events: events.filter((event) => kept.has(event)), left };
}

/** Days from today; a series is always near. */
function distance({ when }: ImportedEvent, today: string): number {
  if (isSeries(when)) return 0;
  return Math.abs(Date.parse(when.start.slice(0, 10)) - Date.parse(today));
}

function isWebPage(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 1_000));
  return /<(!doctype\s+html|html|head|body)\b/i.test(start);
}
