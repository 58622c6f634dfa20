import type { ItemChange } from '../../protocol/commands.ts';
import type { ItemId } from '../../protocol/ids.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { byAge, type Item } from '../entries.ts';
import { type EntryGroup, type GroupValue, pathOf } from '../groups.ts';
import { isRule } from '../next-due.ts';
import { byOrder, orderKeysBetween } from '../order.ts';
import { stableJson } from '../stable-json.ts';
import { planAddCategory, planRemember } from './category-commands.ts';
import {
  emptyPlan,
  isThisCommands,
  mayWriteOver,
  type Plan,
  type Planned,
  type PlanningScope,
  pastOf,
  planWrite,
  type Stamp,
  stampOf,
} from './plan.ts';

type Command<T extends DocumentCommand['type']> = DocumentCommand & { type: T };

/** Deletes softly, parts with their whole: what the person saw goes to the trash, what was added since stays. */
export function planDeleteItems(body: Command<'deleteItems'>, scope: PlanningScope): Planned {
  return planForItems(body.ids, scope, (plan, items) => {
    for (const item of withParts(items, scope, (part) => !part.isDeleted)) {
      const isThere = item.isDeleted;
      writeItem(plan, scope, { item, items, group: 'life', seen: undefined, isThere }, { deleted: true });
    }
  });
}

/**
 * Changes fields of every addition of the row; a typed quantity is one register on the oldest, which names those that
 * it replaces.
 */
export function planChangeItem(body: Command<'changeItem'>, scope: PlanningScope): Planned {
  const { title, quantity, note, who, list, newCategory, repeat, rotation, priority } = body.change;
  const category = newCategory?.id ?? body.change.category;
  if (list !== undefined && !scope.entries.list(list)?.isLive) return { error: 'not-found' };
  if (repeat && !isRule(repeat.rrule)) return { error: 'bad-input' };
  const parent = body.change.parent == null ? body.change.parent : topOf(body.change.parent, scope);
  if (parent !== null && parent !== undefined && !isParentFor(body.ids, parent, scope)) return { error: 'not-found' };
  const made = newCategory && planAddCategory({ type: 'addCategory', ...newCategory }, scope);
  if (made && 'error' in made) return made;
  return planForItems(body.ids, scope, (plan, items) => {
    if (made) {
      plan.writes.push(...made.writes);
      plan.inverse.push(...made.inverse);
    }
    const write = <G extends EntryGroup>(
      item: Item,
      group: G,
      isThere: boolean,
      value: Omit<GroupValue<'item', G>, keyof Stamp>,
    ) => writeItem(plan, scope, { item, items, group, seen: body.seen, isThere }, value);
    for (const item of items) {
      if (title !== undefined) write(item, 'title', item.title === title.trim(), { title: title.trim() });
      if (note !== undefined) write(item, 'note', (item.note ?? '') === (note ?? ''), { note: note || null });
      if (who !== undefined) write(item, 'who', item.who.join() === who.join(), { who });
      if (category !== undefined) planCategory(plan, scope, { item, items, title, seen: body.seen }, category);
      if (repeat !== undefined)
        write(item, 'repeat', stableJson(item.repeat ?? null) === stableJson(repeat), { repeat });
      if (rotation !== undefined) write(item, 'rotation', item.rotation.join() === rotation.join(), { rotation });
      if (priority !== undefined) write(item, 'priority', (item.priority ?? null) === priority, { priority });
      const day = dueAfter(item, body.change);
      if (day) write(item, 'due', day.due === (item.due ?? null) && day.time === item.dueTime, day);
    }
    if (parent !== undefined) {
      for (const item of parent === null ? items : withParts(items, scope, (part) => !part.isDeleted)) {
        write(item, 'parent', (item.parent ?? null) === parent, { parent });
      }
    }
    if (list !== undefined) {
      const moving = withParts(items, scope, (part) => part.list === items[0]?.list);
      const orders = orderKeysBetween(null, scope.entries.topOrder(list), moving.length, scope.randomBit);
      for (const [index, item] of moving.entries()) {
        write(item, 'place', item.list === list, { list, order: orders[index] ?? item.order });
      }
    }
    if (quantity !== undefined) {
      const bearer = items.find((item) => !item.isDeleted && !item.done) ?? items[0];
      if (!bearer) return;
      const replaces = items.map(({ id }) => id);
      const { added, typed } = bearer.amount;
      const now = typed ?? { quantity: added ?? null, replaces: [bearer.id] };
      const isThere =
        now.quantity?.amount === quantity?.amount &&
        now.quantity?.unit === quantity?.unit &&
        replaces.every((id) => now.replaces.includes(id)) &&
        (isThisCommands(scope, bearer.groups.quantity) || items.every(({ amount }) => !amount.steps?.length));
      write(bearer, 'quantity', isThere, { quantity, replaces });
    }
  });
}

/** Puts one addition of a row under a category; in groceries it is remembered for its title (that it is to get, where it changes). */
export function planCategory(
  plan: Plan,
  scope: PlanningScope,
  target: { item: Item; items: readonly Item[]; title?: string | undefined; seen: string | undefined },
  category: string | null,
): void {
  const { item, items, title, seen } = target;
  const isThere = (item.category ?? null) === category;
  writeItem(plan, scope, { item, items, group: 'category', seen, isThere }, { category });
  const isGroceries = scope.entries.list(item.list)?.kind === 'groceries';
  if (isGroceries) planRemember(plan, title ?? item.title, category, scope);
}

