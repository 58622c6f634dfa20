import { shiftDate, startOfWeek } from './agenda.ts';

/**
 * Days as the calendar's views count with them: `YYYY-MM-DD`, minutes of a day from 0 to 1440. Plain arithmetic without zones, quick enough for
 * every event of a month.
 */

const DAY_MS = 86_400_000;

/** First and last day, inclusive. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** Every day of a range, in order. */
export function datesOf({ from, to }: DateRange): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = shiftDate(date, 1)) dates.push(date);
  return dates;
}

/** Days from `from` to `to`; 0 for the same day, negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS);
}

/** The same day `months` later; the last of the month where it has no such day. */
export function shiftMonth(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** The whole weeks that a month touches. */
export function monthRange(date: string, weekStart: number): DateRange {
  const first = `${date.slice(0, 7)}-01`;
  const last = shiftDate(shiftMonth(first, 1), -1);
  return { from: startOfWeek(first, weekStart), to: shiftDate(startOfWeek(last, weekStart), 6) };
}

/** ISO 8601 number of the week in which most of the seven days from `first` on lie. */
export function weekNumber(first: string): number {
  // The middle day decides, so that weeks from Sunday or Saturday get the number of the working days in them.
  return Temporal.PlainDate.from(shiftDate(first, 3)).weekOfYear ?? 0;
}

/** `HH:MM` of minutes since midnight; 1440 is `24:00`'s `00:00`. */
export function timeOf(minutes: number): string {
  const inDay = ((minutes % 1440) + 1440) % 1440;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}
