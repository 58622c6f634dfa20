import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { EntryRow } from '../protocol/values.ts';
import { entriesByDay, isHiddenFor, shiftDate } from './agenda.ts';
import { type AgendaBlock, foldDays, keepBlocks } from './agenda-blocks.ts';
import { createAgendaSide } from './agenda-side.ts';
import { type DateRange, datesOf } from './calendar-dates.ts';
import type { CalendarMoves } from './calendar-moves.ts';
import { AGENDA_DAYS, type CalendarPlace } from './calendar-place.ts';
import { dueByDay } from './due-days.ts';
import type { EventActions } from './event-actions.ts';
import type { LiveQuery } from './live-query.ts';
import type { Now } from './now.ts';
import type { Overlay } from './overlay.ts';
import type { WorkerClient } from './worker-client.ts';

/** Days that come at a time as one goes on, where there is little on them. */
const MAX_STEP_DAYS = 14;
/** As many days come as are likely to hold so many events: more than a window shows. */
const STEP_EVENTS = 60;
/** Rows that are painted first: more than a window shows. */
const FIRST_ROWS = 30;

/** The agenda: the days from the chosen one on, and as many before and after as were asked for. Each stretch is a query of its own. */
export interface AgendaView {
  /** Days before the chosen one, as far as they were asked for. */
  readonly earlier: ReadonlySignal<readonly AgendaBlock[]>;
  /** The chosen day and those after it. Blocks keep their identity while they say the same; no clock changes them. */
  readonly ahead: ReadonlySignal<readonly AgendaBlock[]>;
  /** Whether anything at all is planned in the days shown. */
  readonly isEmpty: ReadonlySignal<boolean>;
  /** Whether the worker has answered for the days that it begins with. */
  readonly isLive: ReadonlySignal<boolean>;
  /** Whether rows are there that are not among the blocks yet: `reveal` takes in as many as a frame paints, at both ends. */
  readonly isCut: ReadonlySignal<boolean>;
  /** The same of the days before the chosen one: the first of them grows at its top. */
  readonly isCutEarlier: ReadonlySignal<boolean>;
  reveal(): void;
  /**
   * Takes in more days, at the front or the end. While those asked for at that end are not all there yet, it asks for nothing, and answers
   * false.
   */
  showEarlier(): boolean;
  showMore(): boolean;
  close(): void;
}

interface Page {
  readonly range: DateRange;
  readonly events: LiveQuery<OccurrenceRow>;
  readonly due: LiveQuery<EntryRow>;
}

