import { escapeText, isStrictLine, parseContentLine } from './ics-content-line.ts';
import { dateTimeValue, dateValue, readDateTime } from './ics-date-time.ts';
import { isInnerComponent } from './ics-extra.ts';
import { foldLines, withoutBreaks } from './ics-fold.ts';
import type { IcsAlarm, IcsEvent } from './ics-types.ts';
import { DAY_MS } from './rrule-days.ts';
import { parseRule } from './rrule-parse.ts';
import { zoneOffsets } from './zones.ts';
import { zoneByName } from './zones-names.ts';
import { tzidParam, vtimezoneLines } from './zones-write.ts';

/** See `exportIcs`. `stamp`: DTSTAMP's value, `YYYYMMDDTHHMMSSZ`. */
export function writeIcs(events: readonly IcsEvent[], stamp: string): string {
  const masters = new Map(
    events.filter((event) => event.recurrenceId === undefined).map((event) => [event.uid, event]),
  );
  const spans = new Map<string, ZoneSpan>();
  const body = events.flatMap((event) => eventLines(event, masters.get(event.uid), stamp, spans));
  const zones = [...spans].sort(([a], [b]) => (a < b ? -1 : 1));
  return foldLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Family OS//Family OS//EN',
    'CALSCALE:GREGORIAN',
    ...zones.flatMap(([zone, span]) => vtimezoneLines(zone, span.from, span.to)),
    ...body,
    'END:VCALENDAR',
  ]);
}

/** From when to when, in instants, times in a zone occur in the file. */
interface ZoneSpan {
  from: number;
  to: number;
}

function eventLines(
  event: IcsEvent,
  master: IcsEvent | undefined,
  stamp: string,
  spans: Map<string, ZoneSpan>,
): string[] {
  const start = wallOf(event.dtstart);
  const end = wallOf(event.end);
  const until = endOfSeries(event);
  const use = (zone: string, instant: number) => {
    const span = spans.get(zone) ?? { from: instant, to: instant };
    spans.set(zone, { from: Math.min(span.from, instant), to: Math.max(span.to, instant, until) });
  };
  const property = (name: string, value: string, owner = event) => timeProperty(name, value, owner, use);
  const lines = ['BEGIN:VEVENT', `UID:${event.uid}`, `DTSTAMP:${stamp}`];
  if (event.recurrenceId !== undefined) {
    const name = event.thisAndFuture ? 'RECURRENCE-ID;RANGE=THISANDFUTURE' : 'RECURRENCE-ID';
    lines.push(property(name, valueIn(master ?? event, event.recurrenceId), master ?? event));
  }
  if (event.sequence !== undefined) lines.push(`SEQUENCE:${event.sequence}`);
  lines.push(property('DTSTART', event.dtstart));
  // DTEND must be later than DTSTART; without it a time has no length.
  if (end > (event.tzid === null ? start : wallOf(event.start)))
    lines.push(property('DTEND', valueIn(event, event.end)));
  if (event.rrule !== undefined) lines.push(`RRULE:${event.rrule}`);
  lines.push(
    ...dateLists('RDATE', event.rdates ?? [], property),
    ...dateLists('EXDATE', event.exdates ?? [], property),
  );
  lines.push(`SUMMARY:${escapeText(event.title)}`);
  if (event.description !== undefined) lines.push(`DESCRIPTION:${escapeText(event.description)}`);
  if (event.location !== undefined) lines.push(`LOCATION:${escapeText(event.location)}`);
  if (event.url !== undefined) lines.push(`URL:${event.url}`);
  if (event.categories?.length) lines.push(`CATEGORIES:${event.categories.map(escapeText).join(',')}`);
  if (event.cancelled) lines.push('STATUS:CANCELLED');
  lines.push(...extraOf(event.extra, event.cancelled ? WRITTEN_CANCELLED : WRITTEN));
  for (const alarm of event.alarms ?? []) lines.push(...alarmLines(alarm, event.title));
  // Lines that were kept as they are can have zones of their own.
  for (const line of lines) {
    const tzid = line.includes('TZID=') ? parseContentLine(line, 0)?.params.get('TZID') : undefined;
    const zone = tzid === undefined ? undefined : zoneByName(tzid);
    if (zone?.isCertain) use(zone.zone, wallOf(event.start));
  }
  lines.push('END:VEVENT');
  return lines;
}

