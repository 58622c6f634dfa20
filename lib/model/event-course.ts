import { dateOf, dateTimeOf, MINUTE_MS, wallOf } from '../calendar/local-time.ts';
import { DAY_MS } from '../calendar/rrule-days.ts';
import { type SeriesRun, seriesRun } from '../calendar/series-run.ts';
import type { When } from '../protocol/event-values.ts';

/**
 * How a series runs: its times, part by part. An occurrence is named by its original local start (see event-groups.ts);
 * a part keeps the names when it is moved, since it knows by how much.
 */

/** A time of a series, and by how many minutes that is later than the series was first written. */
export interface Times {
  readonly when: When;
  readonly shift: number;
}

/** From this occurrence on the series goes on otherwise; `isEnd`: or not at all. */
export interface Split {
  readonly occurrence: string;
  readonly isEnd: boolean;
  /** Absent: the times of what comes before. */
  readonly times: Times | undefined;
}

/** The times of a whole series; splits ascending. */
export interface Course extends Times {
  readonly splits: readonly Split[];
}

/** A part of a series: names from `from` to before `to`. */
export interface Stretch extends Times {
  /** Empty for the first part, which has everything before the first split. */
  readonly from: string;
  readonly to: string | undefined;
  /** The series ends with this part, by a split that says so. */
  readonly isLast: boolean;
}

/** The parts of a series, ascending, none of them overlapping, whoever split it and how often. */
export function layOut(course: Course): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let { when, shift }: Times = course;
  let from = '';
  const push = (to: string | undefined, isLast: boolean) => stretches.push({ when, shift, from, to, isLast });
  for (const { occurrence, isEnd, times } of course.splits) {
    push(occurrence, isEnd);
    if (isEnd) return stretches;
    from = occurrence;
    if (times) ({ when, shift } = times);
  }
  push(undefined, false);
  return stretches;
}

/** The starts of the times of a part, beyond its bounds too. */
export function runOf({ when }: Times): SeriesRun {
  return seriesRun(when);
}

/** The name of the occurrence that starts at a wall time. */
export function nameOf(times: Times, wall: number): string {
  const original = wall - times.shift * MINUTE_MS;
  return runOf(times).isSeveralADay ? dateTimeOf(original) : dateOf(original);
}

/** The names under which the occurrence that starts at a wall time may be found: its own, and what it was called while more, or fewer, fell on one day. */
export function namesOf(times: Times, wall: number): readonly [string, string] {
  const original = wall - times.shift * MINUTE_MS;
  const [date, dateTime] = [dateOf(original), dateTimeOf(original)];
  return runOf(times).isSeveralADay ? [dateTime, date] : [date, dateTime];
}

function isWithin({ from, to }: Stretch, name: string): boolean {
  return name >= from && (to === undefined || name < to);
}

/** Every quarter of an hour for a fortnight: who writes a rule by the minute sees its beginning, and nobody's page drowns. */
const MAX_STARTS = 1_500;

/** The starts of a part from `from` to before `to`, as wall times in its zone. */
export function startsWithin(stretch: Stretch, from: number, to: number): readonly number[] {
  const starts = runOf(stretch).starts(from, to, MAX_STARTS);
  if (stretch.from === '' && stretch.to === undefined) return starts;
  return starts.filter((wall) => isWithin(stretch, nameOf(stretch, wall)));
}

/** Where an occurrence of that name starts: its part, and the wall time there. Undefined where the series has none. */
export function findOccurrence<S extends Stretch>(
  stretches: readonly S[],
  name: string,
): { stretch: S; wall: number } | undefined {
  const stretch = stretches.findLast((candidate) => isWithin(candidate, name));
  if (!stretch) return undefined;
  const shifted = wallOf(name) + stretch.shift * MINUTE_MS;
  const [wall] = runOf(stretch).starts(shifted, shifted + (name.length > 10 ? MINUTE_MS : DAY_MS));
  return wall === undefined ? undefined : { stretch, wall };
}

/** The first start of a part, if it has one. */
export function firstStart(stretch: Stretch): number | undefined {
  const run = runOf(stretch);
  const shifted = stretch.from === '' ? wallOf(stretch.when.start) : wallOf(stretch.from) + stretch.shift * MINUTE_MS;
  // Further dates may lie before the start.
  const earliest = stretch.from === '' ? Math.min(shifted, ...(stretch.when.rdates ?? []).map(wallOf)) : shifted;
  const wall = run.next(earliest);
  return wall !== undefined && isWithin(stretch, nameOf(stretch, wall)) ? wall : undefined;
}

/** The times at a wall time: as long as the series' own, without rule. */
export function whenAt(when: When, wall: number): When {
  const end = wall + wallOf(when.end) - wallOf(when.start);
  return when.allDay
    ? { allDay: true, start: dateOf(wall), end: dateOf(end) }
    : { allDay: false, start: dateTimeOf(wall), end: dateTimeOf(end), zone: when.zone };
}
