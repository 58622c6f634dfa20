import type { Suggestion } from '../protocol/entry-commands.ts';
import type { ItemId, ListId } from '../protocol/ids.ts';
import type { Quantity } from '../protocol/values.ts';
import type { Item } from './entries.ts';
import type { EntryIndex } from './entry-index.ts';
import { sumQuantities } from './quantities.ts';
import { beginsNearly, searchKey } from './search-key.ts';

/**
 * What the family has ever added, by title, for suggesting it again: all entries of the document, done and deleted ones
 * too, however many. Built when it is first asked, then kept up to date entry by entry.
 */
export interface Suggestions {
  /** These entries may have changed. */
  touch(ids: Iterable<ItemId>): void;
  /** Best first: titles that begin so, then those with a word that does, then those that do but for one typo. */
  suggest(list: ListId, text: string, limit: number, now: number): Suggestion[];
  /** What was often added to the list within the hour in which this was, and is not open there now. */
  together(list: ListId, title: string, limit: number): Suggestion[];
}

/** What was added under one title. */
interface Title {
  readonly key: string;
  readonly items: Set<ItemId>;
}

const DAY_MS = 86_400_000;
/** A title added once as often as this many days ago is as good as one that was added half as often, now. */
const DAYS_OF_A_HALF = 30;
const TOGETHER_MS = 3_600_000;
/** Seen together once is chance. */
const MIN_TOGETHER = 2;
/** Shorter text is near to too much. */
const MIN_TYPO_LENGTH = 3;

/** Suggests from what `entries` holds. */
export function createSuggestions(entries: EntryIndex): Suggestions {
  let titles: Map<string, Title> | undefined;
  const keyOf = new Map<ItemId, string>();

  function enter(all: Map<string, Title>, id: ItemId): void {
    const before = keyOf.get(id);
    const item = entries.item(id);
    const key = item && !isMistake(item) ? searchKey(item.title) : '';
    if (before === key) return;
    if (before !== undefined) {
      const title = all.get(before);
      title?.items.delete(id);
      if (title?.items.size === 0) all.delete(before);
      keyOf.delete(id);
    }
    if (key === '') return;
    const title = all.get(key) ?? { key, items: new Set() };
    title.items.add(id);
    all.set(key, title);
    keyOf.set(id, key);
  }

  function known(): Map<string, Title> {
    if (titles) return titles;
    titles = new Map();
    for (const list of entries.listIds({ withUnknown: true })) {
      for (const { id } of entries.itemsIn(list)) enter(titles, id);
    }
    return titles;
  }

  /** What a title comes to in lists of the kind of `list`; undefined where it was in none. */
  function describe({ items }: Title, list: ListId): (Suggestion & { score(now: number): number }) | undefined {
    const kind = entries.list(list)?.kind;
    let latest: Item | undefined;
    let quantity: { at: number; quantity: Quantity } | undefined;
    let category: { at: number; category: string } | undefined;
    let isOpen = false;
    let times = 0;
    for (const id of items) {
      const item = entries.item(id);
      if (!item || entries.list(item.list)?.kind !== kind) continue;
      times++;
      if (!latest || item.at > latest.at) latest = item;
      const [amount] = sumQuantities([item.amount]);
      if (amount && (!quantity || item.at > quantity.at)) quantity = { at: item.at, quantity: amount };
      if (item.category !== undefined && (!category || item.at > category.at)) {
        category = { at: item.at, category: item.category };
      }
      isOpen ||= item.list === list && !item.isDeleted && item.done === null;
    }
    if (!latest) return undefined;
    const { title, at: lastAt } = latest;
    const learned = kind === 'groceries' ? entries.learnedCategory(title) : undefined;
    const place = learned ?? category?.category;
    return {
      title,
      ...(quantity && { quantity: quantity.quantity }),
      ...(place !== undefined && { category: place }),
      isOpen,
      times,
      lastAt,
      score: (now) => Math.log2(1 + times) - Math.max(0, now - lastAt) / DAY_MS / DAYS_OF_A_HALF,
    };
  }

  return {
    touch(ids) {
      if (titles) for (const id of ids) enter(titles, id);
    },
    suggest(list, text, limit, now) {
      const typed = searchKey(text);
      if (typed === '') return [];
      const found: { rank: number; score: number; suggestion: Suggestion }[] = [];
      for (const title of known().values()) {
        const rank = rankOf(title.key, typed);
        const described = rank === undefined ? undefined : describe(title, list);
        if (rank === undefined || !described) continue;
        const { score, ...suggestion } = described;
        found.push({ rank, score: score(now), suggestion });
      }
      return found
        .sort((a, b) => a.rank - b.rank || b.score - a.score || (a.suggestion.title < b.suggestion.title ? -1 : 1))
        .slice(0, limit)
        .map(({ suggestion }) => suggestion);
    },
    together(list, title, limit) {
      const all = known();
      const own = all.get(searchKey(title));
      if (!own) return [];
      const moments = [...own.items]
        .map((id) => entries.item(id))
        .filter((item) => item?.list === list)
        .map((item) => item?.at ?? 0);
      const counts = new Map<string, Set<number>>();
      for (const item of entries.itemsIn(list)) {
        const key = keyOf.get(item.id);
        if (key === undefined || key === own.key) continue;
        for (const [index, moment] of moments.entries()) {
          if (Math.abs(item.at - moment) > TOGETHER_MS) continue;
          counts.set(key, (counts.get(key) ?? new Set()).add(index));
        }
      }
      return [...counts]
        .filter(([, times]) => times.size >= MIN_TOGETHER)
        .map(([key, times]) => ({ times: times.size, described: describe(all.get(key) ?? own, list) }))
        .filter(({ described }) => described?.isOpen === false)
        .sort((a, b) => b.times - a.times || (b.described?.lastAt ?? 0) - (a.described?.lastAt ?? 0))
        .slice(0, limit)
        .flatMap(({ described }) => {
          if (!described) return [];
          const { score: _score, ...suggestion } = described;
          return [suggestion];
        });
    },
  };
}

/** Taken out again without having been ticked: nobody wanted it. */
function isMistake({ isDeleted, done, groups }: Item): boolean {
  return isDeleted && done === null && groups.life?.value?.into === undefined;
}

function rankOf(key: string, typed: string): number | undefined {
  if (key.startsWith(typed)) return 0;
  if (key.includes(` ${typed}`)) return 1;
  if (typed.length < MIN_TYPO_LENGTH) return undefined;
  for (let start = 0; start >= 0; start = key.indexOf(' ', start + 1)) {
    if (beginsNearly(key.slice(start === 0 ? 0 : start + 1), typed)) return 2;
  }
  return undefined;
}
