import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import { type AddressPlace, occurrenceAt } from '../lib/stores/address-place.ts';
import { CALENDAR_VIEWS } from '../lib/stores/calendar-place.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import type { EventDraft, EventPlace } from '../lib/stores/event-draft.ts';
import { Agenda } from './agenda.tsx';
import { useApp } from './app-context.ts';
import { CalendarFilter } from './calendar-filter.tsx';
import { CalendarHead } from './calendar-head.tsx';
import type { EventHandlers } from './event-handlers.ts';
import { lazy, prefetchWhenIdle } from './lazy.tsx';
import { TabList, tabIdOf } from './tab-list.tsx';
import { useEventMoves } from './use-event-moves.ts';

const EventDialog = lazy(async () => {
  const code = await import('./event-dialogs.ts');
  return [code.EventDialog, ...code.texts];
});
const ReachDialog = lazy(async () => {
  const code = await import('./event-dialogs.ts');
  return [code.ReachDialog, ...code.texts];
});
const QuickEvent = lazy(async () => {
  const [code, dialogs, texts] = await Promise.all([
    import('./quick-event.tsx'),
    import('./event-dialogs.ts'),
    import('../locales/en-quick-add.ts'),
  ]);
  return [code.QuickEvent, ...dialogs.texts, texts.enQuickAdd];
});
const MonthView = lazy(async () => {
  const [code, texts] = await Promise.all([import('./month-view.tsx'), import('../locales/en-calendar.ts')]);
  return [code.MonthView, texts.enCalendar];
});
const TimeGrid = lazy(async () => {
  const [code, texts] = await Promise.all([import('./time-grid.tsx'), import('../locales/en-calendar.ts')]);
  return [code.TimeGrid, texts.enCalendar];
});
const WeekView = lazy(async () => {
  const [code, texts] = await Promise.all([import('./week-view.tsx'), import('../locales/en-calendar.ts')]);
  return [code.WeekView, texts.enCalendar];
});
const PeopleView = lazy(async () => {
  const [code, texts] = await Promise.all([import('./people-view.tsx'), import('../locales/en-calendar.ts')]);
  return [code.PeopleView, texts.enCalendar];
});

const SearchResults = lazy(async () => {
  const [code, texts] = await Promise.all([import('./search-results.tsx'), import('../locales/en-calendar.ts')]);
  return [code.SearchResults, texts.enCalendar];
});

const PANEL_ID = 'calendar-panel';

/** What is in the dialog: an event, or a new one with where it was begun, or what the line says of it. */
type Opened = { readonly row: OccurrenceRow } | { readonly at?: EventPlace; readonly given?: Partial<EventDraft> };

/** The calendar: where one is, whose events one sees, and the view in front. `at`: what the page was opened at, shown once. */
export function CalendarPane({ stores, at }: { stores: CalendarStores; at: Signal<AddressPlace | null> }) {
  const { place, agenda, search } = stores;
  const app = useApp();
  const { i18n, session } = app;
  const { t } = i18n;
  const opened = useSignal<Opened | null>(null);
  const said = useSignal('');
  /** The topmost day of the agenda as one scrolls. */
  const seen = useSignal<string | null>(null);
  const onKey = useEventMoves(stores, said);

  useEffect(() => {
    const wanted = at.peek();
    if (wanted === null) return;
    at.value = null;
    place.goTo(wanted.date);
    if (wanted.row === null) return;
    void occurrenceAt(app, wanted).then((row) => {
      if (row !== null) opened.value ??= { row };
    });
  }, []);
  useEffect(() => prefetchWhenIdle(EventDialog, SearchResults, TimeGrid, WeekView, MonthView, PeopleView), []);
  useSignalEffect(() => {
    place.date.value;
    place.view.value;
    seen.value = null;
    // Who goes somewhere has stopped looking for something.
    search.setText('');
  });

  const on = useMemo(
    (): EventHandlers => ({
      open: (row) => {
        opened.value = { row };
      },
      create: (at) => {
        opened.value = at === undefined ? {} : { at };
      },
      onKey,
      assign: (row, who) => void stores.events.assign(row, who),
    }),
    [],
  );
  const shown = opened.value;
  const found = search.found.value;

  function view() {
    switch (place.view.value) {
      case 'agenda':
        return (
          <Agenda
            view={agenda}
            from={place.date.value}
            on={on}
            onSee={(date) => {
              seen.value = date;
            }}
          />
        );
      case 'day':
      case 'threeDays':
        return <TimeGrid key={place.view.value} stores={stores} on={on} />;
      case 'week':
        return <WeekView stores={stores} on={on} />;
      case 'month':
        return <MonthView stores={stores} on={on} />;
      case 'people':
        return <PeopleView stores={stores} on={on} />;
    }
  }

  return (
    <>
      <CalendarHead stores={stores} seen={seen} on={on} />
      <div class="segments">
        <TabList
          label={t('calendar.view')}
          panelId={PANEL_ID}
          tabs={CALENDAR_VIEWS.map((id) => ({ id, name: t(`calendar.view.${id}`) }))}
          selected={place.view.value}
          onSelect={place.show}
        />
      </div>
      <CalendarFilter stores={stores} />
      {/* What a removed browser takes, nobody would ever get. */}
      {session.value?.removed === undefined && (
        <QuickEvent
          line={stores.line}
          onOpen={(given) => {
            opened.value = { given };
          }}
        />
      )}
      <div
        class="view calendar-view"
        id={PANEL_ID}
        role="tabpanel"
        aria-labelledby={tabIdOf(PANEL_ID, place.view.value)}
        tabIndex={-1}
      >
        {found === null ? view() : <SearchResults found={found} on={on} />}
      </div>
      <p class="visually-hidden" aria-live="polite">
        {said.value}
      </p>
      {stores.events.question.value !== null && <ReachDialog question={stores.events.question.value} />}
      {shown !== null && (
        <EventDialog
          event={'row' in shown ? shown.row : 'new'}
          {...('at' in shown && shown.at !== undefined ? { at: shown.at } : {})}
          {...('given' in shown && shown.given !== undefined ? { given: shown.given, onSaved: stores.line.clear } : {})}
          events={stores.events}
          onClose={() => {
            opened.value = null;
          }}
        />
      )}
    </>
  );
}
