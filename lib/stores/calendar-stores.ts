import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { EntryRow } from '../protocol/values.ts';
import { type DayEntry, entriesByDay, isHiddenFor } from './agenda.ts';
import { type AgendaView, createAgendaView } from './agenda-view.ts';
import type { App } from './app.ts';
import type { DateRange } from './calendar-dates.ts';
import { type CalendarFormats, createCalendarFormats } from './calendar-formats.ts';
import { type CalendarMoves, createCalendarMoves } from './calendar-moves.ts';
import { type CalendarPlace, createCalendarPlace } from './calendar-place.ts';
import { type CalendarSearch, createCalendarSearch } from './calendar-search.ts';
import { type Conflict, findConflicts } from './conflicts.ts';
import { dueByDay } from './due-days.ts';
import { createEventActions, type EventActions } from './event-actions.ts';
import { createEventLine, type EventLine } from './event-line.ts';
import { createHeldRows } from './held-rows.ts';
import { createMemberFilter, type MemberFilter } from './member-filter.ts';

/** What is on some days, without what is for hidden members alone. */
export interface CalendarDays {
  readonly byDay: ReadonlySignal<ReadonlyMap<string, readonly DayEntry[]>>;
  /** Entries of lists that are due then. */
  readonly dueByDay: ReadonlySignal<ReadonlyMap<string, readonly EntryRow[]>>;
  /** Whether the worker has answered for these days. */
  readonly isLive: ReadonlySignal<boolean>;
  close(): void;
}

/** What a page with the calendar reads: the side panel. */
export interface CalendarStores {
  readonly events: EventActions;
  readonly place: CalendarPlace;
  readonly filter: MemberFilter;
  readonly agenda: AgendaView;
  readonly search: CalendarSearch;
  readonly formats: ReadonlySignal<CalendarFormats>;
  readonly moves: CalendarMoves;
  /** The line that adds an event. */
  readonly line: EventLine;
  /** The days in sight, in every view but the agenda; with what is being moved. */
  readonly byDay: CalendarDays['byDay'];
  readonly dueByDay: CalendarDays['dueByDay'];
  /** What conflicts in them, by row; what is over included. */
  readonly conflicts: ReadonlySignal<ReadonlyMap<string, readonly Conflict[]>>;
  /** Other days, for as long as somebody needs them. */
  openDays(range: ReadonlySignal<DateRange | null>): CalendarDays;
  close(): void;
}

export function createCalendarStores(app: App): CalendarStores {
  const { client, clock, now, formats, platform, members, settings, problems, overlay, i18n } = app;
  const events = createEventActions(app);
  const weekStart = computed(() => formats.value.weekStart);
  const place = createCalendarPlace({ now, weekStart, cache: platform.cache });
  const filter = createMemberFilter({ client, settings, members, problems });
  const { hidden } = filter;
  const search = createCalendarSearch({ client, clock, now, hidden });
  const moves = createCalendarMoves({ events, zone: now.zone });
  const agenda = createAgendaView({ client, events, moves, overlay, now, place, hidden });
  const range = computed(() => (place.view.value === 'agenda' ? null : place.range.value));

  function openDays(days: ReadonlySignal<DateRange | null>, cachedAs?: string): CalendarDays {
    const asking = <Q>(queryOf: (asked: DateRange) => Q) => computed(() => days.value && queryOf(days.value));
    const rows = createHeldRows({
      client,
      query: asking((asked) => ({ type: 'agenda', ...asked, zone: now.zone }) as const),
      cachedAs,
    });
    const due = createHeldRows({
      client,
      query: asking((asked) => ({ type: 'dueBetween', ...asked }) as const),
      cachedAs: cachedAs && `${cachedAs}-due`,
    });
    const visible = computed(() =>
      events.project(rows.rows.value).filter((row) => !isHiddenFor(row.who, hidden.value)),
    );
    return {
      byDay: computed(() => {
        const { from, to } = days.value ?? { from: '', to: '' };
        return from === '' ? new Map() : entriesByDay(moves.project(visible.value), from, to);
      }),
      dueByDay: computed(() => dueByDay(due.rows.value.values(), overlay.ops.value, hidden.value)),
      isLive: rows.isLive,
      close() {
        rows.close();
        due.close();
      },
    };
  }
  const shown = openDays(range, 'calendar');

  const line = createEventLine({
    cache: platform.cache,
    events,
    load: async (language) => (await import('./event-reading.ts')).loadEventReading(language),
    // The browser may speak a language that the pages do not, and people write in it.
    language: computed(() => (settings.value.language === 'auto' ? platform.language : settings.value.language)),
    local: now.local,
    zone: now.zone,
    members,
  });

  // Once there is nothing to wait for, where one may go next: equal queries share their rows, so going there shows them at once.
  let ahead: { close(): void }[] = [];
  const stopLookingAhead = effect(() => {
    const isThere = range.value === null ? agenda.isLive.value : shown.isLive.value;
    const next = isThere ? place.neighbours.value : [];
    const before = ahead;
    ahead = next.flatMap((days) => [
      client.live({ type: 'agenda', ...days, zone: now.zone }),
      client.live({ type: 'dueBetween', ...days }),
    ]);
    for (const query of before) query.close();
  });

  return {
    events,
    line,
    place,
    filter,
    agenda,
    search,
    formats: createCalendarFormats(i18n.locale, settings),
    moves,
    byDay: shown.byDay,
    dueByDay: shown.dueByDay,
    conflicts: computed(() => {
      const entries = [...shown.byDay.value.values()].flat();
      return findConflicts(new Set(entries.map(({ row }) => row)), now.zone);
    }),
    openDays,
    close() {
      filter.close();
      agenda.close();
      search.close();
      stopLookingAhead();
      for (const query of ahead) query.close();
      shown.close();
    },
  };
}
