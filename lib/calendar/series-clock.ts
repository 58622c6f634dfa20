import type { IcsDateTime } from './ics-date-time.ts';
import { DAY_MS, dateText, wallText } from './rrule-days.ts';
import { type ZoneOffsets, zoneOffsets } from './zones.ts';

/**
 * How a series keeps time. Its *keys* are what occurrences are sorted, excluded and bounded by: instants where there is
 * a zone, else wall times.
 */
export interface SeriesClock {
  /** Undefined where clocks skip that wall time. */
  keyOf(wall: number): number | undefined;
  explicitKeyOf(wall: number): number;
  wallOf(key: number): number;
  readonly hasZone: boolean;
  readonly hasTimes: boolean;
  textOf(key: number): string;
}

const same = (value: number) => value;
const FLOATING: SeriesClock = {
  keyOf: same,
  explicitKeyOf: same,
  wallOf: same,
  hasZone: false,
  hasTimes: true,
  textOf: wallText,
};
export const toDay = (wall: number) => Math.floor(wall / DAY_MS) * DAY_MS;
const WHOLE_DAYS: SeriesClock = {
  keyOf: toDay,
  explicitKeyOf: toDay,
  wallOf: same,
  hasZone: false,
  hasTimes: false,
  textOf: (key) => dateText(key / DAY_MS),
};

function zoned(zone: string): SeriesClock {
  const offsets: ZoneOffsets = zoneOffsets(zone);
  return {
    keyOf: offsets.instantOf,
    explicitKeyOf: offsets.explicitInstantOf,
    wallOf: (key) => key + offsets.offsetAt(key),
    hasZone: true,
    hasTimes: true,
    textOf: (key) => `${wallText(key)}Z`,
  };
}

/** The clock of a series: whole days, floating (no zone), or the wall clock of a zone. Throws RangeError for a zone that nobody knows. */
export function seriesClock(allDay: boolean, zone: string | null): SeriesClock {
  if (allDay) return WHOLE_DAYS;
  return zone === null ? FLOATING : zoned(zone);
}

/** The key of a date that someone wrote. */
export function explicitKey(clock: SeriesClock, date: IcsDateTime): number {
  return date.isUtc && clock.hasZone ? date.wall : clock.explicitKeyOf(date.wall);
}
