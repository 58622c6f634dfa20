import type { AgendaEntry, DayEntry } from '../lib/stores/agenda.ts';
import type { Formats } from '../lib/stores/formats.ts';
import type { I18n } from '../lib/stores/i18n.ts';

/** `9:30 AM – 11:00 AM`, `All day`, `from 3:00 PM`, `until 11:00 AM`: when an event is, on one of its days. */
export function timesText(entry: DayEntry, formats: Formats, t: I18n['t']): string {
  const { startsAt, endsAt } = entry;
  if (startsAt !== undefined && endsAt !== undefined) {
    return startsAt === endsAt ? formats.time(startsAt) : `${formats.time(startsAt)} – ${formats.time(endsAt)}`;
  }
  if (startsAt !== undefined) return t('calendar.from', { time: formats.time(startsAt) });
  if (endsAt !== undefined) return t('calendar.until', { time: formats.time(endsAt) });
  return t('calendar.allDay');
}

/** `in 2 h 10` on what comes next, `now` on what is going on; empty otherwise. */
export function untilText(entry: AgendaEntry, t: I18n['t']): string {
  if (entry.phase === 'now' && entry.row.startsAt !== undefined) return t('calendar.runsNow');
  if (entry.minutesUntil === undefined) return '';
  const h = Math.floor(entry.minutesUntil / 60);
  const m = entry.minutesUntil % 60;
  if (h === 0) return t('calendar.inMinutes', { m });
  return m === 0 ? t('calendar.inHours', { h }) : t('calendar.inHoursMinutes', { h, m: String(m).padStart(2, '0') });
}
