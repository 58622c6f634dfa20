import type { ItemChange } from '../protocol/commands.ts';
import type { ItemId } from '../protocol/ids.ts';
import type { EntryRow, Quantity } from '../protocol/values.ts';
import type { App } from './app.ts';
import { brief } from './brief.ts';
import { type EntryActions, seenOf } from './entry-actions.ts';
import type { I18n } from './i18n.ts';
import { quantityText } from './quantity-text.ts';

// What people do with entries beyond adding and ticking; it comes with what offers it, not with every page.

/** The most ids that one command carries. */
const MAX_IDS = 5_000;

/** What an edit needs. Texts: those of the dialogs. */
interface Edited {
  readonly entries: Pick<EntryActions, 'act'>;
  readonly i18n: I18n;
}

/** Changes what the person changed of an entry. */
export function changeEntry({ entries, i18n }: Edited, row: EntryRow, change: ItemChange): void {
  entries.act({
    body: { type: 'changeItem', ids: row.ids, change, ...seenOf(row) },
    op: { type: 'change', ids: row.ids, change: shown(change), ...seenOf(row) },
    back: { type: 'change', ids: row.ids, change: shownBefore(row, change) },
    text: () => i18n.t('undo.changed', { title: brief(change.title ?? row.title) }),
    focus: row.id,
  });
}

/** Adds an entry that is a part of another. */
export function addStep({ entries }: { entries: Pick<EntryActions, 'add'> }, parent: EntryRow, title: string): void {
  void entries.add(parent.list, [{ title, parent: parent.id }]);
}

/** Deletes an entry. */
export function removeEntry({ entries, i18n }: Edited, row: EntryRow): void {
  entries.act({
    body: { type: 'deleteItems', ids: row.ids },
    op: { type: 'hide', ids: row.ids },
    back: { type: 'add', rows: [row] },
    text: () => i18n.t('undo.deleted', { title: brief(row.title) }),
    focus: row.id,
  });
}

/** Changes the same of several entries, as one change to take back. `text` names it. */
export function changeEntries({ entries }: Edited, rows: readonly EntryRow[], change: ItemChange, text: () => string) {
  const ids = idsOf(rows);
  if (ids.length === 0) return;
  entries.act({
    body: { type: 'changeItem', ids, change },
    op: { type: 'change', ids, change: shown(change) },
    // Rows that differed show what they were with the worker's answer.
    back: { type: 'change', ids, change: {} },
    text,
  });
}

/**
 * Ticks several entries, or opens them again, as one change to take back. `today`: the person's calendar day. `aisleOf`:
 * the category under which a row stood.
 */
export function setAllDone(
  { entries, i18n }: Edited,
  rows: readonly EntryRow[],
  done: boolean,
  { at, today, aisleOf }: { at: number; today: string; aisleOf: (row: EntryRow) => string | undefined },
): void {
  const changed = rows.filter((row) => (row.done === null) === done);
  const ids = idsOf(changed);
  if (ids.length === 0) return;
  const n = changed.length;
  const stood = done ? changed.map((row) => ({ row, aisle: aisleOf(row) })) : [];
  const aisles = Object.fromEntries(
    stood.flatMap(({ row, aisle }) => (aisle === undefined ? [] : row.ids.map((id) => [id, aisle]))),
  );
  entries.act({
    body: { type: 'setDone', ids, done, today, ...(Object.keys(aisles).length > 0 && { aisles }) },
    op: { type: 'change', ids, change: { done: done ? { at } : null } },
    back: { type: 'change', ids, change: { done: done ? null : { at } } },
    text: () => i18n.t(done ? 'undo.tickedMany' : 'undo.untickedMany', { n }),
  });
}

/** Deletes several entries, as one change to take back. */
export function removeEntries({ entries, i18n }: Edited, rows: readonly EntryRow[]): void {
  const n = rows.length;
  remove(entries, rows, () => i18n.t('undo.deletedMany', { n }));
}

/** Brings deleted entries back. */
export function restoreEntries({ client, undo, problems, i18n }: Restoring, rows: readonly EntryRow[]): void {
  const ids = idsOf(rows);
  const [first] = rows;
  if (first === undefined) return;
  const n = rows.length;
  const text = () =>
    n === 1 ? i18n.t('undo.restored', { title: brief(first.title) }) : i18n.t('undo.restoredMany', { n });
  const { id, outcome } = client.send({ type: 'restoreItems', ids }, text());
  undo.offer({ id, text, outcome });
  void outcome.then((result) => {
    if (!result.ok) problems.tell(result.error);
  });
}
type Restoring = Pick<App, 'client' | 'undo' | 'problems' | 'i18n'>;

/** Deletes what is done. */
export function clearEntries({ entries, i18n }: Edited, rows: readonly EntryRow[]): void {
  remove(entries, rows, () => i18n.t('undo.cleared', { n: rows.length }));
}

