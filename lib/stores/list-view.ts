import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { ListId } from '../protocol/ids.ts';
import type { EntryRow, ListRow } from '../protocol/values.ts';
import type { LiveQuery } from './live-query.ts';
import { byOrder, type Overlay, projectRows } from './overlay.ts';
import type { SnapshotCache } from './snapshot-cache.ts';
import type { WorkerClient } from './worker-client.ts';

/** A ticked entry stays in its place this long before it goes to the done ones. */
export const LINGER_MS = 5_000;

/** Name of the remembered headings. */
const PLACES = 'places';

/** Enough rows for a first paint of any window; the rest comes with the worker's answer. */
const CACHED_ROWS = 100;

/** Where a row stands in a list with headings: below which one. */
export interface Placed {
  readonly id: string;
  readonly head: string;
}

/**
 * The shown list as a person sees it: open rows in order, just-ticked ones still in their place, done ones apart. One signal per row,
 * so that a change repaints one row.
 */
export interface ListView {
  /** Ids of open rows and of those ticked a moment ago, as they are shown. */
  readonly open: ReadonlySignal<readonly string[]>;
  /** The same in the list's own order, headings or not. */
  readonly inOrder: ReadonlySignal<readonly string[]>;
  /** Headings, by the id of the row that each stands over. */
  readonly heads: ReadonlySignal<ReadonlyMap<string, string>>;
  /** Puts rows of the shown list below headings, from now on and for the next first paint. Rows that it does not name stand on top. */
  place(placed: readonly Placed[]): void;
  /** Ids of done rows, the last ticked first. Sorted only for who reads it: five years of shopping are thousands. */
  readonly done: ReadonlySignal<readonly string[]>;
  readonly doneCount: ReadonlySignal<number>;
  /** How many rows are open, ticked ones not counted. */
  readonly openCount: ReadonlySignal<number>;
  /** Whether the rows are the worker's rather than remembered ones. */
  readonly isLive: ReadonlySignal<boolean>;
  /** A row's own signal; undefined once it is gone. */
  row(id: string): ReadonlySignal<EntryRow | undefined>;
  /** All rows of the moment, for acting on; does not subscribe. */
  peek(id: string): EntryRow | undefined;
  close(): void;
}

