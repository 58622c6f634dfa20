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
import type { ChangedOccurrence, FamilyEvent } from './events.ts';

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
  const dates = datesOf(plan.when, plan.zone, today).filter(({ start, end }) => end > start);
  const [first, last] = [dates[0], dates.at(-1)];
  if (plan.when.allDay || plan.who.length === 0 || !first || !last) return [];
  const range = {
    from: dateOf(first.start - MAX_ZONE_SHIFT_MS),
    to: dateOf(last.end + MAX_ZONE_SHIFT_MS),
    zone: plan.zone,
  };
  const wanted = new Set<MemberId>(plan.who);
  const inTheWay = overlapping(dates);
  const isInTheWay = (when: When) => {
    if (when.allDay) return () => false;
    const spanAt = spansOf(when, plan.zone);
    return (wall: number) => inTheWay(spanAt(wall)).length > 0;
  };
  const found: { row: ClashRow; start: number }[] = [];
  for (const event of events.around(range)) {
    if (event.id === plan.except || !mayNeed(event, wanted)) continue;
    const taken = new Set<Span>();
    let earliest: { row: ClashRow; start: number } | undefined;
    for (const { id: _id, when, who, title, firstDay, startsAt, endsAt } of occurrenceRows(event, range, isInTheWay)) {
      const shared = who.filter((member) => wanted.has(member));
      if (shared.length === 0 || startsAt === undefined || endsAt === undefined) continue;
      const span = spansOf(when, plan.zone)(wallOf(when.start));
      for (const date of inTheWay(span)) taken.add(date);
      if (earliest && earliest.start <= span.start) continue;
      const row = { id: event.id, title, who: shared, day: firstDay, startsAt, endsAt, dates: 0 };
      earliest = { row, start: span.start };
    }
    if (earliest) found.push({ ...earliest, row: { ...earliest.row, dates: taken.size } });
  }
  return found.sort((a, b) => a.start - b.start || (a.row.id < b.row.id ? -1 : 1)).map(({ row }) => row);
}

/** Answers which of the dates, ascending by their start, overlap a span: none where it has no length. */
function overlapping(dates: readonly Span[]): (span: Span) => Span[] {
  const longest = Math.max(...dates.map(({ start, end }) => end - start));
  return (span) => {
    if (span.end <= span.start) return [];
    // What starts no later than this is over before the span begins.
    const over = span.start - longest;
    let low = 0;
    for (let high = dates.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((dates[middle]?.start ?? 0) > over) high = middle;
      else low = middle + 1;
    }
    const found: Span[] = [];
    for (let date = dates[low]; date && date.start < span.end; date = dates[++low]) {
      if (date.end > span.start) found.push(date);
    }
    return found;
  };
}

/** Whether any occurrence may name one of them. */
function mayNeed({ isDeleted, parts, changed }: FamilyEvent, wanted: ReadonlySet<MemberId>): boolean {
  if (isDeleted) return false;
  const isNamed = ({ fields: { who } }: Pick<ChangedOccurrence, 'fields'>) =>
    Array.isArray(who) && who.some((member) => wanted.has(member));
  return parts.some(isNamed) || [...changed.values()].some(isNamed);
}

function datesOf(when: When, zone: string, today: string): Span[] {
  const run = seriesRun(when);
  const spanAt = spansOf(when, zone);
  if (!run.isSeries) return [spanAt(wallOf(when.start))];
  const from = Math.max(wallOf(when.start), wallOf(today));
  return run
    .starts(from, from + REACH_MS, MAX_DATES)
    .map(spanAt)
    .sort((a, b) => a.start - b.start);
}

/** Answers when that occurrence of these times is that starts at a wall time. */
function spansOf(when: When, viewerZone: string): (wall: number) => Span {
  const length = wallOf(when.end) - wallOf(when.start);
  const zone = when.allDay ? viewerZone : when.zone;
  const { explicitInstantOf } = zoneOffsets(canonicalZone(zone) ?? canonicalZone(viewerZone) ?? 'UTC');
  return (wall) => ({ start: explicitInstantOf(wall), end: explicitInstantOf(wall + length) });
}
