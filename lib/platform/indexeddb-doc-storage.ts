import * as idb from 'lib0/indexeddb';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import { type DocStorage, StorageProblem } from '../ports/ports.ts';

/** y-indexeddb says nothing when a row cannot be read: it just never reports that it is loaded. Ten times the slowest load measured. */
const LOAD_LIMIT_MS = 5_000;

/**
 * DocStorage on y-indexeddb, with what it leaves out: a load that ends, rows that are damaged set aside, a flush that is one, and
 * write errors that are noticed. One instance per family; the worker is the only writer.
 */
export function createIndexeddbDocStorage(
  databaseName: string,
  { loadLimitMs = LOAD_LIMIT_MS }: { loadLimitMs?: number } = {},
): DocStorage {
  let persistence: IndexeddbPersistence | null = null;
  let db: IDBDatabase | null = null;
  let hasFailedWrite = false;
  let flushes = 0;

  async function load(doc: Y.Doc): Promise<boolean> {
    const attempt = new IndexeddbPersistence(databaseName, doc);
    const isLoaded = await within(loadLimitMs, attempt.whenSynced);
    if (!isLoaded || attempt.db === null) {
      // Its own `destroy` waits for the open that may be what hangs.
      void attempt.destroy().catch(() => {});
      return false;
    }
    persistence = attempt;
    db = attempt.db;
    // Errors of single writes bubble up to the database: the only sign y-indexeddb leaves of them.
    db.addEventListener('abort', () => {
      hasFailedWrite = true;
    });
    db.addEventListener('error', () => {
      hasFailedWrite = true;
    });
    return true;
  }

  return {
    async open(doc) {
      if (await load(doc)) return { damaged: 0 };
      let damaged: number;
      try {
        damaged = await setDamagedRowsAside(databaseName);
      } catch (cause) {
        throw new StorageProblem('The stored family cannot be opened', { cause });
      }
      if (await load(doc)) return { damaged };
      throw new StorageProblem('The stored family cannot be read');
    },

    async flush() {
      if (persistence === null || db === null) throw new StorageProblem('Storage is not open');
      try {
        await barrier(db, ++flushes);
        if (hasFailedWrite) {
          // A lost row leaves a gap that later rows depend on, so only the whole state mends it.
          hasFailedWrite = false;
          await storeState(persistence, true);
          await barrier(db, ++flushes);
          if (hasFailedWrite) throw new Error('write failed again');
        }
      } catch (cause) {
        hasFailedWrite = true;
        throw new StorageProblem('Changes could not be written', { cause });
      }
    },

    async close() {
      const closing = persistence;
      persistence = null;
      db = null;
      await closing?.destroy();
    },

    async destroy() {
      await this.close();
      await idb.deleteDB(databaseName);
    },
  };
}

/** Resolves once every earlier write transaction on the updates has ended and this one is on disk. */
function barrier(db: IDBDatabase, value: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(['updates', 'custom'], 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    transaction.objectStore('custom').put(value, 'flushes');
  });
}

/** Moves every row that is no Yjs update out of `updates`, so that the rest loads; kept under `damaged-…` for a rescue. */
async function setDamagedRowsAside(databaseName: string): Promise<number> {
  const db = await withinOrFail(
    LOAD_LIMIT_MS,
    idb.openDB(databaseName, (fresh) => createStores(fresh)),
  );
  try {
    const [updates, custom] = idb.transact(db, ['updates', 'custom']);
    if (updates === undefined || custom === undefined) throw new Error('stores are missing');
    let damaged = 0;
    await idb.iterate(updates, null, (value: unknown, key: unknown) => {
      if (isUpdate(value)) return;
      damaged += 1;
      custom.put(value, `damaged-${String(key)}`);
      updates.delete(key as IDBValidKey);
    });
    return damaged;
  } finally {
    db.close();
  }
}

function createStores(db: IDBDatabase): void {
  idb.createStores(db, [['updates', { autoIncrement: true }], ['custom']]);
}

function isUpdate(value: unknown): boolean {
  if (!(value instanceof Uint8Array)) return false;
  const scratch = new Y.Doc();
  try {
    Y.applyUpdate(scratch, value);
    return true;
  } catch {
    return false;
  } finally {
    scratch.destroy();
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([done, limit]);
  clearTimeout(timer);
  return result;
}

async function withinOrFail<T>(ms: number, work: Promise<T>): Promise<T> {
  if (!(await within(ms, work))) throw new Error('no answer in time');
  return work;
}
