import * as Y from 'yjs';
import { type DocStorage, StorageProblem } from '../../lib/ports/ports.ts';

/**
 * One family's place on a browser's disk, where writing takes as long as the test says and a worker may die in between. Like y-indexeddb:
 * every update is a write of its own, fire and forget, in order; only a flush tells that those before it are safe.
 */
export interface CrashDisk {
  /** What a new worker finds. */
  readonly updates: readonly Uint8Array[];
  /** Everything on disk, as a document. */
  readonly doc: Y.Doc;
  /** Writes that are not on disk yet. */
  readonly waiting: number;
  /** Brings the oldest writes (all by default) to the disk. */
  write(count?: number): void;
  /** The worker dies: the oldest `count` waiting writes still reach the disk, the others are lost. */
  crash(count: number): void;
  /** Puts other content in place of what is there, as a restored profile does. Only without a worker. */
  replace(updates: readonly Uint8Array[]): void;
  /** While broken every write is lost and every flush rejects. */
  setBroken(isBroken: boolean): void;
  /** Another worker life on this disk; `options.onOpen` sees the document before anything is in it. */
  storage(options?: { onOpen?(doc: Y.Doc): void }): DocStorage;
}

type Waiting = { type: 'update'; update: Uint8Array } | { type: 'flush'; done(error?: Error): void };

export function createCrashDisk(): CrashDisk {
  let updates: Uint8Array[] = [];
  let doc = new Y.Doc();
  let waiting: Waiting[] = [];
  let isBroken = false;
  let life = 0;

  function commit(update: Uint8Array): void {
    updates.push(update);
    Y.applyUpdate(doc, update);
  }

  function write(count = waiting.length): void {
    let left = count;
    while (waiting.length > 0 && (left > 0 || waiting[0]?.type === 'flush')) {
      const next = waiting.shift();
      if (next?.type === 'flush') next.done();
      else if (next !== undefined) {
        left -= 1;
        commit(next.update);
      }
    }
  }

  return {
    replace(next) {
      updates = [];
      doc = new Y.Doc();
      for (const update of next) commit(update);
    },
    get updates() {
      return updates;
    },
    get doc() {
      return doc;
    },
    get waiting() {
      return waiting.length;
    },
    write,
    crash(count) {
      life += 1;
      const written = waiting.filter((it) => it.type === 'update').slice(0, count);
      waiting = [];
      for (const { update } of written) commit(update);
    },
    setBroken(next) {
      isBroken = next;
    },
    storage({ onOpen } = {}) {
      const mine = ++life;
      const origin = {};
      let opened: Y.Doc | null = null;
      let hasLost = false;
      const isAlive = () => mine === life;
      const onUpdate = (update: Uint8Array, from: unknown) => {
        if (from === origin || !isAlive()) return;
        if (isBroken) hasLost = true;
        else waiting.push({ type: 'update', update });
      };
      return {
        async open(target) {
          onOpen?.(target);
          for (const update of updates) Y.applyUpdate(target, update, origin);
          opened = target;
          target.on('update', onUpdate);
          return { damaged: 0 };
        },
        flush() {
          if (opened === null) return Promise.reject(new StorageProblem('Storage is not open'));
          if (isBroken) return Promise.reject(new StorageProblem('Changes could not be written'));
          if (hasLost && isAlive()) waiting.push({ type: 'update', update: Y.encodeStateAsUpdate(opened) });
          hasLost = false;
          if (waiting.length === 0 && isAlive()) return Promise.resolve();
          return new Promise((resolve, reject) => {
            if (isAlive()) waiting.push({ type: 'flush', done: (error) => (error ? reject(error) : resolve()) });
          });
        },
        async close() {
          opened?.off('update', onUpdate);
          opened = null;
        },
        async destroy() {
          await this.close();
          if (!isAlive()) return;
          waiting = [];
          updates = [];
          doc = new Y.Doc();
        },
      };
    },
  };
}
