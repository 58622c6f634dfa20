import type { ItemId, ListId } from '../protocol/ids.ts';
import type { EntryRow, ListRow } from '../protocol/values.ts';
import { type AisleTick, type AisleTicks, createAisleTicks } from './aisles.ts';
import { readCounts } from './counts.ts';
import { bucketOf, byAge, entryRow, type Item, openBucket, readItem, tickedKey } from './entries.ts';
import { type ListInfo, listRow, readList } from './list-info.ts';
import { byOrder } from './order.ts';
import { itemOfOwned } from './owned-id.ts';
import type { Changes, Registers } from './registers.ts';
import { createSubEntries } from './sub-entries.ts';
import { titleKey } from './title-key.ts';
import { readTurns } from './turns.ts';

/** What a transaction altered in the rows of one list. */
export interface RowChanges {
  readonly set: ReadonlyMap<ItemId, EntryRow>;
  readonly del: ReadonlySet<ItemId>;
}

/** What a transaction altered in all lists. */
export interface EntryChanges {
  readonly rows: ReadonlyMap<ListId, RowChanges>;
  /** Lists whose own row (name, count, being there) may have changed. */
  readonly lists: ReadonlySet<ListId>;
}

interface ListState {
  info: ListInfo;
  /** Every addition that is in this list, deleted ones included. */
  readonly items: Set<ItemId>;
  /** Additions by row; empty where the list is not live. */
  readonly buckets: Map<string, Set<ItemId>>;
  readonly rowOfBucket: Map<string, EntryRow>;
  readonly rows: Map<ItemId, EntryRow>;
  /** Buckets of ticked rows by normalised title, where the list merges. */
  readonly ticked: Map<string, Set<string>>;
  openCount: number;
  /** What the order of aisles is learned from; null: to be collected anew. */
  ticks: AisleTicks | null;
  /** The least order key ever seen here: new entries go above it, whether or not what had it is still there. */
  top: string | null;
}

/**
 * Lists, additions and the rows they make, kept up to date change by change: an edit costs what its own row costs.
 * Knows no keys, no bytes, no commands.
 */
export interface EntryIndex {
  apply(changes: Changes): EntryChanges;
  item(id: ItemId): Item | undefined;
  /** Additions that say they are parts of this one, whatever became of them. */
  childrenOf(id: ItemId): Iterable<Item>;
  /** The row that an addition is part of now. */
  rowOf(id: ItemId): EntryRow | undefined;
  list(id: ListId): ListInfo | undefined;
  /** Lists whose core is readable, deleted ones included; on request also ids that only entries speak of. */
  listIds(options?: { withUnknown: boolean }): Iterable<ListId>;
  listRow(id: ListId): ListRow | undefined;
  /** Rows of a live list, in no particular order. */
  rows(list: ListId): Iterable<EntryRow>;
  /** Additions in a list, deleted ones included. */
  itemsIn(list: ListId): Iterable<Item>;
  /** Where the family puts groceries of this title. */
  learnedCategory(title: string): string | undefined;
  /** In a list that merges: the open row of a normalised title, and the ticked ones, no parts of others. */
  rowsOf(list: ListId, titleKey: string): { open: EntryRow | undefined; ticked: EntryRow[] };
  /** An order key that nothing in the list comes before; null where nothing was ever in it. */
  topOrder(list: ListId): string | null;
}

