import { useEffect, useMemo } from 'preact/hooks';
import type { EntryRow, ListRow } from '../lib/protocol/values.ts';
import type { DayEntry } from '../lib/stores/agenda.ts';
import { type DateRange, datesOf, weekNumber } from '../lib/stores/calendar-dates.ts';
import type { CalendarFormats } from '../lib/stores/calendar-formats.ts';
import type { CalendarDays } from '../lib/stores/calendar-stores.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import { useApp } from './app-context.ts';
import { eventColours } from './event-colours.ts';
import { timesText } from './event-times.ts';

/** Lines of a day that one page has room for, by the weeks on it. What goes beyond is counted. */
const LINES = { 1: 24, 4: 8, 5: 7, 6: 5 } as const;
const LIST_LINES = 34;
/** Lines of text that a day of a week has room for, and the most of them that one event gets. */
const WEEK_TEXT_LINES = 36;
const MAX_EVENT_LINES = 8;

/** A month or a week as a page of paper has it; on screen it is nowhere. */
export function PrintSheet(props: {
  what: 'month' | 'week';
  range: DateRange;
  date: string;
  days: CalendarDays;
  formats: CalendarFormats;
  list?: ListRow;
}) {
  const { session, formats: shared, now } = useApp();
  const { what, range, date, formats } = props;
  const dates = datesOf(range);
  const weeks = Array.from({ length: dates.length / 7 }, (_, week) => dates.slice(week * 7, week * 7 + 7));
  const lines = LINES[weeks.length as keyof typeof LINES] ?? LINES[6];
  return (
    <div class={props.list === undefined ? 'print-sheet' : 'print-sheet print-with-list'}>
      <header>
        <h1>{what === 'month' ? formats.longMonth(date) : formats.range(range, now.today.value)}</h1>
        <span dir="auto">{session.value?.family?.name}</span>
      </header>
      <table class={`print-${what}`}>
        <thead>
          <tr>
            <th class="print-week-number" />
            {(weeks[0] ?? []).map((day) => (
              <th key={day}>{formats.longWeekday(day)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              <th class="print-week-number">{weekNumber(week[0] ?? date)}</th>
              {week.map((day) => (
                <td
                  key={day}
                  class={what === 'month' && day.slice(0, 7) !== date.slice(0, 7) ? 'print-other' : undefined}
                >
                  <strong>{shared.value.dayNumber(day)}</strong>
                  <DayLines
                    entries={props.days.byDay.value.get(day) ?? []}
                    due={props.days.dueByDay.value.get(day) ?? []}
                    lines={lines}
                    isLong={what === 'week'}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {props.list !== undefined && <ListBeside list={props.list} />}
    </div>
  );
}

function DayLines(props: { entries: readonly DayEntry[]; due: readonly EntryRow[]; lines: number; isLong: boolean }) {
  const { i18n, formats, members } = useApp();
  const { entries, due, lines } = props;
  const names = (who: DayEntry['row']['who']) => who.flatMap((id) => members.value.get(id)?.name ?? []);
  const all = [
    ...entries.map((entry) => ({
      key: entry.key,
      title: entry.row.age === undefined ? entry.row.title : `${entry.row.title} (${entry.row.age})`,
      who: entry.row.who,
      source: entry.row.source,
      time: props.isLong
        ? timesText(entry, formats.value, i18n.t)
        : entry.startsAt && formats.value.time(entry.startsAt),
      place: props.isLong ? entry.row.place : undefined,
      isDue: false,
    })),
    ...due.map((row) => ({
      key: row.id,
      title: row.title,
      who: row.who,
      source: undefined,
      time: '',
      place: undefined,
      isDue: true,
    })),
  ];
  const shown = all.slice(0, all.length > lines ? lines - 1 : lines);
  return (
    <ul style={props.isLong ? { '--lines': linesOfEach(shown.length) } : undefined}>
      {shown.map(({ key, title, who, source, time, place, isDue }) => (
        <li key={key} class={isDue ? 'print-due' : undefined} style={eventColours({ who, source }, members.value)}>
          {time && <span>{time} </span>}
          <b dir="auto">{title}</b>
          {place && <span> · {place}</span>}
          {who.length > 0 && <i> {props.isLong ? names(who).join(', ') : initials(names(who))}</i>}
        </li>
      ))}
      {all.length > shown.length && <li class="print-more">+{all.length - shown.length}</li>}
    </ul>
  );
}

/** In a week: the more there is on a day, the shorter each event, so that none falls off the page. */
export function linesOfEach(count: number): number {
  return Math.max(1, Math.min(MAX_EVENT_LINES, Math.floor(WEEK_TEXT_LINES / Math.max(1, count))));
}

function initials(names: readonly string[]): string {
  return names.map((name) => [...new Intl.Segmenter().segment(name)][0]?.segment ?? '').join(' ');
}

function ListBeside({ list }: { list: ListRow }) {
  const { client, i18n } = useApp();
  const query = useMemo(() => client.live({ type: 'list', list: list.id }), [client, list.id]);
  useEffect(() => () => query.close(), [query]);
  const open = [...query.rows.value.values()]
    .filter((row) => row.done === null)
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const shown = open.slice(0, open.length > LIST_LINES ? LIST_LINES - 1 : LIST_LINES);
  const number = new Intl.NumberFormat(i18n.locale.value);
  return (
    <aside>
      <h2 dir="auto">{list.name}</h2>
      <ul>
        {shown.map((row) => (
          <li key={row.id} class="print-due">
            <b dir="auto">{row.title}</b> <span>{quantityText(row.quantities, (n) => number.format(n))}</span>
          </li>
        ))}
        {open.length > shown.length && <li class="print-more">+{open.length - shown.length}</li>}
      </ul>
    </aside>
  );
}
