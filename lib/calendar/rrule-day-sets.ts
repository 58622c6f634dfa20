import {
  type CivilDate,
  civilDate,
  daysInMonth,
  daysInYear,
  epochDay,
  firstWeekStart,
  modulo,
  weekday,
  weekYear,
} from './rrule-days.ts';
import type { RecurrenceRule, WeekdayPart } from './rrule-parse.ts';

/**
 * Which days one period (year, month, week) of a rule has, times aside: the table "expand / limit" of RFC 5545 section
 * 3.3.10. What the rule leaves out comes from the date of DTSTART. Every function gives epoch days, ascending, without
 * duplicates.
 */

/**
 * The days of a year. Where the rule has BYWEEKNO, `year` is the one that weeks are counted in, which may start in the
 * year before.
 */
export function daysOfYear(rule: RecurrenceRule, start: CivilDate, startWeekday: number, year: number): number[] {
  if (rule.weekNumbers) return daysOfWeekNumbers(rule, rule.weekNumbers, startWeekday, year);
  const first = epochDay(year, 1, 1);
  const length = daysInYear(year);
  if (rule.yearDays) {
    const days = rule.yearDays.map((n) => (n > 0 ? first + n - 1 : first + length + n));
    return ascending(days.filter((day) => day >= first && day < first + length && passesYearLimits(rule, day)));
  }
  const months = rule.months ?? EVERY_MONTH;
  if (rule.monthDays) {
    const { monthDays } = rule;
    const days = months.flatMap((month) => resolveMonthDays(rule, year, month, monthDays));
    return ascending(
      rule.weekdays ? days.filter((day) => passesYearLimits({ ...rule, monthDays: undefined }, day)) : days,
    );
  }
  if (rule.weekdays) {
    const { weekdays } = rule;
    if (!rule.months) return ascending(weekdaysWithin(weekdays, first, length));
    return ascending(
      months.flatMap((month) => weekdaysWithin(weekdays, epochDay(year, month, 1), daysInMonth(year, month))),
    );
  }
  return ascending((rule.months ?? [start.month]).flatMap((month) => resolveMonthDays(rule, year, month, [start.day])));
}

/** The days of a month. */
export function daysOfMonth(rule: RecurrenceRule, start: CivilDate, year: number, month: number): number[] {
  if (rule.months && !rule.months.includes(month)) return [];
  const first = epochDay(year, month, 1);
  const length = daysInMonth(year, month);
  const { weekdays, monthDays } = rule;
  let days: number[];
  if (monthDays) {
    days = resolveMonthDays(rule, year, month, monthDays);
    if (weekdays) days = days.filter((day) => isOneOf(weekdays, day, first, length));
  } else if (weekdays) days = weekdaysWithin(weekdays, first, length);
  else days = resolveMonthDays(rule, year, month, [start.day]);
  if (rule.yearDays || rule.weekNumbers) days = days.filter((day) => passesRareLimits(rule, day));
  return ascending(days);
}

/** The days of the week that starts on the epoch day `first`. */
export function daysOfWeek(rule: RecurrenceRule, startWeekday: number, first: number): number[] {
  const weekdays = rule.weekdays?.map((part) => part.weekday) ?? [startWeekday];
  const days = weekdays.map((name) => first + modulo(name - rule.weekStart, 7));
  const isLimited = rule.months ?? rule.monthDays ?? rule.yearDays ?? rule.weekNumbers;
  return ascending(isLimited ? days.filter((day) => passesDayLimits({ ...rule, weekdays: undefined }, day)) : days);
}

/** Whether a day stands all parts that limit days, as rules by day, hour, minute and second need it. */
export function passesDayLimits(rule: RecurrenceRule, day: number): boolean {
  if (rule.weekdays && !rule.weekdays.some((part) => part.weekday === weekday(day))) return false;
  if (rule.months || rule.monthDays) {
    const date = civilDate(day);
    if (rule.months && !rule.months.includes(date.month)) return false;
    if (rule.monthDays && !isMonthDay(rule.monthDays, date)) return false;
  }
  return passesRareLimits(rule, day);
}

