import type { ItemId, ListId, MemberId } from '../protocol/ids.ts';
import type { EntryRow, ListKind, PageLink } from '../protocol/values.ts';
import { type Amount, sumQuantities } from './quantities.ts';
import type { Entity } from './registers.ts';
import { titleKey } from './title-key.ts';
import { rowVersion } from './version.ts';

/** One addition as it stands now: its core, overridden group by group. */
export interface Item {
  readonly id: ItemId;
  readonly list: ListId;
  readonly order: string;
  readonly title: string;
  readonly amount: Amount;
  readonly note: string | undefined;
  readonly link: PageLink | undefined;
  readonly who: readonly MemberId[];
  readonly due: string | undefined;
  readonly by: MemberId | undefined;
  readonly at: number;
  readonly done: { by?: MemberId; at: number } | null;
  readonly isDeleted: boolean;
  readonly groups: Entity<'item'>;
}

/** Reads an addition. Undefined without a readable core: such an entry is not shown, whatever else there is of it. */
export function readItem(id: ItemId, groups: Entity<'item'>): Item | undefined {
  const core = groups.core?.value;
  if (!core) return undefined;
  const { title, place, quantity, note, who, due, done, life } = groups;
  const given = quantity?.value;
  const tick = done?.value;
  return {
    id,
    list: place?.value?.list ?? core.list,
    order: place?.value?.order ?? core.order,
    title: title?.value?.title ?? core.title,
    amount: { id, added: core.quantity, typed: given && { quantity: given.quantity, replaces: given.replaces } },
    note: (note?.value ? note.value.note : core.note) ?? undefined,
    link: core.link,
    who: who?.value?.who ?? core.who ?? [],
    due: (due?.value ? due.value.due : core.due) ?? undefined,
    by: core.by,
    at: core.at,
    done: tick?.done ? { ...(tick.by && { by: tick.by }), at: tick.at } : null,
    isDeleted: life?.value?.deleted ?? false,
    groups,
  };
}

/**
 * Which additions are one row: in a list that merges, open ones with the same title, and ones ticked in one act with
 * the same title.
 */
export function bucketOf(item: Item, kind: ListKind): string {
  const key = kind === 'groceries' ? titleKey(item.title) : '';
  if (key === '') return `i:${item.id}`;
  return item.done ? `d:${item.done.at}:${item.done.by ?? ''}:${key}` : `o:${key}`;
}

/** Oldest first: the order of a row's `ids`. */
export function byAge(a: Pick<Item, 'id' | 'at'>, b: Pick<Item, 'id' | 'at'>): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The row that stands for these additions, oldest first. */
export function entryRow(items: readonly [Item, ...Item[]]): EntryRow {
  const [first] = items;
  const note = [...new Set(items.map((item) => item.note).filter((text) => text !== undefined && text !== ''))].join(
    '\n',
  );
  const link = items.find((item) => item.link !== undefined)?.link;
  const due = items.reduce<string | undefined>(
    (soonest, item) => (item.due !== undefined && (soonest === undefined || item.due < soonest) ? item.due : soonest),
    undefined,
  );
  return {
    id: first.id,
    ids: items.map((item) => item.id),
    list: first.list,
    title: first.title,
    quantities: sumQuantities(items.map((item) => item.amount)),
    ...(note !== '' && { note }),
    ...(link && { link }),
    who: [...new Set(items.flatMap((item) => item.who))],
    ...(due !== undefined && { due }),
    ...(first.by && { by: first.by }),
    at: first.at,
    done: first.done,
    order: first.order,
    version: rowVersion(items.map((item) => item.groups)),
  };
}
