import type { Property } from './ics-content-line.ts';
import { type IcsDateTime, readDateTime } from './ics-date-time.ts';
import { DAY_MS, epochDay } from './rrule-days.ts';
import type { ZoneOffsets } from './zones.ts';
import type { FileZone, FileZones } from './zones-file.ts';

/** A date or date-time property's value with the zone it is in. */
export interface Moment {
  readonly date: IcsDateTime;
  /** Undefined for UTC, where it floats, and for dates but those of Exchange, which writes them as midnights. */
  readonly zone: FileZone | undefined;
}

/** An event on 30 February is better on 1 March, with a warning, than lost. */
const CARRY = { mayCarry: true };

/** Beyond these a moment (`99991231`, for ever) has no year of four digits in some zone, or leaves no room for an end. */
const FIRST_WALL = epochDay(1, 1, 3) * DAY_MS;
const LAST_WALL = epochDay(9_999, 12, 28) * DAY_MS;
/** No event ends later, and no rule. */
export const LAST_END = LAST_WALL + DAY_MS;

/**
 * Reads every value of a DATE, DATE-TIME or PERIOD property, of a period its start. Undefined in place of what cannot
 * be read.
 */
export function readMoments(property: Property, zones: FileZones): (Moment | undefined)[] {
  return property.value.split(',').map((text) => readMoment(property, text, zones));
}

/** Reads one value of such a property. */
export function readMoment(property: Property, text: string, zones: FileZones): Moment | undefined {
  const tzid = property.params.get('TZID');
  let date = readDateTime(text.split('/')[0] ?? '', CARRY);
  if (!date) return undefined;
  if (property.name === 'DTEND' && date.wall > LAST_END) date = { ...date, wall: LAST_END, isCarried: true };
  if (date.wall < FIRST_WALL || date.wall > (property.name === 'DTEND' ? LAST_END : LAST_WALL)) return undefined;
  const carried = date.isCarried && { isCarried: date.isCarried };
  if (date.isDate || property.params.get('VALUE')?.toUpperCase() === 'DATE') {
    const wall = Math.floor(date.wall / DAY_MS) * DAY_MS;
    return { date: { wall, isDate: true, isUtc: false, ...carried }, zone: undefined };
  }
  const isZoned = !date.isUtc && tzid !== undefined && tzid.trim() !== '';
  return { date, zone: isZoned ? zones.read(tzid ?? '', property.line) : undefined };
}

export function isFloating(moment: Moment): boolean {
  return !moment.date.isDate && !moment.date.isUtc && !moment.zone;
}

/** The instant of a moment; dates and floating times are read in `elsewhere`. */
export function instantOf(moment: Moment, elsewhere: ZoneOffsets): number {
  if (moment.date.isUtc) return moment.date.wall;
  return (moment.zone?.offsets ?? elsewhere).explicitInstantOf(moment.date.wall);
}
