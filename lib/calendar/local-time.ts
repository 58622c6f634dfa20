import { DAY_MS, epochDay, wallText } from './rrule-days.ts';

/** Local dates and times as the family document writes them, and as wall times (see rrule-days). */

export const MINUTE_MS = 60_000;

/** Wall time of `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, which a schema has checked. */
export function wallOf(text: string): number {
  const day = epochDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
  if (text.length < 16) return day * DAY_MS;
  return day * DAY_MS + (Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16))) * MINUTE_MS;
}

/** `YYYY-MM-DD` */
export function dateOf(wall: number): string {
  return wallText(wall).slice(0, 10);
}

/** `HH:MM` */
export function timeOf(wall: number): string {
  return wallText(wall).slice(11, 16);
}

/** `YYYY-MM-DDTHH:MM` */
export function dateTimeOf(wall: number): string {
  return wallText(wall).slice(0, 16);
}
