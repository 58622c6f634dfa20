import type { EntryRow } from '../lib/protocol/values.ts';
import type { AgendaEntry } from '../lib/stores/agenda.ts';
import type { TodayView } from '../lib/stores/today-view.ts';
import { useApp } from './app-context.ts';
import { Avatars, memberColour } from './avatar.tsx';
import { untilText } from './event-times.ts';
import { Icon } from './icon.tsx';

/** Today's events and what is due, below the list. Pressing what is due goes to it. */
export function TodayCard({ today, onShow }: { today: TodayView; onShow: (row: EntryRow) => void }) {
  const { t } = useApp().i18n;
  const events = today.events.value;
  const due = today.due.value;
  if (events.length === 0 && due.length === 0) {
    return (
      <ul class="today" aria-label={t('today.label')}>
        <li class="today-nothing">{t('today.nothing')}</li>
      </ul>
    );
  }
  return (
    <ul class="today" aria-label={t('today.label')} tabIndex={events.length + due.length > 2 ? 0 : undefined}>
      {events.map((entry) => entry.phase !== 'past' && <TodayEvent key={entry.key} entry={entry} />)}
      {due.map((row) => (
        <TodayDue key={row.id} row={row} onShow={onShow} />
      ))}
      {events.map((entry) => entry.phase === 'past' && <TodayEvent key={entry.key} entry={entry} />)}
    </ul>
  );
}

function TodayEvent({ entry }: { entry: AgendaEntry }) {
  const { i18n, formats, members } = useApp();
  const { t } = i18n;
  const { row } = entry;
  const owner = row.who[0] === undefined ? undefined : members.value.get(row.who[0]);
  const details = [
    row.place,
    entry.days > 1 && t('calendar.dayOf', { day: entry.day, days: entry.days }),
    untilText(entry, t),
  ];
  const text = details.filter(Boolean).join(' · ');
  return (
    <li
      class={entry.phase === 'past' ? 'today-row today-row-past' : 'today-row'}
      style={{ '--member': memberColour(owner) }}
    >
      <span class="when">
        {entry.startsAt === undefined && entry.endsAt === undefined ? (
          t('calendar.allDay')
        ) : (
          <>
            {entry.startsAt !== undefined && <time>{formats.value.time(entry.startsAt)}</time>}
            {entry.startsAt !== undefined && entry.endsAt !== undefined && <br />}
            {entry.endsAt !== undefined && <time>{formats.value.time(entry.endsAt)}</time>}
          </>
        )}
      </span>
      <span class="bar" />
      <span>
        <b>
          <bdi>{row.title}</bdi>
        </b>
        {text !== '' && <small dir="auto">{text}</small>}
      </span>
      <Avatars who={row.who} />
    </li>
  );
}

function TodayDue({ row, onShow }: { row: EntryRow; onShow: (row: EntryRow) => void }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const isToday = row.due === now.today.value;
  return (
    <li class="today-item">
      <button type="button" class="today-row" onClick={() => onShow(row)}>
        <span class="when">
          <Icon name="check" />
        </span>
        <span class="bar" />
        <span>
          <b>
            <bdi>{row.title}</bdi>
          </b>
          <small>
            {isToday ? t('entry.dueToday') : t('entry.overdue', { date: formats.value.date(row.due ?? '') })}
            {row.dueTime !== undefined && `, ${formats.value.time(row.dueTime)}`}
          </small>
        </span>
        <Avatars who={row.who} />
      </button>
    </li>
  );
}
