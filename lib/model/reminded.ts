import { dateOf, MINUTE_MS, wallOf } from '../calendar/local-time.ts';
import { MAX_ZONE_SHIFT_MS } from '../calendar/occurrences.ts';
import { DAY_MS } from '../calendar/rrule-days.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { EventId } from '../protocol/ids.ts';
import { type AgendaRange, occurrenceRows } from './event-rows.ts';
import type { FamilyEvent } from './events.ts';

/**
 * Occurrences outside of some days that somebody is reminded of within them: see the query `remindedFrom`. Few events have reminders of more
 * than a day, and only those are looked at. Rows that ring a day or two beyond may be among them.
 */
export function remindedRows(
  events: Iterable<FamilyEvent | undefined>,
  { from, to, zone }: AgendaRange,
): Map<EventId, OccurrenceRow[]> {
  const [begun, ended] = [wallOf(from), wallOf(to) + DAY_MS];
  const found = new Map<EventId, OccurrenceRow[]>();
  for (const event of events) {
    const reach = event && !event.isDeleted ? reachOf(event) : undefined;
    if (!event || !reach) continue;
    const rows: OccurrenceRow[] = [];
    if (reach.before > DAY_MS) {
      const days = { from: dateOf(ended), to: dateOf(ended + reach.before + MAX_ZONE_SHIFT_MS), zone };
      const isTold = ringsBy(ended + MAX_ZONE_SHIFT_MS);
      rows.push(...occurrenceRows(event, days).filter((row) => row.firstDay > to && isTold(row)));
    }
    if (reach.after > DAY_MS) {
      const days = { from: dateOf(begun - reach.after - MAX_ZONE_SHIFT_MS), to: dateOf(begun - DAY_MS), zone };
      const isOverAndDone = ringsBy(begun - MAX_ZONE_SHIFT_MS);
      rows.push(...occurrenceRows(event, days).filter((row) => row.lastDay < from && !isOverAndDone(row, 'last')));
    }
    if (rows.length > 0) found.set(event.id, rows);
  }
  return found;
}

/** Whether the first, or the last, reminder of an occurrence rings before a wall time of the viewer's. */
function ringsBy(wall: number): (row: OccurrenceRow, which?: 'last') => boolean {
  return ({ firstDay, startsAt, reminders = [] }, which) => {
    const start = wallOf(startsAt === undefined ? firstDay : `${firstDay}T${startsAt}`);
    const moments = reminders.map(({ minutes }) => start - minutes * MINUTE_MS);
    return (which === 'last' ? Math.max(...moments) : Math.min(...moments)) < wall;
  };
}

/** How long before and after its start an event reminds of itself at most, in milliseconds; undefined where it does not. */
function reachOf({ fields, parts, changed }: FamilyEvent): { before: number; after: number } | undefined {
  const all = [fields, ...parts.map((part) => part.fields), ...[...changed.values()].map((one) => one.fields)];
  const minutes = all.flatMap(({ reminders }) =>
    (Array.isArray(reminders) ? reminders : []).map((one: { minutes: number }) => one.minutes),
  );
  if (minutes.length === 0) return undefined;
  return { before: Math.max(...minutes) * MINUTE_MS, after: -Math.min(...minutes) * MINUTE_MS };
}
