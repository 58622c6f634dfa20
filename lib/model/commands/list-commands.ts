import type { NewItem } from '../../protocol/commands.ts';
import type { ListId } from '../../protocol/ids.ts';
import { derivedId } from '../derived-id.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { sortedRows } from '../entry-index.ts';
import { type GroupOf, type GroupValue, pathOf } from '../groups.ts';
import type { ListInfo } from '../list-info.ts';
import { orderKeysBetween } from '../order.ts';
import { planAddItems, planAdditions } from './add-commands.ts';
import { gapBetween } from './gap.ts';
import {
  emptyPlan,
  isThisCommands,
  mayWriteOver,
  type Plan,
  type Planned,
  type PlanningScope,
  pathsToRestore,
  planWrite,
  type Stamp,
  stampOf,
} from './plan.ts';

type Command<T extends DocumentCommand['type']> = DocumentCommand & { type: T };
type OverrideGroup = Exclude<GroupOf<'list'>, 'core'>;
type NewList = Omit<Command<'addList'>, 'type'>;

/** Adds a list after the others. An id that is there already is left as it is. */
export function planAddList(body: Command<'addList'>, scope: PlanningScope): Planned {
  if (scope.registers.isFromNewer(pathOf('list', body.id, 'core'))) return { error: 'from-newer' };
  const plan = emptyPlan();
  planNewList(plan, body, scope);
  return plan;
}

