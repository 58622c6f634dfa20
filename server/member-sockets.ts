import type { Connection } from 'partykit/server';
import type { DeviceId } from '../lib/protocol/ids.ts';
import {
  MAX_OPEN_BATCH_BYTES_PER_ROOM,
  MAX_SOCKETS_PER_DEVICE,
  MAX_SOCKETS_PER_ROOM,
  MAX_UNREAD_BYTES_PER_ROOM,
  SEND_WINDOW_BYTES,
} from './limits.ts';
import { type Admission, createMemberSocket, deviceOf, type MemberSocket, markAdmitted } from './member-socket.ts';

/** The room's open sockets, and who has to go when there are too many, too greedy or too slow ones. */
export interface MemberSockets {
  /** A socket the gate let in. Closes it, or the device's oldest, where there are too many. */
  admit(connection: Connection, admission: Admission, now: number): MemberSocket;
  /** The socket of this connection, also of one from before the room slept. */
  of(connection: Connection): MemberSocket;
  open(): MemberSocket[];
  /** Answers the device whose last socket it was, if it was one. */
  remove(connection: Connection): DeviceId | undefined;
  /** Closes all sockets of a device. */
  evict(device: DeviceId): void;
  /** The socket's client answered a state request: it, and others, may be sent more. */
  answered(socket: MemberSocket): void;
  /** Whether unfinished batches hold more than a room may. */
  isHoldingTooMuch(): boolean;
}

export interface MemberSocketsDeps {
  /** All open ones; this list, not the memory of this object, survives the room's sleep. */
  connections(): Iterable<Connection>;
  /** A state request, or null while the document is not in memory. */
  probeFrame(): Uint8Array | null;
}

export function createMemberSockets({ connections, probeFrame }: MemberSocketsDeps): MemberSockets {
  const known = new Map<string, MemberSocket>();

  const hasSpaceFor = (bytes: number) => {
    if (bytes <= SEND_WINDOW_BYTES) return true;
    let unread = 0;
    for (const socket of known.values()) if (!socket.isClosed) unread += socket.window.unreadBytes;
    return unread === 0 || unread + bytes <= MAX_UNREAD_BYTES_PER_ROOM;
  };

  /** Space that one socket has left may be what another waits for. */
  const flushAll = () => {
    for (const socket of known.values()) if (socket.window.isWaiting) socket.window.flush();
  };

  const of = (connection: Connection): MemberSocket => {
    let socket = known.get(connection.id);
    if (socket === undefined) {
      socket = createMemberSocket(connection, { probeFrame, hasSpaceFor });
      known.set(connection.id, socket);
    }
    return socket;
  };

  /** Whether `known` lists all sockets: not yet when the room has just been woken. */
  let isComplete = false;
  const open = (): MemberSocket[] => {
    // Asking the runtime for every change that is relayed would cost more than relaying it.
    if (!isComplete) {
      for (const connection of connections()) {
        // Without a state it is accepted but not admitted yet: between the two steps of a handshake.
        if (connection.state !== null) of(connection);
      }
      isComplete = true;
    }
    return [...known.values()].filter((socket) => !socket.isClosed);
  };

  return {
    of,
    open,
    admit(connection, admission, now) {
      const { device } = admission;
      markAdmitted(connection, admission, now);
      const socket = of(connection);
      const others = open();
      if (others.length > MAX_SOCKETS_PER_ROOM) socket.refuse('room-full');
      const own = others.filter((it) => it.device === device).sort((a, b) => a.since - b.since);
      for (const oldest of own.slice(0, Math.max(0, own.length - MAX_SOCKETS_PER_DEVICE))) oldest.refuse('room-full');
      return socket;
    },
    remove(connection) {
      const device = deviceOf(connection);
      // Before it is forgotten: in a room just woken this is what finds the others, and might find this one again.
      open();
      known.get(connection.id)?.dispose();
      known.delete(connection.id);
      flushAll();
      return device === undefined || open().some((it) => it.device === device) ? undefined : device;
    },
    evict(device) {
      for (const socket of open()) if (socket.device === device) socket.refuse('too-fast');
    },
    answered(socket) {
      socket.window.answered();
      flushAll();
    },
    isHoldingTooMuch() {
      let held = 0;
      for (const socket of known.values()) held += socket.frames.heldBytes;
      return held > MAX_OPEN_BATCH_BYTES_PER_ROOM;
    },
  };
}
