import { buildComponents, type Component } from './ics-components.ts';
import { unescapeText } from './ics-content-line.ts';
import { dateTimeValue, dateValue } from './ics-date-time.ts';
import { buildEvent } from './ics-event.ts';
import { readLines } from './ics-lines.ts';
import { type CalendarContext, compareAge, type RawEvent, readRawEvent, recurrenceKey } from './ics-raw.ts';
import type { IcsImport, IcsRejection } from './ics-types.ts';
import { createWarnings, excerpt, type WarningList } from './ics-warnings.ts';
import { DAY_MS } from './rrule-days.ts';
import { canonicalZone } from './zones.ts';
import type { MatchBudget } from './zones-file.ts';
import { createFileZones } from './zones-file.ts';

/** Larger files are refused unread. Ten years of a busy family are about 5 MB. */
export const MAX_ICS_BYTES = 32 * 1_024 * 1_024;
/** Events beyond this are left out and counted. */
const MAX_EVENTS = 50_000;
const MAX_NAME_LENGTH = 200;
/** Zones of their own that one file may have worked out; real files have a few. */
const MAX_WALKS = 200;
const MAX_SEARCHES = 50;

/** See `importIcs`. */
export async function readIcs(bytes: Uint8Array, zone: string): Promise<IcsImport> {
  if (bytes.byteLength > MAX_ICS_BYTES) return rejected('too-large');
  const lines = readLines(bytes);
  if (lines.length === 0) return rejected('empty-file');
  const warnings = createWarnings();
  const root = buildComponents(lines, warnings);
  const calendars = root.components.filter(({ name }) => name === 'VCALENDAR');
  // Events pasted without a calendar around them are in one all the same.
  if (root.components.some(({ name }) => name === 'VEVENT')) calendars.push(root);
  if (calendars.length === 0) return rejected('not-a-calendar');

  const userZone = canonicalZone(zone) ?? 'UTC';
  const budget = { walks: MAX_WALKS, searches: MAX_SEARCHES };
  const raws: RawEvent[] = [];
  const seen = new Map<string, number>();
  let count = 0;
  for (const calendar of calendars) {
    const context = contextOf(calendar, userZone, warnings, budget);
    for (const component of calendar.components) {
      if (component.name !== 'VEVENT') continue;
      if (++count > MAX_EVENTS) continue;
      const raw = await readRawEvent(component, context, seen);
      if (raw) raws.push(raw);
    }
  }
  if (count > MAX_EVENTS) warnings.add('skipped', undefined, `${count - MAX_EVENTS} events beyond ${MAX_EVENTS}`);
  const skipped = count - raws.length;
  if (count === 0) return { ...rejected('no-events'), warnings: warnings.list() };
  if (raws.length === 0) return { ...rejected('no-usable-events'), warnings: warnings.list(), skipped };

  const { winners, masters } = newest(raws);
  const events = winners.map((raw) => buildEvent(raw, raw.recurrence && masters.get(raw.uid)));
  const name = nameOf(calendars);
  return { ...(name !== '' && { name }), warnings: warnings.list(), skipped, events };
}

/** Of the first that has one. */
function nameOf(calendars: readonly Component[]): string {
  const properties = calendars.flatMap((calendar) => calendar.properties);
  const named = ['NAME', 'X-WR-CALNAME'].map((name) => properties.find((one) => one.name === name)?.value ?? '');
  return unescapeText(named.find((value) => value.trim() !== '') ?? '')
    .trim()
    .slice(0, MAX_NAME_LENGTH);
}

function rejected(why: IcsRejection): IcsImport {
  return { rejected: why, warnings: [], skipped: 0, events: [] };
}

function contextOf(calendar: Component, userZone: string, warnings: WarningList, budget: MatchBudget): CalendarContext {
  const method = calendar.properties
    .find(({ name }) => name === 'METHOD')
    ?.value.trim()
    .toUpperCase();
  const zones = createFileZones(calendar, userZone, warnings, budget);
  return { zones, userZone, isCancelled: method === 'CANCEL', warnings };
}

/**
 * Of every event, and of every changed occurrence, the newest version; in the order of the file. Events that share a UID and nothing tells which is
 * newer, but that start at different times, are different events of a careless program: the later ones get a UID of their own.
 */
function newest(raws: readonly RawEvent[]): { winners: RawEvent[]; masters: ReadonlyMap<string, RawEvent> } {
  const masters = new Map<string, RawEvent>();
  const others = new Map<string, RawEvent>();
  for (const raw of raws) {
    if (raw.recurrence) continue;
    const first = masters.get(raw.uid);
    const age = first ? compareAge(raw, first) : 1;
    if (!first || age > 0 || (age === 0 && startText(raw) === startText(first))) masters.set(raw.uid, raw);
    else if (age === 0) others.set(`${raw.uid}\n${startText(raw)}`, raw);
  }
  for (const [key, raw] of others) {
    // One that was newer than both came after them.
    const first = masters.get(raw.uid);
    if (!first || compareAge(raw, first) < 0) others.delete(key);
  }
  const changes = new Map<string, RawEvent>();
  for (const raw of raws) {
    if (!raw.recurrence) continue;
    const [recurrence] = recurrenceKey(raw, raw.recurrence, masters.get(raw.uid));
    const key = `${raw.uid}\n${recurrence}`;
    const other = changes.get(key);
    if (!other || compareAge(raw, other) >= 0) changes.set(key, raw);
  }
  const kept = new Set([...masters.values(), ...changes.values()]);
  const renamed = new Set(others.values());
  const winners = raws.flatMap((raw) => {
    if (!renamed.has(raw)) return kept.has(raw) ? [raw] : [];
    raw.context.warnings.add('bad-value', raw.component.line, `“${excerpt(raw.uid)}” is the UID of several events`);
    return [{ ...raw, uid: `${raw.uid}/${startText(raw)}` }];
  });
  return { winners, masters };
}

function startText({ start }: RawEvent): string {
  return start.date.isDate ? dateValue(start.date.wall / DAY_MS) : dateTimeValue(start.date.wall);
}
