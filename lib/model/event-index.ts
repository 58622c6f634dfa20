import { dateOf, MINUTE_MS, wallOf } from '../calendar/local-time.ts';
import { MAX_ZONE_SHIFT_MS } from '../calendar/occurrences.ts';
import { DAY_MS } from '../calendar/rrule-days.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { EventId } from '../protocol/ids.ts';
import { runOf } from './event-course.ts';
import { type AgendaRange, daysOf, isSeries, occurrenceRows } from './event-rows.ts';
import { type FamilyEvent, readEvent } from './events.ts';
import type { Registers } from './registers.ts';

/**
 * The events of a family, each read once, and their rows by month as one zone sees them. A change works out anew the
 * rows of its event, in the months that somebody looked at; a question about such a month works out nothing.
 */
export interface EventIndex {
  event(id: EventId): FamilyEvent | undefined;
  all(): Iterable<FamilyEvent>;
  /** Those that may touch the days, in any zone: among them every series, and others of the same months. */
  around(days: Days): Iterable<FamilyEvent>;
  /** Rows of all events that touch the range, in no order. */
  rows(range: AgendaRange): Map<EventId, OccurrenceRow[]>;
  rowsOf(id: EventId, range: AgendaRange): OccurrenceRow[];
  /** Takes in what a transaction changed; to be called before anybody asks again. */
  apply(ids: Iterable<EventId>): void;
}

type Days = Pick<AgendaRange, 'from' | 'to'>;

interface Month {
  readonly range: AgendaRange;
  readonly rows: Map<EventId, OccurrenceRow[]>;
  /** Changed since; worked out when somebody asks. */
  readonly stale: Set<EventId>;
}

/** Months kept: two years, or one in two zones. */
const MAX_MONTHS = 24;
/** What lasts longer is looked at in every month. */
const MAX_SPAN_MONTHS = 24;
/** Longer questions than ten years are answered for ten years: an endless series has no end to wait for. */
const MAX_RANGE_MS = 3_660 * DAY_MS;

