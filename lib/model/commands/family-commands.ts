import type { DocumentCommand } from '../document-messages.ts';
import { type GroupOf, type Kind, pathOf } from '../groups.ts';
import { isApprovalAsked, readDevice, readMember } from '../members.ts';
import {
  emptyPlan,
  isSameSaying,
  isThisCommands,
  mayWriteOver,
  type Plan,
  type Planned,
  type PlanningScope,
  stampOf,
} from './plan.ts';

type Command<T extends DocumentCommand['type']> = DocumentCommand & { type: T };
type Value = Readonly<Record<string, unknown>>;

/** Renames and recolours a member: what is given, each a register of its own. A removed member's, too. */
export function planChangeMember(body: Command<'changeMember'>, scope: PlanningScope): Planned {
  const member = readMember(scope.registers, body.member);
  if (!member) return notThere('member', body.member, 'profile', scope);
  const plan = emptyPlan();
  const stamp = { by: member.id, at: member.joinedAt };
  if (body.name !== undefined) {
    const initial = { name: member.name, ...stamp };
    planRegister(plan, scope, pathOf('member', member.id, 'name'), { name: body.name.trim() }, initial);
  }
  if (body.colour !== undefined) {
    // A colour that was only given out is no choice: choosing that very one is written, so that it stays.
    const initial = { colour: member.colour ?? null, ...stamp };
    planRegister(plan, scope, pathOf('member', member.id, 'colour'), { colour: body.colour }, initial);
  }
  return plan;
}

/** Renames a device, whether or not it may still connect. */
export function planRenameDevice(body: Command<'renameDevice'>, scope: PlanningScope): Planned {
  const device = readDevice(scope.registers, body.device);
  if (!device) return notThere('device', body.device, 'info', scope);
  const plan = emptyPlan();
  const initial = { name: device.name, by: device.member, at: device.addedAt };
  planRegister(plan, scope, pathOf('device', device.id, 'name'), { name: body.name.trim() }, initial);
  return plan;
}

/** Renames the family. */
export function planRenameFamily(body: Command<'renameFamily'>, scope: PlanningScope): Planned {
  const plan = emptyPlan();
  planRegister(plan, scope, pathOf('family', '', 'name'), { name: body.name.trim() }, undefined);
  return plan;
}

/** Says whether those who join from now on wait until a member agrees. */
export function planSetApproval({ approval }: Command<'setApproval'>, scope: PlanningScope): Planned {
  const plan = emptyPlan();
  const path = pathOf('family', '', 'approval');
  const register = scope.registers.at(path);
  planRegister(plan, scope, path, { approval }, { approval: false, at: 0 });
  // Done by this very command before its answer got lost: there are only two states, so it can still be taken back.
  if (plan.writes.length === 0 && isApprovalAsked(scope.registers) === approval && isThisCommands(scope, register)) {
    plan.inverse.push({ path, expect: register?.version ?? '', value: { approval: !approval, ...stampOf(scope) } });
  }
  return plan;
}

/**
 * Plans one register, unless it says that already or, where the command may have been done before, somebody's later
 * change stands there. `initial`: what it says before it is ever written; undefined: nothing.
 */
function planRegister(plan: Plan, scope: PlanningScope, path: string, value: Value, initial: Value | undefined): void {
  const register = scope.registers.at(path);
  const former = register?.state === 'read' ? (register.value as Value) : initial;
  if (former && isSameSaying(value, former)) return;
  const isAllowed = mayWriteOver(scope, register, {
    version: undefined,
    entities: [],
    group: '',
  });
  if (isAllowed) plan.writes.push({ path, value: { ...value, ...stampOf(scope) }, ...(former && { former }) });
  else plan.isOvertaken = true;
}

function notThere<K extends Kind>(kind: K, id: string, group: GroupOf<K>, scope: PlanningScope): Planned {
  return { error: scope.registers.isFromNewer(pathOf(kind, id, group)) ? 'from-newer' : 'not-found' };
}
