import * as Y from 'yjs';
import { type DocStorage, StorageProblem } from '../../lib/ports/ports.ts';

/** What stays when a worker dies: updates written so far, and the switch that makes writing fail. */
export interface MemoryDisk {
  updates: Uint8Array[];
  isBroken: boolean;
}

export function createMemoryDisk(): MemoryDisk {
  return { updates: [], isBroken: false };
}

/** DocStorage on a MemoryDisk. Like y-indexeddb it writes each update by itself and reports failures only at the flush. */
export function createMemoryDocStorage(disk: MemoryDisk): DocStorage {
  let doc: Y.Doc | null = null;
  let hasLost = false;
  const origin = {};
  const write = (update: Uint8Array, from: unknown) => {
    if (from === origin) return;
    if (disk.isBroken) hasLost = true;
    else disk.updates.push(update);
  };
  return {
    async open(opened) {
      let damaged = 0;
      for (const update of disk.updates) {
        try {
          Y.applyUpdate(opened, update, origin);
        } catch {
          damaged += 1;
        }
      }
      doc = opened;
      opened.on('update', write);
      return { damaged };
    },
    async flush() {
      if (doc === null) throw new StorageProblem('Storage is not open');
      if (disk.isBroken) throw new StorageProblem('Changes could not be written');
      if (hasLost) disk.updates.push(Y.encodeStateAsUpdate(doc));
      hasLost = false;
    },
    async close() {
      doc?.off('update', write);
      doc = null;
    },
    async destroy() {
      await this.close();
      disk.updates = [];
    },
  };
}
