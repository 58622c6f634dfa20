import type { Doc } from 'yjs';
import type { Clock, NetworkHint, RoomSocket, RoomSocketEvents, RoomSocketFactory } from '../ports/ports.ts';
import type { Handshake, RefusalReason } from '../protocol/relay.ts';
import type { RelayHost } from '../protocol/relay-host.ts';
import { createBackOff, LASTING_MS } from './back-off.ts';
import type { Verdict } from './chain-keeper.ts';

/** Where a family's connection stands. `idle`: not wanted now. `offline`: the last attempt reached nobody, another one will follow. */
export type ConnectionState =
  | { phase: 'idle' | 'offline' | 'connecting' | 'syncing' | 'synced' }
  | { phase: 'refused'; reason: RefusalReason | 'not-a-relay' | 'chain-problem'; skewMs?: number };

/** Keeps one family connected while that is wanted. Knows sockets and time; does not know what the document means. */
export interface RoomConnection {
  readonly state: ConnectionState;
  /** While wanted it connects, and comes back by itself. */
  setWanted(isWanted: boolean): void;
  /** Leaves the present relay, if it is another, for this one. */
  setHost(host: RelayHost): void;
  /** Tries at once if it is waiting. */
  retryNow(): void;
  /** Where a socket is open. */
  sendPresence(frame: Uint8Array): void;
  /** Leaves the relay and tries anew: what is known of its family has changed, or no longer holds. */
  restart(): void;
  /** Idempotent; nothing is called back afterwards. */
  close(): void;
}

/** So often it connects again at once because something was learned, before it takes its time. */
const MAX_AT_ONCE = 8;

/** `makeHandshake` is called anew for every attempt: a proof is single-use and short-lived. */
export function createRoomConnection(deps: {
  clock: Clock;
  random: () => number;
  sockets: Pick<RoomSocketFactory, 'connect'>;
  network: NetworkHint;
  room: string;
  doc: Doc;
  host: RelayHost;
  makeHandshake(host: RelayHost): Promise<Handshake>;
  /** Asks the relay why it refused, and takes over what it says; never rejects. */
  learnWhy(): Promise<Verdict>;
  onState(state: ConnectionState): void;
  /** A new socket begins; counts of sent and acknowledged messages start again. */
  onSocket(): void;
  onSent(n: number, kind: 'state' | 'update'): void;
  onAcked(n: number): void;
  onNews: RoomSocketEvents['news'];
  onPresence: RoomSocketEvents['presence'];
  onLeft: RoomSocketEvents['left'];
}): RoomConnection {
  const { clock, sockets, room, doc } = deps;
  const backOff = createBackOff(deps.random);
  let host = deps.host;
  let state: ConnectionState = { phase: 'idle' };
  let isWanted = false;
  let isClosed = false;
  let socket: RoomSocket | null = null;
  let cancelRetry: (() => void) | null = null;
  /** Only the newest attempt may change anything: an answer to an older one is stale. */
  let attempt = 0;
  /** Attempts since the last success that were made at once. */
  let atOnce = 0;

  deps.network.onOnline(() => {
    backOff.reset();
    retryNow();
  });

  function enter(next: ConnectionState): void {
    const isSame = next.phase === state.phase && next.phase !== 'refused';
    state = next;
    if (!isSame && !isClosed) deps.onState(next);
  }

  function abandon(): void {
    attempt += 1;
    cancelRetry?.();
    cancelRetry = null;
    const closing = socket;
    socket = null;
    closing?.close();
  }

  async function connect(): Promise<void> {
    abandon();
    const mine = attempt;
    const isCurrent = () => mine === attempt && !isClosed;
    // While nobody could be reached "offline" stays true until something answers; flipping to "connecting" at every retry would not help anyone.
    if (state.phase !== 'offline' && state.phase !== 'refused') enter({ phase: 'connecting' });
    let handshake: Handshake;
    try {
      handshake = await deps.makeHandshake(host);
    } catch {
      if (isCurrent()) waitThenRetry({ phase: 'offline' });
      return;
    }
    if (!isCurrent()) return;
    let cancelLasting: (() => void) | null = null;
    deps.onSocket();
    socket = sockets.connect({
      host,
      room,
      doc,
      params: handshake,
      events: {
        synced() {
          if (!isCurrent()) return;
          cancelLasting = clock.after(LASTING_MS, () => {
            backOff.reset();
            atOnce = 0;
          });
          enter({ phase: 'synced' });
        },
        sent(n, kind) {
          if (!isCurrent()) return;
          if (state.phase !== 'synced') enter({ phase: 'syncing' });
          deps.onSent(n, kind);
        },
        acked(n) {
          if (isCurrent()) deps.onAcked(n);
        },
        news: (head, knocks) => isCurrent() && deps.onNews(head, knocks),
        presence: (frame) => isCurrent() && deps.onPresence(frame),
        left: (device) => isCurrent() && deps.onLeft(device),
        closed({ reason, wasOpen }) {
          cancelLasting?.();
          if (!isCurrent()) return;
          socket = null;
          // These two are about the family's chain, which says more than the relay's word.
          if (reason === 'behind' || reason === 'removed') void learnWhy(isCurrent);
          else if (reason !== undefined) waitThenRetry({ phase: 'refused', reason });
          // A socket that was open and just ended tells nothing new; one that never opened may have been refused.
          else if (wasOpen) waitThenRetry({ phase: 'offline' });
          else void learnWhy(isCurrent);
        },
      },
    });
  }

  async function learnWhy(isCurrent: () => boolean): Promise<void> {
    const verdict = await deps.learnWhy();
    if (!isCurrent()) return;
    if (verdict.type === 'again') {
      // An honest relay lets in whoever it has just told everything; asking another one without end helps nobody.
      if (atOnce >= MAX_AT_ONCE) return waitThenRetry({ phase: 'offline' });
      atOnce += 1;
      return void connect();
    }
    if (verdict.type !== 'refused') return waitThenRetry({ phase: 'offline' });
    const { reason, skewMs } = verdict;
    waitThenRetry({ phase: 'refused', reason, ...(skewMs === undefined ? {} : { skewMs }) });
  }

  function waitThenRetry(next: ConnectionState): void {
    enter(next);
    cancelRetry = clock.after(backOff.nextDelayMs(), () => void connect());
  }

  function retryNow(): void {
    if (isWanted && !isClosed && socket === null) void connect();
  }

  return {
    get state() {
      return state;
    },
    setWanted(next) {
      if (next === isWanted || isClosed) return;
      isWanted = next;
      if (next) void connect();
      else {
        abandon();
        enter({ phase: 'idle' });
      }
    },
    setHost(next) {
      const isSame = next.authority === host.authority && next.isSecure === host.isSecure;
      host = next;
      backOff.reset();
      if (!isWanted || isClosed) return;
      if (isSame && state.phase === 'synced') return;
      enter({ phase: 'connecting' });
      void connect();
    },
    retryNow,
    sendPresence: (frame) => socket?.sendPresence(frame),
    restart() {
      if (isWanted && !isClosed) void connect();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      abandon();
    },
  };
}
