import type { MemberId } from '../protocol/ids.ts';
import type { EntryRow } from '../protocol/values.ts';
import { isHiddenFor } from './agenda.ts';
import type { OverlayOp } from './overlay.ts';

/**
 * Entries of lists by the day that they are due on, open ones first, the most urgent of them: with what the person has just ticked, changed or deleted, without what is for
 * hidden members alone. Pure.
 */
export function dueByDay(
  rows: Iterable<EntryRow>,
  ops: readonly OverlayOp[],
  hidden: ReadonlySet<MemberId>,
): Map<string, EntryRow[]> {
  const byDay = new Map<string, EntryRow[]>();
  for (const row of rows) {
    const shown = withOps(row, ops);
    if (shown?.due === undefined || isHiddenFor(shown.who, hidden)) continue;
    const day = byDay.get(shown.due);
    if (day === undefined) byDay.set(shown.due, [shown]);
    else day.push(shown);
  }
  for (const day of byDay.values()) {
    day.sort(
      (a, b) => Number(a.done !== null) - Number(b.done !== null) || byPriority(a, b) || (a.order < b.order ? -1 : 1),
    );
  }
  return byDay;
}

/** The most urgent first, then those of which nobody said how urgent they are. */
function byPriority(a: EntryRow, b: EntryRow): number {
  return (a.priority ?? 4) - (b.priority ?? 4);
}

function withOps(row: EntryRow, ops: readonly OverlayOp[]): EntryRow | undefined {
  let shown = row;
  for (const op of ops) {
    if ((op.type !== 'hide' && op.type !== 'change') || !op.ids.some((id) => row.ids.includes(id))) continue;
    if (op.type === 'hide') return undefined;
    shown = { ...shown, ...op.change };
  }
  return shown;
}
