import { buildComponents, type Component } from './ics-components.ts';
import { buildEvent } from './ics-event.ts';
import { readLines } from './ics-lines.ts';
import { type CalendarContext, isNewer, type RawEvent, readRawEvent, recurrenceKey } from './ics-raw.ts';
import type { IcsImport, IcsRejection } from './ics-types.ts';
import { createWarnings, type WarningList } from './ics-warnings.ts';
import { canonicalZone } from './zones.ts';
import type { MatchBudget } from './zones-file.ts';
import { createFileZones } from './zones-file.ts';

/** Larger files are refused unread. Ten years of a busy family are about 5 MB. */
export const MAX_ICS_BYTES = 32 * 1_024 * 1_024;
/** Events beyond this are left out and counted. */
const MAX_EVENTS = 50_000;
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
  return { warnings: warnings.list(), skipped, events };
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

/** Of every event, and of every changed occurrence, the newest version; in the order of the file. */
function newest(raws: readonly RawEvent[]): { winners: RawEvent[]; masters: ReadonlyMap<string, RawEvent> } {
  const masters = new Map<string, RawEvent>();
  const changes = new Map<string, RawEvent>();
  const keep = (map: Map<string, RawEvent>, key: string, raw: RawEvent) => {
    const other = map.get(key);
    if (!other || isNewer(raw, other)) map.set(key, raw);
  };
  for (const raw of raws) if (!raw.recurrence) keep(masters, raw.uid, raw);
  for (const raw of raws) {
    if (!raw.recurrence) continue;
    const [key] = recurrenceKey(raw, raw.recurrence, masters.get(raw.uid));
    keep(changes, `${raw.uid}\n${key}`, raw);
  }
  const kept = new Set([...masters.values(), ...changes.values()]);
  return { winners: raws.filter((raw) => kept.has(raw)), masters };
}