const EVERY_MONTH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function daysOfWeekNumbers(
  rule: RecurrenceRule,
  numbers: readonly number[],
  startWeekday: number,
  year: number,
): number[] {
  const first = firstWeekStart(year, rule.weekStart);
  const weeks = (firstWeekStart(year + 1, rule.weekStart) - first) / 7;
  const isDayGiven = rule.weekdays ?? rule.monthDays ?? rule.yearDays;
  const days: number[] = [];
  for (const number of numbers) {
    const index = number > 0 ? number - 1 : weeks + number;
    if (index < 0 || index >= weeks) continue;
    for (let day = first + index * 7; day < first + index * 7 + 7; day++) {
      const isIn = isDayGiven
        ? passesDayLimits({ ...rule, weekNumbers: undefined }, day)
        : weekday(day) === startWeekday && passesDayLimits({ ...rule, weekNumbers: undefined }, day);
      if (isIn) days.push(day);
    }
  }
  return ascending(days);
}

/** Limits of a yearly rule: an ordinal weekday counts within the month where BYMONTH is given, else within the year. */
function passesYearLimits(rule: RecurrenceRule, day: number): boolean {
  const date = civilDate(day);
  if (rule.months && !rule.months.includes(date.month)) return false;
  if (rule.monthDays && !isMonthDay(rule.monthDays, date)) return false;
  if (!rule.weekdays) return true;
  return rule.months
    ? isOneOf(rule.weekdays, day, epochDay(date.year, date.month, 1), daysInMonth(date.year, date.month))
    : isOneOf(rule.weekdays, day, epochDay(date.year, 1, 1), daysInYear(date.year));
}

function passesRareLimits(rule: RecurrenceRule, day: number): boolean {
  if (rule.yearDays) {
    const { year } = civilDate(day);
    const ofYear = day - epochDay(year, 1, 1) + 1;
    if (!rule.yearDays.includes(ofYear) && !rule.yearDays.includes(ofYear - daysInYear(year) - 1)) return false;
  }
  if (!rule.weekNumbers) return true;
  const year = weekYear(day, rule.weekStart);
  const first = firstWeekStart(year, rule.weekStart);
  const weeks = (firstWeekStart(year + 1, rule.weekStart) - first) / 7;
  const number = Math.floor((day - first) / 7) + 1;
  return rule.weekNumbers.includes(number) || rule.weekNumbers.includes(number - weeks - 1);
}

function isMonthDay(monthDays: readonly number[], date: CivilDate): boolean {
  return monthDays.includes(date.day) || monthDays.includes(date.day - daysInMonth(date.year, date.month) - 1);
}

/** Days that the month does not have are left out, or moved where the rule has SKIP (RFC 7529 section 4.1). */
function resolveMonthDays(rule: RecurrenceRule, year: number, month: number, monthDays: readonly number[]): number[] {
  const first = epochDay(year, month, 1);
  const length = daysInMonth(year, month);
  const days: number[] = [];
  for (const n of monthDays) {
    if (n > 0 && n <= length) days.push(first + n - 1);
    else if (n < 0 && n >= -length) days.push(first + length + n);
    else if (n > 0 && rule.skip === 'BACKWARD') days.push(first + length - 1);
    else if (n > 0 && rule.skip === 'FORWARD') days.push(first + length);
  }
  return days;
}

function isOneOf(parts: readonly WeekdayPart[], day: number, first: number, length: number): boolean {
  const name = weekday(day);
  const fromStart = Math.floor((day - first) / 7) + 1;
  const fromEnd = -(Math.floor((first + length - 1 - day) / 7) + 1);
  return parts.some(
    (part) => part.weekday === name && (part.nth === 0 || part.nth === fromStart || part.nth === fromEnd),
  );
}

function weekdaysWithin(parts: readonly WeekdayPart[], first: number, length: number): number[] {
  const last = first + length - 1;
  const days: number[] = [];
  for (const { weekday: name, nth } of parts) {
    const earliest = first + modulo(name - weekday(first), 7);
    const latest = last - modulo(weekday(last) - name, 7);
    if (nth === 0) for (let day = earliest; day <= last; day += 7) days.push(day);
    else {
      const day = nth > 0 ? earliest + (nth - 1) * 7 : latest + (nth + 1) * 7;
      if (day >= first && day <= last) days.push(day);
    }
  }
  return days;
}

function ascending(days: number[]): number[] {
  if (days.length < 2) return days;
  days.sort((a, b) => a - b);
  return days.filter((day, index) => day !== days[index - 1]);
}
