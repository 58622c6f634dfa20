import {
  type Groups,
  nextDayOfMonth,
  nextNthWeekday,
  nextWeekday,
  readNumber,
  resolveDays,
  type Today,
} from './dates.ts';
import type { CompiledGrammar } from './grammar.ts';

/** A series: its rule, and its first day unless the line names one. */
export interface Repeat {
  readonly rrule: string;
  readonly first: Temporal.PlainDate;
}

const DAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const FREQUENCIES: Readonly<Record<string, string>> = { D: 'DAILY', W: 'WEEKLY', M: 'MONTHLY', Y: 'YEARLY' };

/** The series that a reading's groups mean, or undefined if there is none (`every 0 days`). */
export function resolveRepeat(groups: Groups, grammar: CompiledGrammar, today: Today): Repeat | undefined {
  const { d, mon, mo, ord, set } = groups;
  const weekdays = set ? (grammar.daySets[set] ?? []) : weekdaysOf(groups, grammar);
  const [unit, times] = /^([DWMY])(\d*)$/.exec(grammar.periods[groups.u ?? groups.adv ?? ''] ?? '')?.slice(1) ?? [];
  const interval = intervalOf(groups, grammar) * Number(times || 1);
  if (!(interval >= 1 && interval <= 400)) return undefined;

  if (mon !== undefined || mo !== undefined) {
    const first = resolveDays({ d, mon, mo }, grammar, today)?.start;
    return first && { rrule: rule('Y', interval), first };
  }
  if (ord !== undefined && weekdays[0] !== undefined) {
    const nth = grammar.ordinals[ord] ?? 1;
    const [weekday] = weekdays;
    return {
      rrule: rule('M', interval, `BYDAY=${nth}${DAY_CODES[weekday - 1]}`),
      first: nextNthWeekday(nth, weekday, today),
    };
  }
  if (weekdays.length > 0) {
    const days = weekdays.map((weekday) => DAY_CODES[weekday - 1]).join(',');
    return { rrule: rule('W', interval, `BYDAY=${days}`), first: nextWeekday(weekdays, today) };
  }
  if (d !== undefined) {
    const first = nextDayOfMonth(+d, today.earliest);
    return first && { rrule: rule('M', interval, `BYMONTHDAY=${+d}`), first };
  }
  return unit ? { rrule: rule(unit, interval), first: today.earliest } : undefined;
}

function rule(unit: string, interval: number, by?: string): string {
  const parts = [`FREQ=${FREQUENCIES[unit]}`];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  if (by) parts.push(by);
  return parts.join(';');
}

function intervalOf({ iv, alt }: Groups, grammar: CompiledGrammar): number {
  if (alt !== undefined) return 2;
  return iv === undefined ? 1 : (readNumber(iv, grammar) ?? 0);
}

function weekdaysOf({ wds, wd, wd2 }: Groups, grammar: CompiledGrammar): number[] {
  const [first] = weekdaysIn(wd, grammar);
  const [last] = weekdaysIn(wd2, grammar);
  if (first === undefined || last === undefined) return weekdaysIn(wds ?? wd, grammar);
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => ((first - 1 + index) % 7) + 1).sort((a, b) => a - b);
}

/** Weekdays (1 = Monday) named in a list, ascending, each once; plural endings count. */
function weekdaysIn(list: string | undefined, grammar: CompiledGrammar): number[] {
  const found = new Set<number>();
  for (const word of list?.split(/[^\p{L}-]+/u) ?? []) {
    const weekday = grammar.weekdayNumber.get(word) ?? grammar.weekdayNumber.get(word.replaceAll(/s(?=-|$)/g, ''));
    if (weekday !== undefined) found.add(weekday);
  }
  return [...found].sort((a, b) => a - b);
}
