import type { ItemId } from '../../protocol/ids.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { byAge, type Item } from '../entries.ts';
import { type GroupOf, type GroupValue, pathOf } from '../groups.ts';
import { orderKeysBetween } from '../order.ts';
import {
  emptyPlan,
  isThisCommands,
  mayWriteOver,
  type Plan,
  type Planned,
  type PlanningScope,
  planWrite,
  type Stamp,
  stampOf,
} from './plan.ts';

type Command<T extends DocumentCommand['type']> = DocumentCommand & { type: T };
type OverrideGroup = Exclude<GroupOf<'item'>, 'core'>;

/** Ticks or unticks exactly the additions named. */
export function planSetDone(body: Command<'setDone'>, scope: PlanningScope): Planned {
  return planForItems(body.ids, scope, (plan, items) => {
    for (const item of items) {
      const isThere = (item.done !== null) === body.done;
      writeItem(plan, scope, { item, items, group: 'done', seen: body.seen, isThere }, { done: body.done });
    }
  });
}

/** Deletes softly: what the person saw goes to the trash, what was added since stays. */
export function planDeleteItems(body: Command<'deleteItems'>, scope: PlanningScope): Planned {
  return planForItems(body.ids, scope, (plan, items) => {
    for (const item of items) {
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
  const { title, quantity, note, who, due, list } = body.change;
  if (list !== undefined && !scope.entries.list(list)?.isLive) return { error: 'not-found' };
  return planForItems(body.ids, scope, (plan, items) => {
    const write = <G extends OverrideGroup>(
      item: Item,
      group: G,
      isThere: boolean,
      value: Omit<GroupValue<'item', G>, keyof Stamp>,
    ) => writeItem(plan, scope, { item, items, group, seen: body.seen, isThere }, value);
    for (const item of items) {
      if (title !== undefined) write(item, 'title', item.title === title.trim(), { title: title.trim() });
      if (note !== undefined) write(item, 'note', (item.note ?? '') === (note ?? ''), { note: note || null });
      if (who !== undefined) write(item, 'who', item.who.join() === who.join(), { who });
      if (due !== undefined) write(item, 'due', (item.due ?? null) === due, { due });
    }
    if (list !== undefined) {
      const orders = orderKeysBetween(null, scope.entries.topOrder(list), items.length, scope.randomBit);
      for (const [index, item] of items.entries()) {
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
        replaces.every((id) => now.replaces.includes(id));
      write(bearer, 'quantity', isThere, { quantity, replaces });
    }
  });
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
    group: OverrideGroup;
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
  if (!mayWriteOver(scope, register, { version: seen, entities: items.map(({ groups }) => groups), group })) {
    plan.isOvertaken = true;
    return;
  }
  planWrite(plan, path, { ...value, ...stampOf(scope) }, register, initialOf(item, group));
}

/** What an override group would hold had it said what the core says. */
function initialOf(item: Item, group: OverrideGroup): Readonly<Record<string, unknown>> {
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
      return { due: core?.due ?? null, ...stamp };
    case 'place':
      return { list: core?.list, order: core?.order, ...stamp };
    case 'done':
      return { done: false, ...stamp };
    case 'life':
      return { deleted: false, ...stamp };
  }
}
