import { createEventClock, type EventClock } from './ics-clock.ts';
import { type Property, withoutControls } from './ics-content-line.ts';
import { dateTimeValue, dateValue } from './ics-date-time.ts';
import { LAST_END, type Moment, readMoments } from './ics-moments.ts';
import type { RawEvent } from './ics-raw.ts';
import { excerpt } from './ics-warnings.ts';
import { DAY_MS, modulo } from './rrule-days.ts';
import { parseRule, type RecurrenceRule } from './rrule-parse.ts';
import { zoneOffsets } from './zones.ts';

/** When an event recurs, with everything brought to its own clock. */
export interface EventSeries {
  readonly clock: EventClock;
  readonly rrule: string | undefined;
  readonly exdates: readonly string[];
  readonly rdates: readonly string[];
  /** Rules that this calendar does not expand; they are kept as they are. */
  readonly unsupported: readonly Property[];
}

/** More dates of one series are dropped; daily for twenty years is fewer. */
const MAX_DATES = 10_000;

/**
 * Reads the recurrence of an event, and with it the zone it keeps time in. A changed occurrence has none of its own.
 */
export function readSeries(raw: RawEvent): EventSeries {
  const { userZone, warnings } = raw.context;
  const rules = raw.component.properties.filter(({ name }) => name === 'RRULE' || name === 'EXRULE');
  if (raw.recurrence) {
    for (const { line, text } of rules) warnings.add('bad-value', line, `in a changed occurrence: ${excerpt(text)}`);
    return {
      clock: createEventClock(raw.start, undefined, userZone),
      rrule: undefined,
      exdates: [],
      rdates: [],
      unsupported: [],
    };
  }
  const unsupported: Property[] = [];
  let rule: ReadRule | undefined;
  for (const property of rules) {
    const read = readRule(property);
    if (read && !rule && property.name === 'RRULE') rule = read;
    else if (read || /RSCALE=/i.test(property.value)) {
      warnings.add('unsupported', property.line, excerpt(property.text));
      unsupported.push(property);
    } else warnings.add('bad-value', property.line, excerpt(property.text));
  }
  const clock = createEventClock(raw.start, rule?.text, userZone);
  const exdates = readDates(raw, 'EXDATE', clock, dayValue);
  const rdates = readDates(raw, 'RDATE', clock, (moment) => sameTimeOf(clock, moment));
  // An offset that no zone can have (it has seconds) leaves nothing to recur in: every occurrence by itself, then.
  const isUnfit = clock.differing[0] === raw.start.date.wall;
  for (const wall of rule ? clock.differing : []) {
    if (!isUnfit) exdates.add(dateTimeValue(wall));
    if (wall !== raw.start.date.wall) rdates.add(clock.icsOf(clock.keyOfWall(wall)));
  }
  if (clock.differing.length > 0 && rule)
    warnings.add('own-zone', raw.component.line, `“${excerpt(raw.title)}” is kept in ${clock.tzid ?? ''}`);
  return {
    clock,
    rrule: rule && !isUnfit ? withUntil(raw, rule, clock) : undefined,
    // In one order, whatever the file's: the same series is the same event.
    exdates: [...exdates].sort(),
    rdates: [...rdates].sort(),
    unsupported,
  };
}

interface ReadRule {
  readonly text: string;
  readonly parsed: RecurrenceRule;
}

function readRule(property: Property): ReadRule | undefined {
  const text = withoutControls(property.value).trim().toUpperCase();
  try {
    return { text, parsed: parseRule(text) };
  } catch {
    return undefined;
  }
}

/**
 * UNTIL in the form that DTSTART asks for (RFC 5545 section 3.3.10): a date beside a date, UTC beside a zone, local
 * beside local. Other forms are common, and strict readers refuse them. The rule is otherwise left as written, in
 * capitals.
 */
function withUntil({ start, context }: RawEvent, { text, parsed: { until } }: ReadRule, clock: EventClock): string {
  if (!until) return text;
  const isFit = clock.kind === 'date' ? until.isDate : !until.isDate && until.isUtc === (clock.kind === 'zoned');
  if (isFit) return text;
  // As a date it means the whole of that day.
  const endOfDay = until.isDate ? until.wall + DAY_MS - 1_000 : until.wall;
  // Beside a floating start, UTC can only be meant where the person is.
  const wall = until.isUtc ? until.wall + zoneOffsets(context.userZone).offsetAt(until.wall) : endOfDay;
  // Beside whole days the date written, or the day in the zone of Exchange's midnights.
  const day = until.wall + (until.isUtc ? (start.zone?.offsets.offsetAt(until.wall) ?? 0) : 0);
  // `99991231` means for ever, and is a day later somewhere.
  const written = (key: number) => dateTimeValue(Math.min(key, LAST_END));
  const value =
    clock.kind === 'date'
      ? dateValue(Math.floor(Math.min(day, LAST_END) / DAY_MS))
      : clock.kind === 'floating'
        ? written(wall)
        : `${written(clock.keyOfWall(wall))}Z`;
  return text.replace(/UNTIL\s*=[^;]*/, `UNTIL=${value}`);
}

/** The values of every EXDATE or RDATE, without repeats. `ofDate` reads a date where the series has times. */
function readDates(raw: RawEvent, name: string, clock: EventClock, ofDate: (moment: Moment) => string): Set<string> {
  const { warnings, zones } = raw.context;
  const dates = new Set<string>();
  for (const property of raw.component.properties) {
    if (property.name !== name) continue;
    let isBad = property.isRepaired;
    for (const moment of readMoments(withoutStrayZ(property), zones)) {
      if (!moment || moment.date.isCarried) isBad = true;
      else if (dates.size >= MAX_DATES) {
        warnings.add('too-long', property.line, `more than ${MAX_DATES} dates: ${excerpt(property.text)}`);
        return dates;
      } else if (moment.date.isDate && clock.kind !== 'date') dates.add(ofDate(moment));
      else dates.add(clock.icsOf(clock.keyOf(moment)));
    }
    const isPeriod = property.value.includes('/');
    if (isBad || withoutStrayZ(property) !== property) warnings.add('bad-value', property.line, excerpt(property.text));
    else if (isPeriod) warnings.add('unsupported', property.line, `a length of its own: ${excerpt(property.text)}`);
  }
  return dates;
}

/** `RDATE:20131210Z`: a date that someone took for UTC. */
function withoutStrayZ(property: Property): Property {
  const value = property.value.replace(/(^|,)(\d{8})Z(?=,|$)/gi, '$1$2');
  return value === property.value ? property : { ...property, value };
}

/** EXDATE as a date takes away the whole day, whatever the time (see expand). */
function dayValue(moment: Moment): string {
  return dateValue(moment.date.wall / DAY_MS);
}

/** RDATE as a date: at the time of the others. */
function sameTimeOf(clock: EventClock, moment: Moment): string {
  return clock.icsOf(clock.keyOfWall(moment.date.wall + modulo(clock.startWall, DAY_MS)));
}
