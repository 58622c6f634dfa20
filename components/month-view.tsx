import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { DayEntry } from '../lib/stores/agenda.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { isLong, layWeek, type WeekLayout } from '../lib/stores/month-layout.ts';
import { useApp } from './app-context.ts';
import { DayItems } from './day-section.tsx';
import { eventColours } from './event-colours.ts';
import type { EventHandlers } from './event-handlers.ts';
import { MonthGrid } from './month-grid.tsx';

/** Lines of a week that a wide window shows below the numbers; the last tells of what does not fit. */
const LINES = 4;
/** Of a narrow one: bars, and dots beside each other. */
const BARS = 2;
const DOTS = 3;
/** Titles that a day's name says. */
const SAID_TITLES = 3;

/** A month: bars and dots where it is narrow, titles where it is wide, and below it what is on the chosen day. */
export function MonthView({ stores, on }: { stores: CalendarStores; on: EventHandlers }) {
  const { i18n } = useApp();
  const { t } = i18n;
  const { place, byDay } = stores;
  const formats = stores.formats.value;
  const list = useRef<HTMLElement>(null);
  const date = place.date.value;
  const entries = byDay.value.get(date) ?? [];

  function describe(day: string): string {
    const there = byDay.value.get(day) ?? [];
    if (there.length === 0) return '';
    const titles = there.slice(0, SAID_TITLES).map((entry) => entry.row.title);
    return `${t('calendar.count', { n: there.length })}: ${titles.join(', ')}${there.length > SAID_TITLES ? ' …' : ''}`;
  }

  function enter(): void {
    const first = list.current?.querySelector<HTMLElement>('button');
    if (first) first.focus();
    else on.create({ day: date });
  }

  return (
    <div class="scroll month-view">
      <MonthGrid
        label={formats.longMonth(date)}
        range={place.range.value}
        date={date}
        formats={formats}
        onChoose={place.goTo}
        onEnter={enter}
        onCreate={(day) => on.create({ day })}
        describe={describe}
        fill={(week) => <WeekFill key="fill" week={week} stores={stores} />}
      />
      <section class="month-list" ref={list} aria-labelledby="month-list-name">
        <h3 id="month-list-name">{formats.day(date)}</h3>
        <DayItems date={date} entries={entries} on={on} />
      </section>
    </div>
  );
}

/** Both forms at once; the style sheet shows the one that fits, so that nothing is laid out again when the window changes. */
function WeekFill({ week, stores }: { week: readonly string[]; stores: CalendarStores }) {
  const layout = useComputed(() => layWeek(week, stores.byDay.value, isLong)).value;
  return (
    <>
      {layout.bars.map((bar) => (
        <BarPiece key={bar.entry.key} bar={bar} />
      ))}
      {week.map((day, column) => (
        <DayFill key={day} column={column} layout={layout} />
      ))}
    </>
  );
}

function BarPiece({ bar }: { bar: WeekLayout['bars'][number] }) {
  const { members } = useApp();
  const { row } = bar.entry;
  const hidden = `${bar.lane >= BARS ? ' not-narrow' : ''}${bar.lane >= LINES - 1 ? ' not-wide' : ''}`;
  const ends = `${bar.isContinued ? ' bar-continued' : ''}${bar.goesOn ? ' bar-goes-on' : ''}`;
  return (
    <span
      class={`month-bar${hidden}${ends}`}
      style={{
        ...eventColours(row.who, members.value),
        gridColumn: `${bar.column + 2} / span ${bar.span}`,
        '--lane': bar.lane,
      }}
      aria-hidden="true"
      data-title={row.title}
    />
  );
}

function DayFill({ column, layout }: { column: number; layout: WeekLayout }) {
  const { formats, members } = useApp();
  const timed = layout.rest[column] ?? [];
  const lanes = layout.lanes[column] ?? 0;
  const barsBelow = (lane: number) =>
    layout.bars.filter((bar) => bar.lane >= lane && bar.column <= column && column < bar.column + bar.span).length;
  const bars = Math.min(lanes, BARS);
  const dots = timed.slice(0, timed.length > DOTS || barsBelow(BARS) > 0 ? DOTS - 1 : DOTS);
  const moreDots = timed.length - dots.length + barsBelow(BARS);
  const titledBars = Math.min(lanes, LINES - 1);
  const free = LINES - titledBars;
  const isFull = timed.length > free || barsBelow(titledBars) > 0;
  const lines = timed.slice(0, isFull ? free - 1 : free);
  const moreLines = timed.length - lines.length + barsBelow(titledBars);
  const style = { gridColumn: column + 2 };
  return (
    <>
      <span class="month-dots" style={{ ...style, '--lane': bars }} aria-hidden="true">
        {dots.map((entry) => (
          <Dot key={entry.key} entry={entry} />
        ))}
        {moreDots > 0 && <small>+{moreDots}</small>}
      </span>
      {lines.map((entry, index) => (
        <span
          key={entry.key}
          class="month-line"
          style={{
            ...style,
            ...eventColours(entry.row.who, members.value),
            '--lane': titledBars + index,
          }}
          aria-hidden="true"
        >
          <i />
          <span>{entry.startsAt !== undefined && formats.value.time(entry.startsAt)}</span> {entry.row.title}
        </span>
      ))}
      {moreLines > 0 && (
        <span class="month-line month-more" style={{ ...style, '--lane': LINES - 1 }} aria-hidden="true">
          +{moreLines}
        </span>
      )}
    </>
  );
}

function Dot({ entry }: { entry: DayEntry }) {
  const { members } = useApp();
  return <i style={eventColours(entry.row.who, members.value)} />;
}
