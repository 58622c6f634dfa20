import type { MemberId } from '../../protocol/ids.ts';
import type { DocumentCommand } from '../document-messages.ts';
import type { Item } from '../entries.ts';
import { MAX_REMEMBERED, pathOf } from '../groups.ts';
import { nextDue } from '../next-due.ts';
import { ownedId } from '../owned-id.ts';
import { dueBase, nextInTurn, standingTurn, whoBase } from '../turns.ts';
import { hasMoved } from '../version.ts';
import { planForItems, withParts, writeItem } from './item-commands.ts';
import { isThisCommands, type Plan, type Planned, type PlanningScope, planWrite, stampOf } from './plan.ts';

type Tick = DocumentCommand & { type: 'setDone' };

/**
 * Ticks or unticks exactly the additions named, and their parts with them: ticking takes what is open of them, unticking
 * what was ticked in the same act. What repeats goes on to its next due date instead.
 */
export function planSetDone(body: Tick, scope: PlanningScope): Planned {
  return planForItems(body.ids, scope, (plan, items) => {
    const steps: { due: string; who: readonly MemberId[] }[] = [];
    for (const item of items) {
      const next = body.done && !item.done ? nextOf(item, body, scope) : null;
      if (next !== null) {
        const step = planStep(plan, { item, items, next, seen: body.seen }, scope);
        if (step) steps.push(step);
        continue;
      }
      const isThere = (item.done !== null) === body.done;
      const aisle = body.done ? (body.aisles?.[item.id] ?? body.aisle) : undefined;
      const tick = { done: body.done, ...(aisle !== undefined && { aisle }) };
      writeItem(plan, scope, { item, items, group: 'done', seen: body.seen, isThere }, tick);
      const parts = withParts([item], scope, (part) => isTickedAlong(part, item, body.done)).slice(1);
      for (const part of parts) {
        const target = { item: part, items: [part], group: 'done' as const, seen: undefined, isThere: false };
        writeItem(plan, scope, target, { done: body.done });
      }
    }
    const [first] = steps.sort((a, b) => (a.due < b.due ? -1 : 1));
    if (first) plan.value = { next: first.due, ...(items[0]?.rotation.length && { turn: first.who }) };
  });
}

function isTickedAlong(part: Item, { done: tick }: Item, isTicking: boolean): boolean {
  if (part.isDeleted) return false;
  if (isTicking) return part.done === null;
  return part.done !== null && part.done.at === tick?.at && part.done.by === tick.by;
}

function nextOf(item: Item, { today }: Tick, { context }: PlanningScope): string | null {
  if (!item.repeat) return null;
  const steps = standingTurn(item.turns, item.groups)?.step.count ?? 0;
  return nextDue(item.repeat, { due: item.due, today: today ?? localDate(context.at), steps });
}

/**
 * Takes a repeating entry on by one. The member's own register of it is written, so that two members who do so offline
 * have not written over each other. Answers the next due date and for whom it is then; undefined
 * where the entry is no longer due when the person saw it due.
 */
function planStep(
  plan: Plan,
  { item, items, next, seen }: { item: Item; items: readonly Item[]; next: string; seen: string | undefined },
  scope: PlanningScope,
): { due: string; who: readonly MemberId[] } | undefined {
  const { actor, context, registers } = scope;
  if (!actor) return undefined;
  const stamp = stampOf(scope);
  const path = pathOf('turn', ownedId(item.id, actor.member), 'step');
  const own = registers.entity('turn', ownedId(item.id, actor.member))?.step;
  const standing = standingTurn(item.turns, item.groups);
  const { count, who, did, base } = own?.value ?? NOTHING;
  if (own?.value && isThisCommands(scope, own)) return own.value;
  if (isOvertaken(item, items, seen, scope)) {
    plan.isOvertaken = true;
    return undefined;
  }
  const isAbsent = (member: string) => registers.entity('member', member)?.life?.value?.deleted === true;
  const value = {
    base: dueBase(item.groups),
    whoBase: whoBase(item.groups),
    due: next,
    who: item.rotation.length > 0 ? nextInTurn(item.rotation, item.who, isAbsent) : [...item.who],
    count: (standing?.step.count ?? 0) + 1,
    did: [...did, { ...(item.due !== undefined && { due: item.due }), at: context.at }].slice(-MAX_REMEMBERED),
    ...stamp,
  };
  // No base is the version of nothing: such a step says nothing.
  planWrite(plan, path, value, own, { base, whoBase: '', due: next, who, count, did, ...stamp });
  // What it consists of is to be done again.
  for (const part of withParts([item], scope, (one) => !one.isDeleted && one.done !== null).slice(1)) {
    const target = { item: part, items: [part], group: 'done' as const, seen: undefined, isThere: false };
    writeItem(plan, scope, target, { done: false });
  }
  return value;
}

const NOTHING = { base: '', who: [], count: 0, did: [] };

/** Whether the due date that the person ticked is another by now. */
function isOvertaken(
  { turns }: Item,
  items: readonly Item[],
  seen: string | undefined,
  { context }: PlanningScope,
): boolean {
  const versions = items.map((item) => item.versions);
  if (seen) return hasMoved(seen, versions, 'due') || hasMoved(seen, versions, 'turn');
  return context.isResent && turns.some(({ step }) => step.at > context.at);
}

/** The day on which somebody here acted, by this device's clock. */
function localDate(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
