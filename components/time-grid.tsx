import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { EventId } from '../lib/protocol/ids.ts';
import { minutesOf } from '../lib/stores/agenda.ts';
import { datesOf, timeOf } from '../lib/stores/calendar-dates.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { isAllThrough, layWeek } from '../lib/stores/month-layout.ts';
import { type Crowd, fitIn, placeInDay } from '../lib/stores/time-layout.ts';
import { useApp } from './app-context.ts';
import { DueEntry } from './due-entry.tsx';
import type { EventHandlers } from './event-handlers.ts';
import { focusChosenView } from './focus-places.ts';
import './styles/calendar-grid.css';
import { registerTimeDrag, type Stretch } from './time-drag.ts';
import { AllDayEvent, TimeEvent } from './time-event.tsx';
import { TimeSlots } from './time-slots.tsx';

const DAY_MINUTES = 24 * 60;
/** Where a day that is not today opens, and how much of today's past stays in sight. */
const MORNING = 7 * 60;
const BEFORE_NOW = 90;
/** An event narrower than this holds no word; so many have to have room at least, however narrow the day. */
const MIN_WIDTH_PX = 40;
const MIN_ROOM = 3;

/** Some days side by side, by the clock: what overlaps stands beside each other, whole days in a strip above. */
export function TimeGrid({ stores, on }: { stores: CalendarStores; on: EventHandlers }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const { place, moves } = stores;
  const root = useRef<HTMLDivElement>(null);
  /** What is being drawn for a new event. */
  const drawn = useSignal<Stretch | null>(null);
  const dates = useComputed(() => datesOf(place.range.value)).value;
  const layout = useComputed(() => {
    const days = datesOf(place.range.value);
    const week = layWeek(days, stores.byDay.value, isAllThrough);
    return { bars: week.bars, lanes: week.lanes, days: week.rest.map(placeInDay) };
  }).value;
  const rows = new Map(
    [...layout.bars.map(({ entry }) => entry), ...layout.days.flat().map(({ entry }) => entry)].map((entry) => [
      entry.row.id,
      entry.row,
    ]),
  );
  const conflicts = stores.conflicts.value;
  /** How many events of the least width fit side by side, over all days; by the pixel, a panel being sized would be drawn anew at each. */
  const fitting = useSignal(0);
  const roomFor = (days: number) => Math.max(MIN_ROOM, Math.floor(fitting.value / days));
  const room = roomFor(dates.length);
  /** What was moved last stays in sight wherever it was put, and keeps the keyboard. */
  const moved = useRef<EventId | undefined>(undefined);
  moved.current = moves.moving.value?.event ?? moved.current;
  const fitted = layout.days.map((placed) => fitIn(placed, room, ({ row }) => row.event === moved.current));
  const shownRows = useRef(rows);
  shownRows.current = rows;
  const shownDates = useRef(dates);
  shownDates.current = dates;

  useLayoutEffect(() => {
    const time = now.local.peek();
    const isToday = dates.includes(now.today.peek());
    const from = isToday ? Math.min(MORNING, time.hour * 60 + time.minute - BEFORE_NOW) : MORNING;
    const to = isToday ? time.hour * 60 + time.minute - BEFORE_NOW : from;
    const scroller = root.current;
    const body = scroller?.querySelector<HTMLElement>('.time-body');
    if (scroller && body) scroller.scrollTop = (Math.max(from, to, 0) / DAY_MINUTES) * body.offsetHeight;
  }, []);

  useLayoutEffect(() => {
    const days = root.current?.querySelector<HTMLElement>('.time-days');
    if (!days) return undefined;
    const look = () => {
      fitting.value = Math.floor(days.clientWidth / MIN_WIDTH_PX);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(days);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (root.current === null) return undefined;
    return registerTimeDrag(root.current, {
      rowOf: (id) => shownRows.current.get(id),
      draw: (stretch) => {
        drawn.value = stretch;
      },
      create: ({ column, toColumn, from, to }) => {
        const day = shownDates.current[column];
        const lastDay = shownDates.current[toColumn];
        if (day === undefined || lastDay === undefined) return;
        on.create(from === undefined ? { day, lastDay } : { day, from: timeOf(from), to: timeOf(to ?? from) });
      },
      show: moves.show,
      drop: () => void moves.drop(),
      cancel: moves.cancel,
    });
  }, []);

  return (
    <div class="scroll time-grid" ref={root} style={{ '--days': dates.length }}>
      <div class="time-head">
        <div class="time-names">
          {dates.map((date, column) => (
            <div
              key={date}
              class={date === now.today.value ? 'time-name time-name-now' : 'time-name'}
              style={{ gridColumn: column + 2 }}
            >
              <span>{formats.value.weekday(date)}</span> <strong>{formats.value.dayNumber(date)}</strong>
            </div>
          ))}
        </div>
        <div class="all-day">
          <span class="all-day-name">{t('calendar.allDay.short')}</span>
          <ul aria-label={t('calendar.allDay')}>
            {layout.bars.map((bar) => (
              <AllDayEvent
                key={bar.entry.row.id}
                bar={bar}
                date={dates[bar.column] ?? ''}
                conflicts={conflicts.get(bar.entry.row.id)}
                on={on}
              />
            ))}
            {dates.flatMap((date, column) =>
              (stores.dueByDay.value.get(date) ?? []).map((row, index) => (
                <li
                  key={row.id}
                  class="all-day-event"
                  style={{ gridColumn: column + 1, gridRow: (layout.lanes[column] ?? 0) + index + 1 }}
                >
                  <DueEntry row={row} isSmall />
                </li>
              )),
            )}
          </ul>
        </div>
      </div>
      <div class="time-body">
        <div class="time-hours" aria-hidden="true">
          {Array.from({ length: 23 }, (_, hour) => (
            <span key={hour} style={{ '--at': (hour + 1) / 24 }}>
              {stores.formats.value.hour(timeOf((hour + 1) * 60))}
            </span>
          ))}
        </div>
        <div class="time-days">
          <TimeSlots dates={dates} days={layout.days} place={place} on={on} />
          <ul class="time-events" aria-label={t('calendar.events')}>
            {fitted.flatMap(({ shown, crowds }, column) => [
              ...shown.map((one) => (
                <TimeEvent
                  key={`${one.entry.row.id}/${one.entry.day}`}
                  placed={one}
                  column={column}
                  date={dates[column] ?? ''}
                  withDate={dates.length > 1}
                  conflicts={conflicts.get(one.entry.row.id)}
                  on={on}
                />
              )),
              ...crowds.map((crowd) => (
                <More
                  key={`${dates[column]}/${crowd.from}`}
                  crowd={crowd}
                  column={column}
                  room={room}
                  date={dates[column] ?? ''}
                  onOpen={(date) => {
                    place.goTo(date);
                    place.show(crowd.lanes <= roomFor(1) ? 'day' : 'agenda');
                    focusChosenView();
                  }}
                />
              )),
            ])}
          </ul>
          <Drawn stretch={drawn.value} />
          <NowMark column={dates.indexOf(now.today.value)} />
        </div>
      </div>
    </div>
  );
}

/** Where more happens at once than can be read: how many more, and the way to them. */
function More(props: { crowd: Crowd; column: number; room: number; date: string; onOpen: (date: string) => void }) {
  const { i18n, formats } = useApp();
  const { crowd, column, room, date, onOpen } = props;
  const { from, to, count } = crowd;
  return (
    <li
      class="time-event time-more"
      style={{
        '--column': column,
        '--at': from / DAY_MINUTES,
        '--length': (to - from) / DAY_MINUTES,
        '--lane': (room - 1) / room,
        '--width': 1 / room,
      }}
    >
      <button type="button" onClick={() => onOpen(date)}>
        <span aria-hidden="true">+{count}</span>
        <span class="visually-hidden">
          {i18n.t('calendar.more', { n: count })}, {formats.value.date(date)}
        </span>
      </button>
    </li>
  );
}

/** The only thing here that the clock moves. */
function NowMark({ column }: { column: number }) {
  const { i18n, formats, now } = useApp();
  if (column === -1) return null;
  const time = now.local.value.toPlainTime().toString({ smallestUnit: 'minute' });
  return (
    <div class="time-now" style={{ '--column': column, '--at': minutesOf(time) / DAY_MINUTES }}>
      <span class="visually-hidden">{i18n.t('calendar.now', { time: formats.value.time(time) })}</span>
    </div>
  );
}

function Drawn({ stretch }: { stretch: Stretch | null }) {
  const { formats } = useApp();
  if (stretch?.from === undefined || stretch.to === undefined) return null;
  const { column, from, to } = stretch;
  return (
    <div
      class="time-drawn"
      style={{ '--column': column, '--at': from / DAY_MINUTES, '--length': (to - from) / DAY_MINUTES }}
      aria-hidden="true"
    >
      {formats.value.time(timeOf(from))} – {formats.value.time(timeOf(to))}
    </div>
  );
}
