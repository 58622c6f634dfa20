import { dateTimeValue } from './ics-date-time.ts';
import { quoted } from './ics-extra.ts';
import { civilDate, DAY_MS, daysInMonth, epochDay, modulo, weekday } from './rrule-days.ts';
import { WEEKDAYS } from './rrule-parse.ts';
import { canonicalZone, zoneOffsets } from './zones.ts';
import { tzidOf } from './zones-names.ts';

/** A change of offset; `wall` is what clocks show when it comes. */
interface Change {
  readonly at: number;
  readonly wall: number;
  readonly before: number;
  readonly after: number;
}

const YEAR_MS = 366 * DAY_MS;
/** How far ahead changes are looked at, to find their rule. Over 28 years every date falls on every weekday. */
const HORIZON_MS = 40 * YEAR_MS;
/** By then every zone keeps to one rule, or to one offset (tzdata lists Morocco's changes to 2087): what is endless is followed so far. */
const RULES_HOLD = epochDay(2_100, 1, 1) * DAY_MS;
/** Fewer changes in a row are written one by one. */
const MIN_RUN = 3;

/** `;TZID=…` for a property in that zone. */
export function tzidParam(zone: string): string {
  return `;TZID=${quoted(tzidOf(zone))}`;
}

/**
 * A VTIMEZONE with every change that the platform knows between two instants (`to` may be infinite) and in the decades
 * after, as rules that go on where there are such. Throws RangeError for an unknown zone.
 */
export function vtimezoneLines(zone: string, from: number, to: number): string[] {
  const first = from - YEAR_MS;
  const last = Math.max(first + HORIZON_MS, Math.min(to + YEAR_MS, RULES_HOLD));
  const changes = changesOf(zone, first, last);
  const initial = zoneOffsets(zone).offsetAt(first);
  const lines = ['BEGIN:VTIMEZONE', `TZID:${tzidOf(zone)}`];
  // What holds before the first change, so that no time of the file lies before every observance.
  const isSummer = changes.some(({ before, after }) => Math.min(before, after) < initial);
  const start = { at: first, wall: first + initial, before: initial, after: initial };
  lines.push(...observance(start, [], isSummer ? 'DAYLIGHT' : 'STANDARD'));
  const { runs, single } = group(changes);
  for (const { changes: run, rule } of runs) {
    const [earliest, latest] = [run[0], run.at(-1)];
    if (!earliest || !latest) continue;
    const isEndless = latest.at > last - YEAR_MS;
    const until = isEndless ? '' : `;UNTIL=${dateTimeValue(latest.at)}Z`;
    lines.push(...observance(earliest, [`RRULE:FREQ=YEARLY;${rule}${until}`]));
  }
  for (const same of single) {
    // The first stands in RDATE too: some readers leave out DTSTART where there is one.
    const rdates = same.length > 1 ? same.map((change) => `RDATE:${dateTimeValue(change.wall)}`) : [];
    if (same[0]) lines.push(...observance(same[0], rdates));
  }
  lines.push('END:VTIMEZONE');
  return lines;
}

function observance(
  change: Change,
  recurrence: readonly string[],
  name = change.after > change.before ? 'DAYLIGHT' : 'STANDARD',
): string[] {
  return [
    `BEGIN:${name}`,
    `DTSTART:${dateTimeValue(change.wall)}`,
    `TZOFFSETFROM:${offsetText(change.before)}`,
    `TZOFFSETTO:${offsetText(change.after)}`,
    ...recurrence,
    `END:${name}`,
  ];
}

function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : two(seconds % 60);
  return `${offset < 0 ? '-' : '+'}${two(seconds / 3_600)}${two((seconds / 60) % 60)}${rest}`;
}

function changesOf(zone: string, from: number, to: number): Change[] {
  const id = canonicalZone(zone);
  if (id === undefined) throw new RangeError(`time zone: ${zone}`);
  const changes: Change[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(id);
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > to) return changes;
    const [before, after] = [moment.offsetNanoseconds / 1_000_000, next.offsetNanoseconds / 1_000_000];
    const at = next.epochMilliseconds;
    if (before !== after) changes.push({ at, wall: at + before, before, after });
    moment = next;
  }
}

interface Run {
  readonly changes: readonly Change[];
  /** BYMONTH and BYDAY, with BYMONTHDAY where need be. */
  readonly rule: string;
}

/** Changes of successive years that one yearly rule gives, and the rest by the offsets they go between. */
function group(changes: readonly Change[]): { runs: Run[]; single: Change[][] } {
  const alike = Map.groupBy(changes, (change) => {
    const day = Math.floor(change.wall / DAY_MS);
    return [change.before, change.after, civilDate(day).month, weekday(day), modulo(change.wall, DAY_MS)].join(' ');
  });
  const runs: Run[] = [];
  const rest: Change[] = [];
  for (const list of alike.values()) {
    for (const years of consecutive(list)) {
      // From the end, since the rule that holds now must be one that goes on: London's last Sunday of October was another Sunday before 1996.
      for (let end = years.length; end > 0; ) {
        const run = longestRun(years.slice(0, end));
        if (run) runs.push(run);
        else rest.push(...years.slice(0, end));
        end -= run?.changes.length ?? end;
      }
    }
  }
  rest.sort((a, b) => a.at - b.at);
  return { runs, single: [...Map.groupBy(rest, ({ before, after }) => `${before} ${after}`).values()] };
}

/** The most of the last changes that one rule gives; undefined where no rule gives the last few, so that all may stand one by one. */
function longestRun(years: readonly Change[]): Run | undefined {
  for (let from = 0; from <= years.length - MIN_RUN; from++) {
    const changes = years.slice(from);
    const rule = ruleOf(changes);
    if (rule !== undefined) return { changes, rule };
  }
  return undefined;
}

function consecutive(changes: readonly Change[]): Change[][] {
  const lists: Change[][] = [];
  let lastYear = Number.NaN;
  for (const change of changes) {
    const { year } = civilDate(Math.floor(change.wall / DAY_MS));
    if (year === lastYear + 1) lists.at(-1)?.push(change);
    else lists.push([change]);
    lastYear = year;
  }
  return lists;
}

/** `BYMONTH=3;BYDAY=2SU`, or undefined where no rule gives exactly these days. */
function ruleOf(changes: readonly Change[]): string | undefined {
  const dates = changes.map((change) => civilDate(Math.floor(change.wall / DAY_MS)));
  const [first] = dates;
  if (!first) return undefined;
  const name = WEEKDAYS[weekday(Math.floor((changes[0]?.wall ?? 0) / DAY_MS))] ?? '';
  const nth = Math.ceil(first.day / 7);
  if (nth < 5 && dates.every(({ day }) => Math.ceil(day / 7) === nth))
    return `BYMONTH=${first.month};BYDAY=${nth}${name}`;
  if (dates.every(({ year, month, day }) => day + 7 > daysInMonth(year, month)))
    return `BYMONTH=${first.month};BYDAY=-1${name}`;
  const [earliest, latest] = [Math.min(...dates.map(({ day }) => day)), Math.max(...dates.map(({ day }) => day))];
  if (latest - earliest !== 6) return undefined;
  const week = Array.from({ length: 7 }, (_, index) => earliest + index);
  return `BYMONTH=${first.month};BYMONTHDAY=${week.join(',')};BYDAY=${name}`;
}
