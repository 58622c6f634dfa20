import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { Clock } from '../ports/ports.ts';
import type { CategoryRow, EntryRow, ListRow } from '../protocol/values.ts';
import { CATEGORIES, type GroceryLookup } from '../quick-add/grocery-dictionary.ts';
import { categoryName, isBuiltIn, ownCategory } from './category-name.ts';
import type { I18n } from './i18n.ts';
import type { ListView, Placed } from './list-view.ts';

/** A list as short as this is seen at a glance: headings would only stretch it. */
const FEWEST_ROWS = 4;
/** Rows ticked this long ago still count for that, so that headings do not go while one shops. */
const RECENT_MS = 12 * 3_600_000;

/**
 * How the open rows of the shown list are arranged: groceries below their categories, in the order of the aisles; sub-entries below what they
 * are part of. Keeps the view arranged until it is closed.
 */
export interface Arrangement {
  /** Whether the shown list has categories for headings, as somebody chose in this browser. */
  readonly hasSections: ReadonlySignal<boolean>;
  setSections(on: boolean): void;
  /** The category of a grocery: what the family says, else the dictionary; undefined where nobody knows, or not yet. */
  categoryOf(row: EntryRow): string | undefined;
  /** What people call one of the categories. */
  nameOf(category: string): string;
  /** The row of a category of the family's own; undefined for those that every family has. */
  ownOf(category: string): CategoryRow | undefined;
  /** The category under which it stands where the list has headings. */
  aisleOf(row: EntryRow): string | undefined;
  /** All categories, in the order of the shown list's aisles. */
  readonly categories: ReadonlySignal<readonly string[]>;
  close(): void;
}

export function createArrangement(deps: {
  view: Pick<ListView, 'inOrder' | 'done' | 'row' | 'place'>;
  list: ReadonlySignal<ListRow | undefined>;
  cache: PagePlatform['cache'];
  clock: Clock;
  /** The family's own categories. */
  own: ReadonlySignal<readonly CategoryRow[]>;
  i18n: Pick<I18n, 't'>;
  /** BCP 47 tag of the language that people write groceries in. */
  language: string;
  /** Fetches its dictionary. Called once; a failure leaves only what the family says. */
  load?(language: string): Promise<GroceryLookup>;
}): Arrangement {
  const { view, list, cache, clock, i18n, language, load = loadLookup } = deps;
  const dictionary = signal<GroceryLookup | undefined>(undefined);
  /** Lists without headings. */
  const plain = signal<readonly string[]>(storedIds(cache.read(PLAIN_KEY)));
  const known = new Map<string, string | null>();

  const isGroceries = computed(() => list.value?.kind === 'groceries');
  const hasSections = computed(() => isGroceries.value && !plain.value.includes(list.value?.id ?? ''));
  const categories = computed(() => {
    const all = [...CATEGORIES, ...deps.own.value.map(({ id }) => id)];
    return inAisleOrder(all, [
      ...new Set(list.value?.aisles?.map((category) => ownCategory(category, deps.own.value)?.id ?? category)),
    ]);
  });
  const nameOf = (category: string) => categoryName(category, i18n.t, deps.own.value) ?? '';

  function categoryOf(row: EntryRow): string | undefined {
    // One that was taken away is kept, and shown as none.
    if (row.category !== undefined) {
      return isBuiltIn(row.category) ? row.category : ownCategory(row.category, deps.own.value)?.id;
    }
    const lookup = dictionary.value;
    if (lookup === undefined) return undefined;
    let category = known.get(row.title);
    if (category === undefined) {
      category = lookup.categorise(row.title);
      known.set(row.title, category);
    }
    return category ?? undefined;
  }

  function sectioned(rows: readonly EntryRow[]): Placed[] {
    const sections = new Map<string, EntryRow[]>(categories.value.map((category) => [category, []]));
    for (const row of rows) sections.get(categoryOf(row) ?? '')?.push(row);
    return [...sections].flatMap(([category, members]) => {
      const head = nameOf(category);
      return nested(members).map(({ id }) => ({ id, head }));
    });
  }

  let isLoading = false;
  const stopLoading = effect(() => {
    if (!hasSections.value || isLoading) return;
    isLoading = true;
    load(language).then(
      (lookup) => {
        dictionary.value = lookup;
      },
      () => {},
    );
  });

  /** A change within rows, a tick for one, moves none: then the sequence that is painted stays the very same. */
  let last: { list: string | undefined; rows: readonly Placed[] } = { list: undefined, rows: [] };
  function place(rows: readonly Placed[]): void {
    const id = list.peek()?.id;
    const isSame =
      last.list === id &&
      last.rows.length === rows.length &&
      rows.every((row, index) => row.id === last.rows[index]?.id && row.head === last.rows[index]?.head);
    if (isSame) return;
    last = { list: id, rows };
    view.place(rows);
  }

  /** At most as many as matter. */
  function recentlyDone(): number {
    const since = clock.now() - RECENT_MS;
    const last = view.done.value.slice(0, FEWEST_ROWS);
    return last.filter((id) => (view.row(id).value?.done?.at ?? 0) > since).length;
  }

  const stop = effect(() => {
    const rows = view.inOrder.value.flatMap((id) => view.row(id).value ?? []);
    if (hasSections.value) {
      // Until it is there, what is remembered stands.
      if (dictionary.value === undefined) return;
      place(rows.length < FEWEST_ROWS && rows.length + recentlyDone() < FEWEST_ROWS ? [] : sectioned(rows));
      return;
    }
    const isNested = rows.some(({ parent }) => parent !== undefined);
    place(isNested ? nested(rows).map(({ id }) => ({ id, head: '' })) : []);
  });

  return {
    hasSections,
    setSections(on) {
      const id = list.peek()?.id;
      if (id === undefined) return;
      const others = plain.peek().filter((other) => other !== id);
      plain.value = on ? others : [...others, id];
      cache.write(PLAIN_KEY, plain.peek());
    },
    categoryOf,
    nameOf,
    ownOf: (category) => ownCategory(category, deps.own.value),
    aisleOf: (row) => (hasSections.peek() ? categoryOf(row) : undefined),
    categories,
    close() {
      stopLoading();
      stop();
    },
  };
}

const loadLookup = async (language: string) => (await import('../quick-add/categorise.ts')).loadGroceryLookup(language);

const PLAIN_KEY = 'lists/plain';

function storedIds(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
}

/** Those that the aisles name in their order; the others stay after the one that they come after otherwise. */
export function inAisleOrder(all: readonly string[], aisles: readonly string[]): readonly string[] {
  const ordered = aisles.filter((category) => all.includes(category));
  const result = [...ordered];
  for (const [index, category] of all.entries()) {
    if (ordered.includes(category)) continue;
    const before = all.slice(0, index).findLast((other) => result.includes(other));
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, category);
  }
  return result;
}

/** Sub-entries right after what they are part of. */
function nested(rows: readonly EntryRow[]): readonly EntryRow[] {
  if (rows.every(({ parent }) => parent === undefined)) return rows;
  const ids = new Map(rows.flatMap((row) => row.ids.map((id) => [id, row.id] as const)));
  const children = new Map<string, EntryRow[]>();
  const roots: EntryRow[] = [];
  for (const row of rows) {
    const parent = row.parent === undefined ? undefined : ids.get(row.parent);
    if (parent === undefined || parent === row.id) roots.push(row);
    else children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  return roots.flatMap((row) => [row, ...(children.get(row.id) ?? [])]);
}
