import type { NewItem } from '../../protocol/commands.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { pathOf } from '../groups.ts';
import type { ListInfo } from '../list-info.ts';
import { orderKeysBetween } from '../order.ts';
import { emptyPlan, type Plan, type Planned, type PlanningScope, stampOf } from './plan.ts';

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
  const plan = emptyPlan();
  planAdditions(plan, list, items, scope);
  // Deleted by another member while this one wrote offline: the entries go to the trash with their list, and the person
  // is told.
  if (!list.isLive) plan.value = { isInTrash: true };
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
  const orders = orderKeysBetween(null, scope.entries.topOrder(list), fresh.size, scope.randomBit);
  for (const [index, { id, title, note, who, ...rest }] of [...fresh.values()].entries()) {
    const core = {
      ...rest,
      title: title.trim(),
      ...(note && { note }),
      ...(who && who.length > 0 && { who }),
      list,
      order: orders[index],
      ...stamp,
    };
    plan.writes.push({ path: pathOf('item', id, 'core'), value: core });
    plan.inverse.push({ path: pathOf('item', id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  }
}
