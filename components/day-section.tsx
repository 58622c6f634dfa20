import type { EntryRow } from '../lib/protocol/values.ts';
import { atMoment, type DayEntry } from '../lib/stores/agenda.ts';
import { findConflicts } from '../lib/stores/conflicts.ts';
import { useApp } from './app-context.ts';
import { ConflictMarks } from './conflict-marks.tsx';
import { DueEntry } from './due-entry.tsx';
import type { EventHandlers } from './event-handlers.ts';
import { EventLabel } from './event-label.tsx';

/** One day among others: its name at the side, which stays in sight, and what is on it. */
export function DaySection(props: {
  date: string;
  entries: readonly DayEntry[];
  due: readonly EntryRow[];
  on: EventHandlers;
}) {
  const { i18n, formats, now } = useApp();
  const { date } = props;
  const isToday = date === now.today.value;
  return (
    <section class={isToday ? 'day day-now' : 'day'} aria-label={formats.value.longDate(date)} data-date={date}>
      <div class="day-name" aria-hidden="true">
        <div class="day-sticky">
          <span>{isToday ? i18n.t('today.label') : formats.value.weekday(date)}</span>
          <strong>{formats.value.dayNumber(date)}</strong>
        </div>
      </div>
      <div class="day-events">
        <DayItems {...props} />
      </div>
    </section>
  );
}

/** What is on a day, in order; today with the line between what has begun and what is to come. */
export function DayItems(props: {
  date: string;
  entries: readonly DayEntry[];
  due: readonly EntryRow[];
  on: EventHandlers;
}) {
  const { date, entries, due, on } = props;
  const { i18n, now } = useApp();
  const { t } = i18n;
  const isToday = date === now.today.value;
  // Only today is told anything by the clock.
  const moment = isToday ? now.local.value : now.local.peek();
  const seen = atMoment(entries, date, moment);
  const conflicts = findConflicts(
    entries.map(({ row }) => row),
    now.zone,
    isToday ? moment.toZonedDateTime(now.zone).epochMilliseconds : Number.NEGATIVE_INFINITY,
  );
  const items = seen.entries.map((entry) => (
    <EventLabel key={entry.key} entry={entry} date={date} on={on}>
      {date >= now.today.value && <ConflictMarks row={entry.row} conflicts={conflicts.get(entry.row.id)} on={on} />}
    </EventLabel>
  ));
  if (isToday && entries.length > 0) items.splice(seen.nowBefore, 0, <NowLine key="now" />);
  if (items.length + due.length > 0) {
    return (
      <>
        {due.map((row) => (
          <DueEntry key={row.id} row={row} />
        ))}
        {items}
      </>
    );
  }
  return <p class="day-nothing">{t('calendar.nothingToday')}</p>;
}

function NowLine() {
  const { i18n, formats, now } = useApp();
  const time = formats.value.time(now.local.value.toPlainTime().toString({ smallestUnit: 'minute' }));
  return (
    <p class="now-line">
      <span class="visually-hidden">{i18n.t('calendar.now', { time })}</span>
      <span aria-hidden="true">{time}</span>
    </p>
  );
}
