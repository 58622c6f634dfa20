import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { ItemId } from '../../../lib/protocol/ids.ts';
import { ana, ben, groceries, id, lea, todo } from '../../doubles/family-fixture.ts';
import { seeded } from '../../doubles/random-family.ts';
import {
  codecUpTo,
  confirmedNow,
  containsBytes,
  createSealedDevice,
  exchange,
  rename,
  type SealedDevice,
} from './epoch-fixture.ts';

/** Client ids as Yjs makes them. */
const [LOW, MIDDLE, HIGH] = [2 ** 30, 2 ** 31, 2 ** 32 - 5];

function connected(...devices: SealedDevice[]) {
  const [first] = devices;
  first?.run({ type: 'addList', id: groceries, name: 'Groceries', kind: 'groceries' });
  first?.run({ type: 'addList', id: todo, name: 'To-do', kind: 'todo' });
  exchange(...devices);
}

/** Stores a value as it is, whatever it says. */
function put(device: SealedDevice, path: string, text: string, epoch = 1): void {
  const codec = codecUpTo(epoch);
  device.doc.getMap('values').set(codec.keyOf(path), codec.seal(path, new TextEncoder().encode(text)));
}

function opened(device: SealedDevice, path: string, epoch: number): string | undefined {
  const codec = codecUpTo(epoch);
  const bytes = device.doc.getMap('values').get(codec.keyOf(path));
  const result = bytes instanceof Uint8Array ? codec.open(codec.keyOf(path), bytes) : undefined;
  return result?.ok ? new TextDecoder().decode(result.plain) : undefined;
}

