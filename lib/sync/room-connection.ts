import type { Doc } from 'yjs';
import type { Clock, NetworkHint, RoomSocket, RoomSocketFactory } from '../ports/ports.ts';
import type { Handshake, RefusalReason } from '../protocol/relay.ts';
import type { RelayHost } from '../protocol/relay-host.ts';
import { createBackOff, LASTING_MS } from './back-off.ts';

/** Where a family's connection stands. `idle`: not wanted now. `offline`: the last attempt reached nobody, another one will follow. */
export type ConnectionState =
  | { phase: 'idle' | 'offline' | 'connecting' | 'syncing' | 'synced' }
  | { phase: 'refused'; reason: RefusalReason | 'not-a-relay'; skewMs?: number };

/** Keeps one family connected while that is wanted. Knows sockets and time; does not know what the document means. */
export interface RoomConnection {
  readonly state: ConnectionState;
  /** While wanted it connects, and comes back by itself. */
  setWanted(isWanted: boolean): void;
  /** Leaves the present relay, if it is another, for this one. */
  setHost(host: RelayHost): void;
  /** Tries at once if it is waiting. */
  retryNow(): void;
  /** Idempotent; nothing is called back afterwards. */
  close(): void;
}

/** `makeHandshake` is called anew for every attempt: a proof is single-use and short-lived. */
export function createRoomConnection(deps: {
  clock: Clock;
  random: () => number;
  sockets: RoomSocketFactory;
  network: NetworkHint;
  room: string;
  doc: Doc;
  host: RelayHost;
  makeHandshake(host: RelayHost): Promise<Handshake>;
  onState(state: ConnectionState): void;
  /** A new socket begins; counts of sent and acknowledged messages start again. */
  onSocket(): void;
  onSent(n: number, kind: 'state' | 'update'): void;
  onAcked(n: number): void;
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
          cancelLasting = clock.after(LASTING_MS, () => backOff.reset());
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
        closed({ reason, wasOpen }) {
          cancelLasting?.();
          if (!isCurrent()) return;
          socket = null;
          if (reason !== undefined) waitThenRetry({ phase: 'refused', reason });
          // A socket that was open and just ended tells nothing new; one that never opened may have been refused.
          else if (wasOpen) waitThenRetry({ phase: 'offline' });
          else void learnWhy(isCurrent);
        },
      },
    });
  }

  async function learnWhy(isCurrent: () => boolean): Promise<void> {
    const answer = await deps
      .makeHandshake(host)
      .then((handshake) => sockets.ask({ host, room, handshake }))
      .catch(() => 'unreachable' as const);
    if (!isCurrent()) return;
    if (answer === 'unreachable') waitThenRetry({ phase: 'offline' });
    else if (answer === 'not-a-relay') waitThenRetry({ phase: 'refused', reason: answer });
    else if (answer.ok || answer.reason === undefined) waitThenRetry({ phase: 'offline' });
    else {
      const { reason, skewMs } = answer;
      waitThenRetry({ phase: 'refused', reason, ...(skewMs === undefined ? {} : { skewMs }) });
    }
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
    close() {
      if (isClosed) return;
      isClosed = true;
      abandon();
    },
  };
}
