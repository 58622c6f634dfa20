import { dateOf, wallOf } from '../calendar/local-time.ts';
import { MAX_ZONE_SHIFT_MS } from '../calendar/occurrences.ts';
import { DAY_MS } from '../calendar/rrule-days.ts';
import { seriesRun } from '../calendar/series-run.ts';
import { canonicalZone, zoneOffsets } from '../calendar/zones.ts';
import type { When } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { ClashRow } from '../protocol/queries.ts';
import type { DocumentQuery } from './document-messages.ts';
import type { EventIndex } from './event-index.ts';
import { occurrenceRows } from './event-rows.ts';
import type { FamilyEvent } from './events.ts';

/** Of a plan that repeats: how far ahead its dates are looked at, and how many of them. */
const REACH_MS = 366 * DAY_MS;
const MAX_DATES = 100;

/** In milliseconds since the epoch; `end` is exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What the people of a plan have at its times: a row for each event, the one that comes first at the front. Of a plan that repeats, its dates of
 * a year from `today` on count, a hundred at most; any other one counts wherever it is. Whole days take nobody up, nor does what has no length
 * or is for nobody in particular; events that only touch do not clash.
 */
export function clashRows(events: EventIndex, plan: DocumentQuery & { type: 'clashes' }, today: string): ClashRow[] {
  const dates = datesOf(plan.when, plan.zone, today);
  const [first, last] = [dates[0], dates.at(-1)];
  if (plan.when.allDay || plan.who.length === 0 || !first || !last || first.start === first.end) return [];
  const range = {
    from: dateOf(first.start - MAX_ZONE_SHIFT_MS),
    to: dateOf(last.end + MAX_ZONE_SHIFT_MS),
    zone: plan.zone,
  };
  const wanted = new Set<MemberId>(plan.who);
  const found: { row: ClashRow; start: number }[] = [];
  for (const event of events.all()) {
    if (event.id === plan.except || !mayNeed(event, wanted)) continue;
    const taken = new Set<Span>();
    let earliest: { row: ClashRow; start: number } | undefined;
    for (const { id: _id, when, who, title, firstDay, startsAt, endsAt } of occurrenceRows(event, range)) {
      const shared = who.filter((member) => wanted.has(member));
      if (shared.length === 0 || startsAt === undefined || endsAt === undefined) continue;
      const span = spanOf(when, plan.zone);
      const hit = span.end > span.start ? dates.filter(({ start, end }) => start < span.end && end > span.start) : [];
      for (const date of hit) taken.add(date);
      if (hit.length === 0 || (earliest && earliest.start <= span.start)) continue;
      const row = { id: event.id, title, who: shared, day: firstDay, startsAt, endsAt, dates: 0 };
      earliest = { row, start: span.start };
    }
    if (earliest) found.push({ ...earliest, row: { ...earliest.row, dates: taken.size } });
  }
  return found.sort((a, b) => a.start - b.start).map(({ row }) => row);
}

/** Whether any occurrence may name one of them. */
function mayNeed({ isDeleted, fields, parts, changed }: FamilyEvent, wanted: ReadonlySet<MemberId>): boolean {
  if (isDeleted) return false;
  const all = [fields, ...parts.map((part) => part.fields), ...[...changed.values()].map((one) => one.fields)];
  return all.some(({ who }) => Array.isArray(who) && who.some((member) => wanted.has(member)));
}

function datesOf(when: When, zone: string, today: string): Span[] {
  const run = seriesRun(when);
  if (!run.isSeries) return [spanOf(when, zone)];
  const length = wallOf(when.end) - wallOf(when.start);
  const from = Math.max(wallOf(when.start), wallOf(today));
  return run.starts(from, from + REACH_MS, MAX_DATES).map((wall) => spanAt(wall, length, when, zone));
}

function spanOf(when: When, zone: string): Span {
  const start = wallOf(when.start);
  return spanAt(start, wallOf(when.end) - start, when, zone);
}

function spanAt(wall: number, length: number, when: When, viewerZone: string): Span {
  const zone = when.allDay ? viewerZone : when.zone;
  const { explicitInstantOf } = zoneOffsets(canonicalZone(zone) ?? canonicalZone(viewerZone) ?? 'UTC');
  return { start: explicitInstantOf(wall), end: explicitInstantOf(wall + length) };
}