describe('[K2] what the relay has not confirmed, sealed anew', () => {
  function offlineDuringRemoval() {
    const a = createSealedDevice(ana, MIDDLE);
    connected(a);
    a.add('Milk', 'Bread');
    const relay = new Y.Doc();
    Y.applyUpdate(relay, a.toSend());
    const confirmed = confirmedNow(a);
    const before = a.sealed.get(1)?.length ?? 0;
    // Offline: added, written, written over, ticked, deleted and restored.
    a.add('Eggs', 'Soap');
    a.run(rename('Milk', 'Oat milk'));
    a.run(rename('Milk', 'Soy milk'));
    a.run(rename('Eggs', 'Six eggs'));
    a.run({ type: 'setDone', ids: [id<ItemId>('Bread')], done: true });
    a.run({ type: 'setDone', ids: [id<ItemId>('Bread')], done: false });
    const deleted = a.run({ type: 'deleteItems', ids: [id<ItemId>('Soap')] });
    a.run({ type: 'undo', inverse: (deleted.ok && deleted.inverse) || [] });
    return { a, relay, confirmed, offline: (a.sealed.get(1) ?? []).slice(before) };
  }

  it('leaves no byte of the older epoch in anything that can be sent, written over or not', () => {
    const { a, confirmed, offline } = offlineDuringRemoval();
    expect(offline).toHaveLength(10);
    // Something of it would have been sent.
    expect(offline.some((bytes) => containsBytes(a.toSend(confirmed.vector), bytes))).toBe(true);
    a.learn(2);
    expect(a.family.sealAnew(confirmed.isUnsent)).toBeGreaterThan(0);
    const later = Y.encodeStateVector(a.doc);
    const sent = [
      a.toSend(confirmed.vector),
      a.toSend(later),
      // Whole, to a relay that has lost everything: the offline part is still not in it.
      a.toSend(),
      Y.encodeStateAsUpdateV2(a.doc, confirmed.vector),
    ];
    for (const update of sent) {
      for (const bytes of offline) {
        expect(containsBytes(update, bytes)).toBe(false);
        // Nor a piece of one: nonce and first block.
        expect(containsBytes(update, bytes.subarray(2, 42))).toBe(false);
      }
    }
  });

  it('keeps every value and every version, and patches no row', () => {
    const { a, confirmed } = offlineDuringRemoval();
    const hash = a.family.contentHash();
    const titles = a.titles();
    const patches: unknown[] = [];
    a.family.watch(
      { type: 'list', list: groceries },
      { snapshot: () => undefined, patch: (...rows) => patches.push(rows) },
    );
    const renamed = a.run(rename('Bread', 'Rye bread'));
    patches.length = 0;
    a.run({ type: 'undo', inverse: (renamed.ok && renamed.inverse) || [] });
    const again = a.run(rename('Bread', 'Rye bread'));
    patches.length = 0;
    a.learn(2);
    a.family.sealAnew(confirmed.isUnsent);
    expect(patches).toEqual([]);
    // An undo that was offered before still holds.
    expect(a.run({ type: 'undo', inverse: (again.ok && again.inverse) || [] })).not.toHaveProperty('isOvertaken');
    expect(a.titles()).toEqual(titles);
    expect(a.family.contentHash()).not.toBe(hash);
  });

  it('says the same to the family, and nothing to whoever was removed', () => {
    const { a, relay, confirmed } = offlineDuringRemoval();
    a.learn(2);
    a.family.sealAnew(confirmed.isUnsent);
    Y.applyUpdate(relay, a.toSend(Y.encodeStateVector(relay)));
    const b = createSealedDevice(ben, LOW, 2);
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(relay));
    expect(b.titles()).toEqual(['Bread', 'Six eggs', 'Soap', 'Soy milk']);
    expect(b.family.contentHash()).toBe(a.family.contentHash());
    expect(b.family.health()).toEqual({ fromNewer: 0, unreadable: 0, lockedOut: 0 });
    // With the relay's whole storage and every key up to the removal.
    const removed = createSealedDevice(lea, HIGH, 1);
    Y.applyUpdate(removed.doc, Y.encodeStateAsUpdate(relay));
    expect(removed.titles()).toEqual(['Bread', 'Milk']);
    expect(removed.family.health().lockedOut).toBeGreaterThan(0);
  });

  it('leaves what the relay has as it is, and finds nothing to do a second time', () => {
    const { a, confirmed } = offlineDuringRemoval();
    a.learn(2);
    const all = a.doc.getMap('values').size;
    const count = a.family.sealAnew(confirmed.isUnsent);
    expect(count).toBeLessThan(all);
    let updates = 0;
    a.doc.on('update', () => updates++);
    expect(a.family.sealAnew(confirmed.isUnsent)).toBe(0);
    expect(a.family.sealAnew(() => false)).toBe(0);
    expect(updates).toBe(0);
    // Two removals in a row.
    a.learn(3);
    expect(a.family.sealAnew(confirmed.isUnsent)).toBe(count);
  });

  it('is one transaction, and one that counts as made here', () => {
    const { a, confirmed } = offlineDuringRemoval();
    a.learn(2);
    const locals: boolean[] = [];
    const own = a.doc.clientID;
    a.doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) =>
      locals.push(local),
    );
    a.family.sealAnew(confirmed.isUnsent);
    expect(locals).toEqual([true]);
    expect(a.doc.clientID).toBe(own);
  });

  it('is byte for byte what it was: unknown kinds, groups and fields, newer versions, and what is no register', () => {
    const a = createSealedDevice(ana, MIDDLE);
    const stored = {
      'recipe/soup/core': '[1, {"servings": 4,   "at":1}]',
      [`item/${id('Milk')}/category`]: '[1,{"zeta":1,"alpha":2}]',
      [`item/${id('Milk')}/title`]: '[7,{"title":{"rich":"Milk"}}]',
      [`item/${id('Milk')}/note`]: '[1,{"note":"x","at":1,"mood":"😀"}]',
      [`item/${id('Milk')}/due`]: 'not JSON',
    };
    for (const [path, text] of Object.entries(stored)) put(a, path, text);
    const health = a.family.health();
    a.learn(2);
    expect(a.family.sealAnew(() => true)).toBe(5);
    for (const [path, text] of Object.entries(stored)) expect(opened(a, path, 2)).toBe(text);
    expect(a.family.health()).toEqual(health);
  });

  it('leaves alone what does not open, what is no value, and what is of a newer epoch than held', () => {
    const a = createSealedDevice(ana, MIDDLE);
    const codec = codecUpTo(1);
    const values = a.doc.getMap('values');
    const damaged = codec.seal('recipe/x/core', new Uint8Array(3));
    values.set(codec.keyOf('recipe/other/core'), damaged);
    values.set('junk', 1);
    values.set('short', new Uint8Array([1]));
    values.set('later', new Uint8Array([2, 1, 1]));
    put(a, 'recipe/x/core', '[1,{}]', 3);
    a.learn(2);
    expect(a.family.sealAnew(() => true)).toBe(0);
    expect(values.get(codec.keyOf('recipe/other/core'))).toEqual(damaged);
  });

  it('writes nothing where sealing fails', () => {
    const a = createSealedDevice(ana, MIDDLE);
    connected(a);
    const state = a.toSend();
    let sealed = 0;
    const codec = codecUpTo(2, () => {
      if (++sealed > 1) throw new Error('no key');
    });
    a.family.setCodec(codec);
    expect(() => a.family.sealAnew(() => true)).toThrow('no key');
    expect(a.toSend()).toEqual(state);
  });
});

