import * as v from 'valibot';
import type { ItemId, ListId } from '../../protocol/ids.ts';
import { standingCounts } from '../counts.ts';
import type { Register } from '../decode-register.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { EVENT_FIELDS, readOccurrenceGroup } from '../event-groups.ts';
import { ENTRY_GROUPS, type GroupOf, type Kind, pathOf, readPath } from '../groups.ts';
import { dueBase, whoBase } from '../turns.ts';
import {
  emptyPlan,
  formerOf,
  isSameSaying,
  type Plan,
  type Planned,
  type PlanningScope,
  pastOf,
  pathsToRestore,
  stampOf,
} from './plan.ts';

/**
 * Groups whose writes can be taken back. Not what something was added with (`core`, `profile`, `info`), nor that a
 * member was removed: the keys of its devices are gone for good.
 */
const UNDOABLE_GROUPS: { readonly [K in Kind]: readonly GroupOf<K>[] } = {
  family: ['name', 'approval'],
  member: ['name', 'colour'],
  device: ['name'],
  list: ['name', 'kind', 'colour', 'icon', 'place', 'archive', 'aisles', 'life'],
  item: ENTRY_GROUPS,
  category: ['name', 'life'],
  learned: ['category'],
  turn: ['step'],
  count: ['steps'],
  event: [...EVENT_FIELDS, 'when', 'origin', 'life'],
  feed: ['name', 'colour', 'source', 'life'],
};

/**
 * Takes back a command: writes every value of the inverse whose register still is as the command left it, and leaves
 * out the others. Restoring something deleted writes all of its registers again, so that a purge elsewhere cannot leave
 * half of it.
 */
export function planUndo(body: DocumentCommand & { type: 'undo' }, scope: PlanningScope): Planned {
  const plan = emptyPlan();
  const rewrites: string[] = [];
  const paths = new Set<string>();
  let isAnyThere = false;
  // Lists and categories last: whether one is in use shows once it is known which entries go with it.
  for (const { path, expect, value } of [...body.inverse].sort((a, b) => Number(holdsMany(a)) - Number(holdsMany(b)))) {
    const read = readPath(path);
    // A schema is there only for the kinds of this version.
    const groups: readonly string[] = read?.schema ? UNDOABLE_GROUPS[read.kind as Kind] : [];
    const isUndoable = groups.includes(read?.group ?? '') || readOccurrenceGroup(read?.group ?? '') !== undefined;
    if (!read?.schema || !isUndoable || paths.has(path)) return { error: 'bad-input' };
    if (!v.is(v.record(v.string(), v.unknown()), value)) return { error: 'bad-input' };
    paths.add(path);
    const register = scope.registers.at(path);
    const target = isState(value)
      ? { ...value, ...stampOf(scope), ...(read.kind === 'item' && pastOf(register as Register<object> | undefined)) }
      : value;
    // Checked for every value, written or not: an inverse is ours or it is not.
    if (!v.is(read.schema, target)) return { error: 'bad-input' };
    if (!isAsLeft(register, expect, scope) || scope.registers.isFromNewer(path)) {
      isAnyThere ||= isSameSaying(register?.raw ?? {}, target);
      continue;
    }
    if ('deleted' in target && target.deleted === true && isInUse(scope, read, plan)) continue;
    if (read.kind === 'item' && isGoneOnFrom(scope, read.id as ItemId, read.group)) continue;
    const isKnown = register?.state === 'read' || read.group === 'life';
    const former = isKnown && formerOf(path, register as Register<object> | undefined, { deleted: false });
    plan.writes.push({ path, value: target, ...(former && { former }) });
    if (read.group === 'life' && target.deleted === false) {
      rewrites.push(...pathsToRestore(scope, read.kind as Kind, read.id));
    }
  }
  if (plan.writes.length === 0 && !isAnyThere) plan.isOvertaken = true;
  return { ...plan, rewrites: rewrites.filter((path) => !paths.has(path)) };
}

/**
 * Whether a register still is as the command left it: the version expected, or what the same person has deleted and
 * restored since it was added.
 */
function isAsLeft(register: Register | undefined, expect: string, { actor }: PlanningScope): boolean {
  if ((register?.version ?? '') === expect) return true;
  const value = register?.value as { deleted?: boolean; by?: string; as?: string } | undefined;
  if (value?.as === expect) return true;
  return expect === '' && value?.deleted === false && value.by === actor?.member;
}

/** States that somebody takes back now, rather than values put back as somebody once wrote them. */
function isState(value: Readonly<Record<string, unknown>>): boolean {
  return 'deleted' in value || 'excluded' in value || 'splits' in value || value.done === false;
}

function holdsMany({ path }: { path: string }): boolean {
  return path.startsWith('list/') || path.startsWith('category/');
}

/** Whether taking a list or a category back would take along what somebody has put there since it was added. */
function isInUse(scope: PlanningScope, { kind, id }: { kind: string; id: string }, plan: Plan): boolean {
  return kind === 'list' ? hasEntries(scope, id, plan) : kind === 'category' && hasOthersEntries(scope, id, plan);
}

/** Whether somebody else has counted or ticked on from what a group says now: that would be void with it. */
function isGoneOnFrom({ entries, actor }: PlanningScope, id: ItemId, group: string): boolean {
  const item = entries.item(id);
  if (!item) return false;
  const { groups, counts, rotation } = item;
  const turns = item.turns.filter(({ member }) => member !== actor?.member);
  switch (group) {
    case 'quantity':
      return standingCounts(counts, groups).some(({ steps }) => steps.by !== actor?.member);
    case 'due':
      return turns.some(({ step }) => step.base === dueBase(groups));
    case 'who':
      return rotation.length > 0 && turns.some(({ step }) => step.whoBase === whoBase(groups));
    default:
      return false;
  }
}

function hasEntries({ entries }: PlanningScope, list: string, { writes }: Plan): boolean {
  const going = new Set(writes.filter(({ value }) => value.deleted === true).map(({ path }) => path));
  for (const { id, isDeleted } of entries.itemsIn(list as ListId)) {
    if (!isDeleted && !going.has(pathOf('item', id, 'life'))) return true;
  }
  return false;
}

/** Of the person's own entries it may be taken away: they keep it, and stand below it again once it is back. */
function hasOthersEntries({ entries, actor }: PlanningScope, category: string, { writes }: Plan): boolean {
  const going = new Set(writes.map(({ path }) => path));
  for (const list of entries.listIds({ withUnknown: true })) {
    for (const { id, isDeleted, category: own, groups } of entries.itemsIn(list)) {
      const isThere = !isDeleted && own === category && !going.has(pathOf('item', id, 'category'));
      if (isThere && (groups.category ?? groups.core)?.value?.by !== actor?.member) return true;
    }
  }
  return false;
}
