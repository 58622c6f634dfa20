import type { ReadonlySignal } from '@preact/signals';
import type { EntryRow } from '../lib/protocol/values.ts';
import type { EntryActions } from '../lib/stores/entry-actions.ts';
import type { ListView } from '../lib/stores/list-view.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import { useApp } from './app-context.ts';
import { Avatars } from './avatar.tsx';
import { tickId } from './focus-places.ts';
import { Icon } from './icon.tsx';
import type { RowMark } from './row-marks.ts';

/** One entry. Its props never change, so that only its own row repaints it. */
export function EntryItem(props: {
  id: string;
  view: ListView;
  entries: EntryActions;
  mark: ReadonlySignal<RowMark | undefined>;
  /** The heading over it. */
  head: string | undefined;
  canMove: boolean;
  aisleOf: ((row: EntryRow) => string | undefined) | undefined;
  onOpen: (id: string) => void;
}) {
  const { id, view, entries } = props;
  const { i18n, members, me } = useApp();
  const { t } = i18n;
  const row = view.row(id).value;
  if (row === undefined) return null;
  const { pick, title, quantity: stepper } = props.mark.value ?? {};
  const isDone = row.done !== null;
  const adder = row.by === undefined ? undefined : members.value.get(row.by);
  const quantity = quantityText(row.quantities, (amount) => new Intl.NumberFormat(i18n.locale.value).format(amount));

  return (
    <li
      class={`entry${isDone ? ' entry-done' : ''}${pick?.isOn ? ' entry-picked' : ''}${row.parent ? ' entry-step' : ''}`}
      data-entry={id}
      data-priority={row.priority}
    >
      {props.head !== undefined && <h2 dir="auto">{props.head}</h2>}
      {props.canMove && (
        <span class="grip" title={t('entry.drag')} aria-hidden="true">
          <Icon name="grip" />
        </span>
      )}
      <input
        type="checkbox"
        class={pick === undefined ? 'tick' : 'tick pick'}
        id={tickId(id)}
        aria-label={pick?.label ?? (title ? row.title : undefined)}
        checked={pick?.isOn ?? isDone}
        onChange={(event) =>
          pick === undefined && entries.setDone(row, event.currentTarget.checked, props.aisleOf?.(row))
        }
      />
      <span class="entry-text">
        {title ?? (
          // A title written from right to left still stands beside its box.
          <label for={tickId(id)} title={row.title.length > 30 ? row.title.slice(0, 1_000) : undefined}>
            <bdi>{row.title}</bdi>
          </label>
        )}
        <EntryDetails row={row} />
      </span>
      {stepper ?? (quantity !== '' && <span class="quantity">{quantity}</span>)}
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
        {row.dueTime ? `${text}, ${formats.value.time(row.dueTime)}` : text}
      </span>,
    );
  }
  if (row.repeat) {
    parts.push(
      <span key="repeat">
        <Icon name="M20 11a8 8 0 1 0-2 6M20 5v6h-6" />
        <span class="visually-hidden">{t('entry.repeats')}</span>
      </span>,
    );
  }
  if (row.priority) parts.push(<span key="priority">{t(`entry.priority.${row.priority}`)}</span>);
  if (row.steps) {
    const { open, total } = row.steps;
    parts.push(<span key="steps">{t('entry.steps', { done: total - open, total })}</span>);
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