describe('[K3] sealing anew gives way', () => {
  it('to what others changed meanwhile, where the relay had it after all and only its receipt was lost', () => {
    // Whichever of the two Yjs would prefer.
    for (const [mine, theirs] of [
      [LOW, HIGH],
      [HIGH, LOW],
    ] as const) {
      const a = createSealedDevice(ana, mine);
      const b = createSealedDevice(ben, theirs);
      connected(a, b);
      const { isUnsent } = confirmedNow(a);
      a.add('Milk');
      a.run(rename('Milk', 'Milk, 1 l'));
      exchange(a, b);
      b.run(rename('Milk', 'Oat milk'));
      b.run(rename('Milk', 'Soy milk'));
      a.learn(2);
      b.learn(2);
      // The entry and its title.
      expect(a.family.sealAnew(isUnsent)).toBe(2);
      exchange(a, b);
      for (const device of [a, b]) expect(device.titles()).toEqual(['Soy milk']);
    }
  });

  const seeds = Array.from({ length: 30 }, (_, index) => index + 1);
  it.each(seeds)('and loses nothing that three members do meanwhile, seed %i', (seed) => {
    const random = seeded(seed);
    const below = (bound: number) => Math.floor(random() * bound);
    const clients = [LOW, MIDDLE, HIGH].map((base) => base - below(1_000));
    const devices = [ana, ben, lea].map((member, index) => createSealedDevice(member, clients[index] ?? 1));
    connected(...devices);
    const relay = new Y.Doc();
    const send = (device: SealedDevice) => Y.applyUpdate(relay, device.toSend(Y.encodeStateVector(relay)));
    const receive = (device: SealedDevice) =>
      Y.applyUpdate(device.doc, Y.encodeStateAsUpdate(relay, Y.encodeStateVector(device.doc)));
    const confirmed = devices.map((device) => confirmedNow(device));
    const titles = new Map<string, Set<string>>();
    /** Titles as they were on the device of whoever wrote over them. */
    const replaced = new Set<string>();
    let epoch = 1;
    let made = 0;
    for (let step = 0; step < 60; step++) {
      const index = below(devices.length);
      const device = devices[index];
      if (!device) throw new Error('no device');
      const dice = below(10);
      const known = [...titles.keys()].filter((item) =>
        device.family.export().lists.some(({ entries }) => entries.some((entry) => entry.id === id(item))),
      );
      if (dice < 3 || known.length === 0) {
        const title = `t${made++}-`;
        titles.set(title, new Set([title]));
        device.add(title);
      } else if (dice < 6) {
        const item = known[below(known.length)] ?? '';
        const next = `t${made++}-`;
        const now = device.family
          .export()
          .lists.flatMap(({ entries }) => entries)
          .find((entry) => entry.id === id(item));
        if (now) replaced.add(now.title);
        titles.get(item)?.add(next);
        device.run(rename(item, next));
      } else if (dice < 8) {
        send(device);
        // The receipt is lost every other time.
        if (random() < 0.5) confirmed[index] = confirmedNow(device);
        receive(device);
      } else {
        // A removal: every device learns of it before it sends again, as the relay makes sure.
        epoch = Math.min(epoch + 1, 8);
        for (const [other, { doc, learn, family }] of devices.entries()) {
          learn(epoch);
          family.sealAnew(confirmed[other]?.isUnsent ?? (() => true));
          expect(doc._transactionCleanups).toEqual([]);
        }
      }
    }
    for (const device of [...devices, ...devices]) {
      send(device);
      receive(device);
    }
    const [first] = devices;
    if (!first) throw new Error('no device');
    for (const device of devices) {
      expect(device.family.contentHash()).toBe(first.family.contentHash());
      expect(device.family.stateDigest()).toBe(first.family.stateDigest());
      expect(device.family.health()).toEqual({ fromNewer: 0, unreadable: 0, lockedOut: 0 });
    }
    const entries = first.family.export().lists.flatMap((list) => list.entries);
    expect(entries).toHaveLength(titles.size);
    for (const [item, ever] of titles) {
      const entry = entries.find((candidate) => candidate.id === id(item));
      expect(ever).toContain(entry?.title);
      // What somebody wrote over knowingly never comes back.
      expect(replaced).not.toContain(entry?.title);
    }
  });
});
