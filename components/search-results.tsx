import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import { useApp } from './app-context.ts';
import type { EventHandlers } from './event-handlers.ts';
import { EventLabel } from './event-label.tsx';

/** Events that were found, each with its date. */
export function SearchResults({ found, on }: { found: readonly OccurrenceRow[]; on: EventHandlers }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const { date, month } = formats.value;
  const today = now.today.value;
  // The year says more than the weekday where it is another one.
  const dateOf = (day: string) =>
    day.slice(0, 4) === today.slice(0, 4) ? date(day) : `${date(day)}, ${day.slice(0, 4)}`;
  return (
    <div class="scroll">
      <p class="month-name" aria-live="polite">
        {t('calendar.found', { n: found.length })}
      </p>
      <ul class="found-events" aria-label={t('calendar.found.label')}>
        {found.map((row) => (
          <li key={row.id}>
            <time dateTime={row.firstDay} title={month(row.firstDay)}>
              {dateOf(row.firstDay)}
            </time>
            <EventLabel
              entry={{
                key: row.id,
                row,
                day: 1,
                days: 1,
                phase: row.lastDay < today ? 'past' : 'ahead',
                ...(row.startsAt === undefined ? {} : { startsAt: row.startsAt }),
                ...(row.endsAt === undefined ? {} : { endsAt: row.endsAt }),
              }}
              date={row.firstDay}
              on={on}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
