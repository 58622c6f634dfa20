import type { EntryRow } from '../protocol/values.ts';
import type { EntryIndex } from './entry-index.ts';
import { byOrder } from './order.ts';
import { searchKey } from './search-key.ts';

/** More than anyone reads. */
const MAX_FOUND = 100;
/** Rows are made anew when they change, so what is remembered of one holds. */
const keys = new WeakMap<EntryRow, string>();

/**
 * Rows of all lists, archived ones too, that have every word of the text in title or note; blind to accents and case.
 * Open ones first, then those whose title begins so; at most a hundred.
 */
export function searchEntries(entries: EntryIndex, text: string): EntryRow[] {
  const typed = searchKey(text);
  const words = typed.split(' ').filter((word) => word !== '');
  if (words.length === 0) return [];
  const found: EntryRow[] = [];
  for (const list of entries.listIds()) {
    for (const row of entries.rows(list)) if (words.every((word) => keyOf(row).includes(word))) found.push(row);
  }
  const rank = (row: EntryRow) => (row.done ? 2 : 0) + (keyOf(row).startsWith(typed) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || byOrder(a, b)).slice(0, MAX_FOUND);
}

function keyOf(row: EntryRow): string {
  const known = keys.get(row);
  if (known !== undefined) return known;
  const key = `${searchKey(row.title)}\n${row.note === undefined ? '' : searchKey(row.note)}`;
  keys.set(row, key);
  return key;
}
