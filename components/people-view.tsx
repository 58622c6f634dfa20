import { useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { EntryRow, MemberRow } from '../lib/protocol/values.ts';
import { type DayEntry, minutesOf } from '../lib/stores/agenda.ts';
import { datesOf } from '../lib/stores/calendar-dates.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import type { Conflict } from '../lib/stores/conflicts.ts';
import { useApp } from './app-context.ts';
import { Avatar, memberColour, nameOf } from './avatar.tsx';
import { ConflictSign } from './conflict-sign.tsx';
import { DueEntry } from './due-entry.tsx';
import { eventDetails } from './event-details.ts';
import type { EventHandlers } from './event-handlers.ts';
import './styles/calendar-people.css';

const DAY_MINUTES = 24 * 60;

/** Whose row it is; null is the row of what is for nobody in particular. */
type Person = MemberRow | null;

/** Everybody beside each other: a row per person, for a day or a week. */
export function PeopleView({ stores, on }: { stores: CalendarStores; on: EventHandlers }) {
  const { i18n, formats, members, now } = useApp();
  const { t } = i18n;
  const { place, filter } = stores;
  const span = place.peopleSpan.value;
  const dates = datesOf(place.range.value);
  const byPerson = useComputed(() => entriesByPerson(stores.byDay.value)).value;
  const shown = [...members.value.values()].filter(
    (member) => !filter.hidden.value.has(member.id) && (!member.isRemoved || byPerson.has(member.id)),
  );
  const dueOf = (person: Person, date: string) =>
    (stores.dueByDay.value.get(date) ?? []).filter(({ who }) =>
      person === null ? who.length === 0 : who.includes(person.id),
    );
  const isForNobody = byPerson.has(null) || dates.some((date) => dueOf(null, date).length > 0);
  const table = useRef<HTMLElement>(null);
  // Of a week that is wider than the window, what comes now.
  useLayoutEffect(() => {
    table.current?.querySelector('thead .people-now')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [dates[0], span]);
  const people: Person[] = [...shown, ...(isForNobody ? [null] : [])];

  return (
    <div class="scroll people">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons. */}
      <div class="people-span" role="group" aria-label={t('calendar.people.span')}>
        {(['day', 'week'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={span === each} onClick={() => place.setPeopleSpan(each)}>
            {t(`calendar.view.${each}`)}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the window has to be reached by keyboard, too. */}
      <section ref={table} class="people-table" tabIndex={0} aria-label={t('calendar.view.people')}>
        <table class={span === 'day' ? 'people-day' : 'people-week'}>
          <thead>
            <tr>
              <td />
              {dates.map((date) => (
                <th key={date} scope="col" class={date === now.today.value ? 'people-now' : undefined}>
                  {span === 'day' ? (
                    stores.formats.value.day(date)
                  ) : (
                    <>
                      {formats.value.weekday(date)} <strong>{formats.value.dayNumber(date)}</strong>
                    </>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={person?.id ?? 'everyone'} style={{ '--member': memberColour(person ?? undefined) }}>
                <th scope="row">
                  <div class="people-name">
                    {person === null ? (
                      t('calendar.people.nobody')
                    ) : (
                      <>
                        <Avatar member={person} /> <bdi>{nameOf(person, t)}</bdi>
                      </>
                    )}
                  </div>
                </th>
                {dates.map((date) => (
                  <Cell
                    key={date}
                    date={date}
                    entries={byPerson.get(person?.id ?? null)?.get(date) ?? NOTHING}
                    due={dueOf(person, date)}
                    withLine={span === 'day'}
                    conflicts={stores.conflicts.value}
                    on={on}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

const NOTHING: readonly DayEntry[] = [];

function Cell(props: {
  date: string;
  entries: readonly DayEntry[];
  due: readonly EntryRow[];
  withLine: boolean;
  conflicts: ReadonlyMap<string, readonly Conflict[]>;
  on: EventHandlers;
}) {
  const { now, i18n } = useApp();
  const { date, entries, due } = props;
  return (
    <td class={date === now.today.value ? 'people-now' : undefined}>
      {props.withLine && <TimeLine date={date} entries={entries} />}
      {entries.length + due.length === 0 ? (
        <span class="visually-hidden">{i18n.t('calendar.nothingToday')}</span>
      ) : (
        <ul>
          {due.map((row) => (
            <li key={row.id}>
              <DueEntry row={row} isSmall />
            </li>
          ))}
          {entries.map((entry) => (
            <li key={entry.key}>
              <PersonEvent entry={entry} date={date} conflicts={props.conflicts.get(entry.row.id)} on={props.on} />
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

function PersonEvent(props: {
  entry: DayEntry;
  date: string;
  conflicts: readonly Conflict[] | undefined;
  on: EventHandlers;
}) {
  const { entry, date, on } = props;
  const { i18n, formats, members } = useApp();
  const { t } = i18n;
  const { row } = entry;
  const details = eventDetails(entry, formats.value, t).join(' · ');
  const people = row.who.flatMap((id) => members.value.get(id)?.name ?? []).join(', ');
  return (
    <button
      type="button"
      class="people-event"
      data-event={row.event}
      data-day={date}
      aria-haspopup="dialog"
      onClick={() => on.open(row)}
      onKeyDown={(event) => on.onKey(event, row)}
    >
      <b>
        <bdi>{row.title}</bdi>
      </b>{' '}
      <small>{details}</small>
      {people !== '' && <span class="visually-hidden"> {people}</span>}
      <ConflictSign row={row} conflicts={props.conflicts} />
    </button>
  );
}

/** When of the day somebody is taken, at a glance; the names below say it in words. */
function TimeLine({ date, entries }: { date: string; entries: readonly DayEntry[] }) {
  const { now } = useApp();
  const time = date === now.today.value ? now.local.value : null;
  return (
    <div class="people-line" aria-hidden="true">
      {entries.map((entry) => {
        const from = entry.startsAt === undefined ? 0 : minutesOf(entry.startsAt);
        const end = entry.endsAt === undefined ? DAY_MINUTES : minutesOf(entry.endsAt);
        const to = end <= from ? DAY_MINUTES : end;
        return <span key={entry.key} style={{ '--at': from / DAY_MINUTES, '--length': (to - from) / DAY_MINUTES }} />;
      })}
      {time !== null && <i style={{ '--at': (time.hour * 60 + time.minute) / DAY_MINUTES }} />}
    </div>
  );
}

function entriesByPerson(
  byDay: ReadonlyMap<string, readonly DayEntry[]>,
): Map<MemberId | null, Map<string, DayEntry[]>> {
  const found = new Map<MemberId | null, Map<string, DayEntry[]>>();
  for (const [date, entries] of byDay) {
    for (const entry of entries) {
      const who: readonly (MemberId | null)[] = entry.row.who.length === 0 ? [null] : entry.row.who;
      for (const person of who) {
        const days = found.get(person) ?? new Map<string, DayEntry[]>();
        found.set(person, days);
        days.set(date, [...(days.get(date) ?? []), entry]);
      }
    }
  }
  return found;
}
