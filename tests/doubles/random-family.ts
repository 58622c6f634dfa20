import * as Y from 'yjs';
import type { DocumentCommand, DocumentQuery } from '../../lib/model/document-messages.ts';
import type { CommandResult, Inverse, ItemChange } from '../../lib/protocol/commands.ts';
import type { CategoryId, EventId, ItemId, ListId } from '../../lib/protocol/ids.ts';
import type { EntryRow } from '../../lib/protocol/values.ts';
import { ana, ben, createDevice, type Device, groceries, id, lea, mirror, todo } from './family-fixture.ts';

/** Numbers in [0, 1) that depend on the seed alone (mulberry32, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const extra = id<ListId>('Extra');
const copy = id<ListId>('Copy');
/** Those that there can be. */
const LISTS: readonly ListId[] = [groceries, todo, extra, copy];

export const QUERIES: readonly DocumentQuery[] = [
  { type: 'lists' },
  ...LISTS.map((list) => ({ type: 'list' as const, list })),
  { type: 'due', date: '2026-11-25' },
  { type: 'agenda', from: '2026-11-20', to: '2026-11-27', zone: 'Europe/Madrid' },
  { type: 'agenda', from: '2026-12-01', to: '2026-12-31', zone: 'Asia/Tokyo' },
  { type: 'events', text: 'milk', zone: 'UTC' },
  { type: 'members' },
  ...LISTS.map((list) => ({ type: 'trash' as const, list })),
  { type: 'deletedLists' },
  { type: 'categories' },
  { type: 'search', text: 'mil' },
  { type: 'dueBetween', from: '2026-11-24', to: '2026-11-27' },
];

const MEMBERS = [ana, ben, lea];
const TITLES = ['Milk', 'milk', 'Bread', 'bread ', 'Eggs', 'ﬁsh', 'fish'];
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
const RULES = ['FREQ=DAILY', 'FREQ=WEEKLY;INTERVAL=2', 'FREQ=DAILY;COUNT=3'];
const SERIES = ['FREQ=WEEKLY', 'FREQ=DAILY;COUNT=5', 'FREQ=DAILY;BYHOUR=9,17;COUNT=8', 'FREQ=MONTHLY;BYDAY=-1TH'];
const ZONES = ['Europe/Madrid', 'Asia/Tokyo', 'America/New_York', 'Nowhere/Land'];

interface Station {
  device: Device;
  /** Updates made here, in order, as they would be sent. */
  readonly sent: Uint8Array[];
  readonly undos: Inverse[];
  pages: { query: DocumentQuery; page: ReturnType<typeof mirror> }[];
  /** Commands whose answer may have been lost. */
  readonly unanswered: { body: DocumentCommand; at: number }[];
}

/** What was ever done to an entry anywhere, to compare with what is left of it. */
export interface Fate {
  isEverDeleted: boolean;
  isEverRestored: boolean;
  isEverTicked: boolean;
  readonly titles: Set<string>;
}

/**
 * Three members doing random things on devices that exchange updates late, out of order, twice or not at all, and that
 * restart. The same seed does the same.
 */
