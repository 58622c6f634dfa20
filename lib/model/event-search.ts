import { dateOf, wallOf } from '../calendar/local-time.ts';
import { DAY_MS } from '../calendar/rrule-days.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import { findOccurrence, namesOf, runOf } from './event-course.ts';
import type { EventIndex } from './event-index.ts';
import { byStart, changeOf, isExcluded, occurrenceRow, occurrenceRows } from './event-rows.ts';
import type { FamilyEvent } from './events.ts';

/** More are not shown: whoever wants them writes another word. */
const MAX_FOUND = 50;
/** How far ahead and back an occurrence is looked for, in days, nearest first. */
const REACHES = [92, 5 * 366];

/** Finds events by what is written in them. */
export interface EventSearch {
  /**
   * A row for each event that has every word in title, place, notes or category, accents and case aside: its next
   * occurrence, or else its last. Those to come first, soonest first, then the past, latest first.
   */
  find(today: string): OccurrenceRow[];
}

export function createEventSearch(events: EventIndex, query: { text: string; zone: string }): EventSearch {
  const words = fold(query.text)
    .split(/\s+/u)
    .filter((word) => word !== '');
  /** Events are made anew when anything of them changes. */
  let known = new WeakMap<FamilyEvent, OccurrenceRow | null>();
  let day = '';

  function rowOf(event: FamilyEvent): OccurrenceRow | null {
    let row = known.get(event);
    if (row === undefined) {
      row = match(event, words, query.zone, day) ?? null;
      known.set(event, row);
    }
    return row;
  }

  return {
    find(today) {
      if (words.length === 0) return [];
      if (day !== today) known = new WeakMap();
      day = today;
      const rows: OccurrenceRow[] = [];
      for (const event of events.all()) {
        const row = rowOf(event);
        if (row) rows.push(row);
      }
      const isPast = (row: OccurrenceRow) => row.lastDay < today;
      const order = (a: OccurrenceRow, b: OccurrenceRow) =>
        isPast(a) === isPast(b) ? (isPast(a) ? byStart(b, a) : byStart(a, b)) : isPast(a) ? 1 : -1;
      return rows.sort(order).slice(0, MAX_FOUND);
    },
  };
}

function match(event: FamilyEvent, words: readonly string[], zone: string, today: string): OccurrenceRow | undefined {
  if (event.isDeleted) return undefined;
  if (event.parts.some(({ fields }) => hasAll(fields, words))) return nearestRow(event, zone, today);
  // Nothing of the series, but something that was said of one occurrence.
  const rows: OccurrenceRow[] = [];
  for (const [name, changed] of event.changed) {
    const found = findOccurrence(event.parts, name);
    if (!found) continue;
    const names = namesOf(found.stretch, found.wall);
    if (isExcluded(event, names) || changeOf(event, names) !== changed) continue;
    const row = occurrenceRow(event, { part: found.stretch, wall: found.wall, changed }, zone);
    if (row && hasAll({ ...found.stretch.fields, ...changed.fields }, words)) rows.push(row);
  }
  rows.sort(byStart);
  return rows.find((row) => row.lastDay >= today) ?? rows.at(-1);
}

function nearestRow(event: FamilyEvent, zone: string, today: string): OccurrenceRow | undefined {
  const day = wallOf(today);
  for (const days of REACHES) {
    const rows = occurrenceRows(event, { from: today, to: dateOf(day + days * DAY_MS), zone });
    const [next] = rows.sort(byStart);
    if (next) return next;
  }
  const last = Math.max(...event.parts.map((part) => runOf(part).previous(day + DAY_MS) ?? Number.NEGATIVE_INFINITY));
  const around = Number.isFinite(last) ? last : wallOf(event.when.start);
  for (const days of REACHES) {
    const from = dateOf(Math.max(wallOf(FIRST_DAY), around - days * DAY_MS));
    const rows = occurrenceRows(event, { from, to: dateOf(Math.max(day, around)), zone });
    const found = rows.sort(byStart).at(-1);
    if (found) return found;
  }
  // What begins later than any reach.
  const start = event.when.start.slice(0, 10);
  const later = occurrenceRows(event, { from: start, to: dateOf(wallOf(start) + 366 * DAY_MS), zone });
  return later.sort(byStart)[0];
}

const FIRST_DAY = '0001-01-01';

function hasAll(fields: Readonly<Record<string, unknown>>, words: readonly string[]): boolean {
  const { title, place, notes, category } = fields;
  const text = fold([title, place, notes, category].filter((part) => typeof part === 'string').join('\n'));
  return words.every((word) => text.includes(word));
}

/** Case, accents and forms of one letter aside. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
