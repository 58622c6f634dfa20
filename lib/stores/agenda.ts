import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';

/** Only what starts within this many minutes is said to be near. */
const NEAR_MINUTES = 12 * 60;

/** One occurrence on one day. */
export interface AgendaEntry {
  /** Unique within the agenda. */
  readonly key: string;
  readonly row: OccurrenceRow;
  /** Which of its days this is, from 1, and how many it has. */
  readonly day: number;
  readonly days: number;
  /** Wall times on this very day; missing where it runs on from the day before, or into the next, or all day. */
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly phase: 'past' | 'now' | 'ahead';
  /** Minutes until it starts; only on the next thing to come. */
  readonly minutesUntil?: number;
}

/** A day with something on it (or today), or a stretch of days without. Dates are `YYYY-MM-DD`, inclusive. */
export type AgendaBlock =
  | {
      readonly type: 'day';
      readonly date: string;
      readonly entries: readonly AgendaEntry[];
      readonly nowBefore: number | null;
    }
  | { readonly type: 'gap'; readonly from: string; readonly to: string };

/**
 * Occurrences as a person reads them: day by day, an event of several days on each of them, empty days folded. Pure; `now` is wall time
 * in the zone that the rows were placed in.
 */
export function buildAgenda(args: {
  rows: Iterable<OccurrenceRow>;
  from: string;
  to: string;
  now: Temporal.PlainDateTime;
  /** Members whose events are not to be shown, unless they are for someone else too. */
  hidden: ReadonlySet<MemberId>;
}): AgendaBlock[] {
  const today = args.now.toPlainDate().toString();
  const time = args.now.toPlainTime().toString({ smallestUnit: 'minute' });
  const byDay = new Map<string, AgendaEntry[]>();
  for (const row of args.rows) {
    if (row.who.length > 0 && row.who.every((member) => args.hidden.has(member))) continue;
    for (const entry of spread(row, args.from, args.to, today, time)) {
      const entries = byDay.get(entry.date);
      if (entries === undefined) byDay.set(entry.date, [entry.entry]);
      else entries.push(entry.entry);
    }
  }

  const blocks: AgendaBlock[] = [];
  for (let date = args.from; date <= args.to; date = shiftDate(date, 1)) {
    const entries = byDay.get(date)?.sort(byTime) ?? [];
    const last = blocks.at(-1);
    if (entries.length > 0 || date === today) {
      blocks.push({
        type: 'day',
        date,
        entries: date === today ? withNext(entries, time) : entries,
        nowBefore: date === today ? firstAhead(entries) : null,
      });
    } else if (last?.type === 'gap') {
      blocks[blocks.length - 1] = { ...last, to: date };
    } else {
      blocks.push({ type: 'gap', from: date, to: date });
    }
  }
  return blocks;
}

/** `days` later, or earlier where negative. */
export function shiftDate(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The first day of the week that `date` is in. `weekStart` is ISO: 1 Monday to 7 Sunday. */
export function startOfWeek(date: string, weekStart: number): string {
  return shiftDate(date, -((Temporal.PlainDate.from(date).dayOfWeek - weekStart + 7) % 7));
}

function spread(row: OccurrenceRow, from: string, to: string, today: string, time: string) {
  const days = Temporal.PlainDate.from(row.firstDay).until(row.lastDay).days + 1;
  const found: { date: string; entry: AgendaEntry }[] = [];
  const start = row.firstDay < from ? from : row.firstDay;
  for (let date = start; date <= row.lastDay && date <= to; date = shiftDate(date, 1)) {
    const startsAt = date === row.firstDay ? row.startsAt : undefined;
    const endsAt = date === row.lastDay ? row.endsAt : undefined;
    found.push({
      date,
      entry: {
        key: `${row.id}/${date}`,
        row,
        day: Temporal.PlainDate.from(row.firstDay).until(date).days + 1,
        days,
        phase: phaseOf(row, date, today, time),
        ...(startsAt === undefined ? {} : { startsAt }),
        ...(endsAt === undefined ? {} : { endsAt }),
      },
    });
  }
  return found;
}

function phaseOf(row: OccurrenceRow, date: string, today: string, time: string): AgendaEntry['phase'] {
  if (date !== today) return date < today ? 'past' : 'ahead';
  if (row.startsAt === undefined) return 'now';
  if (row.firstDay === today && row.startsAt > time) return 'ahead';
  return row.lastDay === today && (row.endsAt ?? row.startsAt) <= time ? 'past' : 'now';
}

// All-day first, then by the clock; what runs on from the day before has no start and comes early.
function byTime(a: AgendaEntry, b: AgendaEntry): number {
  const allDay = Number(b.row.startsAt === undefined) - Number(a.row.startsAt === undefined);
  if (allDay !== 0) return allDay;
  const [x, y] = [a.startsAt ?? '', b.startsAt ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return a.row.title.localeCompare(b.row.title) || (a.key < b.key ? -1 : 1);
}

function firstAhead(entries: readonly AgendaEntry[]): number | null {
  const index = entries.findIndex((entry) => entry.phase === 'ahead');
  return index === -1 ? entries.length : index;
}

function withNext(entries: AgendaEntry[], time: string): AgendaEntry[] {
  const next = entries.find((entry) => entry.phase === 'ahead' && entry.startsAt !== undefined);
  if (next?.startsAt === undefined) return entries;
  const minutesUntil = minutesOf(next.startsAt) - minutesOf(time);
  if (minutesUntil > NEAR_MINUTES) return entries;
  return entries.map((entry) =>
    entry.startsAt === next.startsAt && entry.phase === 'ahead' ? { ...entry, minutesUntil } : entry,
  );
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
