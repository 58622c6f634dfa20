import type { MemberId } from '../protocol/ids.ts';
import type { Register } from './decode-register.ts';
import type { GroupValue } from './groups.ts';
import { ownerOf } from './owned-id.ts';
import type { Entity, Registers } from './registers.ts';

type Step = GroupValue<'turn', 'step'>;

/** How far one member has taken a repeating entry. */
export interface Turn {
  readonly member: MemberId;
  readonly register: Register<Step>;
  readonly step: Step;
}

/** The readable ones among them. */
export function readTurns(registers: Registers, ids: Iterable<string>): Turn[] {
  const turns: Turn[] = [];
  for (const id of ids) {
    const register = registers.entity('turn', id)?.step;
    if (register?.value) turns.push({ member: ownerOf(id) as MemberId, register, step: register.value });
  }
  return turns;
}

/**
 * The turn that stands: of those that started from what the entry's due date is now, the one that came furthest. Two
 * members who tick the same due date offline are one step; one who has ticked twice is ahead of one who ticked once.
 */
export function standingTurn(turns: readonly Turn[], groups: Entity<'item'>): Turn | undefined {
  const base = dueBase(groups);
  let best: Turn | undefined;
  for (const turn of turns) {
    if (turn.step.base !== base) continue;
    if (!best || turn.step.due > best.step.due || (turn.step.due === best.step.due && turn.member > best.member)) {
      best = turn;
    }
  }
  return best;
}

/** The version of what says when an entry is due, apart from turns. */
export function dueBase({ due, core }: Entity<'item'>): string {
  return (due?.value ? due : core)?.version ?? '';
}

/** The version of what says who an entry is for, apart from turns. */
export function whoBase({ who, core }: Entity<'item'>): string {
  return (who?.value ? who : core)?.version ?? '';
}

/** Who comes after those whose turn it is now; nobody of `absent`. */
export function nextInTurn(
  rotation: readonly MemberId[],
  now: readonly MemberId[],
  isAbsent: (member: MemberId) => boolean,
): MemberId[] {
  const last = rotation.findIndex((member) => now.includes(member));
  for (let step = 1; step <= rotation.length; step++) {
    const member = rotation[(last + step) % rotation.length];
    if (member && !isAbsent(member)) return [member];
  }
  return [...now];
}
