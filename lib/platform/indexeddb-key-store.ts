import * as idb from 'lib0/indexeddb';
import type { KeyStore } from '../ports/ports.ts';

const STORE = 'keys';

/** KeyStore in an IndexedDB database of its own: structured cloning keeps CryptoKey objects non-extractable. */
export function createIndexeddbKeyStore(databaseName = 'family-os-keys'): KeyStore {
  const opened = idb.openDB(databaseName, (db) => idb.createStores(db, [[STORE]]));
  // Each call reports the failure itself; without this an unused store would raise an unhandled rejection.
  opened.catch(() => {});

  async function run(
    access: 'readonly' | 'readwrite',
    action: (store: IDBObjectStore) => IDBRequest,
  ): Promise<unknown> {
    const db = await opened;
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, access, { durability: 'strict' });
      const request = action(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    });
  }

  return {
    get: (name) => run('readonly', (store) => store.get(name)),
    async set(name, value) {
      await run('readwrite', (store) => store.put(value, name));
    },
    async remove(name) {
      await run('readwrite', (store) => store.delete(name));
    },
  };
}
