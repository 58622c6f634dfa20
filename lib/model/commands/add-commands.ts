import type { NewItem } from '../../protocol/commands.ts';
import type { ItemId, ListId } from '../../protocol/ids.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { pathOf } from '../groups.ts';
import type { ListInfo } from '../list-info.ts';
import { isRule } from '../next-due.ts';
import { byOrder, orderKeysBetween } from '../order.ts';
import { emptyPlan, type Plan, type Planned, type PlanningScope, stampOf } from './plan.ts';
import { createReopening } from './reopening.ts';

/**
 * Adds whole entries on top of the list, in the order given. An id that is there already is left as it is, whatever
 * became of it.
 */
export function planAddItems(
  { list: id, items }: Pick<DocumentCommand & { type: 'addItems' }, 'list' | 'items'>,
  scope: PlanningScope,
): Planned {
  const list = scope.entries.list(id);
  if (!list?.isKnown) {
    return { error: scope.registers.isFromNewer(pathOf('list', id, 'core')) ? 'from-newer' : 'not-found' };
  }
  if (items.some(({ repeat }) => repeat && !isRule(repeat.rrule))) return { error: 'bad-input' };
  const plan = emptyPlan();
  planAdditions(plan, list, items, scope);
  // Deleted by another member while this one wrote offline: the entries go to the trash with their list, and the person
  // is told.
  if (!list.isLive) plan.value = { ...plan.value, isInTrash: true };
  return plan;
}

/** Plans the entries into a list that the same plan may add. */
export function planAdditions(
  plan: Plan,
  { id: list }: Pick<ListInfo, 'id'>,
  items: readonly NewItem[],
  scope: PlanningScope,
): void {
  const stamp = stampOf(scope);
  const fresh = new Map(items.map((item) => [item.id, item]));
  for (const id of fresh.keys()) {
    if (!scope.registers.at(pathOf('item', id, 'core'))) continue;
    fresh.delete(id);
    const life = scope.registers.entity('item', id)?.life;
    if (!life) plan.inverse.push({ path: pathOf('item', id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  }
  // Parts have no parts: what is put under one goes under its parent.
  const topOf = (id: ItemId) => fresh.get(id)?.parent ?? scope.entries.item(id)?.parent ?? id;
  const additions = [...fresh.values()].map(({ parent, ...item }) => {
    const top = parent && topOf(parent);
    return top && top !== item.id ? { ...item, parent: top } : item;
  });
  const orderOf = orderOfAdditions(list, additions, scope);
  const again = createReopening(plan, list, scope);
  for (const addition of additions) {
    const { id, title, note, who, due, dueTime, rotation, ...rest } = again.take(addition);
    const core = {
      ...rest,
      title: title.trim(),
      ...(note && { note }),
      ...(who && who.length > 0 && { who }),
      ...(due !== undefined && { due, ...(dueTime !== undefined && { time: dueTime }) }),
      ...(rotation && rotation.length > 0 && { rotation }),
      list,
      order: orderOf.get(id),
      ...stamp,
    };
    plan.writes.push({ path: pathOf('item', id, 'core'), value: core });
    plan.inverse.push({ path: pathOf('item', id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  }
  const { reopened, merged } = again;
  if (reopened + merged > 0) plan.value = { ...(reopened > 0 && { reopened }), ...(merged > 0 && { merged }) };
}

/** On top, in the order given; parts of what was there before go below the parts that it has. */
function orderOfAdditions(list: ListId, items: readonly NewItem[], { entries, randomBit }: PlanningScope) {
  const orders = new Map<ItemId, string>();
  const give = (some: readonly NewItem[], keys: readonly string[]) => {
    for (const [index, { id }] of some.entries()) orders.set(id, keys[index] ?? '');
  };
  const lastPart = ({ parent }: NewItem): string | undefined => {
    const parts = parent && entries.item(parent) ? [...entries.childrenOf(parent)] : [];
    return parts
      .filter((part) => part.list === list)
      .sort(byOrder)
      .at(-1)?.order;
  };
  const below = items.filter((item) => lastPart(item) !== undefined);
  const onTop = items.filter((item) => !below.includes(item));
  give(onTop, orderKeysBetween(null, entries.topOrder(list), onTop.length, randomBit));
  for (const [parent, parts] of Map.groupBy(below, (item) => item.parent)) {
    const [first] = parts;
    const last = first && parent ? lastPart(first) : undefined;
    give(parts, orderKeysBetween(last ?? null, null, parts.length, randomBit));
  }
  return orders;
}
