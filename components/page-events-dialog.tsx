import { type Signal, signal, useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { MAX_LINE_LENGTH, type PageLink } from '../lib/protocol/values.ts';
import { addEvents, type OfferableEvent, whenText } from '../lib/stores/page-events.ts';
import { enDialogs } from '../locales/en-dialogs.ts';
import { enQuickAdd } from '../locales/en-quick-add.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';

/** The English texts that come with this code. */
export const texts = [enQuickAdd, enDialogs];

/** An event that may be added, and whether it is at first. */
export interface OfferedEvent {
  readonly event: OfferableEvent;
  readonly isChosen: boolean;
}

interface EditedEvent {
  readonly event: OfferedEvent['event'];
  readonly title: Signal<string>;
  readonly isChosen: Signal<boolean>;
}

/** Several events of a page or a file, to be looked over before they are in the calendar. The page is attached to them. */
export function PageEventsDialog(props: { events: readonly OfferedEvent[]; link: PageLink; onClose: () => void }) {
  const app = useApp();
  const { t } = app.i18n;
  const rows = useRef<readonly EditedEvent[]>(
    props.events.map(({ event, isChosen }) => ({ event, title: signal(event.title), isChosen: signal(isChosen) })),
  ).current;
  const isChecked = useSignal<boolean>(false);
  const list = useRef<HTMLUListElement>(null);
  const chosen = rows.filter((row) => row.isChosen.value);
  const n = chosen.length;

  function add(): void {
    isChecked.value = true;
    if (chosen.some(({ title }) => !isTitle(title.peek()))) {
      list.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    if (n === 0) return;
    void addEvents(
      app,
      chosen.map(({ event, title }) => ({
        ...event,
        title: title.peek().trim(),
      })),
      props.link,
    );
    props.onClose();
  }

  return (
    <Dialog
      title={t('page.events.heading', { n })}
      onClose={props.onClose}
      onSubmit={add}
      foot={
        <>
          <button type="button" class="button push" onClick={props.onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main" disabled={n === 0}>
            {t('page.events.add', { n })}
          </button>
        </>
      }
    >
      <ul class="page-events" aria-label={t('page.events.label')} ref={list}>
        {rows.map((row, index) => (
          <Row key={index} row={row} isAlone={rows.length === 1} isChecked={isChecked.value} />
        ))}
      </ul>
    </Dialog>
  );
}

function Row({ row, isAlone, isChecked }: { row: EditedEvent; isAlone: boolean; isChecked: boolean }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const detailsId = useId();
  const { event, title, isChosen } = row;
  const isBad = isChecked && isChosen.value && !isTitle(title.value);
  return (
    <li>
      {!isAlone && (
        <input
          type="checkbox"
          aria-label={title.value.slice(0, 100)}
          aria-describedby={detailsId}
          checked={isChosen.value}
          onChange={(change) => {
            isChosen.value = change.currentTarget.checked;
          }}
        />
      )}
      <span class="page-event">
        <input
          class="input"
          type="text"
          dir="auto"
          autoComplete="off"
          aria-label={t('field.title')}
          aria-invalid={isBad ? 'true' : undefined}
          aria-describedby={detailsId}
          value={title.value}
          onInput={(change) => {
            title.value = change.currentTarget.value;
          }}
        />
        <small id={detailsId} dir="auto">
          {[whenText(event.when, formats.value, now.zone), event.place].filter(Boolean).join(' · ')}
        </small>
        {isBad && (
          <small class="error" role="alert">
            {t('field.title.missing')}
          </small>
        )}
      </span>
    </li>
  );
}

function isTitle(text: string): boolean {
  return text.trim() !== '' && text.trim().length <= MAX_LINE_LENGTH;
}