/** When the entry is due once changed; undefined where nothing is said of it. */
function dueAfter(item: Item, { due, dueTime }: ItemChange): { due: string | null; time?: string } | undefined {
  if (due === undefined && dueTime === undefined) return undefined;
  const date = due === undefined ? (item.due ?? null) : due;
  const time = dueTime === undefined ? item.dueTime : (dueTime ?? undefined);
  return date === null || time === undefined ? { due: date } : { due: date, time };
}

/** The entry that this one is a part of, or itself: parts have no parts. */
function topOf(id: ItemId, { entries }: PlanningScope): ItemId {
  return entries.item(id)?.parent ?? id;
}

/** Whether they can become parts of it: it is in their list and none of them. */
function isParentFor(ids: readonly ItemId[], parent: ItemId, { entries }: PlanningScope): boolean {
  const list = entries.item(parent)?.list;
  return list !== undefined && !ids.includes(parent) && ids.every((id) => (entries.item(id)?.list ?? list) === list);
}

/** The additions, and after each the parts of it that fit. */
export function withParts(items: readonly Item[], { entries }: PlanningScope, fits: (part: Item) => boolean): Item[] {
  const all = new Map<ItemId, Item>();
  for (const item of items) {
    all.set(item.id, item);
    for (const part of [...entries.childrenOf(item.id)].sort(byOrder)) if (fits(part)) all.set(part.id, part);
  }
  return [...all.values()];
}

/** Finds the additions a command names, oldest first, and plans for those that are there. */
export function planForItems(
  ids: readonly ItemId[],
  scope: PlanningScope,
  fill: (plan: Plan, items: readonly Item[]) => void,
): Planned {
  const items = [...new Set(ids)].map((id) => scope.entries.item(id)).filter((item) => item !== undefined);
  if (items.length === 0) {
    const isFromNewer = ids.some((id) => scope.registers.isFromNewer(pathOf('item', id, 'core')));
    return { error: isFromNewer ? 'from-newer' : 'not-found' };
  }
  const plan = emptyPlan();
  fill(plan, items.sort(byAge));
  return plan;
}

/** Plans one group of one addition, unless the value is there already or another member's later change stands there. */
export function writeItem(
  plan: Plan,
  scope: PlanningScope,
  target: {
    item: Item;
    items: readonly Item[];
    group: EntryGroup;
    seen: string | undefined;
    isThere: boolean;
  },
  value: Readonly<Record<string, unknown>>,
): void {
  const { item, items, group, seen, isThere } = target;
  const path = pathOf('item', item.id, group);
  const register = item.groups[group];
  if (isThere) {
    // Done by this very command before its answer got lost: it can still be taken back where there are only two states.
    if ((group === 'done' || group === 'life') && register && isThisCommands(scope, register)) {
      const opposite = group === 'done' ? { done: !value.done } : { deleted: false };
      plan.inverse.push({ path, expect: register.version, value: { ...opposite, ...stampOf(scope) } });
    }
    return;
  }
  if (!mayWriteOver(scope, register, { version: seen, entities: items.map(({ versions }) => versions), group })) {
    plan.isOvertaken = true;
    return;
  }
  // A move within a list is no news, and pushes none out.
  const isNews = group !== 'place' || value.list !== item.list;
  const { was, cut } = (register?.value ?? {}) as { was?: unknown; cut?: unknown };
  const past = isNews ? pastOf(register) : { ...(was !== undefined && { was }), ...(cut !== undefined && { cut }) };
  planWrite(plan, path, { ...value, ...stampOf(scope), ...past }, register, initialOf(item, group));
}

/** What an override group would hold had it said what the core says. */
function initialOf(item: Item, group: EntryGroup): Readonly<Record<string, unknown>> {
  const core = item.groups.core?.value;
  const stamp = { ...(item.by && { by: item.by }), at: item.at };
  switch (group) {
    case 'title':
      return { title: core?.title, ...stamp };
    case 'quantity':
      return { quantity: core?.quantity ?? null, replaces: [item.id], ...stamp };
    case 'note':
      return { note: core?.note ?? null, ...stamp };
    case 'who':
      return { who: core?.who ?? [], ...stamp };
    case 'due':
      return { due: core?.due ?? null, ...(core?.time !== undefined && { time: core.time }), ...stamp };
    case 'category':
      return { category: core?.category ?? null, ...stamp };
    case 'repeat':
      return { repeat: core?.repeat ?? null, ...stamp };
    case 'rotation':
      return { rotation: core?.rotation ?? [], ...stamp };
    case 'priority':
      return { priority: core?.priority ?? null, ...stamp };
    case 'parent':
      return { parent: core?.parent ?? null, ...stamp };
    case 'place':
      return { list: core?.list, order: core?.order, ...stamp };
    case 'done':
      return { done: false, ...stamp };
    case 'life':
      return { deleted: false, ...stamp };
  }
}
