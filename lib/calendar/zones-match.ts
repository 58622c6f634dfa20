import { civilDate, DAY_MS, epochDay } from './rrule-days.ts';
import { canonicalZone, type ZoneOffsets, zoneOffsets } from './zones.ts';
import type { FileZone, MatchBudget } from './zones-file.ts';
import { fixedZone } from './zones-names.ts';
import type { FileZoneRules } from './zones-vtimezone.ts';
import { commonZones } from './zones-windows.ts';

/** A zone of the platform for times that a file gives with rules of its own. */
export interface MatchedZone {
  /** IANA name or fixed offset. */
  readonly zone: string;
  /** Those of the wall times asked about that are another instant in `zone` than by the file's rules. */
  readonly differing: readonly number[];
}

/** A series as far as its zone is concerned. */
export interface SeriesSpan {
  /** The year of its last occurrence, or beyond. */
  readonly lastYear: number;
  /** Wall times of its first occurrences, DTSTART first. */
  walls(): readonly number[];
}

/** Rules of zones change; agreement through so many years after the start is agreement. */
const MAX_YEARS = 12;

/**
 * Finds the zone of the platform that gives the same instants as the file's own rules, at the wall time `start` and
 * throughout the series, as far as the file says anything about it: the zone of that name, a fixed offset, or any zone
 * with those rules in those years. Where there is none, the one that differs at the fewest occurrences. Out of budget,
 * the one that agrees at the start.
 */
export function matchZone(
  fileZone: FileZone,
  start: number,
  series: SeriesSpan | undefined,
  userZone: string,
): MatchedZone {
  const { rules, named, budget } = fileZone;
  if (!rules) return { zone: named ?? userZone, differing: [] };
  const instant = rules.offsets.explicitInstantOf(start);
  const agrees = (zone: string) => zoneOffsets(zone).explicitInstantOf(start) === instant;
  const firstYear = civilDate(Math.floor(start / DAY_MS)).year;
  const lastYear = series ? Math.min(series.lastYear, firstYear + MAX_YEARS) : firstYear;
  // Behind the last change that it has, what a file says without a name is that offset.
  const fixedOffset = rules.fixedOffset ?? (start > rules.knownUntil ? rules.offsets.offsetAt(instant) : undefined);
  for (const zone of [named, fixedOffset === undefined ? undefined : fixedZone(fixedOffset)]) {
    if (zone === undefined || !agrees(zone)) continue;
    if (!series || isSameThrough(rules, zone, firstYear, lastYear)) return { zone, differing: [] };
  }
  const byRules = zoneByRules(rules, firstYear, lastYear, userZone, budget);
  if (byRules !== undefined && agrees(byRules)) return { zone: byRules, differing: [] };

  const walls = series && budget.walks-- > 0 ? series.walls() : [start];
  const known = walls.filter((wall) => wall === start || wall <= rules.knownUntil);
  const candidates = [named, fixedZone(rules.offsets.offsetAt(instant))].flatMap((zone) => {
    if (zone === undefined || !agrees(zone)) return [];
    const offsets = zoneOffsets(zone);
    const differing = known.filter((wall) => offsets.explicitInstantOf(wall) !== rules.offsets.explicitInstantOf(wall));
    return [{ zone, differing }];
  });
  candidates.sort((a, b) => a.differing.length - b.differing.length);
  // An offset with seconds is none of a zone of today: such times are kept in UTC, each by itself.
  return candidates[0] ?? { zone: 'UTC', differing: known };
}

const sameYears = new WeakMap<FileZoneRules, Map<string, boolean>>();

/** Whether a zone has the file's offsets in every year from the first to the last, as far as the file knows them. */
function isSameThrough(rules: FileZoneRules, zone: string, firstYear: number, lastYear: number): boolean {
  const memory = sameYears.get(rules) ?? new Map<string, boolean>();
  sameYears.set(rules, memory);
  for (let year = firstYear; year <= lastYear; year++) {
    const from = epochDay(year, 1, 1) * DAY_MS;
    const to = Math.min(epochDay(year + 1, 1, 1) * DAY_MS, rules.knownUntil);
    if (from >= to) return true;
    const key = `${zone} ${year}`;
    let isSame = memory.get(key);
    if (isSame === undefined) {
      isSame = hasSameOffsets(zoneOffsets(zone), rules.offsets, changesBetween(rules.offsets, from, to), from, to);
      memory.set(key, isSame);
    }
    if (!isSame) return false;
  }
  return true;
}

const found = new WeakMap<FileZoneRules, Map<string, string | undefined>>();

/**
 * A zone whose offsets equal the file's from the first year to the last: the person's if it does, then the likeliest.
 */
function zoneByRules(
  rules: FileZoneRules,
  firstYear: number,
  lastYear: number,
  userZone: string,
  budget: MatchBudget,
): string | undefined {
  const memory = found.get(rules) ?? new Map<string, string | undefined>();
  found.set(rules, memory);
  // At least two years, so that rules are compared and not a season.
  const last = Math.max(lastYear, firstYear + 1);
  const key = `${firstYear} ${last} ${userZone}`;
  if (!memory.has(key) && budget.searches-- > 0) {
    const from = epochDay(firstYear, 1, 1) * DAY_MS;
    const to = epochDay(last + 1, 1, 1) * DAY_MS;
    // Taken at its word beyond its last change first: a zone may have given up summer time.
    const zone = searchZone(rules.offsets, from, to, userZone);
    const known = Math.min(to, rules.knownUntil);
    memory.set(key, zone ?? (known < to ? searchZone(rules.offsets, from, known, userZone) : undefined));
  }
  return memory.get(key);
}

function searchZone(offsets: ZoneOffsets, from: number, to: number, userZone: string): string | undefined {
  const changes = changesBetween(offsets, from, to);
  const names = [userZone, ...commonZones(), ...Intl.supportedValuesOf('timeZone')];
  return names.find(
    (name) => canonicalZone(name) !== undefined && hasSameOffsets(zoneOffsets(name), offsets, changes, from, to),
  );
}

function hasSameOffsets(
  zone: ZoneOffsets,
  offsets: ZoneOffsets,
  changes: readonly number[],
  from: number,
  to: number,
): boolean {
  if (zone.offsetAt(from) !== offsets.offsetAt(from)) return false;
  for (const change of changes) {
    if (zone.offsetAt(change - 1) !== offsets.offsetAt(change - 1)) return false;
    if (zone.offsetAt(change) !== offsets.offsetAt(change)) return false;
  }
  // And no changes of its own in between.
  return changesBetween(zone, from, to).length === changes.length;
}

/** Instants at which the offset becomes another; looked for by the week, as no zone changes twice in one. */
function changesBetween(offsets: ZoneOffsets, from: number, to: number): number[] {
  const changes: number[] = [];
  const step = 7 * DAY_MS;
  for (let at = from; at < to; at += step) {
    const end = Math.min(at + step, to);
    if (offsets.offsetAt(at) === offsets.offsetAt(end)) continue;
    let [low, high] = [at, end];
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000;
      if (middle <= low) break;
      if (offsets.offsetAt(middle) === offsets.offsetAt(low)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}
