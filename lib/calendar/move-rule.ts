import { type CivilDate, civilDate, DAY_MS, daysInMonth, epochDay, modulo, weekday } from './rrule-days.ts';
import { parseRule, type RecurrenceRule, WEEKDAYS, type WeekdayPart } from './rrule-parse.ts';
import { visitWalls } from './rrule-walls.ts';
import { withRuleParts } from './rule-text.ts';

/** A rule and the epoch day on which its series begins. */
export interface MovedRule {
  readonly rule: string;
  readonly start: number;
}

interface Move {
  readonly text: string;
  readonly rule: RecurrenceRule;
  readonly start: number;
  /** The day of an occurrence, and where it is to go. */
  readonly from: number;
  readonly to: number;
}

/**
 * A rule changed so that the occurrence of the day `from` falls on the day `to`: another weekday, day of the month, date
 * of the year. Where a rule names several days, only the one that was moved changes. All days are epoch days. Undefined
 * where no rule of this kind can say it (the last working day of the month, the third day of every other week …).
 */
export function moveRule(text: string, start: number, from: number, to: number): MovedRule | undefined {
  const rule = parseRule(text);
  if (rule.positions || rule.weekNumbers) return undefined;
  const move: Move = { text, rule, start, from, to };
  switch (rule.frequency) {
    case 'YEARLY':
      return moveInYear(move);
    case 'MONTHLY':
      return rule.yearDays ? undefined : moveInMonth(move);
    case 'WEEKLY':
    case 'DAILY':
      return rule.monthDays || rule.yearDays ? undefined : moveInWeek(move);
    default:
      return rule.weekdays || rule.monthDays || rule.yearDays ? undefined : { rule: text, start: start + to - from };
  }
}

function moveInWeek({ text, rule, start, from, to }: Move): MovedRule | undefined {
  const days = to - from;
  const moved = { rule: text, start: start + days };
  if (!rule.weekdays || days % 7 === 0) return moved;
  const weekdays = new Set(rule.weekdays.map((part) => part.weekday));
  if (weekdays.size === 1) return { ...moved, rule: withWeekdays(text, [{ weekday: weekday(to), nth: 0 }]) };
  const weekOf = (day: number) => Math.floor((day - modulo(weekday(day) - rule.weekStart, 7)) / 7);
  // Every other week has no way to say "this day in the week after".
  if (rule.interval > 1 && weekOf(from) !== weekOf(to)) return undefined;
  if (!weekdays.delete(weekday(from))) return undefined;
  weekdays.add(weekday(to));
  const replaced = withWeekdays(
    text,
    [...weekdays].sort((a, b) => a - b).map((name) => ({ weekday: name, nth: 0 })),
  );
  // Not after where the occurrence goes: it may be the first then.
  const earliest = weekday(start) === weekday(from) ? Math.min(start, start + days) : start;
  return aligned(replaced, Math.min(earliest, to));
}

function moveInMonth(move: Move): MovedRule | undefined {
  const { text, rule, start, from, to } = move;
  const [before, after, begun] = [civilDate(from), civilDate(to), civilDate(start)];
  if (rule.weekdays && rule.monthDays) return undefined;
  const months = (after.year - before.year) * 12 + after.month - before.month;
  if (rule.months && !rule.months.includes(after.month)) return undefined;
  const first = monthStart(begun, months);
  if (rule.monthDays) {
    const replaced = replaceMonthDay(rule.monthDays, before, after);
    if (!replaced || (replaced.length > 1 && months !== 0)) return undefined;
    return aligned(withRuleParts(text, { BYMONTHDAY: replaced.join() }), first);
  }
  if (rule.weekdays) {
    const replaced = replaceWeekday(rule.weekdays, from, to);
    if (!replaced || (replaced.length > 1 && months !== 0)) return undefined;
    return aligned(withWeekdays(text, replaced), first);
  }
  const { year, month } = civilDate(first);
  if (after.day <= daysInMonth(year, month)) return { rule: text, start: first + after.day - 1 };
  return aligned(withRuleParts(text, { BYMONTHDAY: String(after.day) }), first);
}

