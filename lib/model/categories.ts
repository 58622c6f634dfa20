import type { CategoryRow } from '../protocol/values.ts';
import type { Registers } from './registers.ts';
import { titleKey } from './title-key.ts';

/**
 * Categories of the family's own. Those that are called the same, made by members offline, are one row that names all
 * of them, the oldest first.
 */
export function categoryRows(registers: Registers): CategoryRow[] {
  const rows = new Map<string, CategoryRow & { at: number }>();
  const all = [...registers.ids('category')]
    .map((id) => ({ id, groups: registers.entity('category', id) ?? {} }))
    .flatMap(({ id, groups: { core, name, life } }) =>
      core?.value && life?.value?.deleted !== true
        ? [{ id, name: name?.value?.name ?? core.value.name, at: core.value.at }]
        : [],
    )
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  for (const { id, name, at } of all) {
    const known = rows.get(titleKey(name));
    if (known) known.ids.push(id);
    else rows.set(titleKey(name), { id, ids: [id], name, at });
  }
  return [...rows.values()].map(({ at: _at, ...row }) => row);
}