/** Builds the index over everything `registers` holds now. */
export function createEntryIndex(registers: Registers): EntryIndex {
  const items = new Map<ItemId, Item>();
  const bucketOfItem = new Map<ItemId, { list: ListState; bucket: string }>();
  const lists = new Map<ListId, ListState>();
  /** Categories that the family corrected, by normalised title. */
  const learned = new Map<string, string>();
  const turnsOf = new Map<ItemId, Set<string>>();
  const countsOf = new Map<ItemId, Set<string>>();
  const parts = createSubEntries((id) => items.get(id));

  function stateOf(id: ListId): ListState {
    let state = lists.get(id);
    if (!state) {
      state = {
        info: readList(registers, id),
        items: new Set(),
        buckets: new Map(),
        rowOfBucket: new Map(),
        rows: new Map(),
        ticked: new Map(),
        openCount: 0,
        ticks: null,
        top: null,
      };
      lists.set(id, state);
    }
    return state;
  }

  function unplace(id: ItemId, dirty: Dirty): void {
    const place = bucketOfItem.get(id);
    if (!place) return;
    bucketOfItem.delete(id);
    place.list.buckets.get(place.bucket)?.delete(id);
    dirty.add(place.list, place.bucket);
  }

  function bucketFor(item: Item, list: ListState): string {
    const parent = parts.parentOf(item);
    return bucketOf(item, list.info.kind, parent && bucketOf(parent, list.info.kind, undefined));
  }

  /** The row that an addition is shown under counts it. */
  function touchParent(item: Item | undefined, dirty: Dirty): void {
    const place = item?.parent === undefined ? undefined : bucketOfItem.get(item.parent);
    if (place) dirty.add(place.list, place.bucket);
  }

  function place(item: Item, dirty: Dirty): void {
    const list = stateOf(item.list);
    list.items.add(item.id);
    if (list.top === null || item.order < list.top) list.top = item.order;
    if (item.isDeleted || !list.info.isLive) return;
    const bucket = bucketFor(item, list);
    const ids = list.buckets.get(bucket) ?? new Set();
    list.buckets.set(bucket, ids.add(item.id));
    bucketOfItem.set(item.id, { list, bucket });
    dirty.add(list, bucket);
  }

  function refreshItem(id: ItemId, dirty: Dirty): void {
    const before = items.get(id);
    const groups = registers.entity('item', id);
    const item =
      groups &&
      readItem(id, groups, {
        turns: readTurns(registers, turnsOf.get(id) ?? []),
        counts: readCounts(registers, countsOf.get(id) ?? []),
      });
    unplace(id, dirty);
    parts.set(id, item?.parent);
    noteAisle(before, item);
    if (before && before.list !== item?.list) lists.get(before.list)?.items.delete(id);
    if (item) {
      items.set(id, item);
      place(item, dirty);
    } else {
      items.delete(id);
    }
    touchParent(before, dirty);
    touchParent(item, dirty);
    for (const child of parts.childrenOf(id)) replace(child, dirty);
  }

  /** A new tick is the usual change; any other one has the list's ticks collected anew. */
  function noteAisle(before: Item | undefined, item: Item | undefined): void {
    const tick = item && aisleTick(item);
    const old = before && aisleTick(before);
    if (
      tick &&
      old &&
      before?.list === item?.list &&
      tick.at === old.at &&
      tick.by === old.by &&
      tick.aisle === old.aisle
    )
      return;
    const list = item && lists.get(item.list);
    if (tick && !old && list?.ticks?.add(tick)) return;
    for (const [one, of] of [
      [old, before],
      [tick, item],
    ] as const) {
      const state = one && of && lists.get(of.list);
      if (state) state.ticks = null;
    }
  }

  function replace(id: ItemId, dirty: Dirty): void {
    unplace(id, dirty);
    const item = items.get(id);
    if (item) place(item, dirty);
  }

  function refreshList(id: ListId, dirty: Dirty): void {
    const state = stateOf(id);
    const before = state.info;
    state.info = readList(registers, id);
    if (before.isLive === state.info.isLive && before.kind === state.info.kind) return;
    for (const itemId of state.items) replace(itemId, dirty);
  }

  /** How many rows are shown under these additions. */
  function stepsOf(list: ListState, members: readonly Item[]): { open: number; total: number } | undefined {
    let steps: Map<string, boolean> | undefined;
    for (const { id } of members) {
      for (const childId of parts.childrenOf(id)) {
        const child = items.get(childId);
        const place = bucketOfItem.get(childId);
        if (child && place?.list === list && parts.parentOf(child)) {
          steps ??= new Map();
          steps.set(place.bucket, child.done === null);
        }
      }
    }
    return steps && { open: [...steps.values()].filter((isOpen) => isOpen).length, total: steps.size };
  }

  function learnedFor(title: string): string | undefined {
    return learned.size === 0 ? undefined : learned.get(titleKey(title));
  }

  /** Rows of a title whose category was corrected, in every list. */
  function refreshLearned(id: string, dirty: Dirty): void {
    const value = registers.entity('learned', id)?.category?.value;
    if (!value) return;
    if (value.category === null) learned.delete(value.key);
    else learned.set(value.key, value.category);
    for (const list of lists.values()) {
      if (list.info.kind !== 'groceries') continue;
      for (const [bucket, row] of list.rowOfBucket) if (titleKey(row.title) === value.key) dirty.add(list, bucket);
    }
  }

  function noteTicked(list: ListState, bucket: string, isThere: boolean): void {
    const key = tickedKey(bucket);
    if (key === undefined) return;
    const buckets = list.ticked.get(key) ?? new Set();
    if (isThere) list.ticked.set(key, buckets.add(bucket));
    else if (buckets.delete(bucket) && buckets.size === 0) list.ticked.delete(key);
  }

  /** Makes the dirty rows anew and tells what that changed in the list. */
  function refreshRows(list: ListState, buckets: ReadonlySet<string>): RowChanges {
    const gone = new Set<ItemId>();
    const fresh = new Map<ItemId, EntryRow>();
    const before = new Map<ItemId, EntryRow>();
    for (const bucket of buckets) {
      const old = list.rowOfBucket.get(bucket);
      if (old) {
        gone.add(old.id);
        before.set(old.id, old);
        list.rows.delete(old.id);
        if (!old.done) list.openCount--;
      }
      const members = [...(list.buckets.get(bucket) ?? [])]
        .map((id) => items.get(id))
        .filter((item) => item !== undefined);
      const [first, ...others] = members.sort(byAge);
      if (first) {
        const row = entryRow([first, ...others], {
          learned: list.info.kind === 'groceries' ? learnedFor(first.title) : undefined,
          parent: parts.parentOf(first)?.id,
          steps: stepsOf(list, members),
        });
        list.rowOfBucket.set(bucket, row);
        noteTicked(list, bucket, true);
        fresh.set(row.id, row);
        if (!row.done) list.openCount++;
      } else {
        list.rowOfBucket.delete(bucket);
        noteTicked(list, bucket, false);
        list.buckets.delete(bucket);
      }
    }
    const set = new Map<ItemId, EntryRow>();
    for (const [id, row] of fresh) {
      list.rows.set(id, row);
      gone.delete(id);
      const old = before.get(id);
      if (!old || old.version !== row.version || old.ids.length !== row.ids.length || old.parent !== row.parent)
        set.set(id, row);
    }
    return { set, del: gone };
  }

  const index: EntryIndex = {
    apply(changes) {
      const dirty = new Dirty();
      const touched = new Set<ListId>();
      // Schemas have checked every id on its way in.
      for (const id of (changes.get('list') ?? []) as Iterable<ListId>) {
        refreshList(id, dirty);
        touched.add(id);
      }
      for (const id of changes.get('learned') ?? []) refreshLearned(id, dirty);
      const touchedItems = new Set((changes.get('item') ?? []) as Iterable<ItemId>);
      for (const [kind, known] of [
        ['turn', turnsOf],
        ['count', countsOf],
      ] as const) {
        for (const id of changes.get(kind) ?? []) {
          const item = itemOfOwned(id);
          known.set(item, (known.get(item) ?? new Set()).add(id));
          touchedItems.add(item);
        }
      }
      for (const id of touchedItems) refreshItem(id, dirty);
      const rows = new Map<ListId, RowChanges>();
      for (const [list, buckets] of dirty.buckets) {
        const change = refreshRows(list, buckets);
        if (change.set.size + change.del.size === 0) continue;
        rows.set(list.info.id, change);
        touched.add(list.info.id);
      }
      return { rows, lists: touched };
    },
    item: (id) => items.get(id),
    *childrenOf(id) {
      for (const childId of parts.childrenOf(id)) {
        const child = items.get(childId);
        if (child) yield child;
      }
    },
    rowOf(id) {
      const place = bucketOfItem.get(id);
      return place?.list.rowOfBucket.get(place.bucket);
    },
    list: (id) => lists.get(id)?.info,
    *listIds(options) {
      for (const [id, { info, items: own }] of lists)
        if (info.isKnown || (options?.withUnknown && own.size > 0)) yield id;
    },
    listRow(id) {
      const state = lists.get(id);
      if (!state?.info.isLive) return undefined;
      state.ticks ??= createAisleTicks(aisleTicks(state.items, items));
      return listRow(state.info, state.openCount, state.ticks.order());
    },
    rows: (id) => lists.get(id)?.rows.values() ?? [],
    *itemsIn(id) {
      for (const itemId of lists.get(id)?.items ?? []) {
        const item = items.get(itemId);
        if (item) yield item;
      }
    },
    learnedCategory: (title) => learnedFor(title),
    rowsOf(id, key) {
      const list = lists.get(id);
      const ticked = [...(list?.ticked.get(key) ?? [])].map((bucket) => list?.rowOfBucket.get(bucket));
      return { open: list?.rowOfBucket.get(openBucket(key)), ticked: ticked.filter((row) => row !== undefined) };
    },
    topOrder: (id) => lists.get(id)?.top ?? null,
  };
  index.apply(
    new Map([
      ['list', new Set(registers.ids('list'))],
      ['item', new Set(registers.ids('item'))],
      ['turn', new Set(registers.ids('turn'))],
      ['count', new Set(registers.ids('count'))],
      ['learned', new Set(registers.ids('learned'))],
    ]),
  );
  return index;
}

/** Rows of a list as it is shown. */
export function sortedRows(rows: Iterable<EntryRow>): EntryRow[] {
  return [...rows].sort(byOrder);
}

class Dirty {
  readonly buckets = new Map<ListState, Set<string>>();
  add(list: ListState, bucket: string): void {
    const known = this.buckets.get(list) ?? new Set();
    this.buckets.set(list, known.add(bucket));
  }
}

function* aisleTicks(ids: Iterable<ItemId>, items: ReadonlyMap<ItemId, Item>): Iterable<AisleTick> {
  for (const id of ids) {
    const item = items.get(id);
    const tick = item && aisleTick(item);
    if (tick) yield tick;
  }
}

function aisleTick({ aisle, done }: Item): AisleTick | undefined {
  return aisle !== undefined && done ? { aisle, by: done.by, at: done.at } : undefined;
}