function moveInYear({ text, rule, start, from, to }: Move): MovedRule | undefined {
  const [before, after, begun] = [civilDate(from), civilDate(to), civilDate(start)];
  const year = begun.year + after.year - before.year;
  const first = epochDay(year, 1, 1);
  if (rule.months && rule.months.length > 1) return undefined;
  if (rule.weekdays) {
    // Without a month the ordinal counts in the year.
    const replaced = rule.months && !rule.monthDays ? replaceWeekday(rule.weekdays, from, to) : undefined;
    if (replaced?.length !== 1 || replaced[0]?.nth === 0) return undefined;
    return aligned(withWeekdays(withRuleParts(text, { BYMONTH: String(after.month) }), replaced), first);
  }
  if (rule.yearDays && rule.yearDays.length > 1) return undefined;
  if (rule.monthDays && (!rule.months || rule.monthDays.length > 1)) return undefined;
  const isPlain = !rule.yearDays && !rule.monthDays && !rule.months;
  if (isPlain && after.day <= daysInMonth(year, after.month)) {
    return { rule: text, start: epochDay(year, after.month, after.day) };
  }
  const [monthDay] = replaceMonthDay(rule.monthDays ?? [before.day], before, after) ?? [];
  if (monthDay === undefined) return undefined;
  const parts = { BYYEARDAY: undefined, BYMONTH: String(after.month), BYMONTHDAY: String(monthDay) };
  return aligned(withRuleParts(text, parts), first);
}

function monthStart({ year, month }: CivilDate, months: number): number {
  const index = year * 12 + month - 1 + months;
  return epochDay(Math.floor(index / 12), modulo(index, 12) + 1, 1);
}

/** The days of the month with the one that fell on `before` replaced; counted from the end where that one was. */
function replaceMonthDay(days: readonly number[], before: CivilDate, after: CivilDate): number[] | undefined {
  const fromEnd = ({ year, month, day }: CivilDate) => day - daysInMonth(year, month) - 1;
  const moved = days.find((day) => day === before.day || day === fromEnd(before));
  if (moved === undefined) return undefined;
  const next = moved < 0 ? fromEnd(after) : after.day;
  return [...new Set(days.map((day) => (day === moved ? next : day)))].sort((a, b) => a - b);
}

/** The weekdays with the one that fell on `from` replaced, and its ordinal counted anew. */
function replaceWeekday(parts: readonly WeekdayPart[], from: number, to: number): WeekdayPart[] | undefined {
  const moved = parts.find((part) => part.weekday === weekday(from) && isNth(part.nth, from));
  if (!moved) return undefined;
  const { year, month, day } = civilDate(to);
  const [fromStart, fromEnd] = [Math.ceil(day / 7), -Math.ceil((daysInMonth(year, month) - day + 1) / 7)];
  // Few months have a fifth one: the last is meant.
  const nth = moved.nth === 0 ? 0 : moved.nth < 0 || fromStart === 5 ? fromEnd : fromStart;
  return parts.map((part) => (part === moved ? { weekday: weekday(to), nth } : part));
}

function isNth(nth: number, epoch: number): boolean {
  const { year, month, day } = civilDate(epoch);
  return nth === 0 || nth === Math.ceil(day / 7) || nth === -Math.ceil((daysInMonth(year, month) - day + 1) / 7);
}

function withWeekdays(text: string, parts: readonly WeekdayPart[]): string {
  const names = parts.map(({ weekday, nth }) => `${nth === 0 ? '' : nth}${WEEKDAYS[weekday]}`);
  return withRuleParts(text, { BYDAY: names.join() });
}

function aligned(rule: string, earliest: number): MovedRule | undefined {
  const start = firstDay(rule, earliest);
  return start === undefined ? undefined : { rule, start };
}

/** The first day of a rule at or after an epoch day, on which the rule then begins. */
export function firstDay(text: string, earliest: number): number | undefined {
  const wall = earliest * DAY_MS;
  let first: number | undefined;
  const rule = { ...parseRule(text), hours: undefined, minutes: undefined, seconds: undefined };
  visitWalls(rule, wall, wall, (found) => {
    first = Math.floor(found / DAY_MS);
    return false;
  });
  return first;
}