export function createRandomFamily(seed: number) {
  const random = seeded(seed);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
  const fates = new Map<ItemId, Fate>();
  let moment = 1_000;
  let made = 0;
  let clients = 10;
  const stations = MEMBERS.map((member) => open({ sent: [], undos: [], unanswered: [] }, member));

  function open(
    kept: Pick<Station, 'sent' | 'undos' | 'unanswered'>,
    member: (typeof MEMBERS)[number],
    state?: Uint8Array,
  ): Station {
    const device = createDevice(member, clients++, () => random() < 0.5);
    if (state) Y.applyUpdate(device.doc, state);
    device.doc.on('update', (update: Uint8Array, _origin: unknown, _doc: unknown, transaction: Y.Transaction) => {
      if (transaction.local) kept.sent.push(update);
    });
    return { ...kept, device, pages: QUERIES.map((query) => ({ query, page: mirror(device, query) })) };
  }

  function fateOf(item: ItemId): Fate {
    const fate = fates.get(item) ?? {
      isEverDeleted: false,
      isEverRestored: false,
      isEverTicked: false,
      titles: new Set(),
    };
    fates.set(item, fate);
    return fate;
  }

  /** What a command did to entries beside what it says: its inverse tells. */
  function learn(station: Station, body: DocumentCommand, result: CommandResult): void {
    if (!result.ok) return;
    for (const { path, value } of result.inverse ?? []) {
      const [kind, itemId, group] = path.split('/');
      if (kind !== 'item') continue;
      const fate = fates.get(itemId as ItemId);
      // A copy, which has no fate yet.
      if (!fate) continue;
      const back = value as { deleted?: boolean; done?: boolean };
      if (group === 'life' && back.deleted === false) fate.isEverDeleted = true;
      if (group === 'life' && back.deleted === true) fate.isEverRestored = true;
      if (group === 'done' && back.done === false) fate.isEverTicked = true;
    }
    if (body.type !== 'duplicateList' && body.type !== 'useTemplate') return;
    for (const { entries } of station.device.family.export().lists) {
      for (const entry of entries) fateOf(entry.id as ItemId).titles.add(entry.title);
    }
  }

  function run(station: Station, body: DocumentCommand): void {
    const at = moment++;
    const seenAs = random();
    const result = station.device.run(body, { at });
    learn(station, body, result);
    if (!result.ok && result.error !== 'not-found') throw new Error(`${body.type}: ${result.error}`);
    if (result.ok && result.inverse) station.undos.push(result.inverse);
    if (seenAs < 0.2) station.unanswered.push({ body, at });
  }

  function someRow(station: Station) {
    const rows = LISTS.flatMap((list) => station.device.list(list));
    return rows.length > 0 ? pick(rows) : undefined;
  }

  function someEvent(station: Station) {
    const rows = station.device.rows({ type: 'agenda', from: '2026-11-01', to: '2026-12-31', zone: 'UTC' });
    return rows.length > 0 ? pick(rows) : undefined;
  }

  function someWhen() {
    const [start, end] = [pick(DAYS), pick(DAYS)].toSorted((a, b) => a.localeCompare(b));
    const rule = random() < 0.5 ? { rrule: pick(SERIES) } : {};
    return random() < 0.4
      ? { allDay: true as const, start: start ?? '', end: '2026-11-28', ...rule }
      : { allDay: false as const, start: `${start}T09:00`, end: `${end}T23:30`, zone: pick(ZONES), ...rule };
  }

  function someChanges({ list }: EntryRow, station: Station): ItemChange[] {
    return [
      { category: pick(['Bakery', 'Produce', null]) },
      { priority: pick([1, 3, null]) },
      { repeat: pick([null, ...RULES.map((rrule) => ({ rrule, from: pick(['due', 'done'] as const) }))]) },
      { rotation: pick([[], [ana, lea], MEMBERS]).slice() },
      { dueTime: pick(['09:00', null]), due: pick(DAYS) },
      { parent: random() < 0.2 ? null : pick(station.device.list(list)).id },
    ];
  }

  function someListChanges() {
    return [
      { name: pick(TITLES), colour: pick(['teal', 'rose', null] as const) },
      { icon: pick(['🛒', null]), archived: random() < 0.3 },
      { aisles: pick([['Bakery', 'Produce'], ['Produce'], null]) },
      { kind: pick(['groceries', 'todo', 'plain'] as const) },
    ];
  }

  /** What the person at the station does next; undefined where there is nothing to do it to. */
  function choose(station: Station): DocumentCommand | undefined {
    const row = someRow(station);
    const dice = Math.floor(random() * 20);
    if (dice < 4 || !row) {
      const items = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
        const title = pick(TITLES);
        const itemId = id<ItemId>(`i${made++}`);
        fateOf(itemId).titles.add(title.trim());
        return {
          id: itemId,
          title,
          ...(random() < 0.4 && {
            quantity: { amount: 1 + Math.floor(random() * 5), ...(random() < 0.5 && { unit: 'g' }) },
          }),
          ...(random() < 0.3 && { due: pick(DAYS) }),
          ...(random() < 0.3 && { who: [pick(MEMBERS)] }),
        };
      });
      return { type: 'addItems', list: pick([groceries, groceries, todo]), items };
    }
    const { ids } = row;
    const seen = row.version;
    switch (dice) {
      case 4:
      case 5:
        return { type: 'setDone', ids, done: !row.done, seen, today: pick(DAYS), aisle: pick(['A', 'B', 'C']) };
      case 6: {
        const title = pick(TITLES);
        for (const itemId of ids) fateOf(itemId).titles.add(title.trim());
        return { type: 'changeItem', ids, change: { title }, seen };
      }
      case 7:
        return {
          type: 'changeItem',
          ids,
          change: {
            quantity: random() < 0.2 ? null : { amount: 7 },
            note: pick(['a', 'b', null]),
            due: pick([...DAYS, null]),
          },
          seen,
        };
      case 8:
        return {
          type: 'changeItem',
          ids,
          change: { list: pick(LISTS), who: [pick(MEMBERS)] },
          seen,
        };
      case 9: {
        const rows = station.device.list(row.list);
        const at = Math.floor(random() * (rows.length + 1));
        return { type: 'moveItem', ids, after: rows[at - 1]?.id ?? null, before: rows[at]?.id ?? null };
      }
      case 10:
        if (random() < 0.5) return { type: 'deleteItems', ids };
        return { type: 'stepQuantity', ids, by: { amount: pick([1, -1]), ...(random() < 0.3 && { unit: 'g' }) } };
      case 11:
        return station.undos.length > 0 ? { type: 'undo', inverse: pick(station.undos.slice(-3)) } : undefined;
      case 12:
        if (random() < 0.5) {
          return { type: 'addList', id: extra, name: 'Extra', kind: 'groceries' };
        }
        return {
          type: 'addEvent',
          id: id<EventId>(`e${made++}`),
          title: pick(TITLES),
          when: someWhen(),
          who: [pick(MEMBERS)],
          place: null,
          notes: null,
        };
      case 14:
      case 15:
        return { type: 'changeItem', ids, change: pick(someChanges(row, station)), seen };
      case 16:
        if (random() < 0.2) {
          const categoryId = id<CategoryId>(`c${made % 3}`);
          return random() < 0.5
            ? { type: 'addCategory', id: categoryId, name: pick(TITLES) }
            : { type: 'changeCategory', ids: [categoryId], name: pick(TITLES), deleted: random() < 0.3 };
        }
        return { type: 'changeList', id: pick(LISTS), ...pick(someListChanges()) };
      case 17:
        return { type: 'moveList', id: pick(LISTS), after: pick([null, ...LISTS]), before: pick([null, ...LISTS]) };
      case 18:
        return random() < 0.5
          ? { type: 'duplicateList', from: pick(LISTS), id: copy, name: 'Copy', asTemplate: random() < 0.5 }
          : { type: 'useTemplate', from: copy, list: pick(LISTS), use: id<ItemId>(`u${made++}`) };
      case 19: {
        const gone = station.device.rows({ type: 'trash', list: pick(LISTS) });
        if (gone.length > 0 && random() < 0.7) return { type: 'restoreItems', ids: pick(gone).ids };
        return { type: random() < 0.4 ? 'deleteList' : 'restoreList', id: pick([extra, copy]) };
      }
      default: {
        const row = someEvent(station);
        if (!row) return undefined;
        const { event, occurrence } = row;
        const reach = pick(['this', 'following', 'all'] as const);
        const about = occurrence === undefined ? { id: event } : { id: event, occurrence, reach };
        if (random() < 0.2) return { type: 'deleteEvent', ...about };
        if (occurrence !== undefined && random() < 0.2) return { type: 'restoreOccurrence', id: event, occurrence };
        const change = random() < 0.5 ? { title: pick(TITLES) } : { when: someWhen() };
        return { type: 'changeEvent', change, seen: row.version, ...about };
      }
    }
  }

  function act(station: Station): void {
    const body = choose(station);
    if (body) run(station, body);
  }

  function deliver(): void {
    const from = pick(stations);
    const to = pick(stations);
    if (from === to || from.sent.length === 0) return;
    if (random() < 0.15) {
      Y.applyUpdate(to.device.doc, Y.encodeStateAsUpdate(from.device.doc, Y.encodeStateVector(to.device.doc)));
    } else if (random() < 0.3) {
      // Any update of the last ones: early, late, or for the second time.
      Y.applyUpdate(to.device.doc, pick(from.sent.slice(-6)));
    } else {
      const start = Math.floor(random() * from.sent.length);
      Y.applyUpdate(to.device.doc, Y.mergeUpdates(from.sent.slice(start, start + 4)));
    }
  }

  function restart(index: number): void {
    const station = stations[index];
    const member = MEMBERS[index];
    if (!station || !member) return;
    const state = Y.encodeStateAsUpdate(station.device.doc);
    station.device.family.close();
    stations[index] = open(station, member, state);
  }

  function resend(station: Station): void {
    const lost = station.unanswered.shift();
    if (!lost) return;
    const result = station.device.run(lost.body, { at: lost.at, isResent: true });
    learn(station, lost.body, result);
    if (result.ok && result.inverse) station.undos.push(result.inverse);
  }

  function step(): void {
    const dice = random();
    if (dice < 0.55) act(pick(stations));
    else if (dice < 0.93) deliver();
    else if (dice < 0.97) resend(pick(stations));
    else restart(Math.floor(random() * stations.length));
  }

  function settle(): void {
    for (let round = 0; round < 2; round++) {
      for (const from of stations) {
        for (const to of stations)
          if (from !== to) Y.applyUpdate(to.device.doc, Y.encodeStateAsUpdate(from.device.doc));
      }
    }
  }

  const [founder] = stations;
  founder?.device.run({ type: 'addList', id: groceries, name: 'Groceries', kind: 'groceries' }, { at: 1 });
  founder?.device.run({ type: 'addList', id: todo, name: 'To-do', kind: 'todo' }, { at: 2 });
  settle();

  return { stations, fates, step, settle, random };
}
