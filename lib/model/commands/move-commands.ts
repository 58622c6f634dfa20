import type { ItemId, ListId } from '../../protocol/ids.ts';
import type { DocumentCommand } from '../document-messages.ts';
import type { Item } from '../entries.ts';
import type { EntryIndex } from '../entry-index.ts';
import { orderKeysBetween } from '../order.ts';
import { type Gap, gapBetween } from './gap.ts';
import { planCategory, planForItems, writeItem } from './item-commands.ts';
import type { Planned, PlanningScope } from './plan.ts';

/**
 * Puts a row between two neighbours as the person saw them. Where one is gone the other decides; where both are, the
 * row stays where it is. Past a heading it gets that one's category.
 */
export function planMoveItem(body: DocumentCommand & { type: 'moveItem' }, scope: PlanningScope): Planned {
  return planForItems(body.ids, scope, (plan, items) => {
    const list = items[0]?.list;
    if (list === undefined) return;
    const { category } = body;
    if (category !== undefined)
      for (const item of items) planCategory(plan, scope, { item, items, seen: undefined }, category);
    const moving = items.filter((item) => item.list === list);
    const gap = gapFor(body, list, moving, scope.entries);
    if (!gap) return;
    const isThere = moving.every(
      ({ order }) => (gap.low === null || order > gap.low) && (gap.high === null || order < gap.high),
    );
    const orders = orderKeysBetween(gap.low, gap.high, moving.length, scope.randomBit);
    for (const [index, item] of moving.entries()) {
      const order = orders[index] ?? item.order;
      writeItem(plan, scope, { item, items: moving, group: 'place', seen: undefined, isThere }, { list, order });
    }
  });
}

function gapFor(
  neighbours: { after: ItemId | null; before: ItemId | null },
  list: ListId,
  moving: readonly Item[],
  entries: EntryIndex,
): Gap | null {
  const movingIds = new Set(moving.map(({ id }) => id));
  const others = [...entries.rows(list)].filter((row) => !row.ids.some((id) => movingIds.has(id)));
  return gapBetween(
    neighbours,
    others.map((row) => row.order),
    (id) => {
      const item = movingIds.has(id) ? undefined : entries.item(id);
      if (!item || item.list !== list) return null;
      // A deleted neighbour still marks the place where the person put the row.
      return entries.rowOf(item.id)?.order ?? item.order;
    },
  );
}
