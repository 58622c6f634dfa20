import type { When } from '../protocol/event-values.ts';
import { FLOATING_ZONE } from '../protocol/import-values.ts';
import type { IcsEvent } from './ics-types.ts';
import { wallText } from './rrule-days.ts';
import { canonicalZone, zoneOffsets } from './zones.ts';

/** When an event is, as a calendar file and as the family say it. */

/** When a VEVENT is, without what of its series. */
export type IcsTimes = Pick<IcsEvent, 'allDay' | 'floating' | 'start' | 'end' | 'timeZone' | 'dtstart' | 'tzid'>;

/** The same of the family's event: the way back from `whenOf`. */
export function timesOf(when: When): IcsTimes {
  if (when.allDay) {
    const { start, end } = when;
    return { allDay: true, start, end, timeZone: null, dtstart: dateForm(start), tzid: null };
  }
  const dtstart = timeForm(when.start);
  const zone = canonicalZone(when.zone);
  if (zone === undefined) {
    const [start, end] = [`${when.start}:00`, `${when.end}:00`];
    return { allDay: false, floating: true, start, end, timeZone: null, dtstart, tzid: null };
  }
  const offsets = zoneOffsets(zone);
  const start = offsets.explicitInstantOf(wallOf(when.start));
  const end = Math.max(start, offsets.explicitInstantOf(wallOf(when.end)));
  return {
    allDay: false,
    start: `${wallText(start)}Z`,
    end: `${wallText(end)}Z`,
    timeZone: zone,
    dtstart,
    tzid: zone,
  };
}

/** When an event is, or first is; times have minutes here, and iCalendar's seconds are left out. */
export function whenOf(ics: IcsEvent): When {
  if (ics.allDay) return { allDay: true, start: ics.start, end: ics.end };
  const start = minuteOf(ics.dtstart);
  const end = localEnd(ics);
  // An end in the second of two equal hours can stand before its own start.
  const isBefore = end < start;
  return { allDay: false, start, end: isBefore ? start : end, zone: ics.tzid ?? FLOATING_ZONE };
}

function localEnd({ end, tzid }: IcsEvent): string {
  if (tzid === null) return end.slice(0, 16);
  return Temporal.Instant.from(end).toZonedDateTimeISO(tzid).toPlainDateTime().toString().slice(0, 16);
}

/** `YYYY-MM-DDTHH:MM` of iCalendar's basic form. */
function minuteOf(basic: string): string {
  return basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5');
}

function wallOf(local: string): number {
  return Date.parse(`${local}:00Z`);
}

/** iCalendar's basic form of a local date. */
export function dateForm(local: string): string {
  return local.slice(0, 10).replaceAll('-', '');
}

/** The same of a local time, to the minute. */
export function timeForm(local: string): string {
  return `${local.replace(/[-:]/g, '')}00`;
}
