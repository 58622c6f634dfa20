import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  ana,
  ben,
  createDevice,
  createFamily,
  getRaw,
  groceries,
  id,
  item,
  putRaw,
  sync,
} from '../../doubles/family-fixture.ts';
import { createRandomFamily } from '../../doubles/random-family.ts';

/** The hash that a device has which opens the document now. */
function hashAfresh(doc: Y.Doc): string {
  const fresh = createDevice(ben, 9_999);
  Y.applyUpdate(fresh.doc, Y.encodeStateAsUpdate(doc));
  return fresh.family.contentHash();
}

describe('[D12] the content hash', () => {
  it.each([1, 2, 3, 4, 5])('kept up to date change by change is the one of the whole, seed %i', (seed) => {
    const family = createRandomFamily(seed);
    for (let step = 0; step < 60; step++) {
      family.step();
      for (const { device } of family.stations) {
        if ((step + seed) % 7 === 0) expect(device.family.contentHash()).toBe(hashAfresh(device.doc));
      }
    }
    const seen = new Set<string>();
    for (const { device } of family.stations) seen.add(device.family.contentHash());
    expect(seen.size).toBeGreaterThan(1);
  });

  it('covers what does not open, what no version knows, and what is taken away for good', () => {
    const { a } = createFamily();
    const values = a.doc.getMap('values');
    const changes = [
      () => putRaw(a, 'recipe/soup/core', [1, { servings: 4 }]),
      () => putRaw(a, 'recipe/soup/core', [2, { servings: 4 }]),
      () => putRaw(a, `item/${item('Milk')}/title`, [9, {}]),
      () => values.set('junk', new Uint8Array([1])),
      () => values.set('junk', new Uint8Array([2])),
      () => values.set('junk', 3),
      () => values.set('other', 3),
      () => values.delete('other'),
      () => values.delete('junk'),
    ];
    const seen = [a.family.contentHash()];
    for (const change of changes) {
      change();
      seen.push(a.family.contentHash());
      expect(seen.at(-1)).toBe(hashAfresh(a.doc));
    }
    // Back to one value there, and back to none: everything else differs.
    expect(seen[8]).toBe(seen[6]);
    expect(seen[9]).toBe(seen[3]);
    expect(new Set(seen).size).toBe(seen.length - 2);
  });

  it('tells one value at two paths from two values, and their order from nothing', () => {
    const [one, two] = [createDevice(ana), createDevice(ben)];
    putRaw(one, 'x/a/b', [1, { at: 1 }]);
    putRaw(one, 'x/a/c', [1, { at: 2 }]);
    putRaw(two, 'x/a/c', [1, { at: 2 }]);
    putRaw(two, 'x/a/b', [1, { at: 1 }]);
    expect(two.family.contentHash()).toBe(one.family.contentHash());
    putRaw(two, 'x/a/c', [1, { at: 1 }]);
    putRaw(two, 'x/a/b', [1, { at: 2 }]);
    expect(two.family.contentHash()).not.toBe(one.family.contentHash());
  });

  it('is worked out once per change of the document', () => {
    const { a } = createFamily();
    for (let count = 0; count < 300; count++) a.add(groceries, `Item ${count}`);
    a.family.contentHash();
    const before = a.codec.opened;
    const hash = a.family.contentHash();
    a.run({ type: 'setDone', ids: [item(`Item 7-${ana}`)], done: true });
    expect(a.family.contentHash()).not.toBe(hash);
    // The one value that was written.
    expect(a.codec.opened - before).toBe(1);
  });

  it('stays where a value is only sealed again', () => {
    const { a, b } = createFamily();
    a.family.addMember({ id: ana, name: 'Ana', device: { id: id('laptop'), name: 'Laptop' } });
    sync(a, b);
    const hash = a.family.contentHash();
    putRaw(b, `member/${ana}/profile`, getRaw(b, `member/${ana}/profile`));
    sync(a, b);
    expect([a.family.contentHash(), b.family.contentHash()]).toEqual([hash, hash]);
  });
});
