import { parseRule } from '../../calendar/rrule-parse.ts';
import type { ChangedWhen } from '../../protocol/event-values.ts';
import type { EventId } from '../../protocol/ids.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { EVENT_FIELDS } from '../event-groups.ts';
import { type FamilyEvent, readEvent } from '../events.ts';
import { type GroupOf, pathOf } from '../groups.ts';
import { stableJson } from '../stable-json.ts';
import {
  emptyPlan,
  isThisCommands,
  mayWriteOver,
  type Plan,
  type Planned,
  type PlanningScope,
  planWrite,
  stampOf,
} from './plan.ts';

type Command<T extends DocumentCommand['type']> = DocumentCommand & { type: T };
type OverrideGroup = Exclude<GroupOf<'event'>, 'core'>;

/** Adds a whole event. An id that is there already is left as it is, whatever became of it. */
export function planAddEvent(body: Command<'addEvent'>, scope: PlanningScope): Planned {
  const plan = emptyPlan();
  const stamp = stampOf(scope);
  const core = pathOf('event', body.id, 'core');
  if (scope.registers.isFromNewer(core)) return { error: 'from-newer' };
  if (!isReadableRule(body.when.rrule)) return { error: 'bad-input' };
  if (!scope.registers.at(core)) {
    const { type: _type, id: _id, ...fields } = body;
    const given = Object.entries({ ...fields, title: fields.title.trim() }).filter(([, value]) => !isNothing(value));
    plan.writes.push({ path: core, value: { who: fields.who, ...Object.fromEntries(given), ...stamp } });
  }
  if (!scope.registers.at(pathOf('event', body.id, 'life'))) {
    plan.inverse.push({ path: pathOf('event', body.id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  }
  return plan;
}

/** Changes the fields given, each a register of its own; dates, times and rule are one. */
export function planChangeEvent(body: Command<'changeEvent'>, scope: PlanningScope): Planned {
  const { when, ...fields } = body.change;
  if (!isReadableRule(when?.rrule)) return { error: 'bad-input' };
  return planForEvent(body.id, scope, (plan, event) => {
    const write = (group: OverrideGroup, isThere: boolean, value: Readonly<Record<string, unknown>>) =>
      writeEvent(plan, scope, { event, group, seen: body.seen, isThere }, value);
    for (const field of EVENT_FIELDS) {
      if (fields[field] === undefined) continue;
      const value = field === 'title' ? fields.title?.trim() : fields[field];
      const next = field !== 'who' && isNothing(value) ? null : value;
      write(field, isSame(event.fields[field], next), { [field]: next });
    }
    if (when !== undefined) {
      const merged = mergeWhen(event, when);
      write('when', stableJson(merged) === stableJson(rawWhen(event)), { when: merged });
    }
  });
}

/** Nothing said: null and no are as good as absent, and empty texts and lists too. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === false || (hasLength(value) && value.length === 0);
}

function hasLength(value: unknown): value is string | unknown[] {
  return typeof value === 'string' || Array.isArray(value);
}

function isSame(before: unknown, after: unknown): boolean {
  return isNothing(before) ? isNothing(after) : stableJson(before) === stableJson(after);
}

/** A rule that nobody can read would put events on no day or wrong ones. */
function isReadableRule(rule: string | null | undefined): boolean {
  if (rule === null || rule === undefined) return true;
  try {
    parseRule(rule);
    return true;
  } catch {
    return false;
  }
}

/** Deletes softly. */
export function planDeleteEvent(body: Command<'deleteEvent'>, scope: PlanningScope): Planned {
  return planForEvent(body.id, scope, (plan, event) => {
    const isThere = event.isDeleted;
    writeEvent(plan, scope, { event, group: 'life', seen: undefined, isThere }, { deleted: true });
  });
}

function planForEvent(id: EventId, scope: PlanningScope, fill: (plan: Plan, event: FamilyEvent) => void): Planned {
  const event = readEvent(scope.registers, id);
  if (!event) return { error: scope.registers.isFromNewer(pathOf('event', id, 'core')) ? 'from-newer' : 'not-found' };
  const plan = emptyPlan();
  fill(plan, event);
  return plan;
}

function writeEvent(
  plan: Plan,
  scope: PlanningScope,
  target: { event: FamilyEvent; group: OverrideGroup; seen: string | undefined; isThere: boolean },
  value: Readonly<Record<string, unknown>>,
): void {
  const { event, group, seen, isThere } = target;
  const path = pathOf('event', event.id, group);
  const register = event.groups[group];
  if (isThere) {
    // Deleted by this very command before its answer got lost: it can still be taken back.
    if (group === 'life' && register && isThisCommands(scope, register)) {
      plan.inverse.push({ path, expect: register.version, value: { deleted: false, ...stampOf(scope) } });
    }
    return;
  }
  if (!mayWriteOver(scope, register, { version: seen, entities: [event.groups], group })) {
    plan.isOvertaken = true;
    return;
  }
  planWrite(plan, path, { ...value, ...stampOf(scope) }, register, initialOf(event, group));
}

/** The stored object of an event's time, with whatever a later version put into it. */
function rawWhen(event: FamilyEvent): Record<string, unknown> {
  const stored = (event.groups.when?.value ? event.groups.when : event.groups.core)?.raw.when;
  return typeof stored === 'object' && stored !== null ? { ...stored } : {};
}

/**
 * Puts a new time over the stored one. A rule that the new one does not name, and what this version does not know, is
 * never dropped by editing the time.
 */
function mergeWhen(event: FamilyEvent, when: ChangedWhen): Record<string, unknown> {
  const { allDay: _allDay, start: _start, end: _end, zone: _zone, ...kept } = rawWhen(event);
  const { rrule, rdates, ...time } = { ...kept, ...when };
  return { ...time, ...(rrule && { rrule }), ...(rdates && rdates.length > 0 && { rdates }) };
}

/** What an override group would hold had it said what the core says. */
function initialOf(event: FamilyEvent, group: OverrideGroup): Readonly<Record<string, unknown>> {
  const core = event.groups.core;
  const stamp = { ...(event.by && { by: event.by }), at: event.at };
  if (group === 'life') return { deleted: false, ...stamp };
  if (group === 'when') return { when: core?.raw.when, ...stamp };
  return { [group]: core?.value?.[group] ?? (group === 'who' ? [] : null), ...stamp };
}
