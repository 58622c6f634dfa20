import { type Signal, signal, useComputed, useSignal } from '@preact/signals';
import { useCallback, useEffect, useId, useRef } from 'preact/hooks';
import { type ListRow, MAX_LINE_LENGTH, type PageLink } from '../lib/protocol/values.ts';
import {
  itemsOfRows,
  MAX_PASTED_LINES,
  type PastedList,
  problemOf,
  readPastedList,
} from '../lib/stores/pasted-list.ts';
import { enDialogs } from '../locales/en-dialogs.ts';
import { enQuickAdd } from '../locales/en-quick-add.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';

/** The English texts that come with this code. */
export const texts = [enQuickAdd, enDialogs];

/** A row while it is being changed: signals of its own, so that a letter repaints one row of two thousand. */
interface EditedRow {
  readonly key: number;
  readonly title: Signal<string>;
  readonly quantity: Signal<string>;
  readonly note?: string;
  readonly partOf?: number;
}

const valuesOf = ({ key, title, quantity, note, partOf }: EditedRow) => ({
  key,
  title: title.value,
  quantity: quantity.value,
  ...(note !== undefined && { note }),
  ...(partOf !== undefined && { partOf }),
});

/** The entries of a pasted list, to be looked over, changed or left out before they are added in one go. */
export function PasteDialog(props: {
  text: string;
  list: ListRow;
  /** Goes with each of them. */
  link?: PageLink;
  /** Set where they go to another list than the one in front. */
  isElsewhere?: boolean;
  onClose: () => void;
}) {
  const { i18n, settings, platform, entries, problems } = useApp();
  const { t } = i18n;
  const found = useSignal<Omit<PastedList, 'rows'> | null>(null);
  const rows = useSignal<readonly EditedRow[]>([]);
  const isChecked = useSignal<boolean>(false);
  const n = useComputed(() => rows.value.filter(({ title }) => title.value.trim() !== '').length).value;
  const bad = useComputed(() => rows.value.filter((row) => problemOf(valuesOf(row)) !== undefined).length).value;
  const table = useRef<HTMLUListElement>(null);

  useEffect(() => {
    const { language } = settings.peek();
    const { format } = new Intl.NumberFormat(i18n.locale.peek());
    readPastedList(props.text, {
      language: language === 'auto' ? platform.language : language,
      target: props.list.kind === 'groceries' ? 'groceries' : 'todo',
      format,
    }).then(
      ({ rows: read, ...rest }) => {
        rows.value = read.map((row, key) => ({
          key,
          title: signal(row.title),
          quantity: signal(row.quantity),
          ...(row.note !== undefined && { note: row.note }),
          ...(row.partOf !== undefined && { partOf: row.partOf }),
        }));
        found.value = rest;
      },
      () => {
        problems.tell('internal');
        props.onClose();
      },
    );
  }, []);

  const remove = useCallback((key: number) => {
    const index = rows.peek().findIndex((row) => row.key === key);
    rows.value = rows.peek().filter((row) => row.key !== key);
    // The keyboard stays in the place of the row that is gone.
    requestAnimationFrame(() => {
      const buttons = table.current?.querySelectorAll('button');
      buttons?.[Math.min(index, buttons.length - 1)]?.focus();
    });
  }, []);

  function add(): void {
    isChecked.value = true;
    if (bad > 0) {
      table.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
      return;
    }
    const link = props.link === undefined ? {} : { link: props.link };
    const items = itemsOfRows(rows.peek().map(valuesOf));
    if (items.length === 0) return;
    void entries.add(
      props.list.id,
      items.map((item) => ({ ...item, ...link })),
      props.isElsewhere ? props.list.name : undefined,
    );
    props.onClose();
  }

  if (found.value === null) return null;
  const { more, done, isCut } = found.value;
  return (
    <Dialog
      title={t('paste.heading', { n })}
      onClose={props.onClose}
      onSubmit={add}
      foot={
        <>
          <button type="button" class="button push" onClick={props.onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main" disabled={n === 0}>
            {t('paste.add', { n })}
          </button>
        </>
      }
    >
      {props.isElsewhere && <p class="hint">{t('paste.to', { list: props.list.name })}</p>}
      {n === 0 && <p class="hint">{t('paste.nothing')}</p>}
      {done > 0 && <p class="hint">{t('paste.done', { n: done })}</p>}
      {isCut && <p class="hint">{t('paste.cut', { lines: MAX_PASTED_LINES })}</p>}
      {more > 0 && <p class="hint">{t('paste.more', { n: more })}</p>}
      {isChecked.value && bad > 0 && (
        <p class="error" role="alert">
          {t('paste.bad', { n: bad, max: MAX_LINE_LENGTH })}
        </p>
      )}
      <ul class="paste" aria-label={t('paste.label')} ref={table}>
        {rows.value.map((row) => (
          <Row key={row.key} row={row} onRemove={remove} />
        ))}
      </ul>
    </Dialog>
  );
}

function Row({ row, onRemove }: { row: EditedRow; onRemove: (key: number) => void }) {
  const { t } = useApp().i18n;
  const noteId = useId();
  const problem = problemOf(valuesOf(row));
  return (
    <li class={row.partOf === undefined ? undefined : 'paste-part'}>
      <input
        class="input"
        type="text"
        dir="auto"
        autoComplete="off"
        aria-label={t('field.quantity')}
        aria-invalid={problem === 'quantity' ? 'true' : undefined}
        value={row.quantity}
        onInput={(event) => {
          row.quantity.value = event.currentTarget.value;
        }}
      />
      <input
        class="input"
        type="text"
        dir="auto"
        autoComplete="off"
        aria-label={t('field.title')}
        aria-invalid={problem === 'title' ? 'true' : undefined}
        aria-describedby={row.note === undefined ? undefined : noteId}
        value={row.title}
        onInput={(event) => {
          row.title.value = event.currentTarget.value;
        }}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={t('paste.remove', { title: row.title.value.slice(0, 100) })}
        onClick={() => onRemove(row.key)}
      >
        <Icon name={icons.close} />
      </button>
      {row.note !== undefined && (
        <small id={noteId} dir="auto">
          {row.note.slice(0, 300)}
        </small>
      )}
    </li>
  );
}
