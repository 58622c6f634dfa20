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

/**
 * The first `limit` rows of the blocks or, from the `end`, the last ones; stretches without anything count nothing. The last day that is taken may be a part.
 */
export function cutBlocks(
  blocks: readonly AgendaBlock[],
  limit: number,
  side: 'start' | 'end',
): readonly AgendaBlock[] {
  if (countRows(blocks) <= limit) return blocks;
  const cut: AgendaBlock[] = [];
  let left = limit;
  for (const block of side === 'start' ? blocks : blocks.toReversed()) {
    if (block.type === 'gap') {
      cut.push(block);
      continue;
    }
    if (left <= 0) break;
    left -= rowsIn(block);
    cut.push(left >= 0 ? block : partOf(block, left + rowsIn(block), side));
    if (left < 0) break;
  }
  return side === 'start' ? cut : cut.reverse();
}

/** What is due stands first on its day. */
function partOf(block: DayBlock, limit: number, side: 'start' | 'end'): DayBlock {
  const { entries, due } = block;
  return side === 'start'
    ? { ...block, due: due.slice(0, limit), entries: entries.slice(0, Math.max(0, limit - due.length)) }
    : { ...block, due: lastOf(due, Math.max(0, limit - entries.length)), entries: lastOf(entries, limit) };
}

function lastOf<T>(items: readonly T[], count: number): readonly T[] {
  return items.slice(Math.max(0, items.length - count));
}

/** The first day of a block. */
export function startOf(block: AgendaBlock): string {
  return block.type === 'gap' ? block.from : block.date;
}

/** The last one. */
export function endOf(block: AgendaBlock): string {
  return block.type === 'gap' ? block.to : block.date;
}

function countRows(blocks: readonly AgendaBlock[]): number {
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
