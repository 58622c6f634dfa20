import type { Step } from '../../protocol/values.ts';
import { quantityBase } from '../counts.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { byAge } from '../entries.ts';
import { MAX_REMEMBERED, pathOf } from '../groups.ts';
import { ownedId } from '../owned-id.ts';
import { amountOf, bearerOf, quantityKey } from '../quantities.ts';
import { planForItems } from './item-commands.ts';
import { type Planned, type PlanningScope, planWrite, stampOf } from './plan.ts';

/**
 * Counts the quantity of a row up or down. Each browser writes a register of its own, so that steps made offline add up;
 * it names the moments of its latest steps, so that a command sent again is known.
 */
export function planStepQuantity(body: DocumentCommand & { type: 'stepQuantity' }, scope: PlanningScope): Planned {
  return planForItems(body.ids, scope, (plan, seen) => {
    const { actor, entries, registers, context } = scope;
    const open = seen.filter((item) => !item.isDeleted && !item.done);
    const named = open.length > 0 ? open : seen;
    const bearerId = bearerOf(
      named.map(({ amount }) => amount),
      body.by.unit,
    );
    const bearer = named.find(({ id }) => id === bearerId);
    if (!actor || !bearer) return;
    const path = pathOf('count', ownedId(bearer.id, actor.device), 'steps');
    const own = registers.entity('count', ownedId(bearer.id, actor.device))?.steps;
    const { base, sums, did } = own?.value ?? NOTHING;
    if (context.isResent && wasDone(did, context.at)) return;

    const row = entries.rowOf(bearer.id)?.ids.map((id) => entries.item(id)) ?? named;
    const amounts = row
      .filter((item) => item !== undefined)
      .sort(byAge)
      .map(({ amount }) => amount);
    const { sum, said } = amountOf(amounts, body.by.unit);
    const wanted = said + body.by.amount;
    // Others have counted it down meanwhile: there is nothing left to take.
    if (wanted <= 0) {
      plan.isOvertaken = true;
      return;
    }
    const now = quantityBase(bearer.groups);
    const value = {
      base: now,
      sums: withStep(base === now ? sums : [], { ...body.by, amount: wanted - sum }),
      did: [...did, context.at].slice(-MAX_REMEMBERED),
      ...stampOf(scope),
    };
    planWrite(plan, path, value, own, { ...NOTHING, ...stampOf(scope) });
  });
}

const NOTHING = { base: '', sums: [], did: [] };

/** Whether a step of that moment is among the latest ones, or older than what is remembered. */
function wasDone(did: readonly number[], at: number): boolean {
  return did.includes(at) || (did.length === MAX_REMEMBERED && did.every((moment) => moment > at));
}

function withStep(sums: readonly Step[], step: Step): Step[] {
  const key = quantityKey(step);
  const before = sums.find((other) => quantityKey(other) === key)?.amount ?? 0;
  const others = sums.filter((other) => quantityKey(other) !== key);
  return [...others, { ...step, amount: Math.round((before + step.amount) * 1e6) / 1e6 }];
}
