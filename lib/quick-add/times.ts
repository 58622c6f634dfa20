import { type Groups, readNumber } from './dates.ts';
import type { CompiledGrammar } from './grammar.ts';

/** Times of day in minutes from midnight. `end` is less than `start` where it is on the next day. */
export interface Times {
  readonly start: number;
  readonly end?: number;
  /** Nothing but the place says that these are times (`3-4`). */
  readonly isBare: boolean;
}

const DAY = 24 * 60;
const HALF_DAY = 12 * 60;

interface OneTime {
  readonly minutes: number;
  /** Said to be before or after noon, or unmistakable (13 or more, leading zero, word). */
  readonly isSettled: boolean;
  readonly isBare: boolean;
}

export type HalfOfDay = 'morning' | 'afternoon';

/**
 * The times that a reading's groups mean, or undefined if there is no such time. `half`: the day was given with its morning, or with its afternoon
 * or evening (`tonight at 8`).
 */
export function resolveTimes(groups: Groups, grammar: CompiledGrammar, half?: HalfOfDay): Times | undefined {
  const { h2, i2, j2, p2, w2, k2, q2 } = groups;
  const start = resolveTime(groups, grammar, half);
  const end =
    h2 === undefined && w2 === undefined
      ? undefined
      : resolveTime({ h: h2, i: i2, j: j2, p: p2, w: w2, k: k2, q: q2 }, grammar, half);
  if (!start || (end === undefined && (h2 ?? w2) !== undefined)) return undefined;
  if (!end) return { start: start.minutes, isBare: start.isBare };
  return { ...settleRange(start, end, groups), isBare: start.isBare && end.isBare };
}

/** `3-4pm` is after noon twice, `11-1pm` is not: the side that says nothing takes the other's half of the day unless that turns it round. */
function settleRange(start: OneTime, end: OneTime, { p, p2 }: Groups): { start: number; end: number } {
  let from = start.minutes;
  let to = end.minutes;
  if (p2 && !start.isSettled && from < HALF_DAY !== to < HALF_DAY) {
    const other = (from + HALF_DAY) % DAY;
    if (other < to) from = other;
  } else if (!p2 && !end.isSettled && to <= from && (p || (to < HALF_DAY && to + HALF_DAY > from))) {
    to = (to + HALF_DAY) % DAY;
  } else if (!p2 && !end.isSettled && start.isSettled && to <= from && to >= HALF_DAY) {
    // `from 20:00 to 1:00` ends at night, whatever 1:00 is by habit.
    to -= HALF_DAY;
  }
  return { start: from, end: to };
}

function resolveTime(groups: Groups, grammar: CompiledGrammar, half: HalfOfDay | undefined): OneTime | undefined {
  const { h, i, j, p, w, k, q, clock } = groups;
  if (w !== undefined) {
    const [hours = 0, minutes = 0] = (grammar.dayTimes[w] ?? '').split(':').map(Number);
    return { minutes: hours * 60 + minutes + (grammar.quarters[q ?? ''] ?? 0), isSettled: true, isBare: false };
  }
  let hour = readNumber(h, grammar);
  if (hour === undefined || hour > 23) return undefined;
  const isBare = i === undefined && !p && !k && !clock && q === undefined;
  const isSettled = Boolean(p) || hour > 12 || hour === 0 || h?.startsWith('0') === true;
  if (p) {
    if (hour > 12)
      return grammar.afternoon.test(p) ? { minutes: hour * 60 + Number(i ?? j ?? 0), isSettled, isBare } : undefined;
    hour = halfOfDay(hour, p, grammar);
  } else if (
    !isSettled &&
    hour < 12 &&
    (half === 'afternoon' || (!half && isAfternoonByHabit(hour, groups, grammar)))
  ) {
    hour += 12;
  }
  const minutes = hour * 60 + Number(i ?? j ?? 0) + (grammar.quarters[q ?? ''] ?? 0);
  return { minutes: (minutes + DAY) % DAY, isSettled, isBare };
}

function halfOfDay(hour: number, part: string, grammar: CompiledGrammar): number {
  if (grammar.night.test(part)) return hour === 12 ? 0 : hour < 5 ? hour : hour + 12;
  if (grammar.afternoon.test(part)) return hour === 12 ? 12 : hour + 12;
  // 12am is midnight, `las 12 de la mañana` is noon.
  return hour === 12 && /^a|madrug/.test(part) ? 0 : hour;
}

/** Nobody means 3 at night by `at 3`; with minutes only the smallest hours are that clear, since `6:40` may be a train. */
function isAfternoonByHabit(hour: number, { i, j, k }: Groups, grammar: CompiledGrammar): boolean {
  return !k && hour <= ((i ?? j) === undefined ? grammar.afternoonHabit.bare : grammar.afternoonHabit.withMinutes);
}

/** Minutes of a duration: `n` of `u`, and `n2` minutes or `hf` (half of a unit) more. Undefined for a duration of days. */
export function durationMinutes({ n, u, n2, hf }: Groups, grammar: CompiledGrammar): number | undefined {
  const unit = grammar.periods[u ?? ''];
  const size = unit === 'h' ? 60 : unit === 'i' ? 1 : 0;
  const count = n === undefined ? 1 : (readNumber(n, grammar) ?? grammar.halves[n]);
  if (size === 0 || count === undefined) return undefined;
  const minutes = Math.round(count * size + Number(n2 ?? 0) + (hf ? size / 2 : 0));
  return minutes > 0 && minutes <= 7 * DAY ? minutes : undefined;
}

/** `HH:MM` of minutes from midnight, of any day. */
export function formatTime(minutes: number): string {
  const inDay = ((minutes % DAY) + DAY) % DAY;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}
