import type { Step } from '../protocol/values.ts';
import type { Register } from './decode-register.ts';
import { digest } from './digest.ts';
import type { GroupValue } from './groups.ts';
import { quantityKey } from './quantities.ts';
import type { Entity, Registers } from './registers.ts';

type Steps = GroupValue<'count', 'steps'>;

/** How far one browser has counted the quantity of an entry up or down. */
export interface Count {
  readonly register: Register<Steps>;
  readonly steps: Steps;
}

/** The readable ones among them. */
export function readCounts(registers: Registers, ids: Iterable<string>): Count[] {
  const counts: Count[] = [];
  for (const id of ids) {
    const register = registers.entity('count', id)?.steps;
    if (register?.value) counts.push({ register, steps: register.value });
  }
  return counts;
}

/** Those that started from what the entry's quantity is now: a quantity that somebody types makes them all void. */
export function standingCounts(counts: readonly Count[], groups: Entity<'item'>): Count[] {
  const base = quantityBase(groups);
  return counts.filter(({ steps }) => steps.base === base);
}

/**
 * Names what was last said of an entry's quantity apart from counting: by whom and when. Not its version, since undo of the
 * first typed quantity says again what the core says, and brings back what was counted from there.
 */
export function quantityBase({ quantity, core }: Entity<'item'>): string {
  const said = quantity?.value ?? core?.value;
  return said ? `${said.at}.${said.by ?? ''}` : '';
}

/** What all of them have counted, one sum per unit. */
export function stepsOf(counts: readonly Count[]): Step[] {
  const sums = new Map<string, Step>();
  for (const { steps } of counts) {
    for (const step of steps.sums) {
      const before = sums.get(quantityKey(step));
      sums.set(quantityKey(step), before ? { ...before, amount: before.amount + step.amount } : step);
    }
  }
  return [...sums.values()];
}

/** The version of what was counted, for rows. */
export function countsVersion(counts: readonly Count[]): string {
  return digest(
    counts
      .map(({ register }) => register.version)
      .sort()
      .join(),
  );
}
