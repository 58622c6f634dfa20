import type { Connection } from 'partykit/server';
import type { DeviceId } from '../lib/protocol/ids.ts';
import {
  KEEPALIVE_FRAME,
  LEFT_PREFIX,
  NEWS_PREFIX,
  type RefusalReason,
  type ServerReport,
} from '../lib/protocol/relay.ts';
import { createAllowances } from './allowances.ts';
import { createDocumentKeeper, type DocumentKeeper } from './document-keeper.ts';
import { reportDocument } from './document-report.ts';
import { stateFrame, stateRequestFrame } from './frames.ts';
import type { JournalStorage } from './journal.ts';
import { MAX_MALFORMED_FRAMES } from './limits.ts';
import type { Admission, MemberSocket } from './member-socket.ts';
import { createMemberSockets } from './member-sockets.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { logTrouble } from './trouble.ts';

/** What the room must know of the family: who is still in, and under which epoch. */
export interface RoomFamily {
  /** Reads it where it is not in memory. */
  open(): Promise<void>;
  /** Why a socket that was admitted so may no longer send, null where it may. Only after `open`. */
  refusalOf(admission: Admission): RefusalReason | null;
  /** Newest chain entry (its hash) and how many wait to be let in; null without a family. Only after `open`. */
  news(): { head: string; knocks: number } | null;
}

/**
 * One family's room: takes frames from admitted sockets, merges them into the document, stores each change and passes it on to the
 * others. Knows nothing of proofs (gate.ts) and nothing of content: values are sealed.
 */
export interface Room {
  /** Loads the document where it is not in memory. Rejects when storage cannot be read; the next call tries again. */
  open(): Promise<void>;
  /** A socket that the gate let in. */
  connected(connection: Connection, admission: Admission): Promise<void>;
  /** A frame. Resolves once what it caused is durable and sent. Frames of one socket take effect in the order of the calls. */
  received(connection: Connection, frame: string | ArrayBuffer | ArrayBufferView): Promise<void>;
  /** Resolves once everything is settled. The last one to go takes the document out of memory. */
  closed(connection: Connection): Promise<void>;
  /**
   * The family is about to change so that these may no longer send: from here on, until `familyChanged` or `failed`, nothing of theirs is
   * taken. What came before is older than the change, what comes now must not be younger.
   */
  hold(isHeld: (device: DeviceId) => boolean): void;
  /** The family has changed, durably: closes the sockets that may no longer send, tells the others. */
  familyChanged(): void;
  /** Storage does not take what it was given: everybody starts anew from what is stored. */
  failed(): void;
  /** How many sockets each device has open. */
  socketsOf(): Map<DeviceId, number>;
  /** What the document looks like from outside, and how many bytes of it are stored. */
  report(): Promise<{ document: ServerReport['document']; bytes: number }>;
}

export interface RoomDeps {
  storage: JournalStorage;
  family: RoomFamily;
  /** All open ones, also those from before the room slept. */
  connections(): Iterable<Connection>;
  /** Milliseconds since the epoch. */
  now(): number;
}

export function createRoom({ storage, family, connections, now }: RoomDeps): Room {
  const allowances = createAllowances(now());
  const sockets = createMemberSockets({
    connections,
    probeFrame: () => (keeper.document === null ? null : stateRequestFrame(keeper.document.stateVector())),
  });
  // These need each other: the document must not be read from storage while a write is under way.
  const keeper: DocumentKeeper = createDocumentKeeper({ storage, idle: () => outbox.settled() });
  const outbox: Outbox = createOutbox({ keeper, sockets });

  let isHeld: (device: DeviceId) => boolean = () => false;

  /** Closes a socket whose device or epoch is no longer the family's. Only after `family.open`. */
  const isEntitled = (socket: MemberSocket): boolean => {
    const refusal = family.refusalOf(socket);
    if (refusal !== null) socket.refuse(refusal);
    return !socket.isClosed && !isHeld(socket.device);
  };

  const tellNews = (to: readonly MemberSocket[]) => {
    const news = family.news();
    if (news !== null) for (const socket of to) socket.send(`${NEWS_PREFIX}${news.head} ${news.knocks}`);
  };

  /** Whether the frame may be looked at. */
  const isWithinAllowance = (socket: MemberSocket, bytes: number): boolean => {
    const at = now();
    const taken = allowances.takeFrame(socket.device, bytes, at);
    if (taken === 'taken') return true;
    const devices = taken === 'device' ? [socket.device] : sockets.open().map((it) => it.device);
    sockets.evict(allowances.greediest(devices, at) ?? socket.device);
    return !socket.isClosed;
  };

  const open = async () => {
    const [document] = await Promise.all([keeper.open(), family.open()]);
    return document;
  };

  const sendState = async (socket: MemberSocket, stateVector: Uint8Array) => {
    const document = await open();
    if (!isEntitled(socket)) return;
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
    const document = await open();
    if (!isEntitled(socket)) return;
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

  /** Only among those that show themselves, and never stored. */
  const passOn = (socket: MemberSocket, frame: Uint8Array) => {
    socket.markPresent();
    if (!allowances.takePresence(socket.device, now())) return;
    for (const other of sockets.open()) if (other !== socket && other.isPresent) other.window.offer(frame);
  };

  const countMalformed = (socket: MemberSocket) => {
    if (++socket.malformed >= MAX_MALFORMED_FRAMES) socket.refuse('malformed');
  };

  return {
    async open() {
      await open();
    },

    async connected(connection, admission) {
      const socket = sockets.admit(connection, admission, now());
      if (socket.isClosed) return;
      try {
        await open();
        // The family may have changed since the gate let this one in.
        if (!isEntitled(socket)) return;
        socket.window.probe();
        tellNews([socket]);
      } catch (error) {
        logTrouble('room: storage cannot be read', error);
        socket.fail();
      }
    },

    async received(connection, frame) {
      const socket = sockets.of(connection);
      if (socket.isClosed || isHeld(socket.device)) return;
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
          case 'presence':
            return passOn(socket, intake.frame);
          case 'partial':
            if (sockets.isHoldingTooMuch()) socket.refuse('too-large');
            return;
          case 'malformed':
            return countMalformed(socket);
          case 'refused':
            return socket.refuse(intake.reason);
        }
      } catch (error) {
        logTrouble('room: storage cannot be read', error);
        socket.fail();
      }
    },

    async closed(connection) {
      const device = sockets.remove(connection);
      if (device !== undefined) for (const socket of sockets.open()) socket.send(`${LEFT_PREFIX}${device}`);
      if (keeper.document !== null) await outbox.settled();
    },

    hold(held) {
      isHeld = held;
    },

    familyChanged() {
      isHeld = () => false;
      tellNews(sockets.open().filter(isEntitled));
    },

    failed() {
      isHeld = () => false;
      for (const socket of sockets.open()) socket.fail();
    },

    socketsOf() {
      const counts = new Map<DeviceId, number>();
      for (const { device } of sockets.open()) counts.set(device, (counts.get(device) ?? 0) + 1);
      return counts;
    },

    async report() {
      const document = await keeper.open();
      const { journal } = keeper;
      const report = { document: reportDocument(document.doc, journal), bytes: journal.bytes };
      // Brought into memory for this alone, it goes again.
      await outbox.settled();
      return report;
    },
  };
}
