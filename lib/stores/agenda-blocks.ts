import type { EntryRow } from '../protocol/values.ts';
import { type DayEntry, shiftDate } from './agenda.ts';
import type { DateRange } from './calendar-dates.ts';

/** What is on one day: events in order, and entries of lists that are due on it. */
export interface DayBlock {
  readonly type: 'day';
  readonly date: string;
  readonly entries: readonly DayEntry[];
  readonly due: readonly EntryRow[];
}

/** A day with something on it (or today), or a stretch of days without. Dates are inclusive. */
export type AgendaBlock = DayBlock | ({ readonly type: 'gap' } & DateRange);

/** Days one below the other, stretches without anything folded into one. Pure. */
export function foldDays(args: {
  range: DateRange;
  events: ReadonlyMap<string, readonly DayEntry[]>;
  due: ReadonlyMap<string, readonly EntryRow[]>;
  today: string;
}): AgendaBlock[] {
  const { range, events, due, today } = args;
  const blocks: AgendaBlock[] = [];
  for (let date = range.from; date <= range.to; date = shiftDate(date, 1)) {
    const entries = events.get(date) ?? [];
    const dueHere = due.get(date) ?? [];
    const last = blocks.at(-1);
    if (entries.length > 0 || dueHere.length > 0 || date === today) {
      blocks.push({ type: 'day', date, entries, due: dueHere });
    } else if (last?.type === 'gap') {
      blocks[blocks.length - 1] = { ...last, to: date };
    } else {
      blocks.push({ type: 'gap', from: date, to: date });
    }
  }
  return blocks;
}

/** The blocks, each one that says the same as before being the same object: what did not change is not painted again. */
export function keepBlocks(before: readonly AgendaBlock[], next: readonly AgendaBlock[]): AgendaBlock[] {
  const known = new Map(before.map((block) => [keyOf(block), block]));
  return next.map((block) => {
    const old = known.get(keyOf(block));
    return old !== undefined && isSame(old, block) ? old : block;
  });
}

/** As many rows of the blocks as `limit` says, from the first on or, with `end`, from the last back. The last one taken may be a part of its day. */
export function cutBlocks(
  blocks: readonly AgendaBlock[],
  limit: number,
  side: 'start' | 'end',
): readonly AgendaBlock[] {
  if (countRows(blocks) <= limit) return blocks;
  const cut: AgendaBlock[] = [];
  let left = limit;
  for (const block of side === 'start' ? blocks : blocks.toReversed()) {
    if (left <= 0) break;
    const rows = rowsIn(block);
    if (block.type === 'gap' || rows <= left) cut.push(block);
    // What is due stands first on its day.
    else if (side === 'start')
      cut.push({ ...block, entries: block.entries.slice(0, Math.max(0, left - block.due.length)) });
    else cut.push({ ...block, entries: block.entries.slice(-left), due: [] });
    left -= rows;
  }
  return side === 'start' ? cut : cut.reverse();
}

export function countRows(blocks: readonly AgendaBlock[]): number {
  return blocks.reduce((sum, block) => sum + rowsIn(block), 0);
}

function rowsIn(block: AgendaBlock): number {
  return block.type === 'gap' ? 0 : Math.max(1, block.entries.length + block.due.length);
}

function keyOf(block: AgendaBlock): string {
  return block.type === 'gap' ? `gap ${block.from} ${block.to}` : block.date;
}

function isSame(a: AgendaBlock, b: AgendaBlock): boolean {
  if (a.type === 'gap' || b.type === 'gap') return true;
  return (
    a.entries.length === b.entries.length &&
    a.due.length === b.due.length &&
    a.entries.every((entry, index) => entry.row === b.entries[index]?.row) &&
    a.due.every((row, index) => row === b.due[index])
  );
}
