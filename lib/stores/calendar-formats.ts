import { computed, type ReadonlySignal } from '@preact/signals';
import type { Settings } from '../protocol/queries.ts';
import type { DateRange } from './calendar-dates.ts';

/** Dates as only the calendar writes them; the rest is in formats.ts. Dates are `YYYY-MM-DD`, times `HH:MM`. */
export interface CalendarFormats {
  /** `Nov 23 – 29`, `Sat, Nov 28` for one day; with the year where it is another than that of `today`. */
  range(range: DateRange, today: string): string;
  /** `November 2026` */
  longMonth(date: string): string;
  /** `Tuesday` */
  longWeekday(date: string): string;
  /** `T`, beside a name that is whole */
  narrowWeekday(date: string): string;
  /** `Tuesday, November 24` */
  day(date: string): string;
  /** `3 PM` or `15:00`: the full hours at the side of a day */
  hour(time: string): string;
}

/** A new set whenever language or settings change. */
export function createCalendarFormats(
  locale: ReadonlySignal<string>,
  settings: ReadonlySignal<Pick<Settings, 'timeFormat'>>,
): ReadonlySignal<CalendarFormats> {
  return computed(() => calendarFormatsFor(locale.value, settings.value.timeFormat));
}

/** The formats of one locale. */
export function calendarFormatsFor(locale: string, timeFormat: Settings['timeFormat']): CalendarFormats {
  const at = (date: string) => Date.parse(`${date}T00:00Z`);
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = formatter(options);
    return (date: string) => plainSpaces(format.format(at(date)));
  };
  const span: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
  const spans = formatter(span);
  const spansWithYear = formatter({ ...span, year: 'numeric' });
  const oneDay = dates({ ...span, weekday: 'short' });
  const oneDayWithYear = dates({ ...span, weekday: 'short', year: 'numeric' });
  const hours = formatter(
    timeFormat === '24'
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : timeFormat === '12'
        ? { hour: 'numeric', hourCycle: 'h12' }
        : isTwelveHours(locale)
          ? { hour: 'numeric' }
          : { hour: '2-digit', minute: '2-digit' },
  );
  return {
    range({ from, to }, today) {
      const isThisYear = [from, to].every((date) => date.slice(0, 4) === today.slice(0, 4));
      if (from === to) return isThisYear ? oneDay(from) : oneDayWithYear(from);
      return plainSpaces((isThisYear ? spans : spansWithYear).formatRange(at(from), at(to)));
    },
    longMonth: dates({ month: 'long', year: 'numeric' }),
    longWeekday: dates({ weekday: 'long' }),
    narrowWeekday: dates({ weekday: 'narrow' }),
    day: dates({ weekday: 'long', month: 'long', day: 'numeric' }),
    hour: (time) => plainSpaces(hours.format(Date.parse(`1970-01-01T${time}Z`))),
  };
}

function isTwelveHours(locale: string): boolean {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}

// As in formats.ts: people who search or copy the text expect plain spaces.
function plainSpaces(text: string): string {
  return text.replace(/[\u202f\u00a0\u2009]/g, ' ');
}
