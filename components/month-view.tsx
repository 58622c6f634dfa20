import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { EntryRow } from '../lib/protocol/values.ts';
import type { DayEntry } from '../lib/stores/agenda.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { isLong, layWeek, type WeekLayout } from '../lib/stores/month-layout.ts';
import { useApp } from './app-context.ts';
import { DayItems } from './day-section.tsx';
import { eventColours } from './event-colours.ts';
import type { EventHandlers } from './event-handlers.ts';
import { MonthGrid } from './month-grid.tsx';
import { useMatches } from './use-matches.ts';

/** Room for titles; as in calendar-month.css. */
const WIDE = '(min-width: 700px)';
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
  const isWide = useMatches(WIDE);
  const date = place.date.value;
  const entries = byDay.value.get(date) ?? [];

  function describe(day: string): string {
    const there = byDay.value.get(day) ?? [];
    const due = stores.dueByDay.value.get(day) ?? [];
    const titles = [...there.map(({ row }) => row.title), ...due.map((row) => row.title)];
    return [
      ...(there.length > 0 ? [t('calendar.count', { n: there.length })] : []),
      ...(due.length > 0 ? [t('calendar.dueCount', { n: due.length })] : []),
      ...titles.slice(0, SAID_TITLES),
      ...(titles.length > SAID_TITLES ? ['…'] : []),
    ].join(', ');
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
        fill={(week) => <WeekFill key="fill" week={week} stores={stores} isWide={isWide} />}
      />
      <section class="month-list" ref={list} aria-labelledby="month-list-name">
        <h3 id="month-list-name">{formats.day(date)}</h3>
        <DayItems date={date} entries={entries} due={stores.dueByDay.value.get(date) ?? NOTHING} on={on} />
      </section>
    </div>
  );
}

function WeekFill({ week, stores, isWide }: { week: readonly string[]; stores: CalendarStores; isWide: boolean }) {
  const layout = useComputed(() => layWeek(week, stores.byDay.value, isLong)).value;
  return (
    <>
      {layout.bars.map((bar) => (
        <BarPiece key={bar.entry.key} bar={bar} isWide={isWide} />
      ))}
      {week.map((day, column) => (
        <DayFill
          key={day}
          column={column}
          layout={layout}
          due={stores.dueByDay.value.get(day) ?? NOTHING}
          isWide={isWide}
        />
      ))}
    </>
  );
}

function BarPiece({ bar, isWide }: { bar: WeekLayout['bars'][number]; isWide: boolean }) {
  const { members } = useApp();
  const { row } = bar.entry;
  if (bar.lane >= (isWide ? LINES - 1 : BARS)) return null;
  const ends = `${bar.isContinued ? ' bar-continued' : ''}${bar.goesOn ? ' bar-goes-on' : ''}`;
  return (
    <span
      class={`month-bar${ends}`}
      style={{
        ...eventColours(row, members.value),
        gridColumn: `${bar.column + 2} / span ${bar.span}`,
        '--lane': bar.lane,
      }}
      aria-hidden="true"
      data-title={row.title}
    />
  );
}

function DayFill(props: { column: number; layout: WeekLayout; due: readonly EntryRow[]; isWide: boolean }) {
  const { formats, members } = useApp();
  const { column, layout } = props;
  const lanes = layout.lanes[column] ?? 0;
  const small: readonly (DayEntry | EntryRow)[] = [...props.due, ...(layout.rest[column] ?? [])];
  const barsBelow = (lane: number) =>
    layout.bars.filter((bar) => bar.lane >= lane && bar.column <= column && column < bar.column + bar.span).length;
  const style = { gridColumn: column + 2 };
  if (!props.isWide) {
    const dots = roomFor(small.length, DOTS, barsBelow(BARS));
    return (
      <span class="month-dots" style={{ ...style, '--lane': Math.min(lanes, BARS) }} aria-hidden="true">
        {small.slice(0, dots.shown).map((one) => (
          <i
            key={keyOf(one)}
            class={'row' in one ? undefined : 'month-due'}
            style={eventColours(shownOf(one), members.value)}
          />
        ))}
        {dots.more > 0 && <small>+{dots.more}</small>}
      </span>
    );
  }
  const titledBars = Math.min(lanes, LINES - 1);
  const lines = roomFor(small.length, LINES - titledBars, barsBelow(titledBars));
  return (
    <>
      {small.slice(0, lines.shown).map((one, index) => (
        <span
          key={keyOf(one)}
          class="month-line"
          style={{ ...style, ...eventColours(shownOf(one), members.value), '--lane': titledBars + index }}
          aria-hidden="true"
        >
          <i class={'row' in one ? undefined : 'month-due'} />
          {'row' in one && one.startsAt !== undefined && <span>{formats.value.time(one.startsAt)}</span>}
          <b class={'row' in one || one.done === null ? undefined : 'month-done'}>
            {'row' in one ? one.row.title : one.title}
          </b>
        </span>
      ))}
      {lines.more > 0 && (
        <span class="month-line month-more" style={{ ...style, '--lane': LINES - 1 }} aria-hidden="true">
          +{lines.more}
        </span>
      )}
    </>
  );
}

/** How many of `count` fit where there is room for `room`, one place being for what tells of the rest and of `others` that are hidden. */
function roomFor(count: number, room: number, others: number): { shown: number; more: number } {
  const shown = count > room || others > 0 ? Math.min(count, Math.max(0, room - 1)) : count;
  return { shown, more: count - shown + others };
}

function keyOf(one: DayEntry | EntryRow): string {
  return 'row' in one ? one.key : one.id;
}

function shownOf(one: DayEntry | EntryRow): OccurrenceRow | EntryRow {
  return 'row' in one ? one.row : one;
}

/** The same for every day without anything. */
const NOTHING = [] as const;
