import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ItemChange } from '../lib/protocol/commands.ts';
import type { ListId, MemberId } from '../lib/protocol/ids.ts';
import { type EntryRow, MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../lib/protocol/values.ts';
import { changeEntry, removeEntry } from '../lib/stores/entry-edits.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { parseQuantity, quantityText } from '../lib/stores/quantity-text.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { neighbours } from './entry-list.tsx';
import { Field } from './field.tsx';
import { focusEntry } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { WhoField } from './who-field.tsx';

interface Draft {
  readonly title: string;
  readonly quantity: string;
  readonly note: string;
  readonly list: ListId;
  readonly who: readonly MemberId[];
  readonly due: string;
}

/**
 * Everything about an entry. What was changed is saved by Save and by closing alike; moving and deleting happen at once.
 */
export function EntryDialog(props: {
  id: string;
  stores: ListStores;
  onClose: () => void;
  onMoved: (id: string) => void;
}) {
  const app = useApp();
  const { entries, i18n } = app;
  const { t } = i18n;
  const { view, lists } = props.stores;
  const row = view.row(props.id).value;
  const opened = useRef(row);
  const before = useRef(row && draftOf(row, i18n.locale.peek()));
  const draft = useSignal<Draft | undefined>(before.current);
  const isChecked = useSignal<boolean>(false);

  // Where the keyboard goes should the row be gone from the list afterwards: to the one that took its place.
  const ids = view.open.value;
  const place = ids.indexOf(props.id);
  const nextId = useRef<string | undefined>(undefined);
  if (place !== -1) nextId.current = ids[place + 1] ?? ids[place - 1];

  // Someone else deleted it, or it went to another row: there is nothing left to show.
  useEffect(() => {
    if (row === undefined) props.onClose();
  }, [row === undefined]);

  const fields = draft.value;
  const start = before.current;
  if (row === undefined || fields === undefined || start === undefined) return null;
  const shownRow = row;
  const edit = (change: Partial<Draft>) => {
    draft.value = { ...fields, ...change };
  };

  const quantity = parseQuantity(fields.quantity);
  const problems = {
    title: fields.title.trim() === '' ? t('field.title.missing') : tooLong(fields.title.trim().length, MAX_LINE_LENGTH),
    quantity: quantity === undefined && fields.quantity !== start.quantity ? t('field.quantity.bad') : undefined,
    note: tooLong(fields.note.length, MAX_TEXT_LENGTH),
  };
  function tooLong(n: number, max: number): string | undefined {
    return n > max ? t('field.tooLong', { n, max }) : undefined;
  }

  function save(): boolean {
    isChecked.value = true;
    if (Object.values(problems).some((problem) => problem !== undefined)) return false;
    const change = changeBetween(start as Draft, fields as Draft);
    if (Object.keys(change).length > 0) changeEntry(app, shownRow, change);
    props.onClose();
    return true;
  }

  function move(step: -1 | 1): void {
    const ids = view.open.peek();
    const places = neighbours(ids, ids.indexOf(props.id), step);
    if (places === null) return;
    const rowOf = (id: string | null) => (id === null ? null : (view.peek(id) ?? null));
    entries.move(shownRow, rowOf(places.after), rowOf(places.before));
    props.onMoved(props.id);
  }

  const show = (problem: string | undefined) => (isChecked.value ? problem : undefined);
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
            onClick={() => move(-1)}
          >
            <Icon name={icons.up} />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={t('action.moveDown')}
            title={t('action.moveDown')}
            aria-disabled={place === -1 || place === ids.length - 1}
            onClick={() => move(1)}
          >
            <Icon name={icons.down} />
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
      <Field label={t('field.title')} problem={show(problems.title)}>
        {(control) => (
          <input
            {...control}
            class="input"
            type="text"
            dir="auto"
            autoComplete="off"
            autofocus
            value={fields.title}
            onInput={(event) => edit({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <div class="columns columns-quantity">
        <Field label={t('field.quantity')} hint={t('field.quantity.hint')} problem={show(problems.quantity)}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="text"
              dir="auto"
              autoComplete="off"
              value={fields.quantity}
              onInput={(event) => edit({ quantity: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t('field.due')}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="date"
              max="9999-12-31"
              value={fields.due}
              onInput={(event) => edit({ due: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t('field.note')} problem={show(problems.note)}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            dir="auto"
            rows={2}
            value={fields.note}
            onInput={(event) => edit({ note: event.currentTarget.value })}
          />
        )}
      </Field>
      {row.link !== undefined && (
        <a href={row.link.url} target="_blank" rel="noreferrer" dir="auto">
          {row.link.title || row.link.url}
        </a>
      )}
      <WhoField who={fields.who} onChange={(who) => edit({ who })} />
      <Field label={t('field.list')}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={fields.list}
            onChange={(event) => edit({ list: event.currentTarget.value as ListId })}
          >
            {lists.all.value.map((list) => (
              <option key={list.id} value={list.id}>
                {list.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Dialog>
  );
}

function draftOf(row: EntryRow, locale: string): Draft {
  const format = new Intl.NumberFormat(locale, { useGrouping: false });
  return {
    title: row.title,
    quantity: quantityText(row.quantities, (amount) => format.format(amount)),
    note: row.note ?? '',
    list: row.list,
    who: row.who,
    due: row.due ?? '',
  };
}

/** Only what the person changed: the rest may have been changed by others since. */
function changeBetween(before: Draft, after: Draft): ItemChange {
  const quantity = after.quantity === before.quantity ? undefined : parseQuantity(after.quantity);
  const title = after.title.trim();
  return {
    ...(title === before.title ? {} : { title }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(after.note === before.note ? {} : { note: after.note.trim() === '' ? null : after.note }),
    ...(after.list === before.list ? {} : { list: after.list }),
    ...(after.who.join() === before.who.join() ? {} : { who: [...after.who] }),
    ...(after.due === before.due ? {} : { due: after.due === '' ? null : after.due }),
  };
}
