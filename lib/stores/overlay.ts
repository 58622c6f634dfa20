import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { ItemId, ListId } from '../protocol/ids.ts';
import type { EntryRow } from '../protocol/values.ts';

/** The worker's rows come with or right after its answer; an operation that they never show is given up after this long. */
const REFLECTION_LIMIT_MS = 2_000;

/**
 * Version of a row that shows something the worker has not: a command about it names no version, since the person's own change
 * would look like another's.
 */
export const UNSEEN = '';
/**
 * Order of what was just added: before everything the worker has placed, the newest first, as the worker will have it. `count` grows with
 * every addition.
 */
export function orderOnTop(count: number): string {
  return `!${String(Number.MAX_SAFE_INTEGER - count).padStart(16, '0')}`;
}

/** What the person did and sees at once, until the worker's rows say the same. */
export type OverlayOp =
  | { readonly type: 'add'; readonly rows: readonly EntryRow[] }
  | {
      readonly type: 'change';
      readonly ids: readonly ItemId[];
      readonly change: Partial<EntryRow>;
      readonly seen?: string;
    }
  | { readonly type: 'hide'; readonly ids: readonly ItemId[] }
  | {
      readonly type: 'move';
      readonly ids: readonly ItemId[];
      readonly after: ItemId | null;
      readonly before: ItemId | null;
      /** What becomes of the row with it. */
      readonly change?: Partial<EntryRow>;
      readonly order: string;
    };

/** An operation laid over the worker's rows. */
export interface Laid {
  /** The worker has done it: it goes as soon as the rows show it. */
  settle(): void;
  /** It was not done, or was taken back: it goes now. */
  drop(): void;
}

/**
 * Operations that the worker has not shown yet, in the order they were made. The ids in them are the page's own, so that the worker's
 * rows replace them without a trace.
 */
export interface Overlay {
  readonly ops: ReadonlySignal<readonly OverlayOp[]>;
  /** Those of them that the worker has done: they wait for rows that show it, which may have come before the answer. */
  readonly settled: ReadonlySignal<ReadonlySet<OverlayOp>>;
  lay(op: OverlayOp): Laid;
  /** Removes settled operations that these rows (of one list) already show. */
  reflect(rows: ReadonlyMap<string, EntryRow>): void;
}

export function createOverlay(clock: Clock): Overlay {
  const ops = signal<readonly OverlayOp[]>([]);
  const settled = signal<ReadonlySet<OverlayOp>>(new Set());

  function remove(gone: readonly OverlayOp[]): void {
    const isKept = (op: OverlayOp) => !gone.includes(op);
    batch(() => {
      settled.value = new Set([...settled.peek()].filter(isKept));
      if (!ops.peek().every(isKept)) ops.value = ops.peek().filter(isKept);
    });
  }

  return {
    ops,
    settled,
    lay(op) {
      ops.value = [...ops.peek(), op];
      return {
        settle() {
          if (!ops.peek().includes(op)) return;
          clock.after(REFLECTION_LIMIT_MS, () => remove([op]));
          settled.value = new Set([...settled.peek(), op]);
        },
        drop: () => remove([op]),
      };
    },
    reflect(rows) {
      const gone = [...settled.peek()].filter((op) => isReflected(op, rows));
      if (gone.length > 0) remove(gone);
    },
  };
}

/** Whether the worker's rows show what the operation did. */
function isReflected(op: OverlayOp, rows: ReadonlyMap<string, EntryRow>): boolean {
  const standing = op.type === 'add' ? [] : rowsWith(rows, op.ids);
  switch (op.type) {
    case 'add':
      return op.rows.every((added) => rowsWith(rows, added.ids).length > 0);
    case 'hide':
      return standing.length === 0;
    case 'move':
      return standing.some((row) => row.order !== op.order);
    case 'change': {
      const { done } = op.change;
      if (done !== undefined) return standing.every((row) => (row.done === null) === (done === null));
      return standing.length === 0 || standing.every((row) => row.version !== op.seen);
    }
  }
}

function rowsWith(rows: ReadonlyMap<string, EntryRow>, ids: readonly ItemId[]): EntryRow[] {
  const named = ids.flatMap((id) => rows.get(id) ?? []);
  if (named.length === ids.length) return named;
  // An addition that another row took in goes by that row's name.
  const wanted = new Set(ids);
  return [...rows.values()].filter((row) => touches(row, wanted));
}

/** The list whose rows are put together. */
export interface ProjectedList {
  readonly id: ListId;
  readonly mergesDuplicates: boolean;
}

/**
 * The worker's rows (`base`, in order) with the operations applied, in the order people see. Rows that nothing touched keep their identity, so that
 * only changed rows are painted again.
 */
