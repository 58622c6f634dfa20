import type { When } from '../protocol/event-values.ts';
import { MINUTE_MS, wallOf } from './local-time.ts';
import { DAY_MS, modulo } from './rrule-days.ts';
import { parseRule, type RecurrenceRule } from './rrule-parse.ts';
import { type SeriesClock, seriesClock } from './series-clock.ts';
import { visitOccurrences } from './visit-occurrences.ts';
import { canonicalZone } from './zones.ts';

/**
 * The starts of a series as wall times (see rrule-days) in its own zone, in whole minutes. Knows nothing of exceptions.
 */
export interface SeriesRun {
  /** Whether the series has a rule that can be read, or further dates. */
  readonly isSeries: boolean;
  /** Two occurrences can start on one day, or one at another time than the first: a day alone does not say which. */
  readonly isSeveralADay: boolean;
  /** From `from` to before `to`, ascending; the first `limit` of them. */
  starts(from: number, to: number, limit?: number): readonly number[];
  /** The first at or after `from`, if there is one. */
  next(from: number): number | undefined;
  /** The last one before `to`, if there is one. */
  previous(to: number): number | undefined;
  /** How many come before `to`: walks from the start. */
  countBefore(to: number): number;
  /** No start is later; Infinity where the series is endless. */
  readonly end: number;
}

const MAX_REMEMBERED = 2_000;
const remembered = new Map<string, SeriesRun>();
/** The same, by the very object: asked for once for every occurrence. */
const runs = new WeakMap<When, SeriesRun>();

/**
 * The starts of `when`. The same series, asked for again, is not worked out again. A rule that cannot be read, as a
 * later version may write it, counts as none; a zone that nobody knows keeps its wall times.
 */
export function seriesRun(when: When): SeriesRun {
  let run = runs.get(when);
  if (!run) {
    run = sharedRun(when);
    runs.set(when, run);
  }
  return run;
}

function sharedRun(when: When): SeriesRun {
  const { start, rrule = '', rdates = [] } = when;
  const text = `${when.allDay ? '' : when.zone} ${start} ${rrule} ${rdates.join()}`;
  const known = remembered.get(text);
  if (known) return known;
  const run = createRun(when);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(text, run);
  return run;
}

function createRun(when: When): SeriesRun {
  const start = wallOf(when.start);
  const further = [...new Set((when.rdates ?? []).map(wallOf))].sort((a, b) => a - b);
  const rule = when.rrule === undefined ? undefined : readRule(when.rrule);
  const clock = seriesClock(when.allDay, when.allDay ? null : (canonicalZone(when.zone) ?? null));
  const walk = rule && walkOf(clock, rule, start);
  const first = Math.min(start, further[0] ?? start);
  const endOfAll = () => Math.max(walk?.end() ?? start, further.at(-1) ?? start);

  function starts(from: number, to: number, limit = Number.POSITIVE_INFINITY): readonly number[] {
    const walls: number[] = [];
    if (walk) walk.visit(from, (wall) => wall < to && (wall < from || walls.push(wall) < limit));
    else if (start >= from && start < to) walls.push(start);
    if (further.length === 0) return walls;
    const all = new Set([...walls, ...further.filter((wall) => wall >= from && wall < to)]);
    return [...all].sort((a, b) => a - b).slice(0, limit);
  }

  function next(from: number): number | undefined {
    let found: number | undefined;
    if (walk) {
      walk.visit(Math.max(from, first), (wall) => {
        if (wall >= from) found = wall;
        return found === undefined;
      });
    } else if (start >= from) found = start;
    const other = further.find((wall) => wall >= from);
    return found === undefined || (other !== undefined && other < found) ? other : found;
  }

  return {
    isSeries: rule !== undefined || further.length > 0,
    isSeveralADay:
      (rule !== undefined && !when.allDay && hasOtherTimes(rule, start)) || (further.length > 0 && !when.allDay),
    starts,
    next,
    previous(to) {
      const before = Math.min(to, endOfAll() + 1);
      // Back by growing steps: the last start is near, or there is none for long.
      for (let reach = 32 * DAY_MS; ; reach *= 4) {
        const found = starts(Math.max(first, before - reach), before).at(-1);
        if (found !== undefined || before - reach <= first) return found;
      }
    },
    countBefore: (to) => starts(first, to).length,
    get end() {
      return endOfAll();
    },
  };
}

function readRule(text: string): RecurrenceRule | undefined {
  try {
    return parseRule(text);
  } catch {
    return undefined;
  }
}

interface Walk {
  /** Visits starts from about `from` on, ascending, each minute once, until `take` answers false. */
  visit(from: number, take: (wall: number) => boolean): void;
  /** No start is later. */
  end(): number;
}

function walkOf(clock: SeriesClock, rule: RecurrenceRule, start: number): Walk {
  const origin = { wall: start, isDate: false, isUtc: false };
  const endless = { ...rule, count: undefined };
  let last: { key: number; wall: number } | undefined;

  /** COUNT takes a walk from the start: done once, it is a last start like any other end. */
  function lastOf(): { key: number; wall: number } {
    if (last) return last;
    last = { key: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY };
    // A day more than it says: UNTIL may be a whole day, or an instant in UTC.
    if (rule.until) last.wall = Math.max(start, rule.until.wall + 2 * DAY_MS);
    if (rule.count === undefined) return last;
    const counted = { key: Number.NEGATIVE_INFINITY, wall: start };
    visitOccurrences(clock, rule, origin, Number.NEGATIVE_INFINITY, (key, wall) => {
      counted.key = key;
      counted.wall = wall;
      return true;
    });
    last = counted;
    return last;
  }

  return {
    visit(from, take) {
      const { key: lastKey } = lastOf();
      let before = Number.NEGATIVE_INFINITY;
      visitOccurrences(clock, endless, origin, clock.explicitKeyOf(from), (key, exact) => {
        if (key > lastKey) return false;
        const wall = Math.floor(exact / MINUTE_MS) * MINUTE_MS;
        if (wall <= before) return true;
        before = wall;
        return take(wall);
      });
    },
    end: () => lastOf().wall,
  };
}

function hasOtherTimes(rule: RecurrenceRule, start: number): boolean {
  if (rule.frequency === 'HOURLY' || rule.frequency === 'MINUTELY' || rule.frequency === 'SECONDLY') return true;
  const minute = modulo(start / MINUTE_MS, 1_440);
  const isOther = (list: readonly number[] | undefined, own: number) => list?.some((value) => value !== own) === true;
  return isOther(rule.hours, Math.floor(minute / 60)) || isOther(rule.minutes, minute % 60);
}
