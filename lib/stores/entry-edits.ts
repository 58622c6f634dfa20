import type { ItemChange } from '../protocol/commands.ts';
import type { EntryRow } from '../protocol/values.ts';
import { brief, type EntryActions, seenOf } from './entry-actions.ts';
import type { I18n } from './i18n.ts';

// What the dialog of an entry does; it comes with the dialog, not with every page.

/** What an edit needs. Texts: those of the dialogs. */
interface Edited {
  readonly entries: Pick<EntryActions, 'act'>;
  readonly i18n: I18n;
}

/** Changes what the person changed of an entry. */
export function changeEntry({ entries, i18n }: Edited, row: EntryRow, change: ItemChange): void {
  entries.act({
    body: { type: 'changeItem', ids: row.ids, change, ...seenOf(row) },
    op: { type: 'change', ids: row.ids, change: shown(change), ...seenOf(row) },
    back: { type: 'change', ids: row.ids, change: shownBefore(row, change) },
    text: () => i18n.t('undo.changed', { title: brief(change.title ?? row.title) }),
    focus: row.id,
  });
}

/** Deletes an entry. */
export function removeEntry({ entries, i18n }: Edited, row: EntryRow): void {
  entries.act({
    body: { type: 'deleteItems', ids: row.ids },
    op: { type: 'hide', ids: row.ids },
    back: { type: 'add', rows: [row] },
    text: () => i18n.t('undo.deleted', { title: brief(row.title) }),
    focus: row.id,
  });
}

/** How a change looks in the row, before the worker has made it. */
function shown(change: ItemChange): Partial<EntryRow> {
  const { quantity, note, due, ...same } = change;
  return {
    ...(same.title === undefined ? {} : { title: same.title }),
    ...(same.who === undefined ? {} : { who: same.who }),
    ...(same.list === undefined ? {} : { list: same.list }),
    ...(quantity === undefined ? {} : { quantities: quantity === null ? [] : [quantity] }),
    ...(note === undefined ? {} : ({ note: note ?? undefined } as Partial<EntryRow>)),
    ...(due === undefined ? {} : ({ due: due ?? undefined } as Partial<EntryRow>)),
  };
}

function shownBefore(row: EntryRow, change: ItemChange): Partial<EntryRow> {
  return {
    title: row.title,
    who: row.who,
    list: row.list,
    quantities: row.quantities,
    ...('note' in change ? ({ note: row.note } as Partial<EntryRow>) : {}),
    ...('due' in change ? ({ due: row.due } as Partial<EntryRow>) : {}),
  };
}
