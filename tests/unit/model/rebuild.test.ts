import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ana, ben, groceries, id, lea } from '../../doubles/family-fixture.ts';
import { codecUpTo, createSealedDevice, exchange, rename, type SealedDevice } from './epoch-fixture.ts';

function founded(client = 2 ** 30): SealedDevice {
  const device = createSealedDevice(ana, client);
  device.run({ type: 'addList', id: groceries, name: 'Groceries', kind: 'groceries' });
  device.add('Milk');
  return device;
}

/**
 * Ben's device started twice from one stored state, as the same Yjs client: a copied profile, or a hostile member. Each
 * has said something else under the same operations.
 */
function equivocating() {
  const relay = founded();
  const one = createSealedDevice(ben, 2 ** 31);
  const other = createSealedDevice(ben, 2 ** 31);
  for (const device of [one, other]) Y.applyUpdate(device.doc, relay.toSend());
  one.add('Bread');
  one.run(rename('Milk', 'Oat milk'));
  one.add('Eggs');
  other.add('Soap');
  other.run(rename('Milk', 'Soy milk'));
  other.add('Rice');
  return { relay, one, other };
}

describe('[I1] a document’s state', () => {
  it('has equal digests on devices that have the same operations, in whatever order they came', () => {
    const a = founded();
    const [b, c] = [createSealedDevice(ben, 2 ** 31), createSealedDevice(lea, 5)];
    exchange(a, b);
    b.add('Bread');
    exchange(b, c);
    c.add('Eggs');
    expect(new Set([a, b, c].map(({ family }) => family.stateDigest())).size).toBe(3);
    exchange(a, b, c);
    exchange(a, b, c);
    expect(new Set([a, b, c].map(({ family }) => family.stateDigest())).size).toBe(1);
    expect(a.family.stateDigest()).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has another digest with every change, also with one that leaves the content as it was', () => {
    const a = founded();
    const seen = new Set([a.family.stateDigest()]);
    const hash = a.family.contentHash();
    for (const title of ['Oat milk', 'Milk']) {
      a.run(rename('Milk', title));
      seen.add(a.family.stateDigest());
    }
    expect(seen.size).toBe(3);
    expect(a.family.contentHash()).not.toBe(hash);
    const again = a.doc.getMap('values').get(codecUpTo(1).keyOf(`item/${id('Milk')}/core`));
    const before = a.family.contentHash();
    a.doc.getMap('values').set(codecUpTo(1).keyOf(`item/${id('Milk')}/core`), again);
    expect(a.family.contentHash()).toBe(before);
    expect(seen).not.toContain(a.family.stateDigest());
  });

  it('has the digest of nothing where there is nothing', () => {
    expect(createSealedDevice(ana, 1).family.stateDigest()).toBe(createSealedDevice(ben, 2).family.stateDigest());
  });
});

describe('[I2] a device that says two things under the same operations', () => {
  it('is told: equal states, other content, which no syncing brings together', () => {
    const { one, other } = equivocating();
    exchange(one, other);
    exchange(one, other);
    expect(one.titles()).not.toEqual(other.titles());
    expect(one.family.stateDigest()).toBe(other.family.stateDigest());
    expect(one.family.contentHash()).not.toBe(other.family.contentHash());
  });

  it('is told also where both wrote the same thing with other words', () => {
    const relay = founded();
    const devices = ['Oat milk', 'Soy milk'].map((title) => {
      const device = createSealedDevice(ben, 2 ** 31);
      Y.applyUpdate(device.doc, relay.toSend());
      device.run(rename('Milk', title));
      return device;
    });
    expect(new Set(devices.map(({ family }) => family.stateDigest())).size).toBe(1);
    expect(new Set(devices.map(({ family }) => family.contentHash())).size).toBe(2);
  });
});

