import { AsyncLocalStorage } from 'node:async_hooks';
import type { FetchLobby, Lobby, Request as PartyRequest } from 'partykit/server';
import { createPartykitRoomSockets } from '../../lib/platform/partykit-room-socket.ts';
import type { RoomSocketFactory } from '../../lib/ports/ports.ts';
import FamilyRoom from '../../server/main.ts';
import { createMemoryLink, type MemoryLink } from './memory-link.ts';
import { createMemoryRoom, type MemoryRoom, type RoomSocketEnd, type RoomSocketOutput } from './memory-room.ts';
import { MemoryWebSocket } from './memory-web-socket.ts';
import type { RoomDisk } from './room-storage.ts';

/** One browser's way to the relay. */
export interface MemoryLine {
  /** The real adapter over the stock provider, on this line's sockets. */
  readonly sockets: RoomSocketFactory;
  /** Its sockets that are not over, oldest first. */
  readonly links: readonly MemoryLink[];
  /** The browser's ends of all sockets that were ever opened on it. */
  readonly webSockets: readonly MemoryWebSocket[];
  /** Taking it down severs every link; while it is down every attempt fails. */
  setUp(isUp: boolean): void;
  readonly isUp: boolean;
}

/**
 * The relay in this process: server/main.ts, edge and rooms, on storage doubles; members reach it through the real room-socket adapter on
 * fake WebSockets. Only inside a SeededRealm, on whose timers provider and room run.
 */
export interface MemoryRelay {
  readonly authority: string;
  createLine(): MemoryLine;
  readonly lines: readonly MemoryLine[];
  /** Puts something else than a relay at another address. */
  addWebServer(authority: string, answer: () => Response): void;
  /** Rooms in memory. What is stored outlives them. */
  readonly rooms: ReadonlyMap<string, MemoryRoom>;
  /** What is stored, by room. */
  readonly disks: ReadonlyMap<string, RoomDisk>;
  readonly isUp: boolean;
  /** Delivers frames and flushes writes until nothing is left to do; `settle` as in SeededRealm. */
  drain(settle: () => Promise<void>): Promise<void>;
  /** kill -9. Of every room's groups of unflushed writes `kept` still reach the disk (none by default). */
  kill9(kept?: (waiting: number) => number): void;
  start(): void;
  /** Deletes everything stored, as a new relay at the old address would have it. Only while it is down. */
  wipe(): void;
}

/** Whose `fetch` it is: the adapter calls the global one, also some time after `ask` was called. */
const fetchOfLine = new AsyncLocalStorage<typeof fetch>();
const realFetch = globalThis.fetch;
globalThis.fetch = (...args) => (fetchOfLine.getStore() ?? realFetch)(...args);

