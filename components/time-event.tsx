import type { DayEntry } from '../lib/stores/agenda.ts';
import type { Conflict } from '../lib/stores/conflicts.ts';
import type { WeekBar } from '../lib/stores/month-layout.ts';
import type { PlacedEntry } from '../lib/stores/time-layout.ts';
import { useApp } from './app-context.ts';
import { Avatars } from './avatar.tsx';
import { ConflictSign } from './conflict-sign.tsx';
import { eventColours } from './event-colours.ts';
import { eventDetails } from './event-details.ts';
import type { EventHandlers } from './event-handlers.ts';
import { EventMarks } from './event-marks.tsx';

const DAY_MINUTES = 24 * 60;
/** Shorter than this, title and time share a line. */
const SHORT_MINUTES = 45;

/** An event in the column of its day. */
export function TimeEvent(props: {
  placed: PlacedEntry;
  column: number;
  date: string;
  /** Whether days beside each other have to be told apart by those who hear it. */
  withDate: boolean;
  conflicts: readonly Conflict[] | undefined;
  on: EventHandlers;
}) {
  const { members } = useApp();
  const { placed, column } = props;
  const { entry, from, to, lane, lanes, span } = placed;
  return (
    <li
      class={to - from < SHORT_MINUTES ? 'time-event time-event-short' : 'time-event'}
      style={{
        ...eventColours(entry.row, members.value),
        '--column': column,
        '--at': from / DAY_MINUTES,
        '--length': (to - from) / DAY_MINUTES,
        '--lane': lane / lanes,
        '--width': span / lanes,
      }}
    >
      <EventButton {...props} entry={entry} />
      {/* The lower edge, for the mouse; the keyboard has Alt and Shift. */}
      {entry.endsAt !== undefined && <span class="time-edge" data-edge={entry.row.id} aria-hidden="true" />}
    </li>
  );
}

/** An event in the strip of whole days. */
export function AllDayEvent(props: {
  bar: WeekBar;
  date: string;
  conflicts: readonly Conflict[] | undefined;
  on: EventHandlers;
}) {
  const { members } = useApp();
  const { bar } = props;
  const { entry } = bar;
  const ends = `${bar.isContinued ? ' bar-continued' : ''}${bar.goesOn ? ' bar-goes-on' : ''}`;
  return (
    <li
      class={`all-day-event${ends}`}
      style={{
        ...eventColours(entry.row, members.value),
        gridColumn: `${bar.column + 1} / span ${bar.span}`,
        gridRow: bar.lane + 1,
      }}
    >
      <EventButton {...props} entry={entry} withDate />
    </li>
  );
}

function EventButton(props: {
  entry: DayEntry;
  date: string;
  withDate: boolean;
  conflicts: readonly Conflict[] | undefined;
  on: EventHandlers;
}) {
  const { i18n, formats } = useApp();
  const { entry, date, on } = props;
  const { row } = entry;
  const details = eventDetails(entry, formats.value, i18n.t).join(' · ');
  return (
    <button
      type="button"
      data-event={row.event}
      data-row={row.id}
      data-day={date}
      aria-haspopup="dialog"
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight"
      title={`${row.title}\n${details}`}
      onClick={() => on.open(row)}
      onKeyDown={(event) => {
        if (on.onKey(event, row) || event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === 'n') {
          event.preventDefault();
          on.create({ day: date, ...(entry.startsAt === undefined ? {} : { from: entry.startsAt }) });
        }
      }}
    >
      <b>
        <bdi>{row.title}</bdi>
        <EventMarks row={row} />
      </b>{' '}
      <small>{details}</small> <Avatars who={row.who} />
      {props.withDate && <span class="visually-hidden"> {formats.value.date(date)}</span>}
      <ConflictSign row={row} conflicts={props.conflicts} />
    </button>
  );
}
