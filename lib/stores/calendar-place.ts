import { computed, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import { shiftDate, startOfWeek } from './agenda.ts';
import { type DateRange, monthRange, shiftMonth } from './calendar-dates.ts';
import type { Now } from './now.ts';

/** The ways to look at the calendar, in the order of their tabs. */
export const CALENDAR_VIEWS = ['agenda', 'day', 'threeDays', 'week', 'month', 'people'] as const;
export type CalendarViewName = (typeof CALENDAR_VIEWS)[number];

const VIEW_KEY = 'calendar/view';
const SPAN_KEY = 'calendar/people-span';

/** Where one is in the calendar: the view in front, and the day it is about. */
export interface CalendarPlace {
  readonly view: ReadonlySignal<CalendarViewName>;
  /** Remembered for the next time. */
  show(view: CalendarViewName): void;
  /** The chosen day. While nobody chose another it is today, past midnight too. */
  readonly date: ReadonlySignal<string>;
  /** The days that the view in front shows; of the agenda, those it begins with. */
  readonly range: ReadonlySignal<DateRange>;
  /** The days to which previous and next lead; in the agenda the month, which is the other way to look at so much. */
  readonly neighbours: ReadonlySignal<readonly DateRange[]>;
  /** Whether the people's rows are of one day or of a week. Remembered. */
  readonly peopleSpan: ReadonlySignal<'day' | 'week'>;
  setPeopleSpan(span: 'day' | 'week'): void;
  goTo(date: string): void;
  goToToday(): void;
  previous(): void;
  next(): void;
}

/** Days that the agenda begins with. */
export const AGENDA_DAYS = 7;

export function createCalendarPlace(deps: {
  now: Pick<Now, 'today'>;
  weekStart: ReadonlySignal<number>;
  cache: PagePlatform['cache'];
}): CalendarPlace {
  const { now, weekStart, cache } = deps;
  const stored = cache.read(VIEW_KEY);
  const view = signal<CalendarViewName>(CALENDAR_VIEWS.find((each) => each === stored) ?? 'agenda');
  const peopleSpan = signal<'day' | 'week'>(cache.read(SPAN_KEY) === 'day' ? 'day' : 'week');
  /** Null follows today. */
  const chosen = signal<string | null>(null);
  const date = computed(() => chosen.value ?? now.today.value);

  function rangeAt(from: string): DateRange {
    const week = () => startOfWeek(from, weekStart.value);
    switch (view.value) {
      case 'agenda':
        return { from, to: shiftDate(from, AGENDA_DAYS - 1) };
      case 'day':
        return { from, to: from };
      case 'threeDays':
        return { from, to: shiftDate(from, 2) };
      case 'week':
        return { from: week(), to: shiftDate(week(), 6) };
      case 'month':
        return monthRange(from, weekStart.value);
      case 'people':
        return peopleSpan.value === 'day' ? { from, to: from } : { from: week(), to: shiftDate(week(), 6) };
    }
  }

  function step(direction: 1 | -1): string {
    const from = date.value;
    const week = startOfWeek(from, weekStart.value);
    switch (view.value) {
      case 'agenda':
        // To where a week starts: back to the start of the one that is under way first.
        return direction === 1 ? shiftDate(week, 7) : week < from ? week : shiftDate(week, -7);
      case 'day':
        return shiftDate(from, direction);
      case 'threeDays':
        return shiftDate(from, 3 * direction);
      case 'week':
        return shiftDate(from, 7 * direction);
      case 'month':
        return shiftMonth(from, direction);
      case 'people':
        return shiftDate(from, (peopleSpan.value === 'day' ? 1 : 7) * direction);
    }
  }

  return {
    view,
    show(next) {
      view.value = next;
      cache.write(VIEW_KEY, next);
    },
    date,
    range: computed(() => rangeAt(date.value)),
    neighbours: computed(() =>
      view.value === 'agenda' ? [monthRange(date.value, weekStart.value)] : [rangeAt(step(-1)), rangeAt(step(1))],
    ),
    peopleSpan,
    setPeopleSpan(span) {
      peopleSpan.value = span;
      cache.write(SPAN_KEY, span);
    },
    goTo(to) {
      chosen.value = to === now.today.peek() ? null : to;
    },
    goToToday() {
      chosen.value = null;
    },
    previous() {
      chosen.value = untracked(() => step(-1));
    },
    next() {
      chosen.value = untracked(() => step(1));
    },
  };
}
