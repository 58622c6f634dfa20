import { expand } from './expand.ts';
import { dateTimeValue, dateValue, readDateTime } from './ics-date-time.ts';
import { instantOf, isFloating, type Moment } from './ics-moments.ts';
import { civilDate, DAY_MS, dateText, wallText } from './rrule-days.ts';
import { parseRule } from './rrule-parse.ts';
import { type ZoneOffsets, zoneOffsets } from './zones.ts';
import { type MatchedZone, matchZone } from './zones-match.ts';

/**
 * How an event keeps time, taken from its DTSTART; everything else of it is brought to the same form. Its *keys* sort
 * and compare: instants where it has a zone, else wall times.
 */
export interface EventClock {
  readonly kind: 'date' | 'floating' | 'zoned';
  /** As `expand` takes it. */
  readonly tzid: string | null;
  readonly startKey: number;
  /** Wall time of DTSTART by this clock. */
  readonly startWall: number;
  /** Wall times of the series that the file's own rules put at another instant than `tzid` does. */
  readonly differing: readonly number[];
  /** Of a moment in the same file. A date means midnight; what floats is read by this clock. */
  keyOf(moment: Moment): number;
  wallOf(key: number): number;
  /** The key of a wall time of this event as the file means it. */
  keyOfWall(wall: number): number;
  /** `2026-11-24T15:00:00Z`, `2026-11-24` or `2026-11-24T15:00:00`. */
  textOf(key: number): string;
  /** As iCalendar writes it in `tzid`, or with Z where that wall time comes twice and this is the second. */
  icsOf(key: number): string;
}

/** So many occurrences of a series are compared between the file's rules and the platform's. */
const MAX_COMPARED = 400;

/**
 * The clock of an event with this start and rule. `userZone`: a zone that the platform knows, for moments that float
 * elsewhere.
 */
export function createEventClock(start: Moment, rrule: string | undefined, userZone: string): EventClock {
  if (start.date.isDate) return dateClock(start, start.zone?.offsets ?? zoneOffsets(userZone));
  if (isFloating(start)) return floatingClock(start, zoneOffsets(userZone));
  const match = matchStart(start, rrule, userZone);
  const base = zoneOffsets(match.zone);
  const file = start.zone?.offsets ?? base;
  const startKey = instantOf(start, base);
  // As written where that means the same, so that a start which clocks skip stays what the series recurs at.
  const isAsWritten = !start.date.isUtc && base.explicitInstantOf(start.date.wall) === startKey;
  const wallOf = (key: number) => key + base.offsetAt(key);
  return {
    kind: 'zoned',
    tzid: match.zone,
    startKey,
    startWall: isAsWritten ? start.date.wall : wallOf(startKey),
    differing: match.differing,
    keyOf: (moment) => instantOf(moment, file),
    wallOf,
    keyOfWall: file.explicitInstantOf,
    textOf: (key) => `${wallText(key)}Z`,
    icsOf: (key) => {
      const wall = wallOf(key);
      return base.explicitInstantOf(wall) === key ? dateTimeValue(wall) : `${dateTimeValue(key)}Z`;
    },
  };
}

function matchStart(start: Moment, rrule: string | undefined, userZone: string): MatchedZone {
  if (!start.zone) return { zone: 'UTC', differing: [] };
  const first = start.date.wall;
  if (rrule === undefined) return matchZone(start.zone, first, undefined, userZone);
  const { until } = parseRule(rrule);
  const series = {
    lastYear: until ? civilDate(Math.floor(until.wall / DAY_MS)).year : Number.POSITIVE_INFINITY,
    walls: () => firstWalls(first, rrule),
  };
  return matchZone(start.zone, first, series, userZone);
}

function firstWalls(first: number, rrule: string): number[] {
  const series = { dtstart: dateTimeValue(first), tzid: null, allDay: false, rrule };
  const others = expand(series, { limit: MAX_COMPARED }).flatMap((text) => readDateTime(text)?.wall ?? []);
  return [first, ...others.filter((wall) => wall !== first)];
}

function floatingClock(start: Moment, user: ZoneOffsets): EventClock {
  const same = (value: number) => value;
  return {
    kind: 'floating',
    tzid: null,
    startKey: start.date.wall,
    startWall: start.date.wall,
    differing: [],
    keyOf: (moment) => {
      if (moment.date.isDate || isFloating(moment)) return moment.date.wall;
      const instant = instantOf(moment, user);
      return instant + user.offsetAt(instant);
    },
    wallOf: same,
    keyOfWall: same,
    textOf: wallText,
    icsOf: dateTimeValue,
  };
}

function dateClock(start: Moment, user: ZoneOffsets): EventClock {
  const same = (value: number) => value;
  const dayOf = (wall: number) => Math.floor(wall / DAY_MS) * DAY_MS;
  return {
    kind: 'date',
    tzid: null,
    startKey: start.date.wall,
    startWall: start.date.wall,
    differing: [],
    keyOf: (moment) => {
      if (!moment.date.isUtc) return dayOf(moment.date.wall);
      // Exchange writes local midnight in UTC: then the local date is meant, else the one written.
      const local = moment.date.wall + user.offsetAt(moment.date.wall);
      return dayOf(local) === local ? local : dayOf(moment.date.wall);
    },
    wallOf: same,
    keyOfWall: dayOf,
    textOf: (key) => dateText(key / DAY_MS),
    icsOf: (key) => dateValue(key / DAY_MS),
  };
}
