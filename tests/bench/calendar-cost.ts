/**
 * What the calendar of a large family costs in the worker: 5,000 events, 500 of them series, some ten years old, some with a count, some
 * with single changes, all of one person. Prints a table of CPU times, so that what else the machine does counts less.
 *
 *     node tests/bench/calendar-cost.ts [--events 5000] [--series 500] [--runs 9]
 */
import { parseArgs } from 'node:util';
import * as Y from 'yjs';
import type { DocumentQuery } from '../../lib/model/document-messages.ts';
import { createFamilyDocument, type FamilyDocument } from '../../lib/model/family-document.ts';
import type { OccurrenceRow } from '../../lib/protocol/event-values.ts';
import { type DeviceId, type EventId, type MemberId, newId } from '../../lib/protocol/ids.ts';
import { createPlainCodec } from '../doubles/plain-codec.ts';
import { LARGE_CALENDAR, largeCalendar } from './large-calendar.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: String(LARGE_CALENDAR.events) },
    series: { type: 'string', default: String(LARGE_CALENDAR.series) },
    runs: { type: 'string', default: '9' },
  },
});
const EVENTS = Number(values.events);
const SERIES = Number(values.series);
const RUNS = Number(values.runs);
const AT = Date.UTC(2026, 10, 24, 12);
const ZONE = 'Europe/Madrid';
const NOVEMBER = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: ZONE } as const;
const TODAY = { type: 'agenda', from: '2026-11-24', to: '2026-11-24', zone: ZONE } as const;
const DECEMBER = { type: 'agenda', from: '2026-12-01', to: '2026-12-31', zone: ZONE } as const;
const PERSON = newId<MemberId>();
/** What a page asks before a series is saved, here with as many dates as are looked at. */
const PLAN: DocumentQuery & { type: 'clashes' } = {
  type: 'clashes',
  when: {
    allDay: false,
    start: '2026-11-24T17:00',
    end: '2026-11-24T18:15',
    zone: ZONE,
    rrule: 'FREQ=WEEKLY;BYDAY=TU,TH',
  },
  who: [PERSON],
  zone: ZONE,
};
const SIX_WEEKS = { type: 'agenda', from: '2026-10-26', to: '2026-12-06', zone: ZONE } as const;

function open(doc: Y.Doc): FamilyDocument {
  const family = createFamilyDocument({ doc, codec: createPlainCodec(), clock: { now: () => AT } });
  family.setActor({ member: newId<MemberId>(), device: newId<DeviceId>() });
  return family;
}

function rows(
  family: FamilyDocument,
  query: typeof TODAY | typeof NOVEMBER | typeof DECEMBER | typeof SIX_WEEKS,
): OccurrenceRow[] {
  let answer: OccurrenceRow[] = [];
  family.watch(query, { snapshot: (all) => (answer = all), patch: () => undefined })();
  return answer;
}

const doc = new Y.Doc();
const writer = open(doc);
const ids: EventId[] = [];
for (const [index, when] of largeCalendar({ events: EVENTS, series: SERIES }).entries()) {
  const id = newId<EventId>();
  writer.execute(
    { type: 'addEvent', id, title: `Event ${index}`, when, who: [PERSON], place: null, notes: null },
    { at: AT, isResent: false },
  );
  if (index < SERIES) ids.push(id);
}
// Every fifth series has single changes.
for (const [index, id] of ids.entries()) {
  if (index % 5 !== 0) continue;
  for (const row of rows(writer, NOVEMBER)
    .filter((one) => one.event === id)
    .slice(0, 2)) {
    const { occurrence = '' } = row;
    writer.execute(
      { type: 'changeEvent', id, occurrence, reach: 'this', change: { title: `Other ${index}` } },
      { at: AT, isResent: false },
    );
  }
}
const state = Y.encodeStateAsUpdate(doc);

const times = new Map<string, number[]>();
function measure<T>(name: string, work: () => T): T {
  const before = process.cpuUsage();
  const answer = work();
  const { user, system } = process.cpuUsage(before);
  times.set(name, [...(times.get(name) ?? []), (user + system) / 1_000]);
  return answer;
}

let shown = 0;
for (let run = 0; run < RUNS; run++) {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, state);
  const family = measure('opening the document (all events decoded)', () => open(copy));
  measure('the first day asked for, all events read', () => rows(family, TODAY));
  shown = measure('the first month asked for', () => rows(family, NOVEMBER)).length;
  measure('the month after it', () => rows(family, DECEMBER));
  measure('a month again', () => rows(family, NOVEMBER));
  measure('six weeks, of which two months are known', () => rows(family, SIX_WEEKS));
  let inTheWay = 0;
  measure('what is in the way of a series to be saved', () =>
    family.watch(PLAN, { snapshot: (all) => (inTheWay = all.length), patch: () => undefined })(),
  );
  if (inTheWay === 0) throw new Error('nothing in the way');
  const patches: number[] = [];
  family.watch(NOVEMBER, { snapshot: () => undefined, patch: (set, del) => patches.push(set.length + del.length) });
  const [row] = rows(family, NOVEMBER).filter((one) => one.series);
  if (!row?.occurrence) throw new Error('no series on the agenda');
  const { event: id, occurrence } = row;
  measure('one occurrence changed, with its patch', () =>
    family.execute(
      { type: 'changeEvent', id, occurrence, reach: 'this', change: { title: `Run ${run}` } },
      { at: AT, isResent: false },
    ),
  );
  if (patches.join() !== '1') throw new Error(`patches: ${patches.join()}`);
  let found = 0;
  measure('a search for one word', () =>
    family.watch(
      { type: 'events', text: 'event 4', zone: ZONE },
      { snapshot: (all) => (found = all.length), patch: () => undefined },
    )(),
  );
  if (found === 0) throw new Error('nothing found');
  family.close();
}

console.log(
  `${EVENTS} events, ${SERIES} of them series; ${shown} rows in the month; CPU ms, median (lowest to highest)`,
);
for (const [name, list] of times) {
  const sorted = [...list].sort((a, b) => a - b);
  const text = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)].map((value) => (value ?? 0).toFixed(1));
  console.log(`${name}: ${text[0]} (${text[1]} to ${text[2]})`);
}