export function createMemoryRelay(authority = '127.0.0.1:1999'): MemoryRelay {
  const disks = new Map<string, RoomDisk>();
  const rooms = new Map<string, MemoryRoom>();
  const lines: MemoryLine[] = [];
  const webServers = new Map<string, () => Response>();
  /** Requests under way, which fail when relay or line goes. */
  const requests = new Set<{ line: MemoryLine; fail(): void }>();
  let isUp = true;

  function roomOf(id: string): MemoryRoom {
    let room = rooms.get(id);
    if (room === undefined) {
      const disk = disks.get(id) ?? new Map<string, unknown>();
      disks.set(id, disk);
      room = createMemoryRoom(id, disk);
      rooms.set(id, room);
    }
    return room;
  }

  /** What the edge knows of the rooms. */
  const parties = {
    main: {
      get: (id: string) => ({
        fetch: (init: RequestInit) => roomOf(id).fetch(new Request(`http://room/${id}`, init)),
      }),
    },
  };
  const lobbyOf = (id: string) => ({ id, parties }) as unknown as Lobby;

  async function shakeHands(url: string, output: RoomSocketOutput, opened: () => void): Promise<RoomSocketEnd | null> {
    const id = roomNameIn(url);
    const process = roomOf(id);
    const answer = await FamilyRoom.onBeforeConnect(requestTo(url), lobbyOf(id));
    if (answer instanceof Response) return null;
    opened();
    return process.accept(answer as unknown as Request, output);
  }

  function serve(url: string, init: RequestInit): Response | Promise<Response> {
    if (!new URL(url).pathname.startsWith('/parties/'))
      return FamilyRoom.onFetch(requestTo(url, init), {} as FetchLobby);
    return FamilyRoom.onBeforeRequest(requestTo(url, init), lobbyOf(roomNameIn(url)));
  }

  function createLine(): MemoryLine {
    let links: MemoryLink[] = [];
    const webSockets: MemoryWebSocket[] = [];
    let isLineUp = true;
    const isReachable = () => isUp && isLineUp;

    class LineWebSocket extends MemoryWebSocket {
      constructor(url: string | URL) {
        super(url, (dialled, events) => {
          const { link, wire } = createMemoryLink(
            async (output, opened) =>
              isReachable() && new URL(dialled).host === authority ? shakeHands(dialled, output, opened) : null,
            events,
          );
          links.push(link);
          return wire;
        });
        webSockets.push(this);
      }
    }

    const lineFetch = (input: unknown, init: RequestInit = {}) =>
      new Promise<Response>((resolve, reject) => {
        const fail = () => reject(new TypeError('fetch failed'));
        const { host } = new URL(String(input));
        const webServer = webServers.get(host);
        if (webServer !== undefined && isLineUp) return resolve(webServer());
        if (!isReachable() || host !== authority) return fail();
        const request = { line, fail };
        requests.add(request);
        Promise.resolve(serve(String(input), init))
          .then(resolve, fail)
          .finally(() => requests.delete(request));
      });

    const real = createPartykitRoomSockets();
    const line: MemoryLine = {
      sockets: {
        connect: (args) => withWebSocket(LineWebSocket, () => real.connect(args)),
        call: (args) => fetchOfLine.run(lineFetch as typeof fetch, () => real.call(args)),
      },
      get links() {
        links = links.filter(({ isOver }) => !isOver);
        return links;
      },
      webSockets,
      get isUp() {
        return isLineUp;
      },
      setUp(next) {
        isLineUp = next;
        if (next) return;
        for (const link of links) link.sever();
        for (const request of requests) if (request.line === line) request.fail();
      },
    };
    lines.push(line);
    return line;
  }

  return {
    authority,
    createLine,
    lines,
    addWebServer: (address, answer) => webServers.set(address, answer),
    rooms,
    disks,
    get isUp() {
      return isUp;
    },

    async drain(settle) {
      for (;;) {
        await settle();
        let isAnyDone = false;
        for (const link of lines.flatMap((line) => line.links)) {
          while (link.deliverToRelay()) isAnyDone = true;
          while (link.deliverToMember()) isAnyDone = true;
        }
        for (const { storage } of rooms.values()) {
          if (storage.waiting === 0) continue;
          storage.flush();
          isAnyDone = true;
        }
        if (!isAnyDone) return;
      }
    },

    kill9(kept = () => 0) {
      isUp = false;
      for (const room of rooms.values()) room.kill(kept(room.storage.waiting));
      rooms.clear();
      for (const link of lines.flatMap((line) => line.links)) link.relayDied();
      for (const request of requests) request.fail();
    },
    start() {
      isUp = true;
    },
    wipe() {
      if (isUp) throw new Error('a running relay is not wiped');
      disks.clear();
    },
  };
}

const roomNameIn = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';

/** As the runtime hands it on: the scheme of HTTP, the host that the client named. */
function requestTo(url: string, init: RequestInit = {}): PartyRequest {
  const target = new URL(url.replace(/^ws/, 'http'));
  const { method = 'GET', body = null } = init;
  return new Request(target, { method, body, headers: { host: target.host } }) as unknown as PartyRequest;
}

/** The adapter makes its subclass of the global WebSocket while `connect` runs. */
function withWebSocket<T>(socketClass: unknown, work: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Object.defineProperty(globalThis, 'WebSocket', { value: socketClass, configurable: true, writable: true });
  try {
    return work();
  } finally {
    if (before !== undefined) Object.defineProperty(globalThis, 'WebSocket', before);
  }
}
