import { type EventField, type OccurrenceGroupName, readOccurrenceGroup } from '../event-groups.ts';
import type { FamilyEvent, OwnRegisters } from '../events.ts';
import { type GroupOf, pathOf } from '../groups.ts';
import { stableJson } from '../stable-json.ts';
import {
  isSameSaying,
  isThisCommands,
  mayWriteOver,
  type Plan,
  type PlanningScope,
  planWrite,
  stampOf,
} from './plan.ts';

export type EventGroup = Exclude<GroupOf<'event'>, 'core'> | OccurrenceGroupName;
type Value = Readonly<Record<string, unknown>>;

/** Fields to write, by name; null is none. */
export type FieldChanges = ReadonlyMap<EventField, unknown>;

/** Plans writes to the registers of one event. What stands there already is not written. */
export interface EventWrites {
  /** `value` without stamp. */
  write(group: EventGroup, value: Value): void;
  /** Lets a part begin at an occurrence. What an earlier one, since taken back, said there is gone. */
  split(occurrence: string): void;
  /** Makes a part or an occurrence be as what it belongs to, in that field, where it is not. */
  inherit(prefix: `occ:${string}` | `split:${string}`, field: EventField | 'when', own: OwnRegisters | undefined): void;
}

export function createEventWrites(
  plan: Plan,
  scope: PlanningScope,
  event: FamilyEvent,
  seen: string | undefined,
): EventWrites {
  function write(group: EventGroup, value: Value): void {
    const path = pathOf('event', event.id, group);
    const register = scope.registers.at(path);
    const readable = register?.state === 'read' ? (register as Parameters<typeof planWrite>[3]) : undefined;
    const former = readable?.value ?? initialOf(event, group);
    if (isSameSaying(value, former)) {
      offerAgain(group, value);
      return;
    }
    const { entity, name } = seenAs(group);
    if (!mayWriteOver(scope, readable, { version: name && seen, entities: [entity], group: name ?? '' })) {
      plan.isOvertaken = true;
      return;
    }
    // A path is written once: what a command says last counts.
    const again = plan.writes.findIndex((planned) => planned.path === path);
    if (again !== -1) plan.writes.splice(again, 1);
    planWrite(plan, path, { ...value, ...stampOf(scope) }, readable, initialOf(event, group));
  }

  /** Taken out or deleted by this very command before its answer got lost: it can still be taken back. */
  function offerAgain(group: EventGroup, value: Value): void {
    const [state] = ['deleted', 'excluded'].filter((name) => value[name] === true);
    const path = pathOf('event', event.id, group);
    const register = scope.registers.at(path);
    if (state === undefined || !register || !isThisCommands(scope, register)) return;
    plan.inverse.push({ path, expect: register.version, value: { [state]: false, ...stampOf(scope) } });
  }

  /** How the version of a row names a group; what none names is weighed by moments. */
  function seenAs(group: EventGroup): { entity: OwnRegisters; name: string | undefined } {
    const read = readOccurrenceGroup(group);
    if (!read) return { entity: event.groups as OwnRegisters, name: group };
    const { level, field } = read;
    if (level === 'ex' || field === undefined || field === 'life') return { entity: {}, name: undefined };
    const name = `${level === 'occ' ? '.' : '+'}${field}`;
    return { entity: { [name]: (event.groups as OwnRegisters)[group] }, name };
  }

  return {
    write,
    split(occurrence) {
      if (event.splits.has(occurrence)) return;
      write(`split:${occurrence}`, { splits: true });
      for (const group of Object.keys(event.groups)) {
        const read = readOccurrenceGroup(group);
        if (read?.level !== 'split' || read.occurrence !== occurrence || read.field === undefined) continue;
        write(`split:${occurrence}:${read.field}`, read.field === 'life' ? { deleted: false } : {});
      }
    },
    inherit(prefix, field, own) {
      if (own?.[field]?.value?.[field] !== undefined) write(`${prefix}:${field}`, {});
    },
  };
}

/** What a group would hold had it said what holds without it. */
function initialOf(event: FamilyEvent, group: EventGroup): Value {
  const stamp = { ...(event.by && { by: event.by }), at: event.at };
  const read = readOccurrenceGroup(group);
  if (read?.level === 'ex') return { excluded: false, ...stamp };
  if (read?.level === 'split' && read.field === undefined) return { splits: false, ...stamp };
  if (group === 'life' || read?.field === 'life') return { deleted: false, ...stamp };
  if (read) return stamp;
  const core = event.groups.core;
  if (group === 'when') return { when: core?.raw.when, ...stamp };
  const value = core?.value?.[group as EventField];
  return { [group]: value ?? (group === 'who' ? [] : null), ...stamp };
}

/** Nothing said: null and no are as good as absent, and empty texts and lists too. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return true;
  return (typeof value === 'string' || Array.isArray(value)) && value.length === 0;
}

/** Whether two values of a field say the same. */
export function isSameValue(before: unknown, after: unknown): boolean {
  return isNothing(before) ? isNothing(after) : stableJson(before) === stableJson(after);
}
