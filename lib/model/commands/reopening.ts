import type { NewItem } from '../../protocol/commands.ts';
import type { ListId } from '../../protocol/ids.ts';
import type { EntryRow } from '../../protocol/values.ts';
import { MAX_REMEMBERED, pathOf } from '../groups.ts';
import { titleKey } from '../title-key.ts';
import { writeItem } from './item-commands.ts';
import type { Plan, PlanningScope } from './plan.ts';

/** What an addition is once it stands for a ticked one, too. */
type Addition = NewItem & { reopens?: NewItem['id'][] };

/**
 * Opens again what is ticked and added anew, in lists that merge: the addition takes over note, link, people and
 * category of the ticked row, which goes. It is an addition all the same, so that two members who do so offline end
 * with one row and the sum, and nothing that one of them takes back is the other's.
 */
export interface Reopening {
  /** The addition as it is to be stored; what it stands for is written into the plan. */
  take(addition: NewItem): Addition;
  /** Additions that opened a ticked row again. */
  readonly reopened: number;
  /** Additions that joined an open row. */
  readonly merged: number;
}

/** For the additions of one plan to `list`. */
export function createReopening(plan: Plan, list: ListId, scope: PlanningScope): Reopening {
  const { entries, registers } = scope;
  const info = entries.list(list);
  const isMerging = info?.isLive === true && info.kind === 'groceries';
  const taken = new Set<string>();
  let reopened = 0;
  let merged = 0;

  /** False where a newer version has a word in it: then the ticked row stays beside the new one. */
  function retire(row: EntryRow, into: NewItem['id']): boolean {
    const items = row.ids.map((id) => entries.item(id)).filter((item) => item !== undefined);
    if (row.steps || items.some(({ id }) => registers.isFromNewer(pathOf('item', id, 'life')))) return false;
    for (const item of items) {
      writeItem(plan, scope, { item, items, group: 'life', seen: undefined, isThere: false }, { deleted: true, into });
    }
    return true;
  }

  return {
    take(addition) {
      const key = isMerging && addition.parent === undefined ? titleKey(addition.title) : '';
      if (key === '') return addition;
      const { open, ticked } = entries.rowsOf(list, key);
      if (open || taken.has(key)) {
        merged++;
        return addition;
      }
      taken.add(key);
      const [latest, ...others] = ticked
        .sort((a, b) => (b.done?.at ?? 0) - (a.done?.at ?? 0))
        .filter((row) => retire(row, addition.id));
      if (!latest) return addition;
      reopened++;
      const { note, link, who, category } = latest;
      return {
        ...(note !== undefined && { note }),
        ...(link && { link }),
        ...(who.length > 0 && { who }),
        ...(category !== undefined && { category }),
        ...addition,
        reopens: [latest, ...others].flatMap(({ ids }) => ids).slice(0, MAX_REMEMBERED),
      };
    },
    get reopened() {
      return reopened;
    },
    get merged() {
      return merged;
    },
  };
}
