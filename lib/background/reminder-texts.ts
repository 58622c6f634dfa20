import { formatsFor } from '../calendar/formats.ts';
import type { Note } from '../ports/ports.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { Settings } from '../protocol/queries.ts';
import type { EntryRow } from '../protocol/values.ts';
import type { Reminder } from './reminder-plan.ts';
import { workerLocale, workerTexts } from './worker-texts.ts';

/** Longer notifications are cut by every system. */
const MAX_LINES = 6;

/** What notifications say, in the person's language and forms. */
export interface ReminderTexts {
  one(reminder: Reminder): Note;
  together(reminders: readonly Reminder[], isMissed: boolean): Note;
  /** What the day still holds. */
  morning(events: readonly OccurrenceRow[], entries: readonly EntryRow[]): Note;
}

/** `today`: `YYYY-MM-DD` in the zone that rows were placed in. `nameOf`: null where a member is not known. */
export function createReminderTexts(deps: {
  settings: Settings;
  browserLanguage: string;
  today: string;
  me: MemberId | undefined;
  nameOf(member: MemberId): string | null;
}): ReminderTexts {
  const { settings, today, me } = deps;
  const texts = workerTexts(settings.language, deps.browserLanguage);
  const formats = formatsFor(
    workerLocale(settings.language, deps.browserLanguage),
    settings.timeFormat,
    settings.weekStart,
  );
  const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString();

  function dayOf(date: string): string {
    if (date === today) return texts.today;
    return date === tomorrow ? texts.tomorrow : formats.date(date);
  }

  function timesOf({ startsAt, endsAt, firstDay, lastDay }: OccurrenceRow): string {
    if (startsAt === undefined) return '';
    const isInstant = endsAt === undefined || endsAt === startsAt || firstDay !== lastDay;
    return isInstant ? formats.time(startsAt) : `${formats.time(startsAt)} – ${formats.time(endsAt)}`;
  }

  function whenOf(row: OccurrenceRow): string {
    const times = timesOf(row);
    const days = row.lastDay > row.firstDay ? `${dayOf(row.firstDay)} – ${dayOf(row.lastDay)}` : dayOf(row.firstDay);
    return times === '' ? days : `${row.firstDay === today ? '' : `${dayOf(row.firstDay)}, `}${times}`;
  }

  function dueOf({ due = today, dueTime }: EntryRow): string {
    if (due < today) return texts.wasDue(formats.date(due));
    const day = due === today ? texts.dueToday : texts.due(formats.date(due));
    return dueTime === undefined ? day : `${day}, ${formats.time(dueTime)}`;
  }

  /** Nobody has to be told that something is theirs alone. */
  function namesOf(who: readonly MemberId[]): string {
    if (who.length === 1 && who[0] === me) return '';
    return who.flatMap((member) => deps.nameOf(member) ?? []).join(', ');
  }

  function lines(all: readonly string[]): string {
    if (all.length <= MAX_LINES) return all.join('\n');
    return [...all.slice(0, MAX_LINES - 1), texts.more(all.length - MAX_LINES + 1)].join('\n');
  }

  function lineOf(about: Reminder['about']): string {
    return about.type === 'entry' ? texts.toDo(about.row.title) : `${whenOf(about.row)} · ${about.row.title}`;
  }

  return {
    one({ about }) {
      const facts =
        about.type === 'entry'
          ? [dueOf(about.row), namesOf(about.row.who)]
          : [whenOf(about.row), about.row.place ?? '', namesOf(about.row.who)];
      return {
        title: about.row.title,
        text: facts.filter((fact) => fact !== '').join('\n'),
        buttons: [texts.done, texts.snooze],
        isSticky: true,
      };
    },
    together: (reminders, isMissed) => ({
      title: isMissed ? texts.missed(reminders.length) : texts.reminders(reminders.length),
      text: lines(reminders.map(({ about }) => lineOf(about))),
      buttons: [texts.done, texts.snooze],
      isSticky: true,
    }),
    morning: (events, entries) => ({
      title: texts.morning(events.length, entries.length),
      text: lines([
        ...events.map(
          (row) => `${row.firstDay === today ? timesOf(row) || texts.allDay : texts.allDay} · ${row.title}`,
        ),
        ...entries.map((row) => texts.toDo(row.title)),
      ]),
      buttons: [],
      isSticky: false,
    }),
  };
}