export function createEventIndex(registers: Registers): EventIndex {
  /** Undefined until somebody asks: a worker that only adds to a list reads no event. */
  let events: Map<EventId, FamilyEvent> | undefined;
  /** Those that do not repeat, by the months (`YYYY-MM`) that they may touch in any zone. */
  const singles = new Map<string, Set<EventId>>();
  /** Looked at in every month: series, and what lasts for years. */
  const others = new Set<EventId>();
  /** By zone and month, those asked for last at the end. */
  const months = new Map<string, Month>();

  function open(): Map<EventId, FamilyEvent> {
    if (events) return events;
    events = new Map();
    // Schemas have checked every id on its way in.
    for (const id of registers.ids('event') as Iterable<EventId>) take(id, events);
    return events;
  }

  function take(id: EventId, all: Map<EventId, FamilyEvent>): void {
    const before = all.get(id);
    if (before) {
      others.delete(id);
      for (const month of monthsOf(before) ?? []) singles.get(month)?.delete(id);
    }
    const event = readEvent(registers, id);
    if (!event) {
      all.delete(id);
      return;
    }
    all.set(id, event);
    if (event.isDeleted) return;
    const touched = monthsOf(event);
    if (!touched) others.add(id);
    for (const month of touched ?? []) singles.set(month, (singles.get(month) ?? new Set<EventId>()).add(id));
  }

  function monthOf(zone: string, month: string): Month {
    const key = `${zone} ${month}`;
    let found = months.get(key);
    if (found) {
      months.delete(key);
      for (const id of found.stale) refresh(found, id);
    } else {
      found = { range: { ...daysOf(month), zone }, rows: new Map(), stale: new Set() };
      for (const id of singles.get(month) ?? []) refresh(found, id);
      for (const id of others) refresh(found, id);
      const [oldest] = months.keys();
      if (months.size >= MAX_MONTHS && oldest !== undefined) months.delete(oldest);
    }
    months.set(key, found);
    return found;
  }

  function refresh(month: Month, id: EventId): void {
    month.stale.delete(id);
    const event = open().get(id);
    const rows = event && mayReach(event, month.range) ? occurrenceRows(event, month.range) : [];
    if (rows.length > 0) month.rows.set(id, rows);
    else month.rows.delete(id);
  }

  function collect(range: AgendaRange, ids: (month: Month) => Iterable<[EventId, OccurrenceRow[]]>) {
    open();
    const found = new Map<EventId, OccurrenceRow[]>();
    for (const [index, month] of monthsBetween(range.from, range.to).entries()) {
      const { from: monthFrom } = daysOf(month);
      for (const [id, rows] of ids(monthOf(range.zone, month))) {
        // What began before this month was in the month before.
        const own = rows.filter(
          (row) => row.firstDay <= range.to && row.lastDay >= range.from && (index === 0 || row.firstDay >= monthFrom),
        );
        if (own.length > 0) found.set(id, [...(found.get(id) ?? []), ...own]);
      }
    }
    return found;
  }

  /** Worked out here and now. */
  function workOut(range: AgendaRange, ids: Iterable<EventId>) {
    const latest = dateOf(Math.min(wallOf(range.to), wallOf(range.from) + MAX_RANGE_MS));
    const found = new Map<EventId, OccurrenceRow[]>();
    for (const id of ids) {
      const event = open().get(id);
      const rows = event && mayReach(event, range) ? occurrenceRows(event, { ...range, to: latest }) : [];
      if (rows.length > 0) found.set(id, rows);
    }
    return found;
  }

  function idsAround({ from, to }: Days): Set<EventId> {
    const ids = new Set(others);
    for (const month of monthsBetween(from, to)) for (const id of singles.get(month) ?? []) ids.add(id);
    return ids;
  }

  return {
    event: (id) => open().get(id),
    all: () => open().values(),
    around(days) {
      const all = open();
      return [...idsAround(days)].flatMap((id) => all.get(id) ?? []);
    },
    rows(range) {
      const all = open();
      if (isLong(range)) return workOut(range, all.keys());
      if (isShort(range)) return workOut(range, idsAround(range));
      return collect(range, (month) => month.rows);
    },
    rowsOf(id, range) {
      if (isLong(range) || isShort(range)) return workOut(range, [id]).get(id) ?? [];
      const ofOne = ({ rows }: Month): [EventId, OccurrenceRow[]][] => [[id, rows.get(id) ?? []]];
      return collect(range, ofOne).get(id) ?? [];
    },
    apply(ids) {
      if (!events) return;
      for (const id of ids) {
        take(id, events);
        for (const month of months.values()) month.stale.add(id);
      }
    },
  };
}

/** Today, for a page that shows no more: a month would be worked out for one day of it. */
function isShort({ from, to }: AgendaRange): boolean {
  return wallOf(to) - wallOf(from) <= DAY_MS;
}

/** More than months are kept for. */
function isLong({ from, to }: AgendaRange): boolean {
  return wallOf(to) - wallOf(from) > 366 * DAY_MS;
}

/** The months that something may touch in any zone; undefined where it repeats or lasts for years. */
function monthsOf(event: FamilyEvent): string[] | undefined {
  if (isSeries(event)) return undefined;
  const [start, end] = [event.when.start, event.when.end].map((text) => wallOf(text.slice(0, 10)));
  const [from, to] = [(start ?? 0) - MAX_ZONE_SHIFT_MS, (end ?? 0) + MAX_ZONE_SHIFT_MS];
  if (to - from > MAX_SPAN_MONTHS * 30 * DAY_MS) return undefined;
  return monthsBetween(dateOf(from), dateOf(to));
}

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  let [year = 0, month = 0] = from.split('-').map(Number);
  for (;;) {
    const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (text > to.slice(0, 7)) return months;
    months.push(text);
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year++;
  }
}

/** False where a series cannot touch the range: before it began, or after it ended. */
function mayReach(event: FamilyEvent, { from, to }: AgendaRange): boolean {
  if (event.changed.size > 0) return true;
  return event.parts.some((part) => {
    const [start, end] = [wallOf(part.when.start), wallOf(part.when.end)];
    const first = Math.min(start, ...(part.when.rdates ?? []).map(wallOf));
    const bound = part.to === undefined ? Number.POSITIVE_INFINITY : wallOf(part.to) + part.shift * MINUTE_MS + DAY_MS;
    const last = Math.min(runOf(part).end, bound) + (end - start);
    return first <= wallOf(to) + DAY_MS + MAX_ZONE_SHIFT_MS && last >= wallOf(from) - MAX_ZONE_SHIFT_MS;
  });
}
