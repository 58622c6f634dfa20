import type { Settings } from '../protocol/queries.ts';

/** Dates and times as the person writes them. Dates are `YYYY-MM-DD`, times `HH:MM`; neither is ever an instant. */
export interface Formats {
  /** `Tue, Nov 24` */
  date(date: string): string;
  /** `Tue 24` */
  dayName(date: string): string;
  /** `Tue` */
  weekday(date: string): string;
  /** `24` */
  dayNumber(date: string): string;
  /** `Tuesday, November 24, 2026` */
  longDate(date: string): string;
  /** `Nov 2026` */
  month(date: string): string;
  /** `3:00 PM` or `15:00` */
  time(time: string): string;
  /** First day of the week, ISO: 1 Monday to 7 Sunday. */
  readonly weekStart: number;
}

/** The formats of one locale. */
export function formatsFor(
  locale: string,
  timeFormat: Settings['timeFormat'],
  weekStart: Settings['weekStart'],
): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (date: string) => plainSpaces(format.format(Date.parse(`${date}T00:00Z`)));
  };
  const hourCycle = timeFormat === '12' ? 'h12' : timeFormat === '24' ? 'h23' : undefined;
  const clock = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    ...(hourCycle === undefined ? {} : { hourCycle }),
  });
  const weekday = dates({ weekday: 'short' });
  const dayNumber = dates({ day: 'numeric' });
  return {
    date: dates({ weekday: 'short', month: 'short', day: 'numeric' }),
    weekday,
    dayNumber,
    dayName: (date) => `${weekday(date)} ${dayNumber(date)}`,
    longDate: dates({ dateStyle: 'full' }),
    month: dates({ month: 'short', year: 'numeric' }),
    time: remembered((time) => plainSpaces(clock.format(Date.parse(`1970-01-01T${time}Z`)))),
    weekStart: { auto: firstDayOf(locale), monday: 1, saturday: 6, sunday: 7 }[weekStart],
  };
}

/** Of the minutes of a day there are few, and a calendar writes them over and over. */
function remembered(format: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const after = format(text);
    known.set(text, after);
    return after;
  };
}

/** Not in every browser yet, hence the narrow view of it. */
interface WeekAware {
  getWeekInfo?(): { firstDay: number };
}

function firstDayOf(locale: string): number {
  const known: WeekAware = new Intl.Locale(locale);
  return known.getWeekInfo?.().firstDay ?? (/-(US|CA|MX|BR|JP|IL|IN|ZA)\b/.test(locale) ? 7 : 1);
}

// CLDR puts narrow no-break spaces before AM and PM: people who search or copy the text expect plain ones.
function plainSpaces(text: string): string {
  return text.replace(/[\u202f\u00a0]/g, ' ');
}
