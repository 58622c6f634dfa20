import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { writeYielding, YIELDING_CLIENT_IDS } from '../../../lib/model/yielding-write.ts';
import { containsBytes } from './epoch-fixture.ts';

/**
 * What lib/model/seal-anew.ts and yielding-write.ts take from Yjs beyond its documented interface. Should a later version
 * fail here, these two have to change with it.
 */
const bytes = (start: number) => Uint8Array.from({ length: 40 }, (_, index) => start + index);

function docOf(client: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = client;
  return doc;
}

function itemOf(doc: Y.Doc, key: string) {
  const item = doc.getMap('values')._map.get(key);
  return item && { client: item.id.client, clock: item.id.clock, isDeleted: item.deleted };
}

describe('Yjs as this project relies on it', () => {
  it('keeps in `_map`, for every key, the item of the current value with the operation that made it', () => {
    const a = docOf(7);
    const values = a.getMap('values');
    values.set('x', bytes(1));
    values.set('y', bytes(2));
    values.set('x', bytes(3));
    expect(itemOf(a, 'x')).toEqual({ client: 7, clock: 2, isDeleted: false });
    expect(itemOf(a, 'y')).toEqual({ client: 7, clock: 1, isDeleted: false });
    expect([...values._map.keys()]).toEqual(['x', 'y']);
    values.delete('y');
    expect(itemOf(a, 'y')).toMatchObject({ isDeleted: true });
    // The same after loading, and before anybody has asked for the map by its type.
    const b = docOf(8);
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    expect(itemOf(b, 'x')).toEqual({ client: 7, clock: 2, isDeleted: false });
    b.getMap('values').set('x', bytes(4));
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
    expect(itemOf(a, 'x')).toEqual({ client: 8, clock: 0, isDeleted: false });
  });

  it('never joins the items of two values that are bytes', () => {
    const doc = docOf(7);
    doc.transact(() => {
      for (let count = 0; count < 50; count++) doc.getMap('values').set(`k${count}`, bytes(count));
    });
    for (let count = 0; count < 50; count++) expect(itemOf(doc, `k${count}`)).toMatchObject({ clock: count });
  });

  it('forgets the bytes of a value that was written over, at the end of that transaction', () => {
    const doc = docOf(7);
    doc.getMap('values').set('x', bytes(1));
    expect(containsBytes(Y.encodeStateAsUpdate(doc), bytes(1))).toBe(true);
    doc.getMap('values').set('x', bytes(100));
    expect(containsBytes(Y.encodeStateAsUpdate(doc), bytes(1))).toBe(false);
    expect(containsBytes(Y.encodeStateAsUpdate(doc), bytes(100))).toBe(true);
  });

  it('writes under the client id that the document has at that moment, and lets the higher of two concurrent ones stand', () => {
    for (const [one, two] of [
      [5, 9],
      [9, 5],
    ] as const) {
      const [a, b] = [docOf(one), docOf(two)];
      a.getMap('values').set('x', 'first');
      Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
      b.clientID = 20;
      b.getMap('values').set('x', 'twenty');
      a.clientID = 30;
      a.getMap('values').set('x', 'thirty');
      Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
      Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
      for (const doc of [a, b]) expect(doc.getMap('values').get('x')).toBe('thirty');
      expect(itemOf(a, 'x')).toMatchObject({ client: 30, clock: 0 });
    }
  });
});

describe('a write that gives way', () => {
  it('has a low id that nobody here has used, and leaves the document its own', () => {
    const doc = docOf(2 ** 32 - 1);
    const clients = new Set<number>();
    for (let count = 0; count < 20; count++) {
      writeYielding(doc, () => doc.getMap('values').set('x', count));
      clients.add(doc.getMap('values')._map.get('x')?.id.client ?? 0);
      expect(doc.clientID).toBe(2 ** 32 - 1);
    }
    expect(clients.size).toBe(20);
    for (const client of clients) expect(client).toBeLessThan(YIELDING_CLIENT_IDS);
  });

  it('leaves the document its own id also where writing fails', () => {
    const doc = docOf(77);
    expect(() =>
      writeYielding(doc, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(doc.clientID).toBe(77);
    expect(doc._transactionCleanups).toEqual([]);
  });
});
