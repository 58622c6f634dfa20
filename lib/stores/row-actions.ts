import type { EntryRow, ListRow } from '../protocol/values.ts';
import type { App } from './app.ts';
import {
  changeEntries,
  changeEntry,
  endsBeside,
  moveEntry,
  removeEntries,
  removeEntry,
  setAllDone,
  stepEntry,
} from './entry-edits.ts';
import type { ListStores } from './list-stores.ts';

/** What people do with rows of the shown list where they stand, one or several. Texts: those of lists. */
export interface RowActions {
  /** Puts a row beside another: below that one's heading, and among its parts where both are parts of the same. */
  moveBeside(id: string, anchor: string, side: 'before' | 'after'): void;
  /** One place up or down among the rows as they are shown. */
  moveBy(id: string, step: -1 | 1): void;
  /** Makes the row a part of the one above it, or takes it out again. */
  indent(id: string, step: -1 | 1): void;
  stepQuantity(id: string, direction: 1 | -1): void;
  /** Ticks those that are open; where none is, opens them again. */
  tick(rows: readonly EntryRow[]): void;
  moveTo(rows: readonly EntryRow[], list: ListRow): void;
  remove(rows: readonly EntryRow[]): void;
}

/** `say` tells a move to those who cannot see it. */
export function createRowActions(app: App, stores: ListStores, say: (text: string) => void): RowActions {
  const { view, arrangement } = stores;
  const { t } = app.i18n;

  const rowOf = (addition: string | undefined) =>
    addition === undefined
      ? undefined
      : view.inOrder.peek().find((id) => view.peek(id)?.ids.some((each) => each === addition));

  function moveBeside(id: string, anchor: string, side: 'before' | 'after'): void {
    const row = view.peek(id);
    const beside = view.peek(anchor);
    if (row === undefined || beside === undefined) return;
    const parent = rowOf(row.parent);
    const besideParent = rowOf(beside.parent);
    // A part stays with what it is a part of; a whole goes past another with all its parts.
    if (parent !== besideParent && (parent === anchor || parent !== undefined)) return;
    const target = parent === besideParent ? anchor : (besideParent ?? anchor);
    const sections = view.heads.peek().size > 0 ? arrangement.peek() : undefined;
    const category = sections?.hasSections.peek() ? (sections.categoryOf(beside) ?? null) : undefined;
    const isOther = category !== (sections?.categoryOf(row) ?? null);
    moveEntry(app, row, endsBeside(view.inOrder.peek(), id, target, side), isOther ? category : undefined);
    const ids = view.open.peek();
    say(t('entry.moved', { title: row.title, position: ids.indexOf(id) + 1, count: ids.length }));
  }

  return {
    moveBeside,

    moveBy(id, step) {
      const ids = view.open.peek();
      const anchor = ids[ids.indexOf(id) + step];
      if (anchor !== undefined && ids.includes(id)) moveBeside(id, anchor, step === 1 ? 'after' : 'before');
    },

    indent(id, step) {
      const row = view.peek(id);
      if (row === undefined || stores.lists.current.peek()?.kind === 'groceries') return;
      if (step === -1) {
        if (row.parent !== undefined) changeEntry(app, row, { parent: null });
        return;
      }
      const ids = view.open.peek();
      const above = view.peek(ids[ids.indexOf(id) - 1] ?? '');
      if (above === undefined || row.parent !== undefined || row.steps !== undefined) return;
      changeEntry(app, row, { parent: above.parent ?? above.id });
    },

    stepQuantity(id, direction) {
      const row = view.peek(id);
      if (row !== undefined) stepEntry(app, row, direction);
    },

    tick(rows) {
      const isTicking = rows.some((row) => row.done === null);
      const aisleOf = (row: EntryRow) => arrangement.peek()?.aisleOf(row);
      const [first] = rows;
      if (rows.length === 1 && first !== undefined) app.entries.setDone(first, isTicking, aisleOf(first));
      else setAllDone(app, rows, isTicking, { at: app.clock.now(), today: app.now.today.peek(), aisleOf });
    },

    moveTo: (rows, list) =>
      changeEntries(app, rows, { list: list.id }, () => t('undo.movedTo', { n: rows.length, list: list.name })),

    remove(rows) {
      const [first] = rows;
      if (rows.length === 1 && first !== undefined) removeEntry(app, first);
      else removeEntries(app, rows);
    },
  };
}
