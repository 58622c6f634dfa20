import type { ItemId, ListId, MemberId } from '../protocol/ids.ts';
import type { EntryRow, ListKind, PageLink, Priority, Repeat } from '../protocol/values.ts';
import { type Count, countsVersion, standingCounts, stepsOf } from './counts.ts';
import { digest } from './digest.ts';
import { type Amount, sumQuantities } from './quantities.ts';
import type { Entity } from './registers.ts';
import { titleKey } from './title-key.ts';
import { standingTurn, type Turn, whoBase } from './turns.ts';
import { type Groups, rowVersion } from './version.ts';

/** One addition as it stands now: its core, overridden group by group, and taken on by turns where it repeats. */
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
  /** Only beside a due date. */
  readonly dueTime: string | undefined;
  readonly category: string | undefined;
  readonly repeat: Repeat | undefined;
  readonly rotation: readonly MemberId[];
  readonly priority: Priority | undefined;
  /** As stored: whether it is shown as part of that one, the index says. */
  readonly parent: ItemId | undefined;
  readonly by: MemberId | undefined;
  readonly at: number;
  readonly done: { by?: MemberId; at: number } | null;
  /** The category that it stood under when it was ticked. */
  readonly aisle: string | undefined;
  readonly deleted: { by?: MemberId; at: number } | undefined;
  readonly isDeleted: boolean;
  readonly groups: Entity<'item'>;
  readonly turns: readonly Turn[];
  /** What browsers have counted its quantity up or down, whether it stands or not. */
  readonly counts: readonly Count[];
  /** What its row's version is made of: the groups, the turn that stands, and what is counted. */
  readonly versions: Groups;
}

/** Reads an addition. Undefined without a readable core: such an entry is not shown, whatever else there is of it. */
export function readItem(
  id: ItemId,
  groups: Entity<'item'>,
  { turns, counts }: Pick<Item, 'turns' | 'counts'>,
): Item | undefined {
  const core = groups.core?.value;
  if (!core) return undefined;
  const { title, place, quantity, note, who, due, done, life, category, repeat, rotation, priority, parent } = groups;
  const given = quantity?.value;
  const tick = done?.value;
  const end = life?.value;
  const day = due?.value ?? { due: core.due, time: core.time };
  const standing = counts.length > 0 ? standingCounts(counts, groups) : counts;
  const turn = turns.length > 0 ? standingTurn(turns, groups) : undefined;
  const dueDate = turn?.step.due ?? day.due ?? undefined;
  const order = rotation?.value?.rotation ?? core.rotation ?? [];
  const people = turn && turn.step.whoBase === whoBase(groups) ? turn.step.who : (who?.value?.who ?? core.who ?? []);
  return {
    id,
    list: place?.value?.list ?? core.list,
    order: place?.value?.order ?? core.order,
    title: title?.value?.title ?? core.title,
    amount: {
      id,
      added: core.quantity,
      typed: given && { quantity: given.quantity, replaces: given.replaces },
      steps: stepsOf(standing),
    },
    note: (note?.value ? note.value.note : core.note) ?? undefined,
    link: core.link,
    who: people.length === 0 ? order.slice(0, 1) : people,
    due: dueDate,
    dueTime: dueDate === undefined ? undefined : day.time,
    category: (category?.value ? category.value.category : core.category) ?? undefined,
    repeat: (repeat?.value ? repeat.value.repeat : core.repeat) ?? undefined,
    rotation: order,
    priority: (priority?.value ? priority.value.priority : core.priority) ?? undefined,
    parent: (parent?.value ? parent.value.parent : core.parent) ?? undefined,
    by: core.by,
    at: core.at,
    done: tick?.done ? { ...(tick.by && { by: tick.by }), at: tick.at } : null,
    aisle: tick?.done ? tick.aisle : undefined,
    deleted: end?.deleted ? { ...(end.by && { by: end.by }), at: end.at } : undefined,
    isDeleted: end?.deleted ?? false,
    groups,
    turns,
    counts,
    versions: {
      ...groups,
      ...(turn && { turn: turn.register }),
      ...(standing.length > 0 && { count: { version: countsVersion(standing) } }),
    },
  };
}

/**
 * Which additions are one row: in a list that merges, open ones with the same title, and ones ticked in one act with
 * the same title; sub-entries only of the same row, which `parent` is the bucket of.
 */
export function bucketOf(item: Item, kind: ListKind, parent: string | undefined): string {
  const key = kind === 'groceries' ? titleKey(item.title) : '';
  if (key === '') return `i:${item.id}`;
  const own = item.done ? `d:${item.done.at}:${item.done.by ?? ''}:${key}` : openBucket(key);
  return parent === undefined ? own : `${own}\n${parent}`;
}

/** The bucket of the open row of a normalised title. */
export function openBucket(key: string): string {
  return `o:${key}`;
}

/** The normalised title of a bucket of ticked additions; undefined for other buckets, and for parts of others. */
export function tickedKey(bucket: string): string | undefined {
  return /^d:\d+:[^:]*:(.*)$/u.exec(bucket)?.[1];
}

/** Oldest first: the order of a row's `ids`. */
export function byAge(a: Pick<Item, 'id' | 'at'>, b: Pick<Item, 'id' | 'at'>): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** What a row shows that is not of its additions alone. */
export interface RowPlace {
  readonly parent: ItemId | undefined;
  readonly steps: { open: number; total: number } | undefined;
  /** Where the family puts things of this title. */
  readonly learned?: string | undefined;
}

/** The row that stands for these additions, oldest first. */
export function entryRow(items: readonly [Item, ...Item[]], { parent, steps, learned }: RowPlace): EntryRow {
  const [first] = items;
  const note = [...new Set(items.map((item) => item.note).filter((text) => text !== undefined && text !== ''))].join(
    '\n',
  );
  const link = items.find((item) => item.link !== undefined)?.link;
  const soonest = items.reduce((best, item) => (dueKey(item) < dueKey(best) ? item : best));
  const typed = items.find((item) => item.category !== undefined)?.category;
  const category = typed ?? learned;
  const repeat = items.find((item) => item.repeat !== undefined)?.repeat;
  const rotation = items.find((item) => item.rotation.length > 0)?.rotation;
  const priority = items.reduce<Priority | undefined>(
    (best, item) => (item.priority !== undefined && item.priority < (best ?? 4) ? item.priority : best),
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
    ...(soonest.due !== undefined && { due: soonest.due }),
    ...(soonest.dueTime !== undefined && { dueTime: soonest.dueTime }),
    ...(category !== undefined && { category }),
    ...(repeat && { repeat }),
    ...(rotation && { rotation: [...rotation] }),
    ...(priority && { priority }),
    ...(parent && { parent }),
    ...(steps && { steps }),
    ...(first.by && { by: first.by }),
    at: first.at,
    done: first.done,
    order: first.order,
    // What the row shows of others is part of its version, and of none of its groups.
    version:
      rowVersion(items.map((item) => item.versions)) +
      (steps ? `-s${steps.open}.${steps.total}` : '') +
      (typed === undefined && learned !== undefined ? `-m${digest(learned)}` : ''),
  };
}

/** Sorts by due date, then time; what has no time is due at the end of its day, what has no date at the very end. */
function dueKey({ due, dueTime }: Item): string {
  return due === undefined ? '~' : `${due}T${dueTime ?? '~'}`;
}