describe('[I3] rebuilding a copy', () => {
  it('takes the family’s copy, adds what only this one had, and makes all equal', () => {
    const { relay, one, other } = equivocating();
    Y.applyUpdate(relay.doc, one.toSend());
    // Ben's other start rebuilds: the family's copy from the relay, then what only its own copy has.
    const kept = other.family.snapshotRegisters();
    const rebuilt = createSealedDevice(ben, 2 ** 29);
    Y.applyUpdate(rebuilt.doc, relay.toSend());
    expect(rebuilt.family.copyFrom(kept)).toBe(2);
    exchange(relay, one, rebuilt);
    for (const device of [relay, one, rebuilt]) {
      // Both adds of both starts; of the two titles, the family's.
      expect(device.titles()).toEqual(['Bread', 'Eggs', 'Oat milk', 'Rice', 'Soap']);
      expect(device.family.contentHash()).toBe(rebuilt.family.contentHash());
      expect(device.family.stateDigest()).toBe(rebuilt.family.stateDigest());
    }
  });

  it('is one transaction, finds nothing to do a second time, and nothing in an equal copy', () => {
    const { one, other } = equivocating();
    let updates = 0;
    one.doc.on('update', () => updates++);
    expect(one.family.copyFrom(other.family.snapshotRegisters())).toBe(2);
    expect(updates).toBe(1);
    expect(one.family.copyFrom(other.family.snapshotRegisters())).toBe(0);
    expect(one.family.copyFrom(one.family.snapshotRegisters())).toBe(0);
    expect(updates).toBe(1);
  });

  it('writes over nothing that stands here, and gives way to what others change meanwhile', () => {
    for (const [mine, theirs] of [
      [2 ** 30, 2 ** 31],
      [2 ** 31, 2 ** 30],
    ] as const) {
      const a = founded(2 ** 29);
      const renamed = createSealedDevice(ana, 2 ** 28);
      exchange(a, renamed);
      renamed.run(rename('Milk', 'Oat milk'));
      const [b, c] = [createSealedDevice(ben, mine), createSealedDevice(lea, theirs)];
      exchange(a, b, c);
      c.run(rename('Milk', 'Soy milk'));
      expect(b.family.copyFrom(renamed.family.snapshotRegisters())).toBe(1);
      expect(b.titles()).toEqual(['Oat milk']);
      exchange(b, c);
      for (const device of [b, c]) expect(device.titles()).toEqual(['Soy milk']);
    }
  });

  it('brings what this version does not know, byte for byte, and seals it under the newest epoch', () => {
    const from = createSealedDevice(ana, 1);
    const codec = codecUpTo(1);
    const texts = { 'recipe/soup/core': '[1, {"servings": 4}]', [`item/${id('Milk')}/title`]: '[9,{}]', 'x/y/z': '?' };
    for (const [path, text] of Object.entries(texts)) {
      from.doc.getMap('values').set(codec.keyOf(path), codec.seal(path, new TextEncoder().encode(text)));
    }
    const to = createSealedDevice(ben, 2, 2);
    expect(to.family.copyFrom(structuredClone(from.family.snapshotRegisters()))).toBe(3);
    for (const [path, text] of Object.entries(texts)) {
      const sealed = to.doc.getMap('values').get(codec.keyOf(path)) as Uint8Array;
      expect(codecUpTo(2).epochOf(sealed)).toBe(2);
      const opened = codecUpTo(2).open(codec.keyOf(path), sealed);
      expect(opened.ok && new TextDecoder().decode(opened.plain)).toBe(text);
    }
  });

  it('keeps, as it is, what only a later version or epoch opens, and leaves behind what nobody does', () => {
    const from = createSealedDevice(ana, 1, 3);
    const values = from.doc.getMap('values');
    const codec = codecUpTo(3);
    const [later, damaged] = [codec.keyOf('a/b/later'), codec.keyOf('a/b/damaged')];
    from.run({ type: 'addList', id: groceries, name: 'Groceries', kind: 'groceries' });
    values.set(later, new Uint8Array([2, 9, 9]));
    values.set(damaged, codecUpTo(1).seal('a/b/else', new Uint8Array(1)));
    values.set('junk', 'text');
    const to = createSealedDevice(ben, 2, 1);
    expect(to.family.copyFrom(from.family.snapshotRegisters())).toBe(2);
    expect(to.doc.getMap('values').get(later)).toEqual(new Uint8Array([2, 9, 9]));
    expect(to.doc.getMap('values').has(damaged)).toBe(false);
    expect(to.family.health()).toEqual({ fromNewer: 1, unreadable: 1, lockedOut: 1 });
    to.learn(3);
    expect(to.family.health()).toEqual({ fromNewer: 1, unreadable: 0, lockedOut: 0 });
  });

  it('puts a value that opens where what stands here opens to nobody', () => {
    const a = founded();
    const b = createSealedDevice(ben, 2);
    Y.applyUpdate(b.doc, a.toSend());
    const key = codecUpTo(1).keyOf(`item/${id('Milk')}/core`);
    b.doc.getMap('values').set(key, new Uint8Array([1, 1, 1]));
    expect(b.titles()).toEqual([]);
    expect(b.family.copyFrom(a.family.snapshotRegisters())).toBe(1);
    expect(b.titles()).toEqual(['Milk']);
    b.doc.getMap('values').set(key, new Uint8Array([1, 1, 1]));
    expect(b.family.copyFrom([[key, new Uint8Array([1, 1, 2])]])).toBe(0);
  });
});
