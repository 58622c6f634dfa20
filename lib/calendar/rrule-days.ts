/**
 * Proleptic Gregorian dates as whole numbers, so that recurrence runs on integers: an *epoch day* counts days from
 * 1970-01-01; a *wall time* is what a clock on the wall shows, as milliseconds from 1970-01-01T00:00 there, without
 * zone.
 */

export const DAY_MS = 86_400_000;

export interface CivilDate {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
}

/** Epoch day of a date. Months and days beyond their range carry over only for days: `month` must be 1 to 12. */
export function epochDay(year: number, month: number, day: number): number {
  // Years start in March here, so that the leap day is the last of its year.
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The date of an epoch day. */
export function civilDate(day: number): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** 0 for Monday to 6 for Sunday. */
export function weekday(day: number): number {
  return modulo(day + 3, 7);
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * The day on which week 1 of `year` starts, where weeks start on `weekStart` (0 for Monday): the first week with at
 * least four days in that year (RFC 5545 section 3.3.10, BYWEEKNO). It may lie in the year before.
 */
export function firstWeekStart(year: number, weekStart: number): number {
  const fourth = epochDay(year, 1, 4);
  return fourth - modulo(weekday(fourth) - weekStart, 7);
}

/** The year that the week of `day` is counted in; the year of the date, the one before or the one after. */
export function weekYear(day: number, weekStart: number): number {
  const { year } = civilDate(day);
  if (day < firstWeekStart(year, weekStart)) return year - 1;
  return day >= firstWeekStart(year + 1, weekStart) ? year + 1 : year;
}

/** Remainder that is never negative. */
export function modulo(value: number, by: number): number {
  const rest = value % by;
  return rest < 0 ? rest + by : rest;
}

/** `YYYY-MM-DD` of an epoch day. */
export function dateText(day: number): string {
  return wallText(day * DAY_MS).slice(0, 10);
}

/** `YYYY-MM-DDTHH:MM:SS` of a wall time. */
export function wallText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19);
}
