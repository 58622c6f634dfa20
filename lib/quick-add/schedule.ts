import { type Atom, findAtoms } from './atoms.ts';
import { type Days, type Groups, readNumber, resolveDays, type Today } from './dates.ts';
import type { Draft, Target } from './draft.ts';
import type { CompiledGrammar, RuleKind, Strength } from './grammar.ts';
import { resolveRepeat } from './repeats.ts';
import { durationMinutes, formatTime, type HalfOfDay, resolveTimes } from './times.ts';

/** The readings of a line that say when; at most one of each. */
export interface Schedule {
  readonly date?: Atom;
  readonly time?: Atom;
  readonly duration?: Atom;
  readonly repeat?: Atom;
  readonly until?: Atom;
}

export type When = Pick<Draft, 'date' | 'endDate' | 'time' | 'endTime' | 'rrule'>;

/** Chooses among the readings of folded text. */
export function findSchedule(
  text: string,
  grammar: CompiledGrammar,
  target: Target,
  now: Temporal.ZonedDateTime,
): Schedule {
  const atoms = findAtoms(text, grammar, createJudge(grammar, target, now));
  const repeat = best(atoms, 'repeat');
  const time = best(atoms, 'time');
  const end = best(atoms, 'until');
  const until = repeat && end;
  // Without a series, German `bis Freitag` is a day to be done by.
  const date = best(atoms, 'date') ?? (!repeat && end?.groups.pre ? end : undefined);
  const duration = best(atoms, 'duration');
  const isHours = duration && durationMinutes(duration.groups, grammar) !== undefined;
  const isUsable = isHours
    ? time !== undefined && !hasSecond(time.groups)
    : date !== undefined && !hasSecond(date.groups) && !time && !repeat;
  return {
    ...(date && { date }),
    ...(time && { time }),
    ...(duration && isUsable && { duration }),
    ...(repeat && { repeat }),
    ...(until && { until }),
  };
}

/** What has a preposition comes before what ends the line, and that before anything else; then the first. */
function best(atoms: readonly Atom[], kind: RuleKind): Atom | undefined {
  const rank = (atom: Atom) => (atom.groups.pre ? 2 : 0) + (atom.isAtEnd ? 1 : 0);
  let found: Atom | undefined;
  for (const atom of atoms) if (atom.kind === kind && (!found || rank(atom) > rank(found))) found = atom;
  return found;
}

function hasSecond(groups: Groups): boolean {
  return Object.entries(groups).some(([key, value]) => value !== undefined && /^(?:h|w|d|wd|mo|mon|r|b)2$/.test(key));
}

function createJudge(grammar: CompiledGrammar, target: Target, now: Temporal.ZonedDateTime) {
  const date = now.toPlainDate();
  const today: Today = { date, hasTimeAhead: false, earliest: date };
  return (kind: RuleKind, groups: Groups, strength: Strength): Strength | undefined => {
    if (kind === 'repeat') return resolveRepeat(groups, grammar, today) && strength;
    if (kind === 'date' || kind === 'until') return resolveDays(groups, grammar, today) && strength;
    if (kind === 'duration')
      return (durationMinutes(groups, grammar) ?? dayCount(groups, grammar) ?? 0) > 0 ? strength : undefined;
    if (groups.u !== undefined) return durationMinutes(groups, grammar) === undefined ? undefined : strength;
    const times = resolveTimes(groups, grammar);
    if (!times) return undefined;
    // `3-4` is a time only beside a day; `from 3 to 4` also ends an appointment.
    if (times.isBare && times.end !== undefined) return groups.from && target === 'calendar' ? 1 : 0;
    return strength;
  };
}

/** Days that a duration in days or weeks lasts; undefined for one that is not longer than a day. */
function dayCount({ n, u }: Groups, grammar: CompiledGrammar): number | undefined {
  const unit = grammar.periods[u ?? ''];
  const count = (readNumber(n, grammar) ?? 0) * (unit === 'W' ? 7 : unit === 'D' ? 1 : 0);
  return Number.isInteger(count) && count > 1 && count < 100 ? count : undefined;
}

