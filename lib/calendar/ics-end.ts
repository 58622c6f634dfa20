import { createEventClock, type EventClock } from './ics-clock.ts';
import type { Component } from './ics-components.ts';
import { daysCovered, readDuration } from './ics-durations.ts';
import { LAST_END, readMoment } from './ics-moments.ts';
import { isMidnight, type RawEvent } from './ics-raw.ts';
import { createWarnings, excerpt, type WarningList } from './ics-warnings.ts';
import { DAY_MS, modulo } from './rrule-days.ts';
import { zoneOffsets } from './zones.ts';

/**
 * When an event ends, exclusive, as a key of its clock: DTEND, else DURATION, else one day for whole days and no time
 * at all for times (RFC 5545 section 3.6.1). What cannot be meant is said; a changed occurrence then takes the length
 * of its series.
 */
export function endOf(raw: RawEvent, clock: EventClock, master: RawEvent | undefined): number {
  return Math.min(likelyEnd(raw, clock, master), LAST_END - DAY_MS);
}

function likelyEnd(raw: RawEvent, clock: EventClock, master: RawEvent | undefined): number {
  const end = readEnd(raw, clock, raw.context.warnings);
  if (end !== undefined) return end;
  const hasEnd = raw.component.properties.some(({ name }) => name === 'DTEND' || name === 'DURATION');
  if (hasEnd && master) {
    const masterClock = createEventClock(master.start, undefined, master.context.userZone);
    // Its own warnings come with the series itself.
    const masterEnd = masterClock.kind === clock.kind && readEnd(master, masterClock, createWarnings());
    if (typeof masterEnd === 'number') return clock.startKey + masterEnd - masterClock.startKey;
  }
  return clock.kind === 'date' ? clock.startKey + DAY_MS : clock.startKey;
}

function readEnd(raw: RawEvent, clock: EventClock, warnings: WarningList): number | undefined {
  const dtend = first(raw.component, 'DTEND');
  if (dtend) {
    const moment = readMoment(dtend, dtend.value, raw.context.zones);
    const isOtherKind =
      moment && moment.date.isDate !== (clock.kind === 'date') && !(raw.isWholeDays && isMidnight(moment));
    const isBad = !moment || moment.date.isCarried || dtend.isRepaired || isOtherKind;
    if (isBad) warnings.add('bad-value', dtend.line, excerpt(dtend.text));
    if (moment) {
      // A time beside whole days: what is begun counts as a day.
      const isBegun = clock.kind === 'date' && isOtherKind && modulo(moment.date.wall, DAY_MS) > 0;
      const key = clock.keyOf(moment) + (isBegun ? DAY_MS : 0);
      if (key > clock.startKey || (key === clock.startKey && clock.kind !== 'date')) return key;
      // DTEND on the day of DTSTART is a common slip for one day.
      if (key < clock.startKey) warnings.add('bad-value', dtend.line, `ends before it starts: ${excerpt(dtend.text)}`);
    }
  }
  const property = first(raw.component, 'DURATION');
  if (!property) return undefined;
  const duration = readDuration(property.value);
  if (!duration || duration.isNegative) {
    warnings.add('bad-value', property.line, excerpt(property.text));
    return undefined;
  }
  if (clock.kind === 'date') return clock.startKey + daysCovered(duration) * DAY_MS;
  if (clock.tzid === null || duration.days === 0)
    return clock.startKey + duration.days * DAY_MS + duration.milliseconds;
  const dayWall = clock.wallOf(clock.startKey) + duration.days * DAY_MS;
  return zoneOffsets(clock.tzid).explicitInstantOf(dayWall) + duration.milliseconds;
}

function first(component: Component, name: string) {
  return component.properties.find((property) => property.name === name);
}
