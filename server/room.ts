import type { Connection } from 'partykit/server';
import type { DeviceId } from '../lib/protocol/ids.ts';
import { KEEPALIVE_FRAME } from '../lib/protocol/relay.ts';
import { createAllowances } from './allowances.ts';
import { createDocumentKeeper, type DocumentKeeper } from './document-keeper.ts';
import { stateFrame, stateRequestFrame } from './frames.ts';
import type { JournalStorage } from './journal.ts';
import { MAX_MALFORMED_FRAMES } from './limits.ts';
import type { MemberSocket } from './member-socket.ts';
import { createMemberSockets } from './member-sockets.ts';
import { createOutbox, type Outbox } from './outbox.ts';

/**
 * One family's room: takes frames from admitted sockets, merges them into the document, stores each change and passes it on to the
 * others. Knows nothing of proofs (gate.ts) and nothing of content: values are sealed.
 */
export interface Room {
  /** Loads the document where it is not in memory. Rejects when storage cannot be read; the next call tries again. */
  open(): Promise<void>;
  /** A socket that the gate let in. */
  connected(connection: Connection, device: DeviceId): Promise<void>;
  /** A frame. Resolves once what it caused is durable and sent. Frames of one socket take effect in the order of the calls. */
  received(connection: Connection, frame: string | ArrayBuffer | ArrayBufferView): Promise<void>;
  /** Resolves once everything is settled. The last one to go takes the document out of memory. */
  closed(connection: Connection): Promise<void>;
}

export interface RoomDeps {
  storage: JournalStorage;
  /** All open ones, also those from before the room slept. */
  connections(): Iterable<Connection>;
  /** Milliseconds since the epoch. */
  now(): number;
}

export function createRoom({ storage, connections, now }: RoomDeps): Room {
  const allowances = createAllowances(now());
  const sockets = createMemberSockets({
    connections,
    probeFrame: () => (keeper.document === null ? null : stateRequestFrame(keeper.document.stateVector())),
  });
  // These need each other: the document must not be read from storage while a write is under way.
  const keeper: DocumentKeeper = createDocumentKeeper({ storage, idle: () => outbox.settled() });
  const outbox: Outbox = createOutbox({ keeper, sockets });

  /** Whether the frame may be looked at. */
  const isWithinAllowance = (socket: MemberSocket, bytes: number): boolean => {
    const at = now();
    const taken = allowances.takeFrame(socket.device, bytes, at);
    if (taken === 'taken') return true;
    const devices = taken === 'device' ? [socket.device] : sockets.open().map((it) => it.device);
    sockets.evict(allowances.greediest(devices, at) ?? socket.device);
    return !socket.isClosed;
  };

  const sendState = async (socket: MemberSocket, stateVector: Uint8Array) => {
    const document = await keeper.open();
    let state: Uint8Array;
    try {
      state = document.stateSince(stateVector);
    } catch {
      countMalformed(socket);
      return;
    }
    if (!allowances.takeState(socket.device, state.length, now())) {
      socket.refuse('too-fast');
      return;
    }
    outbox.put({ socket, change: null, keep: null, ack: null, answer: stateFrame(state) });
    await outbox.settled();
  };

  const takeUpdate = async (socket: MemberSocket, update: Uint8Array, isAnswer: boolean) => {
    const document = await keeper.open();
    if (socket.isClosed) return;
    if (!keeper.hasSpaceFor(update)) {
      socket.refuse('family-full');
      return;
    }
    const applied = document.apply(update);
    if (!applied.ok) {
      // At once: to go on would make later receipts of this socket speak of an update that is not here.
      socket.refuse('malformed');
      if (!applied.isIntact) keeper.forget();
      return;
    }
    if (isAnswer) sockets.answered(socket);
    outbox.put({ socket, change: applied.change, keep: applied.keep, ack: socket.countUpdate(), answer: null });
    await outbox.settled();
  };

  const countMalformed = (socket: MemberSocket) => {
    if (++socket.malformed >= MAX_MALFORMED_FRAMES) socket.refuse('malformed');
  };

  return {
    async open() {
      await keeper.open();
    },

    async connected(connection, device) {
      const socket = sockets.admit(connection, device, now());
      if (socket.isClosed) return;
      try {
        await keeper.open();
        socket.window.probe();
      } catch (error) {
        console.error('room: storage cannot be read:', error instanceof Error ? error.message : error);
        socket.fail();
      }
    },

    async received(connection, frame) {
      const socket = sockets.of(connection);
      if (socket.isClosed) return;
      if (!isWithinAllowance(socket, typeof frame === 'string' ? frame.length : frame.byteLength)) return;
      const intake = socket.frames.read(frame);
      socket.limitBatchTime();
      try {
        switch (intake.type) {
          case 'state-wanted':
            return await sendState(socket, intake.stateVector);
          case 'update':
            return await takeUpdate(socket, intake.update, intake.isAnswer);
          case 'alive':
            return socket.send(KEEPALIVE_FRAME);
          case 'partial':
            if (sockets.isHoldingTooMuch()) socket.refuse('too-large');
            return;
          case 'malformed':
            return countMalformed(socket);
          case 'refused':
            return socket.refuse(intake.reason);
        }
      } catch (error) {
        console.error('room: storage cannot be read:', error instanceof Error ? error.message : error);
        socket.fail();
      }
    },

    async closed(connection) {
      sockets.remove(connection);
      if (keeper.document !== null) await outbox.settled();
    },
  };
}
