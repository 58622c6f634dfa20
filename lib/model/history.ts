import * as v from 'valibot';
import type { EntryValues, HistoryRow } from '../protocol/history-row.ts';
import type { ItemId } from '../protocol/ids.ts';
import type { Quantity } from '../protocol/values.ts';
import type { Item } from './entries.ts';
import type { EntryIndex } from './entry-index.ts';
import { ENTRY_GROUPS, type EntryGroup, GROUPS } from './groups.ts';
import { sumQuantities } from './quantities.ts';
import { stableJson } from './stable-json.ts';

/** A group's value as it is kept: what it said, who said it, when. */
type Said = Readonly<Record<string, unknown>> & { readonly by?: HistoryRow['by']; readonly at: number };

/** How far back entries that were added again are followed. */
const MAX_LIVES = 10;

/**
 * What is known of the past of the row that an addition is part of, latest first: of each group the values that were
 * written over on this copy's way here, and what the entry was before it was added again. Of two values written
 * offline the one that lost is not among them.
 */
export function historyRows(entries: EntryIndex, id: ItemId): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (const life of livesOf(entries, id)) rows.push(...historyOf(life, entries));
  return oncePerAct(rows.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)));
}

/** A row of several additions is changed in all of them by one act, which is told once. */
function oncePerAct(rows: readonly HistoryRow[]): HistoryRow[] {
  const told = new Map<string, ItemId>();
  return rows.filter(({ id: _, item, ...act }) => {
    const key = stableJson(act);
    if (!told.has(key)) told.set(key, item);
    return told.get(key) === item;
  });
}

/** The additions of the row, and those that they were opened again from. */
export function livesOf(entries: EntryIndex, id: ItemId): Item[] {
  const found = new Map<ItemId, Item>();
  let next: readonly ItemId[] = entries.rowOf(id)?.ids ?? [id];
  for (let round = 0; round < MAX_LIVES && next.length > 0; round++) {
    const before: ItemId[] = [];
    for (const one of next) {
      const item = found.has(one) ? undefined : entries.item(one);
      if (!item) continue;
      found.set(one, item);
      before.push(...(item.groups.core?.value?.reopens ?? []));
    }
    next = before;
  }
  return [...found.values()];
}

function historyOf(item: Item, entries: EntryIndex): HistoryRow[] {
  const { id, by, at, groups, turns, counts } = item;
  const core = groups.core?.value;
  if (!core) return [];
  const initial: Readonly<Record<EntryGroup, object>> = {
    title: { title: core.title },
    quantity: { quantity: core.quantity ?? null },
    note: { note: core.note ?? null },
    who: { who: core.who ?? [] },
    due: { due: core.due ?? null, time: core.time },
    category: { category: core.category ?? null },
    repeat: { repeat: core.repeat ?? null },
    rotation: { rotation: core.rotation ?? [] },
    priority: { priority: core.priority ?? null },
    parent: { parent: core.parent ?? null },
    place: { list: core.list },
    done: { done: false },
    life: { deleted: false },
  };
  const rows: HistoryRow[] = [
    { id: `${id}/core`, item: id, at, ...(by && { by }), what: 'added', after: { title: core.title } },
  ];
  for (const group of ENTRY_GROUPS) {
    const register = groups[group]?.value;
    if (!register) continue;
    const schema: v.GenericSchema = GROUPS.item[group];
    const all: readonly Said[] = [...(register.was ?? []).filter((said) => v.is(schema, said)), register];
    let before: object | undefined = register.cut ? undefined : initial[group];
    for (const said of all) {
      const former = group === 'quantity' && before ? { quantity: formerQuantity(id, said, before, entries) } : before;
      const row = rowOf(item, group, said, former);
      if (row)
        rows.push({ ...row, id: rows.some((other) => other.id === row.id) ? `${row.id}/${rows.length}` : row.id });
      before = said;
    }
  }
  for (const { member, step } of turns) {
    for (const { due, at: when } of step.did) {
      const change = due === undefined ? {} : { before: { due } };
      rows.push({ id: `${id}/turn/${when}/${member}`, item: id, at: when, by: member, what: 'step', ...change });
    }
  }
  for (const { steps } of counts) {
    for (const when of steps.did) {
      const by = steps.by && { by: steps.by };
      rows.push({ id: `${id}/count/${when}/${steps.by ?? ''}`, item: id, at: when, ...by, what: 'quantity' });
    }
  }
  return rows;
}

/** Of all additions that a typed quantity stands for; of its own alone where they were told side by side, which one value cannot say. */
function formerQuantity(own: ItemId, said: object, before: object, entries: EntryIndex): Quantity | null {
  const former = before as { quantity: Quantity | null; replaces?: readonly ItemId[] };
  const { replaces } = said as { replaces: readonly ItemId[] };
  const typed = { quantity: former.quantity, replaces: former.replaces ?? [own] };
  const [sum = null, ...others] = sumQuantities(
    replaces.map((id) =>
      id === own
        ? { id, added: undefined, typed }
        : { id, added: entries.item(id)?.groups.core?.value?.quantity, typed: undefined },
    ),
  );
  return others.length === 0 ? sum : former.quantity;
}

function rowOf(item: Item, group: EntryGroup, said: Said, before: object | undefined): HistoryRow | undefined {
  const after = changeOf(group, said);
  const former = before && changeOf(group, before);
  // Moving within a list is no news, nor is a value written again.
  if (former && stableJson(former) === stableJson(after)) return undefined;
  const { at, by } = said;
  return {
    id: `${item.id}/${group}/${at}/${by ?? ''}`,
    item: item.id,
    at,
    ...(by && { by }),
    ...(group === 'done'
      ? { what: 'done' in said && said.done === true ? 'ticked' : 'opened' }
      : group === 'life'
        ? { what: 'deleted' in said && said.deleted === true ? 'deleted' : 'restored' }
        : { what: group === 'place' ? 'list' : group, ...(former && { before: former }), after }),
  };
}

/** What a person would have changed to get this value. What is stored was read with the schema of its group, or is left out. */
function changeOf(group: EntryGroup, value: object): EntryValues {
  const said = value as Readonly<Record<string, unknown>>;
  const change =
    group === 'place'
      ? { list: said.list }
      : group === 'due'
        ? { due: said.due, dueTime: said.time ?? null }
        : group === 'done' || group === 'life'
          ? { [group]: said[group === 'done' ? 'done' : 'deleted'] }
          : { [group]: said[group] };
  return change as EntryValues;
}
