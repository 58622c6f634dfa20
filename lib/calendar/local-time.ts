import { civilDate, DAY_MS, epochDay } from './rrule-days.ts';

/** Local dates and times as the family document writes them, and as wall times (see rrule-days). */

export const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Wall time of `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, which a schema has checked. */
export function wallOf(text: string): number {
  const day = epochDay(digits(text, 0) * 100 + digits(text, 2), digits(text, 5), digits(text, 8));
  if (text.length < 16) return day * DAY_MS;
  return day * DAY_MS + (digits(text, 11) * 60 + digits(text, 14)) * MINUTE_MS;
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** Texts of days asked for: an agenda says each of its days thousands of times. */
const dates = new Map<number, string>();
const MAX_DATES = 20_000;
const times: string[] = [];

/** `YYYY-MM-DD` */
export function dateOf(wall: number): string {
  const day = Math.floor(wall / DAY_MS);
  let text = dates.get(day);
  if (text === undefined) {
    const { year, month, day: ofMonth } = civilDate(day);
    text = `${String(year).padStart(4, '0')}-${two(month)}-${two(ofMonth)}`;
    if (dates.size >= MAX_DATES) dates.clear();
    dates.set(day, text);
  }
  return text;
}

/** `HH:MM` */
export function timeOf(wall: number): string {
  const minutes = Math.floor(wall / MINUTE_MS);
  const ofDay = minutes - Math.floor(minutes / DAY_MINUTES) * DAY_MINUTES;
  let text = times[ofDay];
  if (text === undefined) {
    text = `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
    times[ofDay] = text;
  }
  return text;
}

/** `YYYY-MM-DDTHH:MM` */
export function dateTimeOf(wall: number): string {
  return `${dateOf(wall)}T${timeOf(wall)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
