import type { Formats } from './formats.ts';
import type { I18n } from './i18n.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** Minutes before the start. Of whole days before midnight of the first one: nine that morning, six the evening before … */
const TIMED = [0, 5, 10, 15, 30, HOUR, 2 * HOUR, DAY, 2 * DAY, 7 * DAY];
const WHOLE_DAYS = [-9 * HOUR, 6 * HOUR, DAY - 9 * HOUR, 2 * DAY - 9 * HOUR, 7 * DAY - 9 * HOUR];

/** What is offered, in minutes before the start. */
export function reminderChoices(allDay: boolean): readonly number[] {
  return allDay ? WHOLE_DAYS : TIMED;
}

/** `15 minutes before`; of whole days `The day before, 6:00 PM`. Any number of minutes has a text. */
export function reminderText(
  minutes: number,
  allDay: boolean,
  i18n: Pick<I18n, 't'>,
  formats: Pick<Formats, 'time'>,
): string {
  const { t } = i18n;
  if (!allDay) {
    if (minutes === 0) return t('reminder.atStart');
    const size = Math.abs(minutes);
    const unit = size % (7 * DAY) === 0 ? 'weeks' : size % DAY === 0 ? 'days' : size % HOUR === 0 ? 'hours' : 'minutes';
    const n = size / { weeks: 7 * DAY, days: DAY, hours: HOUR, minutes: 1 }[unit];
    const span = t(`reminder.${unit}`, { n });
    return minutes > 0 ? t('reminder.before', { span }) : t('reminder.after', { span });
  }
  const day = Math.floor(-minutes / DAY);
  const rest = -minutes - day * DAY;
  const time = formats.time(
    `${String(Math.floor(rest / HOUR)).padStart(2, '0')}:${String(rest % HOUR).padStart(2, '0')}`,
  );
  if (day === 0) return t('reminder.onDay', { time });
  if (day === -1) return t('reminder.dayBefore', { time });
  const span = t('reminder.days', { n: Math.abs(day) });
  return day < 0 ? t('reminder.daysBefore', { span, time }) : t('reminder.daysAfter', { span, time });
}
