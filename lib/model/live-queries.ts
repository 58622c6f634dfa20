import type { ExceptionRow, OccurrenceRow } from '../protocol/event-values.ts';
import type { FeedRow } from '../protocol/feed-values.ts';
import type { EventId, ItemId, ListId } from '../protocol/ids.ts';
import type { RowOf } from '../protocol/queries.ts';
import type { EntryRow, ListRow, MemberRow } from '../protocol/values.ts';
import { categoryRows } from './categories.ts';
import { clashRows } from './clashes.ts';
import type { DocumentQuery } from './document-messages.ts';
import { type EntryIndex, sortedRows } from './entry-index.ts';
import type { EventIndex } from './event-index.ts';
import { byStart, exceptionRows } from './event-rows.ts';
import { createEventSearch } from './event-search.ts';
import { historyRows } from './history.ts';
import { listRow } from './list-info.ts';
import { byOrder } from './order.ts';
import { recomputedQuery } from './recomputed-query.ts';
import type { Registers } from './registers.ts';
import { remindedRows } from './reminded.ts';
import type { DocumentChanges, Patch, Running } from './running-query.ts';
import { searchEntries } from './search.ts';
import { trashRows } from './trash.ts';

/** What queries read. */
export interface QuerySources {
  readonly registers: Registers;
  readonly entries: EntryIndex;
  readonly events: EventIndex;
  readonly members: () => MemberRow[];
  /** `YYYY-MM-DD` now, in a zone. */
  readonly today: (zone: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly feeds: () => FeedRow[];
}

/** Starts a query over the sources. */
export function startQuery<Q extends DocumentQuery>(query: Q, sources: QuerySources): Running<RowOf<Q['type']>> {
  // Each branch makes the rows of its own query; TypeScript does not narrow Q by its value.
  return start(query, sources) as Running<RowOf<Q['type']>>;
}

function start(query: DocumentQuery, sources: QuerySources): Running<RowOf<DocumentQuery['type']>> {
  switch (query.type) {
    case 'lists':
      return listsQuery(sources);
    case 'list':
      return listQuery(query.list, sources);
    case 'due':
      return entriesQuery(({ done, due }) => !done && due !== undefined && due <= query.date, sources);
    case 'dueBetween':
      return entriesQuery(({ due }) => due !== undefined && due >= query.from && due <= query.to, sources);
    case 'forMember':
      return entriesQuery(({ done, who }) => !done && who.includes(query.member), sources);
    case 'members':
      return membersQuery(sources);
    case 'feeds':
      return feedsQuery(sources);
    case 'agenda':
      return occurrencesQuery({
        all: () => sources.events.rows(query),
        of: (id) => sources.events.rowsOf(id, query),
      });
    case 'remindedFrom':
      return occurrencesQuery({
        all: () => remindedRows(sources.events.all(), query),
        of: (id) => remindedRows([sources.events.event(id)], query).get(id) ?? [],
      });
    case 'events':
      return searchQuery(query, sources);
    case 'exceptions':
      return exceptionsQuery(query.event, sources);
    case 'clashes':
      return recomputedQuery(() => clashRows(sources.events, query, sources.today(query.zone)), hasEvents);
    case 'categories':
      return recomputedQuery(
        () => categoryRows(sources.registers),
        ({ entities }) => entities.has('category'),
      );
    case 'history':
      return recomputedQuery(() => historyRows(sources.entries, query.item), hasItems);
    case 'trash':
      return recomputedQuery(() => trashRows(sources.entries, query.list, sources.now()), hasItems);
    case 'search':
      return recomputedQuery(() => searchEntries(sources.entries, query.text), hasEntries);
    case 'deletedLists':
      return recomputedQuery(() => deletedLists(sources.entries), hasEntries);
  }
}

const hasItems = ({ entities }: DocumentChanges) =>
  entities.has('item') || entities.has('turn') || entities.has('count');
const hasEvents = ({ entities }: DocumentChanges) => entities.has('event');
const hasEntries = ({ entries }: DocumentChanges) => entries.lists.size > 0;

function deletedLists(entries: EntryIndex): ListRow[] {
  return [...entries.listIds()]
    .map((id) => entries.list(id))
    .filter((info) => info?.deleted !== undefined)
    .map((info) => info && listRow(info, 0))
    .filter((row) => row !== undefined)
    .sort((a, b) => (b.deleted?.at ?? 0) - (a.deleted?.at ?? 0) || byOrder(a, b));
}

function listsQuery({ entries }: QuerySources): Running<ListRow> {
  const shown = new Map<ListId, string>();
  return {
    snapshot() {
      const rows = [...entries.listIds()].map((id) => entries.listRow(id)).filter((row) => row !== undefined);
      for (const row of rows) shown.set(row.id, JSON.stringify(row));
      return rows.sort(byOrder);
    },
    patch(changes) {
      const patch: Patch<ListRow> = { set: [], del: [] };
      for (const id of changes.entries.lists) {
        const row = entries.listRow(id);
        if (!row) {
          if (shown.delete(id)) patch.del.push(id);
        } else if (shown.get(id) !== JSON.stringify(row)) {
          shown.set(id, JSON.stringify(row));
          patch.set.push(row);
        }
      }
      return patch;
    },
  };
}

function listQuery(list: ListId, { entries }: QuerySources): Running<EntryRow> {
  return {
    snapshot: () => sortedRows(entries.rows(list)),
    patch(changes) {
      const change = changes.entries.rows.get(list);
      return change ? { set: [...change.set.values()], del: [...change.del] } : { set: [], del: [] };
    },
  };
}

/** Entries that `isShown`, of all lists that have a tab: those that are due soonest come first. */
function entriesQuery(isShown: (row: EntryRow) => boolean, { entries }: QuerySources): Running<EntryRow> {
  const shown = new Set<ItemId>();
  const isIn = (list: ListId) => {
    const info = entries.list(list);
    return info !== undefined && !info.isArchived && !info.isTemplate;
  };
  let tabs = '';
  const tabsNow = () => [...entries.listIds()].filter(isIn).sort().join();
  return {
    snapshot() {
      tabs = tabsNow();
      const rows = [...entries.listIds()].filter(isIn).flatMap((list) => [...entries.rows(list)].filter(isShown));
      for (const row of rows) shown.add(row.id);
      return rows.sort((a, b) => (a.due === b.due ? byOrder(a, b) : (a.due ?? '~') < (b.due ?? '~') ? -1 : 1));
    },
    patch(changes) {
      if (changes.entities.has('list') && tabs !== tabsNow()) {
        const before = new Set(shown);
        shown.clear();
        const rows = this.snapshot();
        return { set: rows, del: [...before].filter((id) => !shown.has(id)) };
      }
      const set = new Map<ItemId, EntryRow>();
      const gone = new Set<ItemId>();
      // An entry that moved is gone from one list and new in another: what is there wins over what is gone.
      for (const { del } of changes.entries.rows.values()) for (const id of del) gone.add(id);
      for (const change of changes.entries.rows.values()) {
        for (const [id, row] of change.set) {
          if (isShown(row) && isIn(row.list)) {
            set.set(id, row);
            gone.delete(id);
          } else if (!set.has(id)) gone.add(id);
        }
      }
      for (const id of set.keys()) shown.add(id);
      return { set: [...set.values()], del: [...gone].filter((id) => shown.delete(id)) };
    },
  };
}

function feedsQuery({ feeds }: QuerySources): Running<FeedRow> {
  let shown = new Map<string, string>();
  return {
    snapshot() {
      const rows = feeds();
      shown = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
      return rows;
    },
    patch({ entities, isViewChanged }) {
      if (!isViewChanged && !entities.has('feed')) return { set: [], del: [] };
      const rows = feeds();
      const set = rows.filter((row) => shown.get(row.id) !== JSON.stringify(row));
      const now = new Map(rows.map((row) => [row.id as string, JSON.stringify(row)]));
      const del = [...shown.keys()].filter((id) => !now.has(id));
      shown = now;
      return { set, del };
    },
  };
}

function membersQuery({ members }: QuerySources): Running<RowOf<'members'>> {
  return wholeQuery(
    members,
    ({ entities, isViewChanged }) => isViewChanged || entities.has('member') || entities.has('device'),
  );
}

/** Rows by event: only those of an event that changed are made again. */
function occurrencesQuery(rows: {
  all(): Map<EventId, OccurrenceRow[]>;
  of(id: EventId): OccurrenceRow[];
}): Running<OccurrenceRow> {
  let shown = new Map<EventId, OccurrenceRow[]>();
  return {
    snapshot() {
      shown = rows.all();
      return [...shown.values()].flat().sort(byStart);
    },
    patch({ entities }) {
      const patch: Patch<OccurrenceRow> = { set: [], del: [] };
      for (const id of (entities.get('event') ?? []) as Iterable<EventId>) {
        const before = new Map((shown.get(id) ?? []).map((row) => [row.id, row]));
        const own = rows.of(id);
        if (own.length > 0) shown.set(id, own);
        else shown.delete(id);
        for (const row of own) {
          if (before.get(row.id)?.version !== row.version) patch.set.push(row);
          before.delete(row.id);
        }
        patch.del.push(...before.keys());
      }
      return patch;
    },
  };
}

function searchQuery(
  query: DocumentQuery & { type: 'events' },
  { events, today }: QuerySources,
): Running<OccurrenceRow> {
  const search = createEventSearch(events, query);
  return wholeQuery(
    () => search.find(today(query.zone)),
    ({ entities }) => entities.has('event'),
  );
}

function exceptionsQuery(id: EventId, { events }: QuerySources): Running<ExceptionRow> {
  return wholeQuery(
    () => {
      const event = events.event(id);
      return event ? exceptionRows(event) : [];
    },
    ({ entities }) => entities.get('event')?.has(id) ?? false,
  );
}

/** A query of few rows: all of them are made again where a change may concern them, and compared. */
function wholeQuery<Row extends { id: string }>(
  rowsNow: () => Row[],
  mayConcern: (changes: DocumentChanges) => boolean,
): Running<Row> {
  let shown = new Map<string, string>();
  return {
    snapshot() {
      const rows = rowsNow();
      shown = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
      return rows;
    },
    patch(changes) {
      if (!mayConcern(changes)) return { set: [], del: [] };
      const rows = rowsNow();
      const now = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
      const set = rows.filter((row) => shown.get(row.id) !== now.get(row.id));
      const del = [...shown.keys()].filter((id) => !now.has(id));
      shown = now;
      return { set, del };
    },
  };
}
