import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type DocStorage, StorageProblem } from '../../lib/ports/ports.ts';

/** One storage place: every `storage()` is another worker life on it. */
export interface StoragePlace {
  storage(): DocStorage;
  /** Puts bytes that are no Yjs update among the stored ones. */
  damage(): Promise<void>;
}

/** What every DocStorage must do, run on the double and on IndexedDB. */
export function describeDocStorage(name: string, createPlace: () => StoragePlace): void {
  describe(`DocStorage: ${name}`, () => {
    test('an empty place opens as an empty document', async () => {
      const storage = createPlace().storage();
      const doc = new Y.Doc();
      expect(await storage.open(doc)).toEqual({ damaged: 0 });
      expect(doc.getMap('values').size).toBe(0);
      await storage.close();
    });

    test('what was flushed is there in the next life', async () => {
      const place = createPlace();
      await writeLife(place, (map) => map.set('milk', 1));
      await writeLife(place, (map) => map.set('bread', 2));
      expect(await readLife(place)).toEqual({ milk: 1, bread: 2 });
    });

    test('updates from elsewhere are stored like our own', async () => {
      const place = createPlace();
      const other = new Y.Doc();
      other.getMap('values').set('eggs', 6);
      const storage = place.storage();
      const doc = new Y.Doc();
      await storage.open(doc);
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'relay');
      await storage.flush();
      await storage.close();
      expect(await readLife(place)).toEqual({ eggs: 6 });
    });

    test('a thousand single changes survive, trimmed or not', async () => {
      const place = createPlace();
      await writeLife(place, (map) => {
        for (let n = 0; n < 1_000; n++) map.set(`key-${n % 50}`, n);
      });
      expect(Object.keys(await readLife(place))).toHaveLength(50);
      expect((await readLife(place))['key-49']).toBe(999);
    });

    test('a damaged row is set aside and the rest is there', async () => {
      const place = createPlace();
      await writeLife(place, (map) => map.set('milk', 1));
      await place.damage();
      await writeLife(place, (map) => map.set('bread', 2));
      expect(await readLife(place)).toEqual({ milk: 1, bread: 2 });
    });

    test('flushing what is not open says so', async () => {
      await expect(createPlace().storage().flush()).rejects.toBeInstanceOf(StorageProblem);
    });

    test('after destroy nothing is left', async () => {
      const place = createPlace();
      await writeLife(place, (map) => map.set('milk', 1));
      const storage = place.storage();
      await storage.open(new Y.Doc());
      await storage.destroy();
      expect(await readLife(place)).toEqual({});
    });

    test('destroying works without opening: on what an earlier life left, and on nothing', async () => {
      const place = createPlace();
      await place.storage().destroy();
      await writeLife(place, (map) => map.set('milk', 1));
      await place.storage().destroy();
      expect(await readLife(place)).toEqual({});
    });

    test('closing twice does no harm', async () => {
      const storage = createPlace().storage();
      await storage.open(new Y.Doc());
      await storage.close();
      await storage.close();
      await expect(storage.flush()).rejects.toBeInstanceOf(StorageProblem);
    });
  });
}

async function writeLife(place: StoragePlace, change: (map: Y.Map<unknown>) => void): Promise<void> {
  const storage = place.storage();
  const doc = new Y.Doc();
  await storage.open(doc);
  change(doc.getMap('values'));
  await storage.flush();
  await storage.close();
}

async function readLife(place: StoragePlace): Promise<Record<string, unknown>> {
  const storage = place.storage();
  const doc = new Y.Doc();
  await storage.open(doc);
  const content = doc.getMap('values').toJSON();
  await storage.close();
  return content;
}