/** One property with a date or time, written as its event's clock has it. `value`: iCalendar's form, with Z for UTC. */
function timeProperty(
  name: string,
  value: string,
  owner: IcsEvent,
  use: (zone: string, instant: number) => void,
): string {
  if (/^\d{8}$/.test(value)) return `${name};VALUE=DATE:${value}`;
  if (owner.tzid === null || /Z$/.test(value)) return `${name}:${value}`;
  if (owner.tzid === 'UTC') return `${name}:${value}Z`;
  use(owner.tzid, zoneOffsets(owner.tzid).explicitInstantOf(wallOf(value)));
  return `${name}${tzidParam(owner.tzid)}:${value}`;
}

/** A start, end or occurrence, from the form that `expand` gives to iCalendar's in the zone of an event. */
function valueIn(owner: IcsEvent, text: string): string {
  const date = readDateTime(text);
  if (!date) throw new RangeError(`date: ${text.slice(0, 40)}`);
  if (date.isDate) return dateValue(date.wall / DAY_MS);
  if (!date.isUtc) return dateTimeValue(date.wall);
  if (owner.tzid === null) return `${dateTimeValue(date.wall)}Z`;
  const offsets = zoneOffsets(owner.tzid);
  const wall = date.wall + offsets.offsetAt(date.wall);
  // A wall time that comes twice means the first; the second can only be said in UTC.
  return offsets.explicitInstantOf(wall) === date.wall ? dateTimeValue(wall) : `${dateTimeValue(date.wall)}Z`;
}

/** Values of one form share a property. */
function dateLists(
  name: string,
  values: readonly string[],
  property: (name: string, value: string) => string,
): string[] {
  const lists = Map.groupBy(values, (value) => (/^\d{8}$/.test(value) ? 'date' : /Z$/.test(value) ? 'utc' : 'local'));
  return [...lists.values()].map((list) => {
    const lines = list.map((value) => property(name, value));
    const [first = ''] = lines;
    const head = first.slice(0, first.lastIndexOf(':') + 1);
    return head + lines.map((line) => line.slice(line.lastIndexOf(':') + 1)).join(',');
  });
}

function alarmLines(alarm: IcsAlarm, title: string): string[] {
  const isInstant = readDateTime(alarm.trigger) !== undefined;
  const trigger = isInstant
    ? `TRIGGER;VALUE=DATE-TIME:${dateTimeValue(wallOf(alarm.trigger))}Z`
    : `TRIGGER${alarm.relatedTo === 'end' ? ';RELATED=END' : ''}:${alarm.trigger}`;
  // DISPLAY and EMAIL must have a text (section 3.6.6).
  const description = alarm.description ?? (alarm.action === 'AUDIO' ? '' : title || 'Reminder');
  return [
    'BEGIN:VALARM',
    `ACTION:${alarm.action}`,
    trigger,
    ...(description === '' ? [] : [`DESCRIPTION:${escapeText(description)}`]),
    ...extraOf(alarm.extra, WRITTEN_IN_ALARM),
    'END:VALARM',
  ];
}

/** What is written from the fields, and may stand once only. */
const WRITTEN = new Set(
  'UID DTSTAMP RECURRENCE-ID SEQUENCE DTSTART DTEND DURATION SUMMARY DESCRIPTION LOCATION URL'.split(' '),
);
const WRITTEN_CANCELLED = new Set([...WRITTEN, 'STATUS']);
const WRITTEN_IN_ALARM = new Set(['ACTION', 'TRIGGER', 'DESCRIPTION']);

/**
 * Lines kept from elsewhere, as far as they are properties and whole components inside an event: they come from the
 * shared document, and must not be able to end the event or begin another.
 */
function extraOf(extra: readonly string[] | undefined, written: ReadonlySet<string>): string[] {
  const lines: string[] = [];
  const open: { name: string; at: number; isInner: boolean }[] = [];
  for (const text of extra ?? []) {
    const line = withoutBreaks(text);
    const property = parseContentLine(line, 0);
    if (!property || !isStrictLine(line)) continue;
    const name = property.value.trim().toUpperCase();
    if (property.name === 'BEGIN') open.push({ name, at: lines.length, isInner: isInnerComponent(name) });
    else if (property.name === 'END' && open.at(-1)?.name !== name) continue;
    else if (open.length === 0 && written.has(property.name)) continue;
    if (open.every(({ isInner }) => isInner)) lines.push(line);
    if (property.name === 'END') open.pop();
  }
  return open[0] ? lines.slice(0, open[0].at) : lines;
}

function endOfSeries(event: IcsEvent): number {
  if (event.rrule === undefined) return Number.NEGATIVE_INFINITY;
  try {
    return parseRule(event.rrule).until?.wall ?? Number.POSITIVE_INFINITY;
  } catch {
    return Number.NEGATIVE_INFINITY;
  }
}

function wallOf(text: string): number {
  const date = readDateTime(text);
  if (!date) throw new RangeError(`date: ${text.slice(0, 40)}`);
  return date.wall;
}
