import { exportedEvents } from '../../calendar/export-events.ts';
import type { EventId } from '../../protocol/ids.ts';
import type { ImportedEvent } from '../../protocol/import-values.ts';
import { importedEventId } from '../derived-ids.ts';
import { digest } from '../digest.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { exportEvent } from '../event-export.ts';
import type { OccurrenceGroupName } from '../event-groups.ts';
import { type FamilyEvent, readEvent } from '../events.ts';
import { type GroupOf, type GroupValue, pathOf } from '../groups.ts';
import { stableJson } from '../stable-json.ts';
import { emptyPlan, mayWriteOver, type Plan, type Planned, type PlanningScope, planWrite, stampOf } from './plan.ts';

type Origin = GroupValue<'event', 'origin'>;
type Outcome = 'added' | 'changed' | 'same';
type Group = GroupOf<'event'> | OccurrenceGroupName;

/** What a file says of an event, by group. */
const FIELDS = [
  'title',
  'when',
  'place',
  'notes',
  'category',
  'link',
  'reminders',
  'birthday',
  'needsSomeone',
] as const;

/**
 * Brings events of a file in. The same file again changes nothing, whatever the family has changed of its events since:
 * only what the file says otherwise than last time is written. What was deleted here comes back.
 */
export function planImportEvents(
  { events, who = [] }: DocumentCommand & { type: 'importEvents' },
  scope: PlanningScope,
): Planned {
  const plan: Plan = { ...emptyPlan(), rewrites: [] };
  const counts: Record<Outcome, number> = { added: 0, changed: 0, same: 0 };
  const seen = new Set<EventId>();
  for (const event of events) {
    const id = importedEventId(event.uid);
    const isNewer = (group: Group) => scope.registers.isFromNewer(pathOf('event', id, group));
    const isLeftAlone = seen.has(id) || isNewer('core') || isNewer('origin') || isPartOfKnown(scope, event.uid);
    seen.add(id);
    counts[isLeftAlone ? 'same' : planImport({ plan, scope, id }, event, who)] += 1;
  }
  plan.value = { ...counts };
  return plan;
}

interface Target {
  readonly plan: Plan;
  readonly scope: PlanningScope;
  readonly id: EventId;
}

/** A later part of a series that is here whole, from a file that was exported here. */
function isPartOfKnown(scope: PlanningScope, uid: string): boolean {
  const [, root, from] = /^(.*)\/(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?)$/.exec(uid) ?? [];
  if (root === undefined || from === undefined) return false;
  return readEvent(scope.registers, importedEventId(root))?.parts.some((part) => part.from === from) === true;
}

function planImport(target: Target, event: ImportedEvent, who: readonly string[]): Outcome {
  const { plan, scope, id } = target;
  const current = readEvent(scope.registers, id);
  if (!current) return event.isCancelled ? 'same' : planNew(target, event, who);
  const before = current.groups.origin?.value;
  if (event.isCancelled) {
    if (current.isDeleted) return 'same';
    planLife(target, current, true);
    return 'changed';
  }
  if (current.isDeleted && !mayWrite(target, current, 'life')) return 'same';
  const isOlder = (before?.kept?.sequence ?? 0) > (event.kept?.sequence ?? 0);
  const hasChanged = !isOlder && planChanges(target, event, current, before);
  if (!current.isDeleted) return hasChanged ? 'changed' : 'same';
  planLife(target, current, false);
  const written = new Set(plan.writes.map(({ path }) => path));
  plan.rewrites?.push(...scope.registers.pathsOf('event', id).filter((path) => !written.has(path)));
  return 'added';
}

