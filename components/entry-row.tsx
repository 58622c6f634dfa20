import type { EntryRow } from '../lib/protocol/values.ts';
import type { EntryActions } from '../lib/stores/entry-actions.ts';
import type { ListView } from '../lib/stores/list-view.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import { useApp } from './app-context.ts';
import { Avatars } from './avatar.tsx';
import { tickId } from './focus-places.ts';
import { Icon } from './icon.tsx';

/** One entry. Its props never change, so that only its own row repaints it. */
export function EntryItem(props: {
  id: string;
  view: ListView;
  entries: EntryActions;
  canMove: boolean;
  onOpen: (id: string) => void;
}) {
  const { id, view, entries } = props;
  const { i18n, members, me } = useApp();
  const { t } = i18n;
  const row = view.row(id).value;
  if (row === undefined) return null;
  const isDone = row.done !== null;
  const adder = row.by === undefined ? undefined : members.value.get(row.by);
  const quantity = quantityText(row.quantities, (amount) => new Intl.NumberFormat(i18n.locale.value).format(amount));

  return (
    <li class={isDone ? 'entry entry-done' : 'entry'} data-entry={id}>
      {props.canMove && (
        <span class="grip" title={t('entry.drag')} aria-hidden="true">
          <Icon name="grip" />
        </span>
      )}
      <input
        type="checkbox"
        class="tick"
        id={tickId(id)}
        checked={isDone}
        onChange={(event) => entries.setDone(row, event.currentTarget.checked)}
      />
      <span class="entry-text">
        {/* A title written from right to left still stands beside its box. */}
        <label for={tickId(id)} title={row.title.length > 30 ? row.title.slice(0, 1_000) : undefined}>
          <bdi>{row.title}</bdi>
        </label>
        <EntryDetails row={row} />
      </span>
      {quantity !== '' && <span class="quantity">{quantity}</span>}
      <Avatars who={row.who} label={(name) => t('entry.for', { name })} />
      {adder !== undefined && (
        <AddedBy name={adder.name} isYou={adder.id === me.value} isShown={members.value.size > 1} />
      )}
      <button
        type="button"
        class="icon-button more"
        aria-label={t('entry.more', { title: row.title })}
        aria-haspopup="dialog"
        onClick={() => props.onOpen(id)}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}

/** The line below the title: when it is due, the note, the page it came from. */
function EntryDetails({ row }: { row: EntryRow }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const parts = [];
  if (row.due !== undefined) {
    const today = now.today.value;
    const date = formats.value.date(row.due);
    const text = row.due === today ? t('entry.dueToday') : t(row.due < today ? 'entry.overdue' : 'entry.due', { date });
    parts.push(
      <span key="due" class={row.due <= today && row.done === null ? 'late' : undefined}>
        {text}
      </span>,
    );
  }
  if (row.note !== undefined && row.note !== '') {
    parts.push(
      <span key="note" dir="auto">
        {row.note.slice(0, 300)}
      </span>,
    );
  }
  if (row.link !== undefined) {
    parts.push(
      <a key="link" href={row.link.url} target="_blank" rel="noreferrer" title={row.link.title}>
        {hostOf(row.link.url)}
      </a>,
    );
  }
  if (parts.length === 0) return null;
  return <small>{parts.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))}</small>;
}

// Shown where there is someone else who could have added it; always there for those who listen.
function AddedBy({ name, isYou, isShown }: { name: string; isYou: boolean; isShown: boolean }) {
  const { t } = useApp().i18n;
  const text = isYou ? t('entry.addedByYou') : t('entry.addedBy', { name });
  if (isYou || !isShown) return <span class="visually-hidden">{isYou ? `${text} (${name})` : text}</span>;
  return (
    <span class="adder" title={text}>
      <span aria-hidden="true" dir="auto">
        {name}
      </span>
      <span class="visually-hidden">{text}</span>
    </span>
  );
}

function hostOf(url: string): string {
  return URL.parse(url)?.host.replace(/^www\./, '') ?? url;
}
