import type { IcsDateTime } from './ics-date-time.ts';
import { DAY_MS } from './rrule-days.ts';
import type { RecurrenceRule } from './rrule-parse.ts';
import { visitWalls } from './rrule-walls.ts';
import { explicitKey, type SeriesClock, toDay } from './series-clock.ts';

/**
 * So many occurrences of a rule are looked at in one call, so that `FREQ=SECONDLY;COUNT=999999999` costs no more than a
 * blink.
 */
const MAX_VISITED = 300_000;

/**
 * Visits the starts of a rule, ascending, by key and by wall time, until `take` answers false: the start itself, then
 * what the rule gives. Without COUNT what lies before the key `from` is passed over, the start excepted.
 */
export function visitOccurrences(
  clock: SeriesClock,
  rule: RecurrenceRule,
  start: IcsDateTime,
  from: number,
  take: (key: number, wall: number) => boolean,
): void {
  const first = explicitKey(clock, start);
  // As written, even where clocks skip it: only the first occurrence moves then, not the series.
  const startWall = clock.hasZone && start.isUtc ? clock.wallOf(first) : start.wall;
  const isOver = untilTest(clock, rule.until);
  if (isOver(first, startWall)) return;
  if (!take(first, startWall) || rule.count === 1) return;
  // COUNT needs every occurrence from the start; without it a rule from long ago starts a day before what is asked.
  const fromWall = rule.count === undefined && Number.isFinite(from) ? clock.wallOf(from) - DAY_MS : startWall;
  let left = (rule.count ?? Number.POSITIVE_INFINITY) - 1;
  let visited = 0;
  let last = first;
  visitWalls(clock.hasTimes ? rule : withoutTimes(rule), startWall, fromWall, (wall) => {
    if (++visited > MAX_VISITED) return false;
    const key = clock.keyOf(wall);
    if (key === undefined || key <= last) return true;
    if (isOver(key, wall)) return false;
    last = key;
    return take(key, wall) && --left > 0;
  });
}

/** Whether an occurrence lies behind UNTIL. */
function untilTest(clock: SeriesClock, until: IcsDateTime | undefined): (key: number, wall: number) => boolean {
  if (!until) return () => false;
  if (until.isDate || !clock.hasTimes) {
    const dayAfter = toDay(until.wall) + DAY_MS;
    return (_, wall) => wall >= dayAfter;
  }
  if (until.isUtc && clock.hasZone) return (key) => key > until.wall;
  return (_, wall) => wall > until.wall;
}

function withoutTimes(rule: RecurrenceRule): RecurrenceRule {
  return { ...rule, hours: undefined, minutes: undefined, seconds: undefined };
}
