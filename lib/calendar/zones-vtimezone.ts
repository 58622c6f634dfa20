import type { Component } from './ics-components.ts';
import { unescapeText } from './ics-content-line.ts';
import { readDateTime, readOffset } from './ics-date-time.ts';
import { DAY_MS } from './rrule-days.ts';
import { parseRule, type RecurrenceRule } from './rrule-parse.ts';
import { visitWalls } from './rrule-walls.ts';
import { createZoneOffsets, type OffsetSpans, type ZoneOffsets } from './zones.ts';

/** The rules of a VTIMEZONE (RFC 5545 section 3.6.5), usable like those of the platform. */
export interface FileZoneRules {
  readonly offsets: ZoneOffsets;
  /** The one offset it has, in milliseconds, where it has but one. */
  readonly fixedOffset: number | undefined;
  /**
   * The instant after which it says nothing more: some programs write only the changes of one year. Infinity where its
   * rules go on.
   */
  readonly knownUntil: number;
  /** The zone it says it stands for (X-LIC-LOCATION). */
  readonly location: string | undefined;
}

/** STANDARD or DAYLIGHT. */
interface Observance {
  readonly offsetFrom: number;
  readonly offsetTo: number;
  /** Wall times of DTSTART and RDATE, before the change. */
  readonly onsets: readonly number[];
  readonly rule: RecurrenceRule | undefined;
}

/** Beyond its last change a zone without rules is taken at its word for so long: the shortest season there is. */
const KNOWN_AFTER_LAST_MS = 120 * DAY_MS;
const YEAR_MS = 366 * DAY_MS;
/** Changes one observance may have in one piece of the table (about 64 years). */
const MAX_ONSETS = 1_000;
/** A zone of more changes of offset is no zone. */
const MAX_OBSERVANCES = 500;

/**
 * Reads the observances that stand behind one TZID. Undefined where none of them can be read.
 */
export function readFileZone(component: Component, observances: readonly Component[]): FileZoneRules | undefined {
  const read = observances
    .slice(0, MAX_OBSERVANCES)
    .map(readObservance)
    .filter((one) => one !== undefined);
  if (read.length === 0) return undefined;
  const all = new Set(read.flatMap((one) => (one.onsets.length > 0 ? [one.offsetFrom, one.offsetTo] : [])));
  // A lone observance without rule holds for ever, whatever was before it.
  const lone = read.length === 1 && !read[0]?.rule ? read[0]?.offsetTo : undefined;
  const fixedOffset = lone ?? (all.size === 1 ? read[0]?.offsetTo : undefined);
  const onsets = read.flatMap((one) => one.onsets.map((wall) => wall - one.offsetFrom));
  const ends = read.map((one) => (one.rule ? ruleEnd(one.rule) : Number.NEGATIVE_INFINITY));
  return {
    offsets: createZoneOffsets((from, to) =>
      fixedOffset === undefined ? spansOf(read, from, to) : { starts: [from], offsets: [fixedOffset] },
    ),
    fixedOffset,
    knownUntil:
      fixedOffset === undefined ? Math.max(...onsets, ...ends) + KNOWN_AFTER_LAST_MS : Number.POSITIVE_INFINITY,
    location: locationOf(component),
  };
}

function locationOf(component: Component): string | undefined {
  const property = component.properties.find((one) => one.name === 'X-LIC-LOCATION');
  return property && unescapeText(property.value).trim();
}

function readObservance(component: Component): Observance | undefined {
  const textOf = (name: string) => component.properties.find((property) => property.name === name)?.value;
  const start = readDateTime(textOf('DTSTART') ?? '');
  const offsetTo = readOffset(textOf('TZOFFSETTO') ?? '');
  if (!start || offsetTo === undefined) return undefined;
  const offsetFrom = readOffset(textOf('TZOFFSETFROM') ?? '') ?? offsetTo;
  const onsets = [start.isUtc ? start.wall + offsetFrom : start.wall];
  for (const { name, value } of component.properties) {
    if (name !== 'RDATE') continue;
    for (const text of value.split(',').slice(0, MAX_ONSETS)) {
      const date = readDateTime(text.split('/')[0] ?? '');
      if (date) onsets.push(date.isUtc ? date.wall + offsetFrom : date.wall);
    }
  }
  return { offsetFrom, offsetTo, onsets, rule: readRule(textOf('RRULE')) };
}

function readRule(text: string | undefined): RecurrenceRule | undefined {
  if (text === undefined) return undefined;
  try {
    const rule = parseRule(text);
    // Offsets change by the year; anything quicker would cost time and means nothing.
    return rule.frequency === 'YEARLY' || rule.frequency === 'MONTHLY' ? rule : undefined;
  } catch {
    return undefined;
  }
}

function ruleEnd(rule: RecurrenceRule): number {
  if (rule.count !== undefined) return Number.NEGATIVE_INFINITY;
  return rule.until ? rule.until.wall : Number.POSITIVE_INFINITY;
}

/** Every change between two instants, and the one before. */
function spansOf(observances: readonly Observance[], from: number, to: number): OffsetSpans {
  const changes: { at: number; offset: number; before: number }[] = [];
  for (const observance of observances) {
    const { offsetFrom, offsetTo } = observance;
    for (const wall of onsetsBetween(observance, from, to))
      changes.push({ at: wall - offsetFrom, offset: offsetTo, before: offsetFrom });
  }
  changes.sort((a, b) => a.at - b.at);
  const firstInside = changes.findIndex((change) => change.at > from);
  const inside = firstInside < 0 ? [] : changes.slice(firstInside).filter((change) => change.at <= to);
  const previous = firstInside < 0 ? changes.at(-1) : changes[firstInside - 1];
  // Before its first change a zone has the offset from which that change goes.
  const offset = previous?.offset ?? changes[0]?.before ?? 0;
  return { starts: [from, ...inside.map((one) => one.at)], offsets: [offset, ...inside.map((one) => one.offset)] };
}

function onsetsBetween(observance: Observance, from: number, to: number): number[] {
  const { rule, offsetFrom, onsets } = observance;
  const [start] = onsets;
  if (!rule || start === undefined) return [...onsets];
  const walls = [...onsets];
  // From before the last change that a rule which has ended can have made, so that the offset it left behind is known.
  const end = Math.min(
    to + DAY_MS,
    rule.until ? rule.until.wall + (rule.until.isUtc ? offsetFrom : 0) : Number.POSITIVE_INFINITY,
  );
  const first = rule.count === undefined ? Math.min(from, end) - 2 * YEAR_MS * rule.interval : start;
  let left = rule.count ?? MAX_ONSETS;
  visitWalls(rule, start, first, (wall) => {
    if (wall > end) return false;
    walls.push(wall);
    return --left > 0;
  });
  return [...new Set(walls)];
}
