import { createEventClock, type EventClock } from './ics-clock.ts';
import type { Component } from './ics-components.ts';
import { type Property, unescapeText, withoutControls } from './ics-content-line.ts';
import { readDateTime } from './ics-date-time.ts';
import { isFloating, type Moment, readMoment } from './ics-moments.ts';
import { excerpt, type WarningList } from './ics-warnings.ts';
import { DAY_MS, modulo } from './rrule-days.ts';
import type { FileZones } from './zones-file.ts';

/** What the events of one VCALENDAR have in common. */
export interface CalendarContext {
  readonly zones: FileZones;
  readonly userZone: string;
  /** METHOD:CANCEL: every event in it is called off. */
  readonly isCancelled: boolean;
  readonly warnings: WarningList;
}

/** A VEVENT with a readable start, before it is known which of several versions counts. */
export interface RawEvent {
  readonly context: CalendarContext;
  readonly component: Component;
  readonly uid: string;
  readonly sequence: number | undefined;
  /** DTSTAMP; of two versions with one SEQUENCE the later counts. */
  readonly stamp: number;
  readonly start: Moment;
  readonly title: string;
  readonly recurrence: Moment | undefined;
  /** The file writes its whole days from midnight to midnight, and says so. */
  readonly isWholeDays: boolean;
}

/** Properties that change with every export, and say nothing about which event it is. */
const VOLATILE = new Set(['DTSTAMP', 'LAST-MODIFIED', 'CREATED', 'SEQUENCE', '']);

/**
 * Reads what identifies an event. Undefined, with a warning, where it has no readable start. `seen` counts contents
 * without UID, so that two equal ones are two events, each with the same UID every time.
 */
export async function readRawEvent(
  component: Component,
  context: CalendarContext,
  seen: Map<string, number>,
): Promise<RawEvent | undefined> {
  const { warnings, zones } = context;
  const property = (name: string) => component.properties.find((one) => one.name === name);
  const title = unescapeText(property('SUMMARY')?.value ?? '').trim();
  const written = readFirst(component, 'DTSTART', zones, warnings);
  // Exchange and Outlook: a whole day is one wherever it is read.
  const isWholeDays =
    written?.date.isDate === false &&
    isMidnight(written) &&
    property('X-MICROSOFT-CDO-ALLDAYEVENT')?.value.trim().toUpperCase() === 'TRUE' &&
    endsAtMidnight(property('DTEND'), zones);
  const start = isWholeDays ? dateOf(written) : written;
  if (!start) {
    const why = property('DTSTART') ? 'its start cannot be read' : 'it has no start';
    warnings.add('skipped', component.line, `${title === '' ? 'an event' : `“${excerpt(title)}”`}: ${why}`);
    return undefined;
  }
  const recurrence = readFirst(component, 'RECURRENCE-ID', zones, warnings);
  if (!recurrence && property('RECURRENCE-ID')) {
    // Taken for the series itself it could replace that.
    warnings.add('skipped', component.line, `“${excerpt(title)}”: which occurrence it changes cannot be read`);
    return undefined;
  }
  const sequence = readSequence(property('SEQUENCE'), warnings);
  const uid = withoutControls(property('UID')?.value.trim() ?? '').replace(/[\t\n]/g, ' ');
  return {
    context,
    component,
    uid: uid === '' ? await derivedUid(component, seen) : uid,
    sequence,
    stamp: readStamp(property('DTSTAMP'), warnings),
    start,
    title,
    recurrence,
    isWholeDays,
  };
}

export function isMidnight({ date }: Moment): boolean {
  return modulo(date.wall, DAY_MS) === 0;
}

function endsAtMidnight(end: Property | undefined, zones: FileZones): boolean {
  const moment = end && readMoment(end, end.value, zones);
  return end === undefined || (moment !== undefined && isMidnight(moment));
}

/** With the zone that it was midnight in: what the file says of it in UTC means the day there. */
function dateOf({ date, zone }: Moment): Moment {
  return { date: { ...date, isDate: true, isUtc: false }, zone };
}

/** Of two versions of one event or occurrence: positive where `a` is newer, 0 where nothing tells. */
export function compareAge(a: RawEvent, b: RawEvent): number {
  const bySequence = (a.sequence ?? 0) - (b.sequence ?? 0);
  if (bySequence !== 0) return bySequence;
  return a.stamp === b.stamp ? 0 : a.stamp - b.stamp;
}

/** Which occurrence a change is of, as a key of the series' clock; of its own where the file has no series. */
export function recurrenceKey(raw: RawEvent, recurrence: Moment, master: RawEvent | undefined): [number, EventClock] {
  const owner = master ?? raw;
  // Without a series it keeps its own form; without a zone it can only be in that of the event.
  const isOwn = owner === raw && !isFloating(recurrence);
  const clock = createEventClock(isOwn ? recurrence : owner.start, undefined, owner.context.userZone);
  if (clock.kind === 'date' || !recurrence.date.isDate) return [clock.keyOf(recurrence), clock];
  // A date for a series with times: the occurrence of that day.
  const wall = recurrence.date.wall + modulo(clock.startWall, DAY_MS);
  return [clock.keyOfWall(wall), clock];
}

/** The first property of a name that can be read; the others of it are said to be bad. */
function readFirst(component: Component, name: string, zones: FileZones, warnings: WarningList): Moment | undefined {
  let found: Moment | undefined;
  for (const property of component.properties) {
    if (property.name !== name) continue;
    if (found) {
      warnings.add('bad-line', property.line, `a second ${name}: ${excerpt(property.text)}`);
      continue;
    }
    found = readMoment(property, property.value, zones);
    if (!found || found.date.isCarried || property.isRepaired)
      warnings.add('bad-value', property.line, excerpt(property.text));
  }
  return found;
}

function readSequence(property: Property | undefined, warnings: WarningList): number | undefined {
  if (!property) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(property.value)) return Number(property.value);
  warnings.add('bad-value', property.line, excerpt(property.text));
  return undefined;
}

function readStamp(property: Property | undefined, warnings: WarningList): number {
  if (!property) return Number.NEGATIVE_INFINITY;
  const date = readDateTime(property.value);
  if (date) return date.wall;
  warnings.add('bad-value', property.line, excerpt(property.text));
  return Number.NEGATIVE_INFINITY;
}

async function derivedUid(component: Component, seen: Map<string, number>): Promise<string> {
  const lines = component.properties
    .filter((one) => !VOLATILE.has(one.name))
    .map((one) => `${one.name}:${one.text.trim()}`);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('\n')));
  const name = new Uint8Array(digest).subarray(0, 16).toHex();
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return `${name}${count === 1 ? '' : `-${count}`}@no-uid.invalid`;
}
