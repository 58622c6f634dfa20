import type { CompiledGrammar } from './grammar.ts';

/** Named groups of a match; those that took no part are undefined. */
export type Groups = Readonly<Record<string, string | undefined>>;

/** The day on which the line is written, as seen by the line's time of day. */
export interface Today {
  readonly date: Temporal.PlainDate;
  /** The line has a time, and it is still ahead today. */
  readonly hasTimeAhead: boolean;
  /** Tomorrow if the line has a time that is past, else today. */
  readonly earliest: Temporal.PlainDate;
}

/** A longer span is a misreading (`Dec 30 - 3`). */
const MAX_SPAN_DAYS = 200;

/** Days that a reading means; `end` inclusive. */
export interface Days {
  readonly start: Temporal.PlainDate;
  readonly end?: Temporal.PlainDate;
}

/** The days that a date's groups mean, or undefined if there is no such day (`Feb 30`). */
export function resolveDays(groups: Groups, grammar: CompiledGrammar, today: Today): Days | undefined {
  const second = secondGroups(groups);
  if (!second) {
    const start = resolveDay(groups, grammar, today);
    return start && { start };
  }
  // `del 20 al 27 de diciembre`, `Dec 20-27 2027`: what one end does not say, the other does.
  const inherits = !second.wd && !second.r;
  const shared = (key: string) => groups[key] ?? (inherits ? second[key] : undefined);
  const first: Groups = { ...groups, mon: shared('mon'), mo: shared('mo') };
  const last: Groups = { ...second, mon: second.mon ?? (inherits ? groups.mon : undefined) };
  let start = resolveDay({ ...first, y: groups.y ?? second.y }, grammar, today);
  if (!start) return undefined;
  const end = resolveDay(last, grammar, { date: start, hasTimeAhead: false, earliest: start });
  if (!end) return undefined;
  // `Dec 30 - Jan 3 2027`: the year belongs to the end only.
  if (!groups.y && second.y && Temporal.PlainDate.compare(start, end) > 0) start = start.subtract({ years: 1 });
  // A span that has begun is this one, not next year's.
  if (!groups.y && !second.y && !groups.wd && !groups.r) {
    const begun = { start: start.subtract({ years: 1 }), end: end.subtract({ years: 1 }) };
    if (Temporal.PlainDate.compare(begun.end, today.date) >= 0 && begun.start.day === start.day) return begun;
  }
  const days = start.until(end).days;
  return days > 0 && days <= MAX_SPAN_DAYS ? { start, end } : undefined;
}

function secondGroups(groups: Groups): Groups | undefined {
  const entries = Object.entries(groups).flatMap(([key, value]) =>
    value !== undefined && key.endsWith('2') ? [[key.slice(0, -1), value] as const] : [],
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function resolveDay(groups: Groups, grammar: CompiledGrammar, today: Today): Temporal.PlainDate | undefined {
  const { r, n, u, d, mon, a, b, wd, nx, eom } = groups;
  if (eom !== undefined) {
    const named = (mon !== undefined && grammar.monthNumber.get(mon)) || today.date.month;
    const month = today.date.with({ day: 1, month: named }).add({ years: named < today.date.month ? 1 : 0 });
    return month.with({ day: month.daysInMonth });
  }
  if (r !== undefined) return today.date.add({ days: grammar.days[r] ?? 0 });
  if (n !== undefined && u !== undefined) {
    const period = periodOf(groups, grammar);
    return period === undefined ? undefined : today.date.add(period);
  }
  const year = yearOf(groups.y);
  if (a !== undefined && b !== undefined) {
    const [month, day] = grammar.isMonthFirst ? [+a, +b] : [+b, +a];
    return dayOfYear(month > 12 ? day : month, month > 12 ? month : day, year, today);
  }
  const month = mon === undefined ? numberOrUndefined(groups.mo) : grammar.monthNumber.get(mon);
  if (month !== undefined) return dayOfYear(month, d === undefined ? 1 : +d, year, today);
  const number = wd === undefined ? undefined : grammar.weekdayNumber.get(wd);
  if (d !== undefined) {
    const date = nextDayOfMonth(+d, today.earliest);
    return number === undefined || date?.dayOfWeek === number ? date : undefined;
  }
  if (number === undefined) return undefined;
  // `next friday` is that of the next week, weeks starting on Monday.
  if (nx) return today.date.add({ days: 7 - today.date.dayOfWeek + number });
  return nextWeekday([number], today);
}

function numberOrUndefined(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function yearOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text) + (text.length === 2 ? 2000 : 0);
}

function dayOfYear(month: number, day: number, year: number | undefined, today: Today): Temporal.PlainDate | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined;
  // February 29 may be eight years away, around 2100.
  const years = year === undefined ? Array.from({ length: 9 }, (_, index) => today.date.year + index) : [year];
  return years
    .map((each) => Temporal.PlainDate.from({ year: each, month, day }))
    .find((date) => date.day === day && (year !== undefined || Temporal.PlainDate.compare(date, today.date) >= 0));
}

/** The first day with this number that is not before `from`; months without it are passed over. */
export function nextDayOfMonth(day: number, from: Temporal.PlainDate): Temporal.PlainDate | undefined {
  for (let months = 0; months < 4; months++) {
    const month = from.with({ day: 1 }).add({ months });
    if (day > month.daysInMonth) continue;
    const date = month.with({ day });
    if (Temporal.PlainDate.compare(date, from) >= 0) return date;
  }
  return undefined;
}

/** The next day that is one of these weekdays (1 = Monday); today only with a time that is still ahead. */
export function nextWeekday(weekdays: readonly number[], today: Today): Temporal.PlainDate {
  for (let days = today.hasTimeAhead ? 0 : 1; days < 7; days++) {
    const date = today.date.add({ days });
    if (weekdays.includes(date.dayOfWeek)) return date;
  }
  return today.date.add({ days: 7 });
}

/** The next nth (-1: last) such weekday of a month; today only with a time that is still ahead. */
export function nextNthWeekday(nth: number, weekday: number, today: Today): Temporal.PlainDate {
  const earliest = today.hasTimeAhead ? today.date : today.date.add({ days: 1 });
  // A fifth Monday comes at least once in any four months.
  for (let months = 0; months < 5; months++) {
    const first = earliest.with({ day: 1 }).add({ months });
    const date =
      nth > 0
        ? first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) })
        : lastWeekday(first, weekday);
    if (date.month === first.month && Temporal.PlainDate.compare(date, earliest) >= 0) return date;
  }
  return earliest;
}

function lastWeekday(first: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  const last = first.with({ day: first.daysInMonth });
  return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 });
}

/** `n` and `u` as a duration of days, weeks, months or years; undefined for other units. */
function periodOf({ n, u }: Groups, grammar: CompiledGrammar): Temporal.DurationLike | undefined {
  const [unit = '', times = ''] = grammar.periods[u ?? ''] ?? '';
  const count = (readNumber(n, grammar) ?? 1) * Number(times || 1);
  return { D: { days: count }, W: { weeks: count }, M: { months: count }, Y: { years: count } }[unit];
}

/** A number in digits (either decimal sign) or words; undefined for none. */
export function readNumber(text: string | undefined, grammar: CompiledGrammar): number | undefined {
  if (text === undefined) return undefined;
  return /^\d/.test(text) ? Number(text.replace(',', '.')) : grammar.numberOf.get(text);
}
