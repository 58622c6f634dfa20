import { DAY_MS, epochDay } from '../calendar/rrule-days.ts';
import type { RecurrenceRule } from '../calendar/rrule-parse.ts';

/** What of a series its sentence is made of. */
export interface RuleSeries {
  readonly rrule: string;
  /** First start: `YYYY-MM-DD`, or with `THH:MM` behind it. */
  readonly start: string;
  /** IANA zone of a timed series: UNTIL may be an instant. */
  readonly zone?: string | undefined;
}

/** UNTIL as a wall time where the series lives, in milliseconds (see rrule-days). */
export function untilWall({ wall, isUtc }: NonNullable<RecurrenceRule['until']>, zone: string | undefined): number {
  if (!isUtc || zone === undefined) return wall;
  const local = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO(zone).toPlainDateTime();
  return Date.parse(`${local.toString({ smallestUnit: 'second' })}Z`);
}

/** The last day that UNTIL lets through, as an epoch day. */
export function untilDay(until: NonNullable<RecurrenceRule['until']>, series: Omit<RuleSeries, 'rrule'>): number {
  const wall = untilWall(until, series.zone);
  const day = Math.floor(wall / DAY_MS);
  if (until.isDate || series.start.length < 16) return day;
  // An end before the hour at which the event starts leaves that day out.
  const time = Date.parse(`1970-01-01T${series.start.slice(11, 16)}Z`);
  return wall - day * DAY_MS < time ? day - 1 : day;
}

/** The first day, as an epoch day. */
export function startDay({ start }: Pick<RuleSeries, 'start'>): number {
  const [year = 1970, month = 1, day = 1] = start.slice(0, 10).split('-').map(Number);
  return epochDay(year, month, day);
}
