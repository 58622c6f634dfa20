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
  const open = all.filter(({ done, title }) => done !== true && title.trim() !== '');
  return {
    rows: open.slice(0, MAX_ADDED).map(({ title, quantity, note }) => ({
      // A note that no entry holds stays with the title, where it is seen and can be shortened.
      title: note !== undefined && note.length > MAX_TEXT_LENGTH ? `${title}, ${note}` : title,
      quantity: quantity === undefined ? '' : quantityText([quantity], options.format),
      ...(note !== undefined && note.length <= MAX_TEXT_LENGTH && { note }),
    })),
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
