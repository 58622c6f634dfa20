import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { MAX_PENDING_BYTES } from './limits.ts';

/** What an update did to the document. */
export type Applied =
  /** `change` is what peers need (null: nothing new), `keep` what the journal needs (null: nothing new). */
  | { ok: true; change: Uint8Array | null; keep: Uint8Array | null }
  /** It could not be read. `isIntact`: and left no trace; else the document must be loaded anew. */
  | { ok: false; isIntact: boolean };

/**
 * The family's document in memory. Garbage collection is on: what was overwritten leaves memory at once and storage with the next
 * snapshot. Knows structure, never content: no shared type is ever opened here.
 */
export interface RoomDocument {
  readonly doc: Doc;
  apply(update: Uint8Array): Applied;
  stateVector(): Uint8Array;
  /** What a peer with this state vector lacks; throws if it cannot be read. */
  stateSince(stateVector: Uint8Array): Uint8Array;
  state(): Uint8Array;
}

/** An empty document, to be loaded before anything is applied. */
export function createRoomDocument(): RoomDocument {
  const doc = new Doc({ gc: true });
  let change: Uint8Array | null = null;
  // Must not throw: one listener that does, and Yjs emits no update of this document ever again.
  doc.on('update', (update: Uint8Array) => {
    change = update;
  });

  return {
    doc,
    apply(update) {
      change = null;
      const pendingBefore = pendingOf(doc);
      let isRead = true;
      try {
        applyUpdate(doc, update);
      } catch {
        isRead = false;
      }
      const isStuck = doc._transaction !== null || doc._transactionCleanups.length > 0;
      const pending = pendingOf(doc);
      const isPendingChanged =
        !isSame(pending.structs, pendingBefore.structs) || !isSame(pending.deletions, pendingBefore.deletions);
      if (isStuck || pending.bytes > MAX_PENDING_BYTES) return { ok: false, isIntact: false };
      if (!isRead) return { ok: false, isIntact: change === null && !isPendingChanged };
      // What waits for something that is not here yet is in no change event, but the sender was told that it is safe.
      return { ok: true, change, keep: isPendingChanged ? update : change };
    },
    stateVector: () => encodeStateVector(doc),
    stateSince: (stateVector) => encodeStateAsUpdate(doc, stateVector),
    state: () => encodeStateAsUpdate(doc),
  };
}

interface Pending {
  structs: Uint8Array | null;
  deletions: Uint8Array | null;
  bytes: number;
}

function pendingOf(doc: Doc): Pending {
  const structs = doc.store.pendingStructs?.update ?? null;
  const deletions = doc.store.pendingDs;
  return { structs, deletions, bytes: (structs?.length ?? 0) + (deletions?.length ?? 0) };
}

/** Yjs makes a new array of the same pending deletions with every update. */
const isSame = (a: Uint8Array | null, b: Uint8Array | null) =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((byte, index) => byte === b[index]));
