import { useEffect, useMemo } from 'preact/hooks';
import type { EntryRow, ListRow } from '../lib/protocol/values.ts';
import { createEntrySearch } from '../lib/stores/entry-search.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';

/** Looks through all lists; what is found can be ticked here, or shown where it stands: the first by Enter. */
export function SearchDialog(props: { lists: ShownList; onShow: (row: EntryRow) => void; onClose: () => void }) {
  const { lists, onShow, onClose } = props;
  const { client, clock, i18n } = useApp();
  const { t } = i18n;
  const search = useMemo(() => createEntrySearch({ client, clock, lists: lists.every }), [client, clock, lists]);
  useEffect(() => () => search.close(), [search]);
  const n = search.count.value;
  const isEmpty = search.text.value.trim() === '';
  // Those without a tab may be named as one that has one.
  const nameOf = (list: ListRow) => {
    if (list.isTemplate) return t('search.template', { list: list.name });
    return list.isArchived ? t('search.archived', { list: list.name }) : list.name;
  };

  return (
    <Dialog title={t('search.open')} onClose={onClose}>
      <input
        class="input"
        type="search"
        dir="auto"
        autoComplete="off"
        autofocus
        aria-label={t('search.label')}
        placeholder={t('search.hint')}
        value={search.text}
        onInput={(event) => search.write(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = search.found.peek()[0]?.rows ?? [];
          if (event.key === 'Enter' && first !== undefined && search.isAnswered.peek()) onShow(first);
        }}
      />
      <p class={isEmpty ? 'visually-hidden' : 'hint'} role="status">
        {isEmpty || !search.isAnswered.value ? '' : t(n === 0 ? 'search.none' : 'search.found', { n })}
      </p>
      {search.found.value.map(({ list, rows }) => (
        <section key={list.id} class="found" aria-labelledby={`found-${list.id}`}>
          <h3 id={`found-${list.id}`} dir="auto">
            {nameOf(list)}
          </h3>
          <ul aria-labelledby={`found-${list.id}`}>
            {rows.map((row) => (
              <Found key={row.id} row={row} onShow={onShow} />
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function Found({ row, onShow }: { row: EntryRow; onShow: (row: EntryRow) => void }) {
  const { entries, i18n, formats } = useApp();
  const { t } = i18n;
  const isDone = row.done !== null;
  const details = [
    quantityText(row.quantities, (amount) => new Intl.NumberFormat(i18n.locale.value).format(amount)),
    row.due === undefined ? '' : t('entry.due', { date: formats.value.date(row.due) }),
    row.note?.slice(0, 200) ?? '',
  ].filter(Boolean);
  return (
    <li class={isDone ? 'entry entry-done' : 'entry'}>
      <input
        type="checkbox"
        class="tick"
        aria-label={row.title}
        checked={isDone}
        onChange={(event) => entries.setDone(row, event.currentTarget.checked)}
      />
      <button type="button" class="entry-text" onClick={() => onShow(row)}>
        <bdi>{row.title}</bdi>
        {details.length > 0 && <small dir="auto">{details.join(' · ')}</small>}
      </button>
    </li>
  );
}
