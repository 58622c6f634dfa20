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
  const { i18n } = useApp();
  const isWide = useMatches(WIDE);
  if (isWide) return <TimeGrid stores={stores} on={on} />;
  const range = stores.place.range.value;
  return (
    <div class="scroll week-days">
      <h3 class="month-name">{i18n.t('calendar.week', { n: weekNumber(range.from) })}</h3>
      {datesOf(range).map((date) => (
        <DaySection
          key={date}
          date={date}
          entries={stores.byDay.value.get(date) ?? NOTHING}
          due={stores.dueByDay.value.get(date) ?? NOTHING}
          on={on}
        />
      ))}
    </div>
  );
}

/** The same for every empty day, so that none is painted again. */
const NOTHING = [] as const;
