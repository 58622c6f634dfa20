import { useComputed } from '@preact/signals';
import type { ListId, MemberId } from '../lib/protocol/ids.ts';
import type { EntryRow, ListKind, Priority } from '../lib/protocol/values.ts';
import { type EntryDraft, NEW_CATEGORY, REPEATS, type RepeatChoice } from '../lib/stores/entry-draft.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { useApp } from './app-context.ts';
import { nameOf } from './avatar.tsx';
import { CategoryField, NewCategoryField } from './category-field.tsx';
import { Field } from './field.tsx';
import { DateField, TextField } from './text-field.tsx';
import { WhoField } from './who-field.tsx';

/** The fields of an entry; which there are depends on the kind of its list and on what it has already. */
export function EntryFields(props: {
  row: EntryRow;
  stores: ListStores;
  draft: EntryDraft;
  problems: Partial<Record<'title' | 'quantity' | 'note' | 'category', string | undefined>>;
  edit: (change: Partial<EntryDraft>) => void;
}) {
  const { row, stores, draft, problems, edit } = props;
  const { t } = useApp().i18n;
  const list = useComputed(() => stores.lists.every.value.find(({ id }) => id === draft.list)).value;
  const kind: ListKind = list?.kind ?? 'plain';
  return (
    <>
      <TextField
        label={t('field.title')}
        problem={problems.title}
        autofocus
        value={draft.title}
        onChange={(value) => edit({ title: value })}
      />
      <div class="columns columns-quantity">
        <TextField
          label={t('field.quantity')}
          hint={kind === 'todo' ? undefined : t('field.quantity.hint')}
          problem={problems.quantity}
          value={draft.quantity}
          onChange={(value) => edit({ quantity: value })}
        />
        {kind === 'groceries' && (
          <CategoryField stores={stores} category={draft.category} onChange={(category) => edit({ category })} />
        )}
      </div>
      {kind === 'groceries' && draft.category === NEW_CATEGORY && (
        <NewCategoryField
          name={draft.newCategory}
          problem={problems.category}
          onChange={(newCategory) => edit({ newCategory })}
        />
      )}
      <DueFields draft={draft} kind={kind} edit={edit} />
      <Field label={t('field.note')} problem={problems.note}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            dir="auto"
            rows={2}
            value={draft.note}
            onInput={(event) => edit({ note: event.currentTarget.value })}
          />
        )}
      </Field>
      {row.link !== undefined && (
        <a href={row.link.url} target="_blank" rel="noreferrer" dir="auto">
          {row.link.title || row.link.url}
        </a>
      )}
      <WhoField who={draft.who} onChange={(who) => edit({ who })} />
      {draft.repeat !== 'none' && draft.who.length > 1 && <Turns draft={draft} edit={edit} />}
      <div class="columns">
        <Field label={t('field.list')}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={draft.list}
              onChange={(event) => edit({ list: event.currentTarget.value as ListId })}
            >
              {stores.lists.all.value.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {(kind === 'todo' || draft.priority !== undefined) && (
          <Field label={t('field.priority')}>
            {(control) => (
              <select
                {...control}
                class="input"
                value={draft.priority ?? ''}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  edit({ priority: value === '' ? undefined : (Number(value) as Priority) });
                }}
              >
                <option value="">{t('priority.none')}</option>
                {([1, 2, 3] as const).map((each) => (
                  <option key={each} value={each}>
                    {t(`priority.${each}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
    </>
  );
}

type Edit = { draft: EntryDraft; edit: (change: Partial<EntryDraft>) => void };

/** When it is due, and how it comes back: from the day it was due, or from the day it was done. */
function DueFields({ draft, edit, kind }: Edit & { kind: ListKind }) {
  const { t } = useApp().i18n;
  const hasMore = kind === 'todo' || draft.repeat !== 'none' || draft.time !== '';
  const choices = Object.keys(REPEATS) as RepeatChoice[];
  return (
    <>
      <div class="columns columns-moment">
        <DateField label={t('field.due')} value={draft.due} onChange={(value) => edit({ due: value })} />
        {hasMore && (
          <Field label={t('field.dueTime')}>
            {(control) => (
              <input
                {...control}
                class="input"
                type="time"
                disabled={draft.due === ''}
                value={draft.due === '' ? '' : draft.time}
                onInput={(event) => edit({ time: event.currentTarget.value })}
              />
            )}
          </Field>
        )}
      </div>
      {hasMore && (
        <div class="columns">
          <Field label={t('field.repeats')}>
            {(control) => (
              <select
                {...control}
                class="input"
                value={draft.repeat}
                onChange={(event) => edit({ repeat: event.currentTarget.value as RepeatChoice })}
              >
                {[...choices, ...(draft.repeat === 'kept' ? (['kept'] as const) : [])].map((choice) => (
                  <option key={choice} value={choice}>
                    {t(`todo.repeat.${choice}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {draft.repeat !== 'none' && (
            <Field label={t('field.repeatFrom')}>
              {(control) => (
                <select
                  {...control}
                  class="input"
                  value={draft.from}
                  onChange={(event) => edit({ from: event.currentTarget.value === 'done' ? 'done' : 'due' })}
                >
                  <option value="due">{t('todo.from.due')}</option>
                  <option value="done">{t('todo.from.done')}</option>
                </select>
              )}
            </Field>
          )}
        </div>
      )}
    </>
  );
}

/** Whether those it is for take turns, and whose turn it is. */
function Turns({ draft, edit }: Edit) {
  const { i18n, members } = useApp();
  const { t } = i18n;
  return (
    <div class="columns">
      <label class="check">
        <input
          type="checkbox"
          checked={draft.hasTurns}
          onChange={(event) => edit({ hasTurns: event.currentTarget.checked })}
        />
        {t('field.turns')}
      </label>
      {draft.hasTurns && (
        <Field label={t('field.turn')}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={draft.turn ?? draft.who[0]}
              onChange={(event) => edit({ turn: event.currentTarget.value as MemberId })}
            >
              {draft.who.flatMap((id) => {
                const member = members.value.get(id);
                return member === undefined
                  ? []
                  : [
                      <option key={id} value={id}>
                        {nameOf(member, t)}
                      </option>,
                    ];
              })}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}
