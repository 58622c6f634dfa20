import { ACK_PREFIX, NEWS_PREFIX } from '../../lib/protocol/relay.ts';
import type { Params } from './test-family.ts';
import { until } from './until.ts';

/** A member on a bare WebSocket: sends whatever a test wants, sees exactly what the relay sends. */
export interface RawMember {
  readonly socket: WebSocket;
  readonly frames: Uint8Array[];
  readonly texts: string[];
  /** Those of the texts that are receipts. */
  readonly receipts: string[];
  /** The newest `news` as head and number of knocks; null before the first. */
  readonly news: { head: string; knocks: number } | null;
  /** Highest `ack` seen; 0 before the first. */
  readonly acked: number;
  /** Resolves once `ack count`, or a higher one, is here. */
  acknowledged(count: number): Promise<void>;
  readonly isClosed: boolean;
  /** Resolves with code and reason once the socket is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  send(data: string | Uint8Array): void;
  close(): Promise<void>;
}

/** Resolves once the socket is open or refused: a refused handshake is a member that is closed, with code 1006. */
export async function connectRaw(
  authority: string,
  room: string,
  params: Partial<Params> & Record<string, string>,
): Promise<RawMember> {
  const socket = new WebSocket(`ws://${authority}/parties/main/${room}?${new URLSearchParams(params)}`);
  socket.binaryType = 'arraybuffer';
  const frames: Uint8Array[] = [];
  const texts: string[] = [];
  let acked = 0;
  let awaited = { count: 0, resolve: () => {} };
  const { promise: closed, resolve } = Promise.withResolvers<{ code: number; reason: string }>();
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') {
      frames.push(new Uint8Array(data as ArrayBuffer));
      return;
    }
    texts.push(data);
    if (data.startsWith(ACK_PREFIX)) acked = Number(data.slice(ACK_PREFIX.length));
    if (acked >= awaited.count) awaited.resolve();
  });
  socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }));
  socket.addEventListener('error', () => undefined);
  await until('the handshake is answered', () => socket.readyState !== WebSocket.CONNECTING);
  return {
    socket,
    frames,
    texts,
    get receipts() {
      return texts.filter((text) => text.startsWith(ACK_PREFIX));
    },
    get news() {
      const [, head, knocks] = texts.findLast((text) => text.startsWith(NEWS_PREFIX))?.split(' ') ?? [];
      return head === undefined ? null : { head, knocks: Number(knocks) };
    },
    get acked() {
      return acked;
    },
    acknowledged(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      awaited = { count, resolve };
      if (acked >= count) resolve();
      return promise;
    },
    get isClosed() {
      return socket.readyState === WebSocket.CLOSED;
    },
    closed,
    send: (data) => socket.send(data as Uint8Array<ArrayBuffer>),
    async close() {
      socket.close();
      await closed;
    },
  };
}
