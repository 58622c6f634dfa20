import { useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { datesOf, weekNumber } from '../lib/stores/calendar-dates.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { useApp } from './app-context.ts';
import { DaySection } from './day-section.tsx';
import type { EventHandlers } from './event-handlers.ts';
import { TimeGrid } from './time-grid.tsx';
import { useMatches } from './use-matches.ts';

/** Below this, seven columns would hold no title. */
const WIDE = '(min-width: 700px)';

/** A week: by the clock where there is room for seven columns, else its days one below the other. */
export function WeekView({ stores, on }: { stores: CalendarStores; on: EventHandlers }) {
  const isWide = useMatches(WIDE);
  return isWide ? <TimeGrid stores={stores} on={on} /> : <WeekDays stores={stores} on={on} />;
}

function WeekDays({ stores, on }: { stores: CalendarStores; on: EventHandlers }) {
  const { i18n } = useApp();
  const { place, byDay, dueByDay } = stores;
  const root = useRef<HTMLElement>(null);
  const range = place.range.value;
  const date = place.date.value;
  const isThere = useComputed(() => byDay.value.size > 0).value;

  // To the chosen day: at once, and once what stands above it is there.
  useLayoutEffect(() => {
    const day = root.current?.querySelector<HTMLElement>(`[data-date="${date}"]`);
    if (root.current && day) root.current.scrollTop = day.offsetTop;
  }, [date, isThere]);

  return (
    // With nothing in it that takes the keyboard, it takes it itself: it has to scroll by it, too.
    <section class="scroll week-days" ref={root} tabIndex={isThere ? undefined : 0} aria-labelledby="week-name">
      <h3 id="week-name" class="month-name">
        {i18n.t('calendar.week', { n: weekNumber(range.from) })}
      </h3>
      {datesOf(range).map((day) => (
        <DaySection
          key={day}
          date={day}
          entries={byDay.value.get(day) ?? NOTHING}
          due={dueByDay.value.get(day) ?? NOTHING}
          on={on}
        />
      ))}
    </section>
  );
}

/** The same for every empty day, so that none is painted again. */
const NOTHING = [] as const;
