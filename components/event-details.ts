import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { DayEntry } from '../lib/stores/agenda.ts';
import type { Formats } from '../lib/stores/formats.ts';
import type { I18n } from '../lib/stores/i18n.ts';
import { timesText } from './event-times.ts';

/** What is said of an event besides its title and people, on one of its days: when, how old somebody gets, which day of several, where. */
export function eventDetails(entry: DayEntry, formats: Formats, t: I18n['t']): string[] {
  const { row, day, days } = entry;
  return [
    timesText(entry, formats, t),
    thereText(row, formats, t),
    row.age === undefined ? '' : t('calendar.turns', { age: row.age }),
    days > 1 ? t('calendar.dayOf', { day, days }) : '',
    row.place ?? '',
  ].filter((text) => text !== '');
}

/** `9:00 AM in New York`: the event's own clock, where it shows another time than the viewer's; empty otherwise. */
function thereText({ when, startsAt, firstDay }: OccurrenceRow, formats: Formats, t: I18n['t']): string {
  if (when.allDay || startsAt === undefined || when.start === `${firstDay}T${startsAt}`) return '';
  const [date = '', time = ''] = when.start.split('T');
  const clock = formats.time(time);
  const place = when.zone.split('/').at(-1)?.replaceAll('_', ' ') ?? when.zone;
  return t('calendar.there', { time: date === firstDay ? clock : `${formats.date(date)}, ${clock}`, place });
}
