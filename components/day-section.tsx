import { useEffect, useState } from 'preact/hooks';
import type { EntryRow } from '../lib/protocol/values.ts';
import { type AgendaEntry, atMoment, type DayEntry } from '../lib/stores/agenda.ts';
import type { DayBlock } from '../lib/stores/agenda-blocks.ts';
import { type Conflict, findConflicts } from '../lib/stores/conflicts.ts';
import { afterPaint } from './after-paint.ts';
import { useApp } from './app-context.ts';
import { ConflictMarks } from './conflict-marks.tsx';
import { DueEntry } from './due-entry.tsx';
import type { EventHandlers } from './event-handlers.ts';
import { EventLabel } from './event-label.tsx';

/** A day that has been the same for a few frames is all there. */
const SETTLE_MS = 100;

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
  const isSettled = useSettled(props);
  return (
    <section
      class={`day${isToday ? ' day-now' : ''}${isSettled ? ' day-settled' : ''}`}
      aria-label={formats.value.longDate(date)}
      data-date={date}
    >
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

/**
 * Whether a day has been painted with what is on it: from then on the browser knows its height, and may leave it out of what it lays out
 * and paints while it is out of sight (calendar.css). With anything else on it, it has to be painted again first.
 */
function useSettled({ entries, due }: Pick<DayBlock, 'entries' | 'due'>): boolean {
  const [settled, settle] = useState<Pick<DayBlock, 'entries' | 'due'>>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = afterPaint(() => {
      timer = setTimeout(() => settle({ entries, due }), SETTLE_MS);
    });
    return () => {
      cancel();
      clearTimeout(timer);
    };
  }, [entries, due]);
  return settled?.entries === entries && settled.due === due;
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
    <DayEvent key={entry.key} entry={entry} date={date} conflicts={conflicts.get(entry.row.id)} on={on} />
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

/** Painted again only for what is its own: days come and grow a few rows at a time. */
function DayEvent(props: {
  entry: AgendaEntry;
  date: string;
  conflicts: readonly Conflict[] | undefined;
  on: EventHandlers;
}) {
  const { entry, date, conflicts, on } = props;
  const { now } = useApp();
  return (
    <EventLabel entry={entry} date={date} on={on}>
      {date >= now.today.value && <ConflictMarks row={entry.row} conflicts={conflicts} on={on} />}
    </EventLabel>
  );
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
