import { mergeUpdates } from 'yjs';
import type { DocumentKeeper } from './document-keeper.ts';
import { updateFrame } from './frames.ts';
import { MAX_MERGED_BYTES } from './limits.ts';
import type { MemberSocket } from './member-socket.ts';
import type { MemberSockets } from './member-sockets.ts';
import { logTrouble } from './trouble.ts';

/** Something that goes out in its turn. */
export interface Outgoing {
  /** Whose message brought it. */
  readonly socket: MemberSocket;
  /** What the other members need. */
  readonly change: Uint8Array | null;
  /** What must be stored first. */
  readonly keep: Uint8Array | null;
  /** Receipt for the sender: this many of its updates are durable. */
  readonly ack: number | null;
  /** Frame for the sender alone, which may show what is not stored yet and therefore waits like the rest. */
  readonly answer: Uint8Array | null;
}

/**
 * Everything that leaves the room, in order. Whatever is queued while a write is under way is written together next, in one row; only
 * when the storage has confirms is it relayed and acknowledged. So whatever a peer has seen survives the relay being killed at any moment.
 */
export interface Outbox {
  put(outgoing: Outgoing): void;
  /** Resolves once nothing is waiting. Never rejects: when storage fails, every socket is closed and the document let go. */
  settled(): Promise<void>;
}

export function createOutbox(deps: { keeper: DocumentKeeper; sockets: MemberSockets }): Outbox {
  const { keeper, sockets } = deps;
  let queue: Outgoing[] = [];
  let settling: Promise<void> | null = null;

  /** `row` is what was stored of the batch, merged. */
  const relay = (batch: readonly Outgoing[], row: Uint8Array | null) => {
    const changes = new Map<MemberSocket, Uint8Array[]>();
    for (const { socket, change } of batch) {
      if (change === null) continue;
      const own = changes.get(socket);
      if (own === undefined) changes.set(socket, [change]);
      else own.push(change);
    }
    if (changes.size === 0) return;
    const frames = new Map<MemberSocket, Uint8Array[]>();
    for (const [socket, own] of changes) frames.set(socket, framesOf(own, null));
    let all: Uint8Array[] | null = frames.size === 1 ? [...frames.values()].flat() : null;
    for (const receiver of sockets.open()) {
      if (frames.has(receiver)) {
        for (const [sender, own] of frames) if (sender !== receiver) for (const it of own) receiver.window.relay(it);
        continue;
      }
      // Merging is dear, and mostly what was stored is the very same.
      all ??= framesOf([...changes.values()].flat(), batch.every(({ keep, change }) => keep === change) ? row : null);
      for (const frame of all) receiver.window.relay(frame);
    }
  };

  const send = (batch: readonly Outgoing[], row: Uint8Array | null) => {
    relay(batch, row);
    const receipts = new Map<MemberSocket, number>();
    for (const { socket, answer, ack } of batch) {
      if (answer !== null) socket.send(answer);
      if (ack !== null) receipts.set(socket, ack);
    }
    for (const [socket, ack] of receipts) socket.acknowledge(ack);
  };

  const compactIfDue = async (isEmpty: boolean) => {
    const { document, journal } = keeper;
    if (document !== null && journal.isCompactionDue(isEmpty)) await journal.compact(document.state());
  };

  const settle = async () => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      const kept: Uint8Array[] = [];
      for (const { keep } of batch) if (keep !== null) kept.push(keep);
      const row = kept.length > 0 ? merged(kept) : null;
      if (row !== null) await keeper.journal.append(row);
      send(batch, row);
      await compactIfDue(false);
    }
    if (sockets.open().length > 0) return;
    await compactIfDue(true);
    if (queue.length === 0 && sockets.open().length === 0) keeper.forget();
  };

  const run = async () => {
    // Not before the caller has the promise: `settling` must never be set after it was cleared.
    await null;
    try {
      do await settle();
      while (queue.length > 0);
    } catch (error) {
      // Nothing may be relayed or acknowledged after a write that failed: everybody starts anew from what is stored.
      logTrouble('room: storage failed', error);
      queue = [];
      keeper.forget();
      for (const socket of sockets.open()) socket.fail();
    } finally {
      settling = null;
    }
  };

  return {
    put(outgoing) {
      queue.push(outgoing);
    },
    settled() {
      settling ??= run();
      return settling;
    },
  };
}

/** One frame for many small changes; large ones each in their own, so that readers can be sent them one by one. */
function framesOf(changes: readonly Uint8Array[], mergedAlready: Uint8Array | null): Uint8Array[] {
  const bytes = changes.reduce((sum, change) => sum + change.length, 0);
  if (bytes > MAX_MERGED_BYTES) return changes.map(updateFrame);
  return [updateFrame(mergedAlready ?? merged(changes))];
}

function merged(updates: readonly Uint8Array[]): Uint8Array {
  const [only] = updates;
  return only !== undefined && updates.length === 1 ? only : mergeUpdates([...updates]);
}