export function projectRows(
  base: readonly EntryRow[],
  ops: readonly OverlayOp[],
  list: ProjectedList,
): readonly EntryRow[] {
  let rows = base;
  for (const op of ops) {
    switch (op.type) {
      case 'add':
        for (const row of op.rows) if (row.list === list.id) rows = withAdded(rows, row, list);
        break;
      case 'change': {
        const ids = new Set(op.ids);
        rows = rows.map((row) => (touches(row, ids) ? { ...row, ...op.change, version: UNSEEN } : row));
        break;
      }
      case 'hide': {
        const ids = new Set(op.ids);
        rows = rows.filter((row) => !touches(row, ids));
        break;
      }
      case 'move':
        rows = withMoved(rows, op);
        break;
    }
  }
  return rows.filter((row) => row.list === list.id);
}

/** Order of rows: fractional index, then id. */
export function byOrder(a: EntryRow, b: EntryRow): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** The form in which two titles of a list that merges duplicates are the same thing: NFKC, case-folded, spaces collapsed. */
export function normaliseTitle(title: string): string {
  return title.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ');
}

// Asked of every row of a list: mostly answered by its name.
function touches(row: EntryRow, ids: ReadonlySet<ItemId>): boolean {
  return ids.has(row.id) || (row.ids.length > 1 && row.ids.some((id) => ids.has(id)));
}

// As the worker will: an addition that is there already is shown once; an equal open title takes it in.
function withAdded(rows: readonly EntryRow[], added: EntryRow, list: ProjectedList): readonly EntryRow[] {
  const ids = new Set(added.ids);
  if (rows.some((row) => touches(row, ids))) return rows;
  const title = normaliseTitle(added.title);
  const twin = list.mergesDuplicates
    ? rows.find((row) => row.done === null && normaliseTitle(row.title) === title)
    : undefined;
  if (twin !== undefined) {
    return rows.map((row) => (row === twin ? merged(row, added) : row));
  }
  const next = rows.findIndex((row) => byOrder(row, added) > 0);
  return next === -1 ? [...rows, added] : rows.toSpliced(next, 0, added);
}

/** As docs/SPEC.md L6 and L11 have it, as far as the row tells: which of its additions were counted it does not. */
function merged(row: EntryRow, added: EntryRow): EntryRow {
  const due = [row.due, added.due].filter((date) => date !== undefined).sort()[0];
  const link = row.link ?? added.link;
  const notes = [...new Set([row.note, added.note].filter((note) => note !== undefined))].join('\n');
  return {
    ...row,
    ids: [...row.ids, ...added.ids],
    quantities: summed(row, added),
    who: [...new Set([...row.who, ...added.who])],
    ...(due !== undefined && { due }),
    ...(link !== undefined && { link }),
    ...(notes !== '' && { note: notes }),
    version: UNSEEN,
  };
}

function summed(row: EntryRow, added: EntryRow): EntryRow['quantities'] {
  const isCounted = [...row.quantities, ...added.quantities].some(({ unit }) => unit === undefined);
  const sums = new Map(row.quantities.map((quantity) => [quantity.unit ?? '', quantity] as const));
  const add = (quantity: EntryRow['quantities'][number]) => {
    const key = quantity.unit ?? '';
    const amount = Math.round(((sums.get(key)?.amount ?? 0) + quantity.amount) * 1e6) / 1e6;
    sums.set(key, { ...quantity, amount });
  };
  for (const quantity of added.quantities) add(quantity);
  // An addition without a quantity is one more where somebody counts.
  const hadCount = row.quantities.some(({ unit }) => unit === undefined);
  if (isCounted && added.quantities.length === 0) add({ amount: 1 });
  if (isCounted && !hadCount) add({ amount: Math.max(0, row.ids.length - row.quantities.length) });
  return [...sums.values()].sort((a, b) => Number(a.unit !== undefined) - Number(b.unit !== undefined));
}

function withMoved(rows: readonly EntryRow[], op: Extract<OverlayOp, { type: 'move' }>): readonly EntryRow[] {
  const ids = new Set(op.ids);
  const moved = rows.find((row) => touches(row, ids));
  if (moved === undefined) return rows;
  const others = rows.filter((row) => row !== moved);
  const before = op.before === null ? -1 : others.findIndex((row) => row.id === op.before);
  const after = op.after === null ? -1 : others.findIndex((row) => row.id === op.after);
  const place = after !== -1 ? after + 1 : before !== -1 ? before : op.after === null ? 0 : others.length;
  const shown = op.change ? { ...moved, ...op.change, version: UNSEEN } : moved;
  return [...others.slice(0, place), shown, ...others.slice(place)];
}
