import type { DocumentCommand } from '../document-messages.ts';
import type { Item } from '../entries.ts';
import { planForItems, withParts, writeItem } from './item-commands.ts';
import { type Planned, type PlanningScope, pathsToRestore } from './plan.ts';

/** Brings entries back, and the parts that the same act deleted; every register of them is written again. */
export function planRestoreItems({ ids }: DocumentCommand & { type: 'restoreItems' }, scope: PlanningScope): Planned {
  return planForItems(ids, scope, (plan, items) => {
    for (const item of items) {
      for (const one of [item, ...withParts([item], scope, (part) => isDeletedWith(part, item)).slice(1)]) {
        const before = plan.writes.length;
        const target = { item: one, items, group: 'life' as const, seen: undefined, isThere: !one.isDeleted };
        writeItem(plan, scope, target, { deleted: false });
        if (plan.writes.length > before) plan.rewrites.push(...pathsToRestore(scope, 'item', one.id));
      }
      if (scope.entries.list(item.list)?.isLive === false) plan.value = { isInTrash: true };
    }
  });
}

function isDeletedWith({ deleted: part }: Item, { deleted: whole }: Item): boolean {
  return part !== undefined && part.at === whole?.at && part.by === whole.by;
}
