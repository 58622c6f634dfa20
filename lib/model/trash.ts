import type { ListId } from '../protocol/ids.ts';
import type { EntryRow } from '../protocol/values.ts';
import { byAge, entryRow, type Item } from './entries.ts';
import type { EntryIndex } from './entry-index.ts';
import { titleKey } from './title-key.ts';

/** So long what was deleted can be found and brought back. */
const TRASH_MS = 90 * 86_400_000;

/**
 * What was deleted from a list within the last 90 days, latest first. What one act deleted of one row is one row again;
 * parts that went with their parent are not listed, they come back with it; nor is what was only added anew.
 */
export function trashRows(entries: EntryIndex, list: ListId, now: number): EntryRow[] {
  const kind = entries.list(list)?.kind;
  const groups = new Map<string, Item[]>();
  for (const item of entries.itemsIn(list)) {
    const { deleted, groups: own, parent } = item;
    if (!deleted || own.life?.value?.into !== undefined || deleted.at < now - TRASH_MS) continue;
    const whole = parent === undefined ? undefined : entries.item(parent);
    if (whole?.deleted?.at === deleted.at && whole.deleted.by === deleted.by && whole.list === list) continue;
    const key = kind === 'groceries' ? `${deleted.at}:${deleted.by ?? ''}:${titleKey(item.title)}` : item.id;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const rows: EntryRow[] = [];
  for (const items of groups.values()) {
    const [first, ...others] = items.sort(byAge);
    if (!first?.deleted) continue;
    const row = entryRow([first, ...others], { parent: undefined, steps: undefined });
    rows.push({ ...row, deleted: { ...first.deleted } });
  }
  return rows.sort((a, b) => (b.deleted?.at ?? 0) - (a.deleted?.at ?? 0) || (a.id < b.id ? -1 : 1));
}
