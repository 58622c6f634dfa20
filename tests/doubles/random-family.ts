import * as Y from 'yjs';
import type { DocumentCommand, DocumentQuery } from '../../lib/model/document-messages.ts';
import type { Inverse } from '../../lib/protocol/commands.ts';
import type { EventId, ItemId, ListId } from '../../lib/protocol/ids.ts';
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

export const QUERIES: readonly DocumentQuery[] = [
  { type: 'lists' },
  { type: 'list', list: groceries },
  { type: 'list', list: todo },
  { type: 'list', list: id<ListId>('Extra') },
  { type: 'due', date: '2026-11-25' },
  { type: 'agenda', from: '2026-11-20', to: '2026-11-27', zone: 'Europe/Madrid' },
  { type: 'members' },
];

const MEMBERS = [ana, ben, lea];
const TITLES = ['Milk', 'milk', 'Bread', 'bread ', 'Eggs', 'ﬁsh', 'fish'];
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
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

  function note(inverse: Inverse): void {
    for (const { path, value } of inverse) {
      const [kind, itemId, group] = path.split('/');
      if (kind !== 'item') continue;
      const fate = fateOf(itemId as ItemId);
      const written = value as { deleted?: boolean; done?: boolean };
      if (group === 'life' && written.deleted === true) fate.isEverDeleted = true;
      if (group === 'life' && written.deleted === false) fate.isEverRestored = true;
      if (group === 'done' && written.done === true) fate.isEverTicked = true;
    }
  }

  function run(station: Station, body: DocumentCommand): void {
    const at = moment++;
    const seenAs = random();
    if (body.type === 'undo') note(body.inverse);
    const result = station.device.run(body, { at });
    if (!result.ok && result.error !== 'not-found') throw new Error(`${body.type}: ${result.error}`);
    if (result.ok && result.inverse) station.undos.push(result.inverse);
    if (seenAs < 0.2) station.unanswered.push({ body, at });
  }

  function someRow(station: Station) {
    const rows = [groceries, todo].flatMap((list) => station.device.list(list));
    return rows.length > 0 ? pick(rows) : undefined;
  }

  function someEvent(station: Station): EventId | undefined {
    const rows = station.device.rows({ type: 'agenda', from: '2026-11-01', to: '2026-12-31', zone: 'UTC' });
    return rows.length > 0 ? pick(rows).event : undefined;
  }

  function someWhen() {
    const [start, end] = [pick(DAYS), pick(DAYS)].toSorted((a, b) => a.localeCompare(b));
    return random() < 0.4
      ? { allDay: true as const, start: start ?? '', end: '2026-11-28' }
      : { allDay: false as const, start: `${start}T09:00`, end: `${end}T23:30`, zone: pick(ZONES) };
  }

  /** What the person at the station does next; undefined where there is nothing to do it to. */
  function choose(station: Station): DocumentCommand | undefined {
    const row = someRow(station);
    const dice = Math.floor(random() * 14);
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
        if (!row.done) for (const itemId of ids) fateOf(itemId).isEverTicked = true;
        return { type: 'setDone', ids, done: !row.done, seen };
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
          change: { list: pick([groceries, todo]), who: [pick(MEMBERS)] },
          seen,
        };
      case 9: {
        const rows = station.device.list(row.list);
        const at = Math.floor(random() * (rows.length + 1));
        return { type: 'moveItem', ids, after: rows[at - 1]?.id ?? null, before: rows[at]?.id ?? null };
      }
      case 10:
        for (const itemId of ids) fateOf(itemId).isEverDeleted = true;
        return { type: 'deleteItems', ids };
      case 11:
        return station.undos.length > 0 ? { type: 'undo', inverse: pick(station.undos.slice(-3)) } : undefined;
      case 12:
        if (random() < 0.5) {
          return { type: 'addList', id: id<ListId>('Extra'), name: 'Extra', kind: 'groceries' };
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
      default: {
        const eventId = someEvent(station);
        if (!eventId) return undefined;
        if (random() < 0.2) return { type: 'deleteEvent', id: eventId };
        const change = random() < 0.5 ? { title: pick(TITLES) } : { when: someWhen() };
        return { type: 'changeEvent', id: eventId, change };
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
    if (lost.body.type === 'undo') note(lost.body.inverse);
    const result = station.device.run(lost.body, { at: lost.at, isResent: true });
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
