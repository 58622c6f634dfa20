import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { Formats } from '../lib/stores/formats.ts';
import type { I18n } from '../lib/stores/i18n.ts';

/** `9:00 AM in New York`: the event's own clock, where it shows another time than the viewer's; empty otherwise. */
export function thereText({ when, startsAt, firstDay }: OccurrenceRow, formats: Formats, t: I18n['t']): string {
  if (when.allDay || startsAt === undefined || when.start === `${firstDay}T${startsAt}`) return '';
  const [date = '', time = ''] = when.start.split('T');
  const clock = formats.time(time);
  const place = when.zone.split('/').at(-1)?.replaceAll('_', ' ') ?? when.zone;
  return t('calendar.there', { time: date === firstDay ? clock : `${formats.date(date)}, ${clock}`, place });
}