function planNew({ plan, scope, id }: Target, event: ImportedEvent, who: readonly string[]): Outcome {
  const stamp = stampOf(scope);
  const write = (group: Group, value: object) =>
    plan.writes.push({ path: pathOf('event', id, group), value: { ...value, ...stamp } });
  const given = Object.entries(valuesOf(event)).filter(([, value]) => value !== null);
  write('core', { ...Object.fromEntries(given), who });
  write('origin', originOf(event));
  for (const occurrence of event.ex) write(`ex:${occurrence}`, { excluded: true });
  for (const { occurrence, change } of event.occ) {
    for (const [field, value] of Object.entries(change)) write(`occ:${occurrence}:${field}`, { [field]: value });
  }
  const life = scope.registers.entity('event', id)?.life;
  if (!life) plan.inverse.push({ path: pathOf('event', id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  else if (life.value?.deleted)
    planWrite(plan, pathOf('event', id, 'life'), { deleted: false, ...stamp }, life, { deleted: true, ...stamp });
  return 'added';
}

/** Writes what the file says otherwise than last time; answers whether anything of the event changed by it. */
function planChanges(target: Target, event: ImportedEvent, current: FamilyEvent, before: Origin | undefined): boolean {
  // A file that was exported here, brought back: it says what stands here in other words.
  if (!before && stableJson(exportedEvents(exportEvent(current))) === stableJson(exportedEvents([event]))) return false;
  const { plan, scope, id } = target;
  const origin = originOf(event);
  const values = valuesOf(event);
  // Where the family has let the series go on otherwise, the file's times are not those of any part any more.
  const isSplit = current.parts.length > 1;
  let hasChanged = false;
  for (const field of FIELDS) {
    if (before?.said[field] === origin.said[field] || (isSplit && field === 'when')) continue;
    const now = (field === 'when' ? current.when : current.fields[field]) ?? null;
    if (stableJson(now) === stableJson(values[field])) continue;
    const initial = { [field]: current.groups.core?.value?.[field] ?? null };
    hasChanged = planGroup(target, current, field, { [field]: values[field] }, initial) || hasChanged;
  }
  if (!isSplit) hasChanged = planExceptions(target, event, current, before) || hasChanged;
  const path = pathOf('event', id, 'origin');
  const stamp = stampOf(scope);
  // Undo has nothing to put back where nothing was ever imported; what the file said does no harm then.
  if (!before) plan.writes.push({ path, value: { ...origin, ...stamp } });
  else if (stableJson(withoutStamp(before)) !== stableJson(origin))
    planWrite(plan, path, { ...origin, ...stamp }, current.groups.origin, {});
  return hasChanged;
}

/** Single occurrences: those that the file skips, changes, or no longer does either to. */
function planExceptions(
  target: Target,
  event: ImportedEvent,
  current: FamilyEvent,
  before: Origin | undefined,
): boolean {
  let hasChanged = false;
  const write = (group: OccurrenceGroupName, value: object, initial: object) => {
    hasChanged = planGroup(target, current, group, value, initial) || hasChanged;
  };
  const [former, now] = [new Set(before?.ex), new Set(event.ex)];
  for (const occurrence of now.symmetricDifference(former)) {
    const excluded = now.has(occurrence);
    if (current.excluded.has(occurrence) !== excluded) write(`ex:${occurrence}`, { excluded }, { excluded: !excluded });
  }
  const said = originOf(event).said;
  const named = new Set([...Object.keys(said), ...Object.keys(before?.said ?? {})]);
  for (const key of named) {
    const occurrence = /^occ:(.+)$/.exec(key)?.[1];
    if (occurrence === undefined || said[key] === before?.said[key]) continue;
    const change: Record<string, unknown> = event.occ.find((one) => one.occurrence === occurrence)?.change ?? {};
    const registers = current.changed.get(occurrence)?.registers ?? {};
    for (const field of new Set([...Object.keys(change), ...Object.keys(registers)])) {
      const value = field in change ? { [field]: change[field] } : {};
      const standing = registers[field]?.value?.[field];
      if (
        stableJson(standing ?? null) === stableJson(change[field] ?? null) &&
        (standing === undefined) === !(field in change)
      )
        continue;
      write(`occ:${occurrence}:${field}`, value, {});
    }
  }
  return hasChanged;
}

function planGroup(target: Target, current: FamilyEvent, group: Group, value: object, initial: object): boolean {
  if (!mayWrite(target, current, group)) return false;
  const { plan, scope, id } = target;
  const register = current.groups[group as GroupOf<'event'>];
  const then = { ...(current.by && { by: current.by }), at: current.at };
  planWrite(plan, pathOf('event', id, group), { ...value, ...stampOf(scope) }, register, { ...initial, ...then });
  return true;
}

function mayWrite({ scope }: Target, current: FamilyEvent, group: Group): boolean {
  const register = current.groups[group as GroupOf<'event'>];
  return mayWriteOver(scope, register, { version: undefined, entities: [current.groups], group });
}

function planLife({ plan, scope, id }: Target, current: FamilyEvent, deleted: boolean): void {
  const stamp = stampOf(scope);
  const path = pathOf('event', id, 'life');
  planWrite(plan, path, { deleted, ...stamp }, current.groups.life, { deleted: !deleted, ...stamp });
}

function valuesOf(event: ImportedEvent): Record<(typeof FIELDS)[number], unknown> {
  const { title, when, place, notes, category, link, reminders, birthday = null, needsSomeone = null } = event;
  return { title, when, place, notes, category, link, reminders, birthday, needsSomeone };
}

function originOf(event: ImportedEvent): Omit<Origin, 'at' | 'by'> {
  const said: Record<string, string> = {};
  for (const [field, value] of Object.entries(valuesOf(event))) said[field] = digest(stableJson(value));
  const keptOf: Record<string, NonNullable<ImportedEvent['kept']>> = {};
  for (const { occurrence, change, kept } of event.occ) {
    said[`occ:${occurrence}`] = digest(stableJson(change));
    if (kept) keptOf[occurrence] = kept;
  }
  return {
    uid: event.uid,
    said,
    ex: event.ex,
    ...(event.kept && { kept: event.kept }),
    ...(Object.keys(keptOf).length > 0 && { keptOf }),
  };
}

function withoutStamp({ by: _by, at: _at, ...origin }: Origin): Omit<Origin, 'at' | 'by'> {
  return origin;
}