function planNewList(plan: Plan, { id, name, kind, colour, icon, template }: NewList, scope: PlanningScope): void {
  const stamp = stampOf(scope);
  const core = pathOf('list', id, 'core');
  if (!scope.registers.at(core)) {
    const value = {
      name: name.trim(),
      kind,
      order: lastOrder(scope),
      ...(colour && { colour }),
      ...(icon !== undefined && { icon }),
      ...(template && { template }),
      ...stamp,
    };
    plan.writes.push({ path: core, value });
  }
  if (!scope.registers.at(pathOf('list', id, 'life'))) {
    plan.inverse.push({ path: pathOf('list', id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  }
}

/** After all lists there are, deleted ones too. */
function lastOrder(scope: PlanningScope): string | undefined {
  let last: string | null = null;
  for (const id of scope.entries.listIds()) {
    const order = scope.entries.list(id)?.order ?? '';
    if (last === null || order > last) last = order;
  }
  return orderKeysBetween(last, null, 1, scope.randomBit)[0];
}

/** Changes the fields given, each a register of its own. */
export function planChangeList(body: Command<'changeList'>, scope: PlanningScope): Planned {
  const { name, kind, colour, icon, archived, aisles } = body;
  return planForList(body.id, scope, (plan, list) => {
    if (name !== undefined) writeList(plan, scope, list, 'name', list.name === name.trim(), { name: name.trim() });
    if (kind !== undefined) writeList(plan, scope, list, 'kind', list.kind === kind, { kind });
    if (colour !== undefined) writeList(plan, scope, list, 'colour', (list.colour ?? null) === colour, { colour });
    if (icon !== undefined) writeList(plan, scope, list, 'icon', (list.icon ?? null) === icon, { icon });
    if (archived !== undefined) writeList(plan, scope, list, 'archive', list.isArchived === archived, { archived });
    if (aisles !== undefined) {
      const isThere = JSON.stringify(list.aisles ?? null) === JSON.stringify(aisles);
      writeList(plan, scope, list, 'aisles', isThere, { aisles });
    }
  });
}

/** Puts a list between two neighbours as the person saw them. */
export function planMoveList(body: Command<'moveList'>, scope: PlanningScope): Planned {
  return planForList(body.id, scope, (plan, list) => {
    const others = [...scope.entries.listIds()]
      .map((id) => scope.entries.list(id))
      .filter((other) => other !== undefined && other.id !== list.id && other.isLive)
      .map((other) => other?.order ?? '');
    const gap = gapBetween(body, others, (id) => (id === list.id ? null : (scope.entries.list(id)?.order ?? null)));
    if (!gap) return;
    const isThere = (gap.low === null || list.order > gap.low) && (gap.high === null || list.order < gap.high);
    const [order = list.order] = orderKeysBetween(gap.low, gap.high, 1, scope.randomBit);
    writeList(plan, scope, list, 'place', isThere, { order });
  });
}

/** Deletes softly: the list's entries stay with it. */
export function planDeleteList(body: Command<'deleteList'>, scope: PlanningScope): Planned {
  return planForList(body.id, scope, (plan, list) => {
    writeList(plan, scope, list, 'life', list.deleted !== undefined, { deleted: true });
  });
}

/** Brings a list back, writing all of its registers again. */
export function planRestoreList(body: Command<'restoreList'>, scope: PlanningScope): Planned {
  return planForList(body.id, scope, (plan, list) => {
    writeList(plan, scope, list, 'life', list.deleted === undefined, { deleted: false });
    if (plan.writes.length === 0) return;
    plan.rewrites.push(...pathsToRestore(scope, 'list', list.id));
  });
}

/** Adds a list with a copy of every entry of another, none of them ticked. */
export function planDuplicateList(body: Command<'duplicateList'>, scope: PlanningScope): Planned {
  const { id, name, asTemplate = false, onlyOpen = false } = body;
  if (scope.registers.isFromNewer(pathOf('list', id, 'core'))) return { error: 'from-newer' };
  return planForList(body.from, scope, (plan, { kind, colour, icon }) => {
    const list = {
      id,
      name,
      kind,
      template: asTemplate,
      ...(colour && { colour }),
      ...(icon !== undefined && { icon }),
    };
    planNewList(plan, list, scope);
    planAdditions(plan, list, copies(body.from, scope, { act: id, onlyOpen, withDates: !asTemplate }), scope);
  });
}

/** Adds what a template has to a list. */
export function planUseTemplate(body: Command<'useTemplate'>, scope: PlanningScope): Planned {
  const { from, list, use } = body;
  if (!scope.entries.list(from)?.isLive) return { error: 'not-found' };
  return planAddItems({ list, items: copies(from, scope, { act: use, onlyOpen: false, withDates: false }) }, scope);
}

/** What the rows of a list come to as new entries, in display order. A row with amounts in several units is an entry for each. */
function copies(
  from: ListId,
  { entries }: PlanningScope,
  { act, onlyOpen, withDates }: { act: string; onlyOpen: boolean; withDates: boolean },
): NewItem[] {
  const rows = sortedRows(entries.rows(from)).filter((row) => !onlyOpen || !row.done);
  const rowOf = new Map(rows.flatMap((row) => row.ids.map((id) => [id, row] as const)));
  return rows.flatMap(
    ({ id, title, quantities, note, link, who, due, dueTime, category, repeat, rotation, priority, parent }) => {
      const whole = parent === undefined ? undefined : rowOf.get(parent);
      return (quantities.length > 0 ? quantities : [undefined]).map((quantity, index) => ({
        id: derivedId(act, id, String(index)),
        title,
        ...(quantity && { quantity }),
        ...(note !== undefined && { note }),
        ...(link && { link }),
        ...(who.length > 0 && { who }),
        ...(withDates && due !== undefined && { due, ...(dueTime !== undefined && { dueTime }) }),
        ...(category !== undefined && { category }),
        ...(repeat && { repeat }),
        ...(rotation && { rotation }),
        ...(priority && { priority }),
        ...(whole && { parent: derivedId(act, whole.id, '0') }),
      }));
    },
  );
}

function planForList(id: ListId, scope: PlanningScope, fill: (plan: Plan, list: ListInfo) => void): Planned {
  const list = scope.entries.list(id);
  if (!list?.isKnown) {
    return { error: scope.registers.isFromNewer(pathOf('list', id, 'core')) ? 'from-newer' : 'not-found' };
  }
  const plan = emptyPlan();
  fill(plan, list);
  return plan;
}

/** Plans one group of a list, unless the value is there already or another member's later change stands there. */
function writeList<G extends OverrideGroup>(
  plan: Plan,
  scope: PlanningScope,
  list: ListInfo,
  group: G,
  isThere: boolean,
  value: Omit<GroupValue<'list', G>, keyof Stamp>,
): void {
  const path = pathOf('list', list.id, group);
  const register = list.groups[group];
  if (isThere) {
    // Done by this very command before its answer got lost: it can still be taken back where there are only two states.
    if (group === 'life' && register && isThisCommands(scope, register)) {
      const deleted = list.deleted === undefined;
      plan.inverse.push({ path, expect: register.version, value: { deleted, ...stampOf(scope) } });
    }
    return;
  }
  if (!mayWriteOver(scope, register, { version: undefined, entities: [list.groups], group })) {
    plan.isOvertaken = true;
    return;
  }
  planWrite(plan, path, { ...value, ...stampOf(scope) }, register, initialOf(list, group));
}

/** What an override group would hold had it said what the core says. */
function initialOf({ groups }: ListInfo, group: OverrideGroup): Readonly<Record<string, unknown>> {
  const core = groups.core?.value;
  const stamp = { ...(core?.by && { by: core.by }), at: core?.at ?? 0 };
  switch (group) {
    case 'name':
      return { name: core?.name, ...stamp };
    case 'kind':
      return { kind: core?.kind, ...stamp };
    case 'colour':
      return { colour: core?.colour ?? null, ...stamp };
    case 'icon':
      return { icon: core?.icon ?? null, ...stamp };
    case 'place':
      return { order: core?.order, ...stamp };
    case 'archive':
      return { archived: false, ...stamp };
    case 'aisles':
      return { aisles: null, ...stamp };
    case 'life':
      return { deleted: false, ...stamp };
  }
}
