import { derivedId } from '../derived-id.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { pathOf } from '../groups.ts';
import { titleKey } from '../title-key.ts';
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

/** Adds a category of the family's own. An id that is there already is left as it is. */
export function planAddCategory({ id, name }: Command<'addCategory'>, scope: PlanningScope): Planned {
  const core = pathOf('category', id, 'core');
  if (scope.registers.isFromNewer(core)) return { error: 'from-newer' };
  const plan = emptyPlan();
  const stamp = stampOf(scope);
  if (!scope.registers.at(core)) plan.writes.push({ path: core, value: { name: name.trim(), ...stamp } });
  const life = pathOf('category', id, 'life');
  if (!scope.registers.at(life)) plan.inverse.push({ path: life, expect: '', value: { deleted: true, ...stamp } });
  return plan;
}

/** Renames own categories that are one row, takes them away or brings them back. Entries keep theirs, and show it again then. */
export function planChangeCategory({ ids, name, deleted }: Command<'changeCategory'>, scope: PlanningScope): Planned {
  const plan = emptyPlan();
  let isAnyKnown = false;
  for (const id of new Set(ids)) {
    const groups = scope.registers.entity('category', id);
    const core = groups?.core?.value;
    if (!groups || !core) continue;
    isAnyKnown = true;
    const write = (group: 'name' | 'life', isThere: boolean, value: object, initial: object) => {
      const register = groups[group];
      const path = pathOf('category', id, group);
      if (isThere) {
        if (group === 'life' && register && isThisCommands(scope, register)) {
          plan.inverse.push({ path, expect: register.version, value: { deleted: !deleted, ...stampOf(scope) } });
        }
      } else if (!mayWriteOver(scope, register, { version: undefined, entities: [groups], group }))
        plan.isOvertaken = true;
      else planWrite(plan, path, { ...value, ...stampOf(scope) }, register, { ...initial, at: core.at });
    };
    const now = groups.name?.value?.name ?? core.name;
    if (name !== undefined) write('name', now === name.trim(), { name: name.trim() }, { name: core.name });
    if (deleted !== undefined) {
      write('life', (groups.life?.value?.deleted ?? false) === deleted, { deleted }, { deleted: false });
    }
  }
  if (isAnyKnown) return plan;
  const isFromNewer = ids.some((id) => scope.registers.isFromNewer(pathOf('category', id, 'core')));
  return { error: isFromNewer ? 'from-newer' : 'not-found' };
}

/** Remembers for the family under which category things of this title go; null: forgets it. */
export function planRemember(plan: Plan, title: string, category: string | null, scope: PlanningScope): void {
  const key = titleKey(title);
  const path = pathOf('learned', derivedId('category', key), 'category');
  const register = scope.registers.entity('learned', derivedId('category', key))?.category;
  if (key === '' || scope.registers.isFromNewer(path)) return;
  if ((register?.value?.category ?? null) === category) return;
  if (!mayWriteOver(scope, register, { version: undefined, entities: [], group: 'category' })) return;
  if (plan.writes.some((write) => write.path === path)) return;
  planWrite(plan, path, { key, category, ...stampOf(scope) }, register, { key, category: null, at: scope.context.at });
}
