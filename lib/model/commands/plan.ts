import type { CommandError, Inverse } from '../../protocol/commands.ts';
import type { ItemId } from '../../protocol/ids.ts';
import type { Register } from '../decode-register.ts';
import type { CommandContext } from '../document-messages.ts';
import type { EntryIndex } from '../entry-index.ts';
import { type Kind, knownFields, MAX_REMEMBERED, readPath } from '../groups.ts';
import type { Actor } from '../members.ts';
import type { RandomBit } from '../order.ts';
import type { Registers, RegisterWrite } from '../registers.ts';
import { stableJson } from '../stable-json.ts';
import type { Suggestions } from '../suggestions.ts';
import { hasMoved } from '../version.ts';

/**
 * A register to write and, where taking it back is one write at the same path, the value that stood there in effect.
 */
export interface PlannedWrite extends RegisterWrite {
  readonly former?: Readonly<Record<string, unknown>>;
}

/** What a command comes to, decided before anything is written. */
export interface Plan {
  readonly writes: PlannedWrite[];
  /**
   * Takes back what the writes' own `former` does not say; `expect` is the version that stands there once the plan is
   * done.
   */
  readonly inverse: Inverse;
  /** Registers to write again as they are: a restore rewrites the whole entity. */
  readonly rewrites: string[];
  isOvertaken?: boolean;
  value?: Record<string, unknown>;
}

export type Planned = Plan | { error: CommandError };

/** What planning reads. */
export interface PlanningScope {
  readonly registers: Registers;
  readonly entries: EntryIndex;
  readonly suggestions: Suggestions;
  readonly actor: Actor | undefined;
  readonly context: CommandContext;
  readonly randomBit?: RandomBit;
}

/** Who wrote and when, as every register carries it. */
export interface Stamp {
  readonly by?: string;
  readonly at: number;
}

export function stampOf({ actor, context }: PlanningScope): Stamp {
  return { ...(actor && { by: actor.member }), at: context.at };
}

/** An empty plan to fill. */
export function emptyPlan(): Plan {
  return { writes: [], inverse: [], rewrites: [] };
}

/** Adds a write to the plan: `former` is what the register holds, or in effect held before it was ever written. */
export function planWrite(
  plan: Plan,
  path: string,
  value: Readonly<Record<string, unknown>>,
  register: Register<object> | undefined,
  initial: Readonly<Record<string, unknown>>,
): void {
  plan.writes.push({ path, value, former: formerOf(path, register, initial) });
}

/** What undo puts back at a path. */
export function formerOf(
  path: string,
  register: Register<object> | undefined,
  initial: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const value: { as?: unknown } = register?.value ?? initial;
  const { schema } = readPath(path) ?? {};
  if (!schema || !knownFields(schema).includes('as')) return { ...value };
  return { ...value, as: value.as ?? register?.version ?? '' };
}

/** What of a register's past is told in full; beyond it the oldest go, but for the latest of all. */
const MAX_PAST_LENGTH = 4_000;

/** What a register that is written over leaves behind in the one that replaces it. */
export function pastOf(register: Register<object> | undefined): { was?: object[]; cut?: true } {
  if (!register?.value) return {};
  const { was = [], cut, as: _as, ...latest } = register.value as { was?: object[]; cut?: boolean; as?: string };
  const all = [...was, latest];
  let kept = 0;
  let length = 0;
  for (const said of [...all].reverse()) {
    length += JSON.stringify(said).length;
    if (kept > 0 && (kept === MAX_REMEMBERED || length > MAX_PAST_LENGTH)) break;
    kept++;
  }
  return { was: all.slice(-kept), ...((cut === true || kept < all.length) && { cut: true }) };
}

/** Whether two register values say the same, whoever said it and when. */
export function isSameSaying(a: object, b: object): boolean {
  return stableJson(withoutStamp(a)) === stableJson(withoutStamp(b));
}

function withoutStamp(value: object): object {
  return { ...value, by: undefined, at: undefined, was: undefined, cut: undefined, as: undefined };
}

/** True where the register was written by exactly this command before: same member, same moment. */
export function isThisCommands({ actor, context }: PlanningScope, register: Register | undefined): boolean {
  const stamp = register?.value as Stamp | undefined;
  return stamp !== undefined && stamp.by === actor?.member && stamp.at === context.at;
}

/**
 * Whether a command may write over a register. A fresh one always may (the last writer wins). A re-sent one may not
 * write over what another member changed since the person looked, nor over the person's own later change. Without a
 * version to go by, the moments are compared: not exact between clocks, but it only decides about a command that may
 * have been done already.
 */
export function mayWriteOver(
  scope: PlanningScope,
  register: Register | undefined,
  seen: { version: string | undefined; entities: Parameters<typeof hasMoved>[1]; group: string },
): boolean {
  const stamp = register?.value as Stamp | undefined;
  if (!scope.context.isResent || !stamp) return true;
  if (seen.version === undefined) return stamp.at <= scope.context.at;
  if (!hasMoved(seen.version, seen.entities, seen.group)) return true;
  return stamp.by === scope.actor?.member && stamp.at <= scope.context.at;
}

/** What is written again when something comes back: all of it, its life apart, so that a purge elsewhere leaves no half. */
export function pathsToRestore({ registers, entries }: PlanningScope, kind: Kind, id: string): string[] {
  const item = kind === 'item' ? entries.item(id as ItemId) : undefined;
  const beside = item ? [...item.turns, ...item.counts] : [];
  const life = `${kind}/${id}/life`;
  return [...registers.pathsOf(kind, id), ...beside.map(({ register }) => register.path)].filter(
    (path) => path !== life,
  );
}
