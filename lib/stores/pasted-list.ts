import { type ItemId, newId } from '../protocol/ids.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../protocol/values.ts';
import type { Target } from '../quick-add/draft.ts';
import { parsePaste } from '../quick-add/parse-paste.ts';
import type { AddedItem } from './entry-actions.ts';
import { parseQuantity, quantityText } from './quantity-text.ts';

/** The most entries that one command adds. */
export const MAX_ADDED = 2_000;
/** What of pasted text is looked at: more is no list that anybody pastes on purpose, and would hold up the page. */
export const MAX_PASTED_CHARACTERS = 1_000_000;
export const MAX_PASTED_LINES = 10_000;

/** One entry of pasted text, as fields that can be changed before it is added. */
export interface PastedRow {
  readonly title: string;
  /** As people write it; empty where there is none. */
  readonly quantity: string;
  readonly note?: string;
  /** Index of the row that it is a part of: it was indented below it. Lists that merge have no parts. */
  readonly partOf?: number;
}

/** What pasted text holds. */
export interface PastedList {
  /** At most MAX_ADDED. */
  readonly rows: readonly PastedRow[];
  /** How many further entries there are that are not in `rows`. */
  readonly more: number;
  /** How many were ticked off, and are left out. */
  readonly done: number;
  /** The text is longer than what is looked at. */
  readonly isCut: boolean;
}

/** Reads pasted text as a list. Rejects if the language's chunk cannot be loaded. `format` writes a number in the person's locale. */
export async function readPastedList(
  text: string,
  options: { language: string; target: Target; format: (amount: number) => string },
): Promise<PastedList> {
  const lines = text.slice(0, MAX_PASTED_CHARACTERS).split(/\r\n?|\n/, MAX_PASTED_LINES + 1);
  const isCut = text.length > MAX_PASTED_CHARACTERS || lines.length > MAX_PASTED_LINES;
  const all = await parsePaste(lines.slice(0, MAX_PASTED_LINES).join('\n'), {
    locale: options.language,
    target: options.target,
  });
  const open: PastedRow[] = [];
  /** Where the entry stands below which others are indented; undefined where it is left out. */
  let top: number | undefined;
  for (const { title, quantity, note, done, depth = 0 } of all) {
    const isOpen = done !== true && title.trim() !== '';
    if (depth === 0) top = isOpen ? open.length : undefined;
    if (!isOpen) continue;
    const isPart = depth > 0 && top !== undefined && options.target !== 'groceries';
    open.push({
      // A note that no entry holds stays with the title, where it is seen and can be shortened.
      title: note !== undefined && note.length > MAX_TEXT_LENGTH ? `${title}, ${note}` : title,
      quantity: quantity === undefined ? '' : quantityText([quantity], options.format),
      ...(note !== undefined && note.length <= MAX_TEXT_LENGTH && { note }),
      ...(isPart && top !== undefined && { partOf: top }),
    });
  }
  return {
    rows: open.slice(0, MAX_ADDED),
    more: Math.max(0, open.length - MAX_ADDED),
    done: all.filter(({ done }) => done === true).length,
    isCut,
  };
}

/** Why a row cannot be added as it is; a row without a title is not added and needs no reason. */
export function problemOf({ title, quantity }: PastedRow): 'title' | 'quantity' | undefined {
  if (title.trim().length > MAX_LINE_LENGTH) return 'title';
  return title.trim() !== '' && parseQuantity(quantity) === undefined ? 'quantity' : undefined;
}

/** The row as an entry; undefined without a title. Call it for rows without a problem. */
export function itemOfRow({ title, quantity, note }: PastedRow): AddedItem | undefined {
  if (title.trim() === '') return undefined;
  const read = parseQuantity(quantity);
  return { title: title.trim(), ...(read && { quantity: read }), ...(note !== undefined && { note }) };
}

/** The rows as entries, those of them that have a title; a part whose row is gone stands for itself. Call it for rows without a problem. */
export function itemsOfRows(rows: readonly (PastedRow & { readonly key: number })[]): AddedItem[] {
  const ids = new Map<number, ItemId>();
  return rows.flatMap((row) => {
    const item = itemOfRow(row);
    if (item === undefined) return [];
    const id = newId<ItemId>();
    ids.set(row.key, id);
    const parent = row.partOf === undefined ? undefined : ids.get(row.partOf);
    return [{ ...item, id, ...(parent !== undefined && { parent }) }];
  });
}
