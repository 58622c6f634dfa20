import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';

/** Only what starts within this many minutes is said to be near. */
const NEAR_MINUTES = 12 * 60;
const DAY_MS = 86_400_000;

/** One occurrence on one day. */
export interface DayEntry {
  /** Unique among the entries of all days. */
  readonly key: string;
  readonly row: OccurrenceRow;
  /** Which of its days this is, from 1, and how many it has. */
  readonly day: number;
  readonly days: number;
  /** Wall times on this very day; missing where it runs on from the day before, or into the next, or all day. */
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** One occurrence on one day, seen from a moment. */
export interface AgendaEntry extends DayEntry {
  readonly phase: 'past' | 'now' | 'ahead';
  /** Minutes until it starts; only on the next thing to come. */
  readonly minutesUntil?: number;
}

/**
 * Occurrences as a person reads them: day by day, an event of several days on each of them, in order. Both days inclusive; days without
 * anything are missing. Pure.
 */
export function entriesByDay(rows: Iterable<OccurrenceRow>, from: string, to: string): Map<string, DayEntry[]> {
  const byDay = new Map<string, DayEntry[]>();
  const [begin, stop] = [dayIndex(from), dayIndex(to)];
  // Most rows are on one of few days.
  const indices = new Map<string, number>();
  const dates: string[] = [];
  const indexOf = (date: string) => {
    const known = indices.get(date);
    if (known !== undefined) return known;
    const index = dayIndex(date);
    indices.set(date, index);
    return index;
  };
  for (const row of rows) {
    const [first, last] = [indexOf(row.firstDay), indexOf(row.lastDay)];
    const end = Math.min(last, stop);
    for (let index = Math.max(first, begin); index <= end; index += 1) {
      dates[index - begin] ??= dateOf(index);
      const date = dates[index - begin] ?? '';
      const entry: DayEntry = {
        key: `${row.id}/${date}`,
        row,
        day: index - first + 1,
        days: last - first + 1,
        ...(index === first && row.startsAt !== undefined && { startsAt: row.startsAt }),
        ...(index === last && row.endsAt !== undefined && { endsAt: row.endsAt }),
      };
      const entries = byDay.get(date);
      if (entries === undefined) byDay.set(date, [entry]);
      else entries.push(entry);
    }
  }
  for (const entries of byDay.values()) entries.sort(byTime);
  return byDay;
}

/** A day's entries seen from `now`, wall time in the zone that they were placed in; `nowBefore` is where "now" stands among them. */
export function atMoment(
  entries: readonly DayEntry[],
  date: string,
  now: Temporal.PlainDateTime,
): { entries: readonly AgendaEntry[]; nowBefore: number } {
  const today = now.toPlainDate().toString();
  const time = now.toPlainTime().toString({ smallestUnit: 'minute' });
  const seen = entries.map((entry) => seenIn(phaseOf(entry.row, date, today, time), entry));
  const index = seen.findIndex((entry) => entry.phase === 'ahead');
  return { entries: date === today ? withNext(seen, time) : seen, nowBefore: index === -1 ? seen.length : index };
}

/** Whether nobody who is shown has anything to do with it: it is for somebody, and all of them are hidden. */
export function isHiddenFor(who: readonly MemberId[], hidden: ReadonlySet<MemberId>): boolean {
  return who.length > 0 && who.every((member) => hidden.has(member));
}

/** `days` later, or earlier where negative. */
export function shiftDate(date: string, days: number): string {
  return dateOf(dayIndex(date) + days);
}

/** The first day of the week that `date` is in. `weekStart` is ISO: 1 Monday to 7 Sunday. */
export function startOfWeek(date: string, weekStart: number): string {
  // Day 0 was a Thursday, ISO 4.
  return shiftDate(date, -((((dayIndex(date) + 4 - weekStart) % 7) + 7) % 7));
}

function dayIndex(date: string): number {
  return Date.parse(`${date}T00:00Z`) / DAY_MS;
}

function dateOf(index: number): string {
  return new Date(index * DAY_MS).toISOString().slice(0, 10);
}

function phaseOf(row: OccurrenceRow, date: string, today: string, time: string): AgendaEntry['phase'] {
  if (date !== today) return date < today ? 'past' : 'ahead';
  if (row.startsAt === undefined) return 'now';
  if (row.firstDay === today && row.startsAt > time) return 'ahead';
  return row.lastDay === today && (row.endsAt ?? row.startsAt) <= time ? 'past' : 'now';
}

// All-day first, then by the clock; what runs on from the day before has no start and comes early.
function byTime(a: DayEntry, b: DayEntry): number {
  const allDay = Number(b.row.startsAt === undefined) - Number(a.row.startsAt === undefined);
  if (allDay !== 0) return allDay;
  const [x, y] = [a.startsAt ?? '', b.startsAt ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return a.row.title.localeCompare(b.row.title) || (a.key < b.key ? -1 : 1);
}

const seenEntries = new WeakMap<DayEntry, AgendaEntry>();

/** The same object while the phase is the same: what shows it has nothing to paint again. */
function seenIn(phase: AgendaEntry['phase'], entry: DayEntry): AgendaEntry {
  const known = seenEntries.get(entry);
  if (known?.phase === phase) return known;
  const seen = { ...entry, phase };
  seenEntries.set(entry, seen);
  return seen;
}

function withNext(entries: readonly AgendaEntry[], time: string): readonly AgendaEntry[] {
  const next = entries.find((entry) => entry.phase === 'ahead' && entry.startsAt !== undefined);
  if (next?.startsAt === undefined) return entries;
  const minutesUntil = minutesOf(next.startsAt) - minutesOf(time);
  if (minutesUntil > NEAR_MINUTES) return entries;
  return entries.map((entry) =>
    entry.startsAt === next.startsAt && entry.phase === 'ahead' ? { ...entry, minutesUntil } : entry,
  );
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