function remove(entries: Edited['entries'], rows: readonly EntryRow[], text: () => string): void {
  const ids = idsOf(rows);
  if (ids.length === 0) return;
  entries.act({ body: { type: 'deleteItems', ids }, op: { type: 'hide', ids }, back: { type: 'add', rows }, text });
}

/** Puts a row between two others of the same list; null is the end on that side. Below another heading it gets its category; null is none. */
export function moveEntry({ entries, i18n }: Edited, row: EntryRow, ends: Ends, category?: string | null): void {
  const under = category === undefined ? {} : { category };
  const change = { category: category ?? undefined } as Partial<EntryRow>;
  entries.act({
    body: { type: 'moveItem', ids: row.ids, ...ends, ...under },
    op: { type: 'move', ids: row.ids, ...ends, order: row.order, ...(category !== undefined && { change }) },
    // Where it was shows with the worker's rows: the neighbours of before may have gone by then.
    back: { type: 'change', ids: row.ids, change: {} },
    text: () => i18n.t('undo.moved', { title: brief(row.title) }),
    focus: row.id,
  });
}

/** Between which rows a row comes. */
export interface Ends {
  readonly after: ItemId | null;
  readonly before: ItemId | null;
}

/** Where `id` comes in the list's order (`ids`) when it is put right before or right after `anchor`. */
export function endsBeside(ids: readonly string[], id: string, anchor: string, side: 'before' | 'after'): Ends {
  const others = ids.filter((other) => other !== id) as ItemId[];
  const at = others.indexOf(anchor as ItemId) + (side === 'after' ? 1 : 0);
  return { after: others[at - 1] ?? null, before: others[at] ?? null };
}

/**
 * The quantity one step up or down: a step fits the unit and the amount (one can, half a kilo, fifty grams). Undefined: there is
 * no such step.
 */
export function steppedQuantity(row: EntryRow, direction: 1 | -1): Quantity | undefined {
  const [quantity, ...others] = row.quantities;
  // A step is one of a unit; of several nobody could tell which.
  if (others.length > 0) return undefined;
  if (quantity === undefined) return direction === 1 ? { amount: 2 } : undefined;
  const step = stepOf(quantity);
  // Onto the steps, not from wherever it stood.
  const steps = quantity.amount / step;
  const next = direction === 1 ? Math.floor(steps + 1e-9) + 1 : Math.ceil(steps - 1e-9) - 1;
  return next <= 0 ? undefined : { ...quantity, amount: Math.round(next * step * 1_000) / 1_000 };
}

/** Counts the quantity one step up or down, where there is such a step; what others count meanwhile adds up with it. */
export function stepEntry({ entries, i18n }: Edited, row: EntryRow, direction: 1 | -1): void {
  const quantity = steppedQuantity(row, direction);
  if (quantity === undefined) return;
  const { unit } = quantity;
  const number = new Intl.NumberFormat(i18n.locale.peek());
  const amount = Math.round((quantity.amount - (row.quantities[0]?.amount ?? 1)) * 1_000) / 1_000;
  entries.act({
    body: { type: 'stepQuantity', ids: row.ids, by: { amount, ...(unit !== undefined && { unit }) } },
    op: { type: 'change', ids: row.ids, change: { quantities: [quantity] }, ...seenOf(row) },
    back: { type: 'change', ids: row.ids, change: { quantities: row.quantities } },
    text: () => i18n.t('undo.counted', { title: brief(row.title), quantity: quantityText([quantity], number.format) }),
    focus: row.id,
  });
}

function stepOf({ amount, unit }: Quantity): number {
  if (unit === 'g' || unit === 'ml') return amount >= 1_000 ? 250 : amount > 100 ? 50 : 10;
  return unit === 'kg' || unit === 'l' || unit === 'lb' ? 0.5 : 1;
}

function idsOf(rows: readonly EntryRow[]): ItemId[] {
  return rows.flatMap((row) => row.ids).slice(0, MAX_IDS);
}

/** How a change looks in the row, before the worker has made it. */
function shown(change: ItemChange): Partial<EntryRow> {
  const { quantity, note, due, ...same } = change;
  return {
    ...(same.title === undefined ? {} : { title: same.title }),
    ...(same.who === undefined ? {} : { who: same.who }),
    ...(same.list === undefined ? {} : { list: same.list }),
    ...(quantity === undefined ? {} : { quantities: quantity === null ? [] : [quantity] }),
    ...(note === undefined ? {} : ({ note: note ?? undefined } as Partial<EntryRow>)),
    ...(due === undefined ? {} : ({ due: due ?? undefined } as Partial<EntryRow>)),
  };
}

function shownBefore(row: EntryRow, change: ItemChange): Partial<EntryRow> {
  return {
    title: row.title,
    who: row.who,
    list: row.list,
    quantities: row.quantities,
    ...('note' in change ? ({ note: row.note } as Partial<EntryRow>) : {}),
    ...('due' in change ? ({ due: row.due } as Partial<EntryRow>) : {}),
  };
}
