import 'fake-indexeddb/auto';
import * as idb from 'lib0/indexeddb';
import { createIndexeddbDocStorage } from '../../lib/platform/indexeddb-doc-storage.ts';
import { createMemoryDisk, createMemoryDocStorage } from '../doubles/memory-doc-storage.ts';
import { describeDocStorage } from './doc-storage-contract.ts';

const NOT_AN_UPDATE = Uint8Array.of(255, 255, 255, 255);
let places = 0;

describeDocStorage('memory', () => {
  const disk = createMemoryDisk();
  return {
    storage: () => createMemoryDocStorage(disk),
    async damage() {
      disk.updates.unshift(NOT_AN_UPDATE);
    },
  };
});

describeDocStorage('y-indexeddb', () => {
  const name = `family/contract-${++places}`;
  return {
    storage: () => createIndexeddbDocStorage(name, { loadLimitMs: 300 }),
    async damage() {
      const db = await idb.openDB(name, () => {});
      const [updates] = idb.transact(db, ['updates']);
      // Typed as the values its makers thought of; a store takes any structured-cloneable one.
      if (updates !== undefined) await idb.addAutoKey(updates, NOT_AN_UPDATE.buffer);
      db.close();
    },
  };
});
