import { Doc } from 'yjs';
import type { Device } from '../../lib/vault/device.ts';
import { updateFrame } from '../../server/frames.ts';
import { connectRaw, type RawMember } from '../server/raw-member.ts';
import type { ChainFamily } from './chain-family.ts';
import { answerStateRequests, foreignIn, updateIn, writersOf } from './delivered-frames.ts';

/** Two honest members of one room: one writes, the other waits for it. Everything either of them is sent is kept and judged. */
export interface PingPair {
  /** Milliseconds from sending a change in one browser to having it in the other. */
  ping(): Promise<number>;
  /** Binary frames that either got, and what among them no honest member wrote. */
  report(): { frames: number; foreign: string[] };
  readonly isConnected: boolean;
  close(): Promise<void>;
}

const PING_LIMIT_MS = 15_000;

export async function createPingPair(authority: string, family: ChainFamily, other: Device): Promise<PingPair> {
  async function connect(device: Device): Promise<RawMember> {
    const member = await connectRaw(authority, family.room, await family.handshake(authority, device));
    answerStateRequests(member);
    return member;
  }
  const writer = await connect(family.founder);
  const reader = await connect(other);
  const doc = new Doc();
  let update: Uint8Array = new Uint8Array();
  doc.on('update', (bytes: Uint8Array) => {
    update = bytes;
  });
  const value = crypto.getRandomValues(new Uint8Array(160));
  let count = 0;

  /** Resolves when the reader has a frame with a change by the writer. */
  function arrival(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const timer = setTimeout(() => reject(new Error('a ping did not arrive')), PING_LIMIT_MS);
    const onMessage = ({ data }: MessageEvent) => {
      if (!(data instanceof ArrayBuffer)) return;
      const content = updateIn(new Uint8Array(data));
      if (typeof content === 'string' || writersOf(content)?.has(doc.clientID) !== true) return;
      clearTimeout(timer);
      reader.socket.removeEventListener('message', onMessage);
      resolve(performance.now());
    };
    reader.socket.addEventListener('message', onMessage);
    return promise;
  }

  function foreignOf({ frames }: RawMember): string[] {
    return frames.flatMap((frame) => foreignIn(frame, new Set([doc.clientID])) ?? []);
  }

  return {
    async ping() {
      doc.getMap('values').set(`key-${count++ % 16}`.padEnd(22, 'x'), value);
      const arrived = arrival();
      const start = performance.now();
      writer.send(updateFrame(update));
      return (await arrived) - start;
    },
    report: () => ({
      frames: writer.frames.length + reader.frames.length,
      foreign: [...foreignOf(writer), ...foreignOf(reader)],
    }),
    get isConnected() {
      return !writer.isClosed && !reader.isClosed;
    },
    async close() {
      await Promise.all([writer.close(), reader.close()]);
      doc.destroy();
    },
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
