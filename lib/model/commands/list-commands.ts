import type { DocumentCommand } from '../document-messages.ts';
import { pathOf } from '../groups.ts';
import { orderKeysBetween } from '../order.ts';
import { emptyPlan, type Planned, type PlanningScope, stampOf } from './plan.ts';

/** Adds a list after the others. An id that is there already is left as it is. */
export function planAddList(body: DocumentCommand & { type: 'addList' }, scope: PlanningScope): Planned {
  const plan = emptyPlan();
  const stamp = stampOf(scope);
  const core = pathOf('list', body.id, 'core');
  if (scope.registers.isFromNewer(core)) return { error: 'from-newer' };
  if (!scope.registers.at(core)) {
    let last: string | null = null;
    for (const id of scope.entries.listIds()) {
      const order = scope.entries.list(id)?.order ?? '';
      if (last === null || order > last) last = order;
    }
    const [order] = orderKeysBetween(last, null, 1, scope.randomBit);
    plan.writes.push({ path: core, value: { name: body.name.trim(), kind: body.kind, order, ...stamp } });
  }
  if (!scope.registers.at(pathOf('list', body.id, 'life'))) {
    plan.inverse.push({ path: pathOf('list', body.id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  }
  return plan;
}
