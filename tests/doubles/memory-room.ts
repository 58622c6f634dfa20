import type { Connection, Request as PartyRequest, Room as PartyRoom } from 'partykit/server';
import FamilyRoom from '../../server/main.ts';
import { createRoomStorage, type RoomDisk, type RoomStorage } from './room-storage.ts';

/** The relay's end of one socket, as the wire sees it. */
export interface RoomSocketEnd {
  /** A frame has come in. */
  receive(data: string | ArrayBuffer): void;
  /** The client has closed, or answered our close. */
  closed(): void;
  /** The line is dead. */
  broke(): void;
}

/** Where the relay's end puts what it sends. */
export interface RoomSocketOutput {
  send(data: string | ArrayBuffer): void;
  close(code: number, reason: string): void;
  /** The connection ends without a word. */
  broke(): void;
}

/**
 * PartyKit around one room, in memory: the real server/main.ts on a storage double. Its life can end at any moment, by sleep (memory is
 * gone, sockets and their attachments stay) or by kill (what was not on disk is gone too).
 */
export interface MemoryRoom {
  readonly disk: RoomDisk;
  readonly storage: RoomStorage;
  /** The room object's own HTTP, behind the edge. */
  fetch(request: Request): Promise<Response>;
  accept(request: Request, output: RoomSocketOutput): RoomSocketEnd;
  readonly socketCount: number;
  /** Hibernation. Only where nothing is under way. */
  sleep(): void;
  /** A write fails. The room is told, and the platform throws the room object away with its sockets and what was not on disk. */
  failStorage(): void;
  /** Ends the process; `groups` of unflushed writes still reach the disk. */
  kill(groups: number): void;
}

const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

export function createMemoryRoom(id: string, disk: RoomDisk): MemoryRoom {
  let storage = createRoomStorage(disk);
  let server: FamilyRoom | null = null;
  let isKilled = false;
  const connections = new Map<string, Connection>();
  const outputs = new Map<string, RoomSocketOutput>();
  /** How to fail the requests under way, when the object is thrown away. */
  const calls = new Set<(problem: Error) => void>();

  /** The room object is made when something happens, as the platform does. */
  function awake(): FamilyRoom {
    server ??= new FamilyRoom({
      id,
      storage,
      getConnections: () => connections.values(),
    } as unknown as PartyRoom);
    return server;
  }

  const run = (work: (room: FamilyRoom) => void | Promise<void>) => {
    if (!isKilled) void work(awake());
  };

  return {
    disk,
    get storage() {
      return storage;
    },
    fetch(request) {
      const { promise, resolve, reject } = Promise.withResolvers<Response>();
      calls.add(reject);
      const answer = async () => {
        const response = await awake().onRequest(request as unknown as PartyRequest);
        // The platform holds answers back, too, until what they may speak of is on disk.
        storage.afterWrites(() => resolve(response));
      };
      answer().catch(reject);
      return promise.finally(() => calls.delete(reject));
    },
    accept(request, output) {
      let attachment: unknown = null;
      let readyState = OPEN;
      const connectionId = new URL(request.url).searchParams.get('_pk') ?? '';
      const connection = {
        id: connectionId,
        uri: request.url,
        get state() {
          return attachment;
        },
        setState(next: unknown) {
          // What the platform keeps with a sleeping socket.
          const text = JSON.stringify(next);
          if (text.length > 2_048) throw new Error('the attachment is too large');
          attachment = JSON.parse(text);
          return attachment;
        },
        get readyState() {
          return readyState;
        },
        send(data: string | Uint8Array) {
          if (readyState !== OPEN) throw new Error('the socket is not open');
          const copy = typeof data === 'string' ? data : data.slice().buffer;
          storage.afterWrites(() => output.send(copy));
        },
        close(code = 1000, reason = '') {
          if (readyState >= CLOSING) return;
          readyState = CLOSING;
          storage.afterWrites(() => output.close(code, reason));
        },
      } as unknown as Connection;
      const end = (how: (room: FamilyRoom) => Promise<void>) => {
        if (readyState === CLOSED) return;
        outputs.delete(connectionId);
        if (!connections.delete(connectionId)) return;
        run(how);
        readyState = CLOSED;
      };
      connections.set(connectionId, connection);
      outputs.set(connectionId, output);
      run((room) => room.onConnect(connection, { request: request as unknown as PartyRequest }));
      return {
        receive(data) {
          if (readyState === OPEN) run((room) => room.onMessage(data, connection));
        },
        closed: () => end((room) => room.onClose(connection)),
        broke: () => end((room) => room.onError(connection)),
      };
    },
    get socketCount() {
      return connections.size;
    },
    sleep() {
      if (storage.waiting > 0) throw new Error('a room with writes under way does not sleep');
      server = null;
      storage = createRoomStorage(disk);
    },
    failStorage() {
      storage.fail();
      storage = createRoomStorage(disk);
      server = null;
      connections.clear();
      for (const output of outputs.values()) output.broke();
      outputs.clear();
      for (const fail of calls) fail(new Error('storage has failed'));
      calls.clear();
    },
    kill(groups) {
      isKilled = true;
      storage.crash(groups);
      connections.clear();
    },
  };
}
