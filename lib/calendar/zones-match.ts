import { civilDate, DAY_MS, epochDay } from './rrule-days.ts';
import { canonicalZone, type ZoneOffsets, zoneOffsets } from './zones.ts';
import type { FileZone } from './zones-file.ts';
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

/**
 * Finds the zone of the platform that gives the same instants as the file's own rules at all of `walls` (at least one; the first is DTSTART, which
 * always agrees), as far as the file says anything about them: the zone of that name, a fixed offset, or any zone with those rules in those
 * years. Where there is none, the one that differs least.
 */
export function matchZone(fileZone: FileZone, walls: readonly number[], userZone: string): MatchedZone {
  const { rules, named } = fileZone;
  if (!rules) return { zone: named ?? userZone, differing: [] };
  const known = walls.filter((wall, index) => index === 0 || wall <= rules.knownUntil);
  const first = known[0] ?? 0;
  const candidates: MatchedZone[] = [];
  const tryZone = (zone: string | undefined): MatchedZone | undefined => {
    if (zone === undefined) return undefined;
    const offsets = zoneOffsets(zone);
    const differing = known.filter((wall) => offsets.explicitInstantOf(wall) !== rules.offsets.explicitInstantOf(wall));
    const match = { zone, differing };
    if (differing[0] !== first || differing.length === 0) candidates.push(match);
    return differing.length === 0 ? match : undefined;
  };
  const start = rules.offsets.explicitInstantOf(first);
  const fixed = fixedZone(rules.offsets.offsetAt(start));
  const exact =
    tryZone(named) ??
    (rules.fixedOffset === undefined ? undefined : tryZone(fixedZone(rules.fixedOffset))) ??
    tryZone(zoneByRules(rules, civilDate(Math.floor(first / DAY_MS)).year, lastYear(known), userZone)) ??
    tryZone(fixed);
  if (exact) return exact;
  candidates.sort((a, b) => a.differing.length - b.differing.length);
  // An offset with seconds is none of a zone of today: such times are kept in UTC, each by itself.
  return candidates[0] ?? { zone: 'UTC', differing: known };
}

function lastYear(walls: readonly number[]): number {
  return civilDate(Math.floor((walls.at(-1) ?? 0) / DAY_MS)).year;
}

const found = new WeakMap<FileZoneRules, Map<string, string | undefined>>();

/** A zone whose offsets equal the file's from the first year to the last: the person's if it does, then the likeliest. */
function zoneByRules(rules: FileZoneRules, firstYear: number, last: number, userZone: string): string | undefined {
  const memory = found.get(rules) ?? new Map<string, string | undefined>();
  found.set(rules, memory);
  // At least two years, so that rules are compared and not a season; at most twelve, which is as far as rules hold.
  const lastCompared = Math.min(Math.max(last, firstYear + 1), firstYear + 12);
  const key = `${firstYear} ${lastCompared} ${userZone}`;
  if (!memory.has(key)) {
    const from = epochDay(firstYear, 1, 1) * DAY_MS;
    const to = Math.min(epochDay(lastCompared + 1, 1, 1) * DAY_MS, rules.knownUntil);
    memory.set(key, searchZone(rules.offsets, from, to, userZone));
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
