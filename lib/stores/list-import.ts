import { type LeftOutReason, type ReadEntry, readKeepNotes, readTodoistCsv } from '../interchange/read-export.ts';
import type { CommandBody, NewItem } from '../protocol/commands.ts';
import { type ItemId, newId } from '../protocol/ids.ts';
import { type ListRow, MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../protocol/values.ts';
import type { App } from './app.ts';
import { brief } from './brief.ts';
import type { AddedItem } from './entry-actions.ts';
import { itemOfRow, MAX_ADDED, MAX_PASTED_CHARACTERS, readPastedList } from './pasted-list.ts';

/** What was read, and is to be looked over. */
export interface ImportDraft {
  readonly items: readonly NewItem[];
  /** What is left out, by its beginning, and why. */
  readonly leftOut: readonly { readonly what: string; readonly why: LeftOutReason | 'tooLong' | 'tooMany' }[];
  /** How many more were done already, where the text does not say which. */
  readonly done: number;
  /** How many more than one import takes, beyond those that are named in `leftOut`. */
  readonly more: number;
  /** The text is longer than what is looked at. */
  readonly isCut: boolean;
}

/** What became of an import. `merged`: joined what was there; `reopened`: put back what was ticked. */
export interface ImportReport {
  readonly taken: number;
  readonly merged: number;
  readonly reopened: number;
}

/**
 * Reads a file or pasted text: Todoist's CSV, Google Keep's Takeout, a table, or text in any usual layout. Rejects if the language's chunk cannot be
 * loaded.
 */
export async function readImport(
  text: string,
  options: { language: string; list: ListRow; format: (amount: number) => string },
): Promise<ImportDraft> {
  const known = text.length > MAX_PASTED_CHARACTERS ? undefined : (readKeepNotes(text) ?? readTodoistCsv(text));
  if (known !== undefined) {
    return { ...draftOf(known.entries, known.leftOut), done: 0, more: 0, isCut: false };
  }
  const target = options.list.kind === 'groceries' ? 'groceries' : 'todo';
  const { rows, more, done, isCut } = await readPastedList(text, { ...options, target });
  const items = rows.flatMap((row) => {
    const item = itemOfRow(row);
    return item === undefined ? [] : [{ ...item, isPart: row.partOf !== undefined }];
  });
  return { ...draftOf(items, []), done, more, isCut };
}

function draftOf(
  entries: readonly (AddedItem & Pick<ReadEntry, 'isPart'>)[],
  before: ImportDraft['leftOut'],
): Pick<ImportDraft, 'items' | 'leftOut'> {
  const leftOut = [...before];
  const items: NewItem[] = [];
  let whole: ItemId | undefined;
  for (const { isPart, ...entry } of entries) {
    if (items.length === MAX_ADDED) {
      leftOut.push({ what: brief(entry.title), why: 'tooMany' });
      continue;
    }
    if (entry.title.length > MAX_LINE_LENGTH || (entry.note?.length ?? 0) > MAX_TEXT_LENGTH) {
      leftOut.push({ what: brief(entry.title), why: 'tooLong' });
      continue;
    }
    const id = newId<ItemId>();
    items.push({ ...entry, id, ...(isPart === true && whole !== undefined && { parent: whole }) });
    if (isPart !== true) whole = id;
  }
  return { items, leftOut };
}

/** Adds what was read to a list, as one change to take back. Undefined where it could not be done, which is told. */
export async function runImport(
  app: Pick<App, 'client' | 'undo' | 'problems' | 'i18n'>,
  list: ListRow,
  items: readonly NewItem[],
): Promise<ImportReport | undefined> {
  const body: CommandBody = { type: 'addItems', list: list.id, items: [...items] };
  const text = () => app.i18n.t('undo.addedMany', { n: items.length });
  const { id, outcome } = app.client.send(body, text());
  app.undo.offer({ id, text, outcome });
  const result = await outcome;
  if (!result.ok) {
    app.problems.tell(result.error);
    return undefined;
  }
  const count = (name: string) => (typeof result.value?.[name] === 'number' ? result.value[name] : 0);
  return { taken: items.length, merged: count('merged'), reopened: count('reopened') };
}
