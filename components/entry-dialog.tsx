import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../lib/protocol/values.ts';
import { categoryCalled } from '../lib/stores/category-changes.ts';
import { changeBetween, draftOf, type EntryDraft, NEW_CATEGORY } from '../lib/stores/entry-draft.ts';
import { changeEntry, removeEntry } from '../lib/stores/entry-edits.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { parseQuantity } from '../lib/stores/quantity-text.ts';
import { createRowActions } from '../lib/stores/row-actions.ts';
import { enDialogs } from '../locales/en-dialogs.ts';
import { enLists } from '../locales/en-lists.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { EntryFields } from './entry-fields.tsx';
import { EntrySteps } from './entry-steps.tsx';
import { focusEntry } from './focus-places.ts';
import { HistoryDialog } from './history-dialog.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';

/** The English texts that come with this code. */
export const texts = [enDialogs, enLists];

/**
 * Everything about an entry. What was changed is saved by Save and by closing alike; moving and deleting happen at once.
 */
export function EntryDialog(props: {
  id: string;
  stores: ListStores;
  onClose: () => void;
  /** Shows another entry in this one's place. */
  onOpen: (id: string) => void;
  /** Says something to those who cannot see it. */
  onSay: (text: string) => void;
}) {
  const app = useApp();
  const { i18n } = app;
  const { t } = i18n;
  const { view, lists } = props.stores;
  const row = view.row(props.id).value;
  const opened = useRef(row);
  const { arrangement } = props.stores;
  const before = useRef(row && draftOf(row, i18n.locale.peek(), arrangement.peek()?.categoryOf(row)));
  const draft = useSignal<EntryDraft | undefined>(before.current);
  const actions = useMemo(() => createRowActions(app, props.stores, props.onSay), [app, props.stores]);
  const isChecked = useSignal<boolean>(false);
  const isHistoryOpen = useSignal<boolean>(false);

  // Where the keyboard goes should the row be gone from the list afterwards: to the one that took its place.
  const ids = view.open.value;
  const place = ids.indexOf(props.id);
  const nextId = useRef<string | undefined>(undefined);
  if (place !== -1) nextId.current = ids[place + 1] ?? ids[place - 1];

  // What others, or a restored value, make of it shows as long as nothing is being changed here.
  useEffect(() => {
    if (row === undefined || JSON.stringify(draft.peek()) !== JSON.stringify(before.current)) return;
    before.current = draftOf(row, i18n.locale.peek(), arrangement.peek()?.categoryOf(row));
    draft.value = before.current;
  }, [row]);

  // Someone else deleted it, or it went to another row: there is nothing left to show.
  useEffect(() => {
    if (row === undefined) props.onClose();
  }, [row === undefined]);

  const fields = draft.value;
  const start = before.current;
  if (row === undefined || fields === undefined || start === undefined) return null;
  const shownRow = row;
  const edit = (change: Partial<EntryDraft>) => {
    const next = { ...fields, ...change };
    // What comes back needs a day to come back from.
    const isDated = next.repeat === 'none' || next.due !== '' || change.repeat === undefined;
    draft.value = isDated ? next : { ...next, due: app.now.today.peek() };
  };

  const quantity = parseQuantity(fields.quantity);
  const problems = {
    title: fields.title.trim() === '' ? t('field.title.missing') : tooLong(fields.title.trim().length, MAX_LINE_LENGTH),
    quantity: quantity === undefined && fields.quantity !== start.quantity ? t('field.quantity.bad') : undefined,
    note: tooLong(fields.note.length, MAX_TEXT_LENGTH),
    category: newCategoryProblem(fields),
  };
  function newCategoryProblem({ category, newCategory }: EntryDraft): string | undefined {
    const name = newCategory.trim();
    if (category !== NEW_CATEGORY) return undefined;
    return name === '' ? t('ownCategory.missing') : tooLong(name.length, MAX_LINE_LENGTH);
  }
  function tooLong(n: number, max: number): string | undefined {
    return n > max ? t('field.tooLong', { n, max }) : undefined;
  }

  function save(): boolean {
    isChecked.value = true;
    if (Object.values(problems).some((problem) => problem !== undefined)) return false;
    const { category, newCategory } = fields as EntryDraft;
    // One that is there already is meant, not another of the same name.
    const sections = arrangement.peek();
    const known = sections && categoryCalled(newCategory, sections);
    const meant = category === NEW_CATEGORY && known !== undefined ? { category: known } : {};
    const change = changeBetween(start as EntryDraft, { ...(fields as EntryDraft), ...meant });
    if (Object.keys(change).length > 0) changeEntry(app, shownRow, change);
    props.onClose();
    return true;
  }

  const openStep = (id: string) => {
    if (save()) props.onOpen(id);
  };
  const kind = lists.every.value.find(({ id }) => id === row.list)?.kind;
  const hasSteps = row.parent === undefined && (kind === 'todo' || row.steps !== undefined);
  return (
    <Dialog
      title={(opened.current ?? row).title}
      onClose={save}
      onSubmit={save}
      onFocusLost={() => focusEntry(nextId.current)}
      foot={
        <>
          <button
            type="button"
            class="icon-button"
            aria-label={t('action.moveUp')}
            title={t('action.moveUp')}
            aria-disabled={place <= 0}
            onClick={() => actions.moveBy(props.id, -1)}
          >
            <Icon name={icons.up} />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={t('action.moveDown')}
            title={t('action.moveDown')}
            aria-disabled={place === -1 || place === ids.length - 1}
            onClick={() => actions.moveBy(props.id, 1)}
          >
            <Icon name={icons.down} />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={t('action.history')}
            title={t('action.history')}
            aria-haspopup="dialog"
            onClick={() => {
              isHistoryOpen.value = true;
            }}
          >
            <Icon name={icons.history} />
          </button>
          <button
            type="button"
            class="button button-plain button-danger push"
            onClick={() => {
              removeEntry(app, row);
              props.onClose();
            }}
          >
            {t('action.delete')}
          </button>
          <button type="submit" class="button button-main">
            {t('action.save')}
          </button>
        </>
      }
    >
      <EntryFields
        row={row}
        stores={props.stores}
        draft={fields}
        problems={isChecked.value ? problems : {}}
        edit={edit}
      />
      {hasSteps && <EntrySteps row={row} view={view} onOpen={openStep} />}
      {isHistoryOpen.value && (
        <HistoryDialog
          row={row}
          lists={lists}
          onClose={() => {
            isHistoryOpen.value = false;
          }}
        />
      )}
    </Dialog>
  );
}
