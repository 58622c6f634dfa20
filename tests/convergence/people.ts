import type { CommandBody, Inverse } from '../../lib/protocol/commands.ts';
import type { OccurrenceRow } from '../../lib/protocol/event-values.ts';
import { type CommandId, type EventId, type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import type { RowOf } from '../../lib/protocol/queries.ts';
import type { EntryRow, ListRow, MemberRow } from '../../lib/protocol/values.ts';
import type { LiveQuery } from '../../lib/stores/live-query.ts';
import type { MemoryPage } from '../doubles/memory-browser.ts';
import type { SeededRandom } from '../doubles/seeded-random.ts';

const TITLES = [
  'Milk',
  'milk',
  ' MILK ',
  'Bread',
  'bread',
  'Eggs',
  'ﬁsh',
  'fish',
  'Straße',
  'strasse',
  '🥛',
  'Jabón',
  'جبن',
];
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
const ZONES = ['Europe/Madrid', 'Asia/Tokyo', 'America/New_York'];
const RULES = [
  'FREQ=WEEKLY',
  'FREQ=DAILY;COUNT=5',
  'FREQ=MONTHLY;BYDAY=-1TH',
  'FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231',
];
/** Everything that random events can fall on. */
export const AGENDA = { type: 'agenda', from: '2026-11-01', to: '2026-12-31', zone: 'Europe/Madrid' } as const;

/** A change that its page knows how to take back, and the worker by its name. */
export interface Undoable {
  readonly id: CommandId;
  readonly inverse: Inverse;
}

/** What a person sees on an open page, and does there. */
export interface Person {
  readonly page: MemoryPage;
  lists(): ListRow[];
  entries(list: ListId): EntryRow[];
  trash(list: ListId): EntryRow[];
  agenda(): OccurrenceRow[];
  sync(): RowOf<'sync'> | undefined;
  members(): MemberRow[];
  /** Undefined where there is nothing yet to do something to. `undos`: what can be taken back. */
  think(undos: readonly Undoable[]): CommandBody | undefined;
}

export function createPerson(page: MemoryPage, random: SeededRandom): Person {
  const lists = page.live({ type: 'lists' });
  const agenda = page.live(AGENDA);
  const members = page.live({ type: 'members' });
  const sync = page.live({ type: 'sync' });
  const queries = new Map<ListId, LiveQuery<EntryRow>>();
  const trashes = new Map<ListId, LiveQuery<EntryRow>>();

  const person: Person = {
    page,
    lists: () => sortedRows(lists.rows.peek().values()),
    entries(list) {
      let query = queries.get(list);
      if (query === undefined) {
        query = page.live({ type: 'list', list });
        queries.set(list, query);
      }
      return sortedRows(query.rows.peek().values());
    },
    trash(list) {
      let query = trashes.get(list);
      if (query === undefined) {
        query = page.live({ type: 'trash', list });
        trashes.set(list, query);
      }
      return [...query.rows.peek().values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    agenda: () => [...agenda.rows.peek().values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    sync: () => [...sync.rows.peek().values()][0],
    members: () => [...members.rows.peek().values()],
    think(undos) {
      const list = person.lists().length > 0 ? random.pick(person.lists()) : undefined;
      if (list === undefined) return undefined;
      const rows = person.entries(list.id);
      const deed = random.weighted(DEEDS);
      if (deed === 'undo') {
        if (undos.length === 0) return undefined;
        const { id, inverse } = random.pick(undos.slice(-4));
        return undos.length % 2 === 0 ? { type: 'undo', inverse } : { type: 'takeBack', change: id };
      }
      if (deed === 'event') return aboutEvents(person, random);
      if (deed === 'lists') return aboutList(list, person, random);
      if (deed === 'restore') {
        const gone = person.trash(list.id);
        return gone.length > 0 ? { type: 'restoreItems', ids: random.pick(gone).ids } : undefined;
      }
      if (deed === 'list') {
        const kind = random.pick(['groceries', 'todo', 'plain'] as const);
        return { type: 'addList', id: newId<ListId>(), name: random.pick(TITLES), kind };
      }
      const row = rows.length > 0 ? random.pick(rows) : undefined;
      if (deed === 'add' || row === undefined) return add(list.id, person, random);
      return aboutEntry(deed, row, rows, person, random);
    },
  };
  return person;
}

const DEEDS = [
  [30, 'add'],
  [16, 'tick'],
  [8, 'rename'],
  [8, 'describe'],
  [4, 'relocate'],
  [8, 'move'],
  [7, 'delete'],
  [8, 'undo'],
  [10, 'event'],
  [1, 'list'],
  [6, 'plan'],
  [6, 'count'],
  [4, 'nest'],
  [4, 'lists'],
  [3, 'restore'],
] as const;
type Deed = (typeof DEEDS)[number][1];

function add(list: ListId, person: Person, random: SeededRandom): CommandBody {
  const items = Array.from({ length: 1 + random.below(3) }, () => ({
    id: newId<ItemId>(),
    title: random.pick(TITLES),
    ...(random.chance(0.4) && {
      quantity: { amount: 1 + random.below(5), ...(random.chance(0.4) && { unit: 'g' }) },
    }),
    ...(random.chance(0.2) && { note: random.pick(['<b>ripe</b>', 'the blue one']) }),
    ...(random.chance(0.2) && { due: random.pick(DAYS) }),
    ...(random.chance(0.2) && { who: someone(person, random) }),
    ...(random.chance(0.1) && { link: { url: 'https://example.org/soup', title: 'Soup' } }),
  }));
  return { type: 'addItems', list, items };
}

function aboutEntry(
  deed: Exclude<Deed, 'add' | 'undo' | 'event' | 'list' | 'lists' | 'restore'>,
  { ids, version: seen, done }: EntryRow,
  rows: readonly EntryRow[],
  person: Person,
  random: SeededRandom,
): CommandBody {
  switch (deed) {
    case 'tick':
      return { type: 'setDone', ids, done: done === null, seen, today: random.pick(DAYS) };
    case 'rename':
      return { type: 'changeItem', ids, change: { title: random.pick(TITLES) }, seen };
    case 'describe': {
      const change = random.pick([
        { quantity: random.chance(0.3) ? null : { amount: 1 + random.below(9) } },
        { note: random.pick(['a', 'b', null]) },
        { due: random.pick([...DAYS, null]) },
        { who: someone(person, random) },
      ]);
      return { type: 'changeItem', ids, change, seen };
    }
    case 'plan': {
      const change = random.pick([
        {
          repeat: {
            rrule: random.pick(['FREQ=DAILY', 'FREQ=WEEKLY;COUNT=2']),
            from: random.pick(['due', 'done'] as const),
          },
        },
        { repeat: null, priority: random.pick([1, 2, null] as const) },
        { rotation: someone(person, random), due: random.pick(DAYS), dueTime: random.pick(['08:00', null]) },
        { category: random.pick(['Bakery', 'Dairy & eggs', null]) },
      ]);
      return { type: 'changeItem', ids, change, seen };
    }
    case 'count':
      return { type: 'stepQuantity', ids, by: { amount: random.chance(0.7) ? 1 : -1 } };
    case 'nest':
      return { type: 'changeItem', ids, change: { parent: random.chance(0.3) ? null : random.pick(rows).id }, seen };
    case 'relocate':
      return { type: 'changeItem', ids, change: { list: random.pick(person.lists()).id }, seen };
    case 'move': {
      const at = random.below(rows.length + 1);
      return { type: 'moveItem', ids, after: rows[at - 1]?.id ?? null, before: rows[at]?.id ?? null };
    }
    case 'delete':
      return { type: 'deleteItems', ids };
  }
}

function aboutList(list: ListRow, person: Person, random: SeededRandom): CommandBody {
  const lists = person.lists();
  const at = random.below(lists.length + 1);
  return random.pick<CommandBody>([
    { type: 'changeList', id: list.id, name: random.pick(TITLES), colour: random.pick(['teal', null] as const) },
    { type: 'changeList', id: list.id, archived: random.chance(0.5), icon: random.pick(['🛒', null]) },
    { type: 'changeList', id: list.id, kind: random.pick(['groceries', 'todo', 'plain'] as const) },
    { type: 'moveList', id: list.id, after: lists[at - 1]?.id ?? null, before: lists[at]?.id ?? null },
  ]);
}

function aboutEvents(person: Person, random: SeededRandom): CommandBody {
  const events = person.agenda();
  const event = events.length > 0 ? random.pick(events) : undefined;
  if (event === undefined || random.chance(0.5)) {
    return {
      type: 'addEvent',
      id: newId<EventId>(),
      title: random.pick(TITLES),
      when: someWhen(random),
      who: someone(person, random),
      place: random.pick([null, 'School']),
      notes: null,
    };
  }
  const { occurrence } = event;
  const reach = random.pick(['this', 'following', 'all'] as const);
  const about = occurrence === undefined ? {} : { occurrence, reach };
  if (random.chance(0.25)) return { type: 'deleteEvent', id: event.event, ...about };
  if (occurrence !== undefined && random.chance(0.2)) {
    return { type: 'restoreOccurrence', id: event.event, occurrence };
  }
  const change = random.pick([{ title: random.pick(TITLES) }, { when: someWhen(random) }, { notes: 'bring cake' }]);
  return { type: 'changeEvent', id: event.event, change, seen: event.version, ...about };
}

function someWhen(random: SeededRandom) {
  const [start, end] = [random.pick(DAYS), random.pick(DAYS)].sort();
  const rule = random.chance(0.4) ? { rrule: random.pick(RULES) } : {};
  return random.chance(0.4)
    ? { allDay: true as const, start: start ?? '', end: '2026-11-28', ...rule }
    : { allDay: false as const, start: `${start}T09:00`, end: `${end}T17:30`, zone: random.pick(ZONES), ...rule };
}

const someone = (person: Person, random: SeededRandom) =>
  person.members().flatMap(({ id }) => (random.chance(0.4) ? [id] : []));

/** As lists show them: by order, then by id. */
function sortedRows<Row extends { order: string; id: string }>(rows: Iterable<Row>): Row[] {
  return [...rows].sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1));
}