/** The fields that the chosen readings mean at `now`. */
export function resolveSchedule(schedule: Schedule, grammar: CompiledGrammar, now: Temporal.ZonedDateTime): When {
  const { date, time, repeat } = schedule;
  const clockIn = (half: HalfOfDay | undefined) =>
    time && resolveClock(time.groups, schedule.duration?.groups, grammar, now, half);
  const half = namedHalf(schedule, grammar);
  let clock = clockIn(half);
  // `Today at 6`, written in the afternoon, is this evening.
  const isToday = grammar.days[date?.groups.r ?? ''] === 0;
  if (isToday && !half && time && !hasSecond(time.groups) && clock && clock.start < minutesOf(now))
    clock = clockIn('afternoon');
  const today = todayAt(now, clock?.start);
  const days: Days | undefined = date && resolveDays(date.groups, grammar, today);
  const series = repeat && resolveRepeat(repeat.groups, grammar, today);
  const start = days?.start ?? series?.first ?? clock?.day ?? (clock && today.earliest);
  const lasting = start && !clock && schedule.duration && dayCount(schedule.duration.groups, grammar);
  const end = days?.end ?? (start && lasting ? start.add({ days: lasting - 1 }) : undefined);
  const until =
    start && schedule.until
      ? resolveDays(schedule.until.groups, grammar, { date: start, hasTimeAhead: false, earliest: start })?.start
      : undefined;
  return {
    ...(start && { date: start.toString() }),
    ...(end && { endDate: end.toString() }),
    ...(clock && { time: formatTime(clock.start) }),
    ...(clock?.end !== undefined && { endTime: formatTime(clock.end) }),
    ...(series && { rrule: until ? `${series.rrule};UNTIL=${until.toString().replaceAll('-', '')}` : series.rrule }),
  };
}

/** The half of the day in which the line puts its time (`tomorrow morning at 6`, `every evening at 6`). */
function namedHalf({ date, repeat }: Schedule, grammar: CompiledGrammar): HalfOfDay | undefined {
  const parts = [date?.groups.part, repeat?.groups.part, repeat?.groups.u].filter((part) => part !== undefined);
  if ([...parts, date?.groups.r ?? ''].some((part) => grammar.afternoon.test(part))) return 'afternoon';
  return parts.some((part) => grammar.morning.test(part)) ? 'morning' : undefined;
}

interface Clock {
  /** Minutes from midnight. */
  readonly start: number;
  readonly end?: number;
  /** Set where the reading names the day too (`in 2 hours`). */
  readonly day?: Temporal.PlainDate;
}

function resolveClock(
  groups: Groups,
  duration: Groups | undefined,
  grammar: CompiledGrammar,
  now: Temporal.ZonedDateTime,
  half: HalfOfDay | undefined,
): Clock | undefined {
  const lasting = duration && durationMinutes(duration, grammar);
  if (groups.u !== undefined) {
    const then = now.add({ minutes: durationMinutes(groups, grammar) ?? 0 });
    const start = minutesOf(then);
    return { start, day: then.toPlainDate(), ...(lasting !== undefined && { end: start + lasting }) };
  }
  const times = resolveTimes(groups, grammar, half);
  if (!times) return undefined;
  const end = times.end ?? (lasting === undefined ? undefined : times.start + lasting);
  return { start: times.start, ...(end !== undefined && { end }) };
}

function todayAt(now: Temporal.ZonedDateTime, minutes: number | undefined): Today {
  const date = now.toPlainDate();
  const current = minutesOf(now);
  return {
    date,
    hasTimeAhead: minutes !== undefined && minutes > current,
    earliest: minutes !== undefined && minutes < current ? date.add({ days: 1 }) : date,
  };
}

function minutesOf(time: Temporal.ZonedDateTime): number {
  return time.hour * 60 + time.minute;
}
