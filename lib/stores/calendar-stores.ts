import { computed, type ReadonlySignal } from '@preact/signals';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { EntryRow } from '../protocol/values.ts';
import { type DayEntry, entriesByDay, isHiddenFor } from './agenda.ts';
import { type AgendaView, createAgendaView } from './agenda-view.ts';
import type { App } from './app.ts';
import { type CalendarFormats, createCalendarFormats } from './calendar-formats.ts';
import { type CalendarMoves, createCalendarMoves } from './calendar-moves.ts';
import { type CalendarPlace, createCalendarPlace } from './calendar-place.ts';
import { dueByDay } from './due-days.ts';
import { createEventActions, type EventActions } from './event-actions.ts';
import { createMemberFilter, type MemberFilter } from './member-filter.ts';
import { createRangeRows } from './range-rows.ts';

/** What a page with the calendar reads: the side panel. */
export interface CalendarStores {
  readonly events: EventActions;
  readonly place: CalendarPlace;
  readonly filter: MemberFilter;
  readonly agenda: AgendaView;
  readonly formats: ReadonlySignal<CalendarFormats>;
  readonly moves: CalendarMoves;
  /** Events of the days in sight, day by day, for every view but the agenda: without who is hidden, with what is being moved. */
  readonly byDay: ReadonlySignal<ReadonlyMap<string, readonly DayEntry[]>>;
  /** Entries of lists due on these days, in every view but the agenda. */
  readonly dueByDay: ReadonlySignal<ReadonlyMap<string, readonly EntryRow[]>>;
  close(): void;
}

export function createCalendarStores(app: App): CalendarStores {
  const { client, now, formats, platform, members, settings, problems, overlay, i18n } = app;
  const events = createEventActions(app);
  const weekStart = computed(() => formats.value.weekStart);
  const place = createCalendarPlace({ now, weekStart, cache: platform.cache });
  const filter = createMemberFilter({ client, settings, members, problems });
  const { hidden } = filter;
  const agenda = createAgendaView({ client, events, overlay, now, place, hidden });
  const moves = createCalendarMoves({ events, zone: now.zone });
  const range = computed(() => (place.view.value === 'agenda' ? null : place.range.value));
  const rangeRows = createRangeRows({
    client,
    range,
    queryOf: (days) => ({ type: 'agenda', ...days, zone: now.zone }) as const,
    cachedAs: 'calendar',
  });
  const dueRows = createRangeRows({
    client,
    range,
    queryOf: (days) => ({ type: 'dueBetween', ...days }) as const,
    cachedAs: 'calendar-due',
  });
  const visible = computed((): readonly OccurrenceRow[] =>
    events.project(rangeRows.rows.value).filter((row) => !isHiddenFor(row.who, hidden.value)),
  );

  return {
    events,
    place,
    filter,
    agenda,
    formats: createCalendarFormats(i18n.locale, settings),
    moves,
    byDay: computed(() => entriesByDay(moves.project(visible.value), place.range.value.from, place.range.value.to)),
    dueByDay: computed(() => dueByDay(dueRows.rows.value.values(), overlay.ops.value, hidden.value)),
    close() {
      filter.close();
      dueRows.close();
      agenda.close();
      rangeRows.close();
    },
  };
}
