import type { ReadonlySignal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import { weekNumber } from '../lib/stores/calendar-dates.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { useApp } from './app-context.ts';
import type { EventHandlers } from './event-handlers.ts';
import { NEW_EVENT_ID } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';

const DatePicker = lazy(async () => {
  const [code, ...texts] = await Promise.all([
    import('./date-picker.tsx'),
    import('../locales/en-calendar.ts'),
    import('../locales/en-dialogs.ts'),
  ]);
  return [code.DatePicker, texts[0].enCalendar, texts[1].enDialogs];
});

/** Which days these are, the way to others, and to a new event. */
export function CalendarHead(props: {
  stores: CalendarStores;
  /** The topmost day in sight, where one has scrolled away from the chosen one. */
  seen: ReadonlySignal<string | null>;
  on: EventHandlers;
}) {
  const { place } = props.stores;
  const { i18n, now } = useApp();
  const { t } = i18n;
  const isPicking = useSignal<boolean>(false);
  const date = place.date.value;

  return (
    <div class="calendar-head">
      <h2>
        <button
          type="button"
          class="calendar-title"
          aria-haspopup="dialog"
          title={t('calendar.goTo')}
          onClick={() => {
            isPicking.value = true;
          }}
        >
          <Heading {...props} />
          <span class="visually-hidden">, {t('calendar.goTo')}</span>
        </button>
      </h2>
      <button
        type="button"
        class="icon-button"
        aria-label={t('calendar.previous')}
        title={t('calendar.previous')}
        onClick={place.previous}
      >
        <Icon name="back" directed />
      </button>
      <button type="button" class="button button-small" onClick={place.goToToday}>
        {t('calendar.today')}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t('calendar.next')}
        title={t('calendar.next')}
        onClick={place.next}
      >
        <Icon name="forward" directed />
      </button>
      <button
        type="button"
        class="icon-button icon-button-main"
        id={NEW_EVENT_ID}
        aria-label={t('calendar.newEvent')}
        title={t('calendar.newEvent')}
        aria-haspopup="dialog"
        // In the agenda the first day in sight is where one reads, not what one chose.
        onClick={() =>
          props.on.create(place.view.peek() === 'agenda' || date === now.today.peek() ? undefined : { day: date })
        }
      >
        <Icon name="add" />
      </button>
      {isPicking.value && (
        <DatePicker
          stores={props.stores}
          onClose={() => {
            isPicking.value = false;
          }}
        />
      )}
    </div>
  );
}

function Heading({ stores, seen }: { stores: CalendarStores; seen: ReadonlySignal<string | null> }) {
  const { i18n, formats, now } = useApp();
  const { place } = stores;
  const range = place.range.value;
  const week = () => <small class="wide-only"> {i18n.t('calendar.week', { n: weekNumber(range.from) })}</small>;
  let text: string;
  switch (place.view.value) {
    case 'agenda':
      text = formats.value.month(seen.value ?? range.from);
      break;
    case 'month':
      text = formats.value.month(place.date.value);
      break;
    default:
      text = stores.formats.value.range(range, now.today.value);
  }
  return (
    <>
      <span aria-live="polite">{text}</span>
      {(place.view.value === 'week' || place.view.value === 'people') && week()}
    </>
  );
}