export function createAgendaView(deps: {
  client: Pick<WorkerClient, 'live'>;
  events: Pick<EventActions, 'project'>;
  moves: Pick<CalendarMoves, 'project'>;
  overlay: Pick<Overlay, 'ops'>;
  now: Now;
  place: Pick<CalendarPlace, 'view' | 'date' | 'range'>;
  hidden: ReadonlySignal<ReadonlySet<MemberId>>;
}): AgendaView {
  const { client, events, moves, overlay, now, place, hidden } = deps;
  const isShown = computed(() => place.view.value === 'agenda');
  /** In order, without holes; none while another view is in front. */
  const pages = signal<readonly Page[]>([]);

  function open(range: DateRange, isFirst = false): Page {
    const cached = (name: string) => (isFirst ? { name } : undefined);
    return {
      range,
      events: client.live({ type: 'agenda', ...range, zone: now.zone }, cached('agenda')),
      due: client.live({ type: 'dueBetween', ...range }, cached('agenda-due')),
    };
  }
  function close(page: Page): void {
    page.events.close();
    page.due.close();
  }

  /** Pages that the worker has answered, and the first one in any case: it may come from the cache. */
  const shown = computed(() => {
    const base = pages.value.findIndex(({ range }) => range.from === place.date.value);
    const isThere = (index: number) => {
      const page = pages.value[index];
      return index === base || (page?.events.isLive.value === true && page.due.isLive.value);
    };
    let [from, to] = [base, base];
    while (from > 0 && isThere(from - 1)) from -= 1;
    while (to < pages.value.length - 1 && isThere(to + 1)) to += 1;
    return pages.value.slice(Math.max(0, from), to + 1);
  });
  const range = computed((): DateRange => {
    const [first, last] = [shown.value[0], shown.value.at(-1)];
    return { from: first?.range.from ?? place.date.value, to: last?.range.to ?? place.date.value };
  });

  const byDay = computed(() => {
    const rows = new Map(shown.value.flatMap((page) => [...page.events.rows.value]));
    const visible = moves.project(events.project(rows)).filter((row) => !isHiddenFor(row.who, hidden.value));
    return entriesByDay(visible, range.value.from, range.value.to);
  });
  const due = computed(() => {
    const rows = new Map(shown.value.flatMap((page) => [...page.due.rows.value]));
    return dueByDay(rows.values(), overlay.ops.value, hidden.value);
  });

  const isLive = computed(() => pages.value.length > 0 && shown.value.every((page) => page.events.isLive.value));

  const fold = (part: () => DateRange) => {
    let before: readonly AgendaBlock[] = [];
    return computed(() => {
      before = keepBlocks(
        before,
        foldDays({ range: part(), events: byDay.value, due: due.value, today: now.today.value }),
      );
      return before;
    });
  };
  const allEarlier = fold(() => ({ from: range.value.from, to: shiftDate(place.date.value, -1) }));
  const allAhead = fold(() => ({ from: place.date.value, to: range.value.to }));
  const earlier = createAgendaSide({ all: allEarlier, outwards: 'earlier', firstRows: 0, isLive });
  const ahead = createAgendaSide({ all: allAhead, outwards: 'later', firstRows: FIRST_ROWS, isLive });

  // Another day or view begins anew.
  const stop = effect(() => {
    const first = isShown.value ? open(pageFrom(place.date.value, AGENDA_DAYS), true) : undefined;
    for (const page of pages.peek()) close(page);
    batch(() => {
      pages.value = first === undefined ? [] : [first];
      earlier.reset();
      ahead.reset();
    });
  });

  /** Each end waits for its own days alone: with both in sight, one would otherwise keep the other from ever getting any. */
  const isComplete = (end: 0 | -1) =>
    pages.peek().length > 0 &&
    pages.peek().at(end) === shown.peek().at(end) &&
    !(end === 0 ? earlier : ahead).isCut.peek();

  return {
    earlier: earlier.blocks,
    ahead: ahead.blocks,
    isCut: computed(() => earlier.isCut.value || ahead.isCut.value),
    isCutEarlier: earlier.isCut,
    reveal() {
      batch(() => {
        earlier.reveal();
        ahead.reveal();
      });
    },
    isLive,
    isEmpty: computed(() => byDay.value.size === 0 && due.value.size === 0),
    showEarlier() {
      if (!isComplete(0)) return false;
      const before = pages.peek()[0];
      const days = stepAfter(before);
      const first = shiftDate(before?.range.from ?? place.date.peek(), -days);
      pages.value = [open(pageFrom(first, days)), ...pages.peek()];
      return true;
    },
    showMore() {
      if (!isComplete(-1)) return false;
      const before = pages.peek().at(-1);
      const next = shiftDate(before?.range.to ?? place.date.peek(), 1);
      pages.value = [...pages.peek(), open(pageFrom(next, stepAfter(before)))];
      return true;
    },
    close() {
      stop();
      earlier.close();
      ahead.close();
      batch(() => {
        for (const page of pages.peek()) close(page);
        pages.value = [];
      });
    },
  };
}

/** How many days come next, going by how much is on those beside them. */
function stepAfter(page: Page | undefined): number {
  if (page === undefined) return MAX_STEP_DAYS;
  const perDay = page.events.rows.peek().size / (datesOf(page.range).length || 1);
  return Math.max(1, Math.min(MAX_STEP_DAYS, Math.floor(STEP_EVENTS / perDay)));
}

function pageFrom(date: string, days: number): DateRange {
  return { from: date, to: shiftDate(date, days - 1) };
}