export function createListView(deps: {
  client: Pick<WorkerClient, 'live'>;
  overlay: Overlay;
  clock: Clock;
  cache: Pick<SnapshotCache, 'read' | 'write'>;
  list: ReadonlySignal<ListRow | undefined>;
}): ListView {
  const { client, overlay, clock, cache, list } = deps;
  const rowSignals = new Map<string, Signal<EntryRow | undefined>>();
  const inOrder = signal<readonly string[]>([]);
  const doneRows = signal<readonly EntryRow[]>([]);
  const openCount = signal(0);
  const lingerTick = signal(0);
  /** Ids of just-ticked rows and when they go. */
  const lingering = new Map<string, number>();
  const queries = new Map<ListId, LiveQuery<EntryRow>>();
  const listId = computed(() => list.value?.id);
  const mergesDuplicates = computed(() => list.value?.kind === 'groceries');
  let shownList: ListId | undefined;
  let shownRows: readonly EntryRow[] = [];
  let wereRowsLive = false;

  const placed = signal<{ list: string; rows: readonly Placed[] } | undefined>(undefined);
  const arranged = computed(() => {
    const id = listId.value;
    if (id === undefined) return arrange(inOrder.value, []);
    const rows = placed.value?.list === id ? placed.value.rows : cache.read(PLACES, id);
    return arrange(inOrder.value, (rows ?? []) as Placed[]);
  });
  const open = computed(() => arranged.value.ids);

  // Lists once shown stay subscribed while the page is open: going back to one shows it at once.
  function queryOf(id: ListId): LiveQuery<EntryRow> {
    let query = queries.get(id);
    if (query === undefined) {
      query = client.live(
        { type: 'list', list: id },
        {
          name: `list/${id}`,
          pick: (rows) =>
            rows
              .filter((row) => row.done === null)
              .sort(byOrder)
              .slice(0, CACHED_ROWS),
        },
      );
      queries.set(id, query);
    }
    return query;
  }

  const query = computed(() => (listId.value === undefined ? undefined : queryOf(listId.value)));
  // Sorted once per change of the worker's rows, not once per thing the person does.
  const sorted = computed(() => [...(query.value?.rows.value.values() ?? [])].sort(byOrder));
  const isLive = computed(() => query.value?.isLive.value ?? false);

  const stopReflecting = effect(() => {
    const rows = query.value?.rows.value;
    if (overlay.settled.value.size > 0 && rows !== undefined) untracked(() => overlay.reflect(rows));
  });

  const stop = effect(() => {
    const id = listId.value;
    lingerTick.value;
    const rows =
      id === undefined
        ? []
        : projectRows(sorted.value, overlay.ops.value, { id, mergesDuplicates: mergesDuplicates.value });
    const areLive = isLive.value;
    untracked(() => batch(() => show(id, rows, areLive)));
  });

  function show(id: ListId | undefined, rows: readonly EntryRow[], areLive: boolean): void {
    if (id !== shownList) {
      lingering.clear();
      rowSignals.clear();
      shownList = id;
      shownRows = [];
    }
    update(changedPart(shownRows, rows));
    shownRows = rows;
    const openIds: string[] = [];
    const nowDone: EntryRow[] = [];
    let count = 0;
    for (const row of rows) {
      if (row.done === null) count += 1;
      if (row.done === null || lingering.has(row.id)) openIds.push(row.id);
      else nowDone.push(row);
    }
    assign(inOrder, openIds);
    assign(doneRows, nowDone);
    openCount.value = count;
    wereRowsLive = areLive;
  }

  /** Gives rows their new values. Of thousands one has changed, as a rule. */
  function update({ before, after }: { before: readonly EntryRow[]; after: readonly EntryRow[] }): void {
    const present = new Set(after.map((row) => row.id));
    for (const { id } of before) {
      if (present.has(id)) continue;
      const own = rowSignals.get(id);
      if (own !== undefined) own.value = undefined;
      rowSignals.delete(id);
      lingering.delete(id);
    }
    for (const row of after) {
      const own = rowSignals.get(row.id);
      if (row.done === null) lingering.delete(row.id);
      // What was ticked since the remembered rows were written has lingered already.
      else if (wereRowsLive && own?.peek()?.done === null) linger(row.id);
      if (own === undefined) rowSignals.set(row.id, signal(row));
      else own.value = row;
    }
  }

  function linger(rowId: string): void {
    const until = clock.now() + LINGER_MS;
    lingering.set(rowId, until);
    clock.after(LINGER_MS, () => {
      if (lingering.get(rowId) !== until) return;
      lingering.delete(rowId);
      lingerTick.value += 1;
    });
  }

  return {
    open,
    inOrder,
    heads: computed(() => arranged.value.heads),
    place(rows) {
      const id = listId.peek();
      if (id === undefined) return;
      placed.value = { list: id, rows };
      cache.write(PLACES, id, () => rows.slice(0, CACHED_ROWS));
    },
    done: heldEqual(() => doneRows.value.toSorted((a, b) => (b.done?.at ?? 0) - (a.done?.at ?? 0)).map(({ id }) => id)),
    doneCount: computed(() => doneRows.value.length),
    openCount,
    isLive,
    row(id) {
      let own = rowSignals.get(id);
      if (own === undefined) {
        own = signal(undefined);
        rowSignals.set(id, own);
      }
      return own;
    },
    peek: (id) => rowSignals.get(id)?.peek(),
    close() {
      stop();
      stopReflecting();
      for (const live of queries.values()) live.close();
      queries.clear();
    },
  };
}

function arrange(ids: readonly string[], placed: readonly Placed[]) {
  const rest = new Set(ids);
  const heads = new Map<string, string>();
  const below: string[] = [];
  let last = '';
  for (const { id, head } of placed) {
    if (!rest.delete(id)) continue;
    if (head !== last) heads.set(id, head);
    last = head;
    below.push(id);
  }
  return { ids: below.length === 0 ? ids : [...rest, ...below], heads };
}

/** What differs between two sequences of rows: their beginnings and ends are mostly the very same rows. */
function changedPart(before: readonly EntryRow[], after: readonly EntryRow[]) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { before: before.slice(start, before.length - end), after: after.slice(start, after.length - end) };
}

// The same in the same order keep the array, so that nothing that shows the sequence is painted again.
function assign<T>(target: Signal<readonly T[]>, next: readonly T[]): void {
  if (!areSame(target.peek(), next)) target.value = next;
}

function heldEqual(compute: () => readonly string[]): ReadonlySignal<readonly string[]> {
  let held: readonly string[] = [];
  return computed(() => {
    const next = compute();
    if (!areSame(held, next)) held = next;
    return held;
  });
}

function areSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
