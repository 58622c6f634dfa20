import * as v from 'valibot';
import type { PageEvent } from '../ports/page-ports.ts';
import type { When } from '../protocol/event-values.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../protocol/values.ts';
import { first, maybe, Text } from './fields.ts';
import type { PageContent } from './page-content.ts';
import { plainLine, plainLines } from './plain-text.ts';
import { findThings } from './structured-data.ts';

/** The most events that are taken from one page. */
export const MAX_PAGE_EVENTS = 50;
/** How long a timed event lasts of which the page does not say it. */
const USUAL_MINUTES = 60;

const AddressSchema = v.union([
  Text,
  v.object({
    streetAddress: maybe(first(Text)),
    postalCode: maybe(first(Text)),
    addressLocality: maybe(first(Text)),
  }),
]);
const PlaceSchema = v.union([
  Text,
  v.object({ name: maybe(first(Text)), address: maybe(first(AddressSchema)), url: maybe(first(Text)) }),
]);
const EventSchema = v.object({
  name: first(Text),
  startDate: first(Text),
  endDate: maybe(first(Text)),
  duration: maybe(first(Text)),
  location: maybe(first(PlaceSchema)),
  description: maybe(first(Text)),
  eventStatus: maybe(first(Text)),
});
type Described = v.InferOutput<typeof EventSchema>;

/**
 * The page's events (schema.org/Event and its kinds), in its order, each once. Left out: what was cancelled, has no title, or no readable
 * start. A time with an offset is told in `zone`; one without is taken as it stands.
 */
export function findEvents({ jsonLd, microdata }: PageContent, zone: string): PageEvent[] {
  const events = new Map<string, PageEvent>();
  for (const thing of findThings(jsonLd, microdata, isEventType)) {
    const read = v.safeParse(EventSchema, thing);
    const event = read.success ? readEvent(read.output, zone) : undefined;
    if (event === undefined) continue;
    const key = JSON.stringify([event.title, event.when]);
    if (!events.has(key)) events.set(key, event);
    if (events.size === MAX_PAGE_EVENTS) break;
  }
  return [...events.values()];
}

/** What happens at a time and a place that one can go to; not what is published, delivered or streamed on demand. */
function isEventType(type: string): boolean {
  return /^(?!Publication|OnDemand|Delivery)[A-Za-z]*Event$|^(?:Festival|Hackathon)$/.test(type);
}

function readEvent(described: Described, zone: string): PageEvent | undefined {
  const title = plainLine(described.name, MAX_LINE_LENGTH);
  const start = readMoment(described.startDate, zone);
  if (title === '' || start === undefined || /Cancelled$/.test(described.eventStatus ?? '')) return undefined;
  const when = isWholeDays(start, described.endDate, zone)
    ? wholeDays(start.at, described.endDate, zone)
    : timed(start.at, described.endDate, described.duration, zone);
  return {
    title,
    when,
    place: plainLine(placeText(described.location), MAX_LINE_LENGTH),
    notes: plainLines(described.description ?? '', MAX_TEXT_LENGTH),
  };
}

/** Many sites know only moments, and write whole days from midnight to midnight, or to a minute before it. */
function isWholeDays(start: Moment, endDate: string | undefined, zone: string): boolean {
  if (start.isDay) return true;
  const end = endDate === undefined ? undefined : readMoment(endDate, zone);
  return (
    /T00:00/.test(wallText(start.at)) && (end === undefined || end.isDay || /T(?:00:00|23:59)/.test(wallText(end.at)))
  );
}

function wholeDays(start: Temporal.PlainDateTime, endDate: string | undefined, zone: string): When {
  const end = readMoment(endDate ?? '', zone);
  // schema.org's end is the last day; the calendar's is the day after. Midnight is the end of the day before.
  const lastMoment = end !== undefined && !end.isDay ? end.at.subtract({ minutes: 1 }) : end?.at;
  const last = lastMoment === undefined || Temporal.PlainDateTime.compare(lastMoment, start) < 0 ? start : lastMoment;
  return {
    allDay: true,
    start: start.toPlainDate().toString(),
    end: last.toPlainDate().add({ days: 1 }).toString(),
  };
}

function timed(
  start: Temporal.PlainDateTime,
  endDate: string | undefined,
  duration: string | undefined,
  zone: string,
): When {
  const end = readMoment(endDate ?? '', zone);
  const isEnd = end !== undefined && !end.isDay && Temporal.PlainDateTime.compare(end.at, start) > 0;
  const ends = isEnd ? end.at : start.add(readDuration(duration) ?? { minutes: USUAL_MINUTES });
  return { allDay: false, start: wallText(start), end: wallText(ends), zone };
}

interface Moment {
  readonly at: Temporal.PlainDateTime;
  /** A day without a time. */
  readonly isDay: boolean;
}

function readMoment(text: string, zone: string): Moment | undefined {
  const match =
    /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?(?:\[[^\]]*\])?\s*$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [, day = '', time, offset] = match;
  try {
    if (time === undefined) return { at: Temporal.PlainDate.from(day).toPlainDateTime(), isDay: true };
    const at =
      offset === undefined
        ? Temporal.PlainDateTime.from(`${day}T${time}`)
        : Temporal.Instant.from(`${day}T${time}${offset}`).toZonedDateTimeISO(zone).toPlainDateTime();
    return { at, isDay: false };
  } catch {
    return undefined;
  }
}

/** ISO 8601, as far as an event lasts: less than a hundred days. */
function readDuration(text: string | undefined): Temporal.Duration | undefined {
  if (!/^P(?:\d{1,2}D)?(?:T(?:\d{1,3}H)?(?:\d{1,4}M)?)?$/i.test(text ?? '')) return undefined;
  try {
    const duration = Temporal.Duration.from(text ?? '');
    return duration.sign > 0 ? duration : undefined;
  } catch {
    return undefined;
  }
}

function placeText(place: Described['location']): string {
  if (place === undefined || typeof place === 'string') return place ?? '';
  const { address } = place;
  const parts =
    address === undefined || typeof address === 'string'
      ? [address]
      : [address.streetAddress, [address.postalCode, address.addressLocality].filter(Boolean).join(' ')];
  const all = [place.name, ...parts].filter((part) => part !== undefined && part.trim() !== '');
  return all.length === 0 ? (place.url ?? '') : [...new Set(all)].join(', ');
}

function wallText(at: Temporal.PlainDateTime): string {
  return at.toString({ smallestUnit: 'minute' });
}
