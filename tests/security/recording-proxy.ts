import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Everything that one TCP connection carried, in order. */
interface Recording {
  readonly toRelay: Buffer[];
  readonly toMember: Buffer[];
}

/** A TCP proxy on a free loopback port that carries everything as it is and keeps a copy of every byte. */
export interface RecordingProxy {
  /** `127.0.0.1:<port>`: what members connect to, and what their proofs name. */
  readonly authority: string;
  readonly connections: number;
  /**
   * Per connection and direction, what was carried: byte by byte, and, since clients mask what they send on a WebSocket, once more
   * with the frames' payloads in the clear. Throws where a frame is compressed or cannot be read: a hunt in it would prove nothing.
   */
  traffic(): [place: string, content: Buffer][];
  close(): Promise<void>;
}

export async function createRecordingProxy(port: number): Promise<RecordingProxy> {
  const recordings: Recording[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((member) => {
    const recording: Recording = { toRelay: [], toMember: [] };
    recordings.push(recording);
    const relay = connect(port, '127.0.0.1');
    for (const [from, to, kept] of [
      [member, relay, recording.toRelay],
      [relay, member, recording.toMember],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes: Buffer) => {
        kept.push(bytes);
        to.write(bytes);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    authority: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return recordings.length;
    },
    traffic: () =>
      recordings.flatMap(({ toRelay, toMember }, index) => [
        ...views(`connection ${index} to the relay`, Buffer.concat(toRelay)),
        ...views(`connection ${index} to the member`, Buffer.concat(toMember)),
      ]),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function views(place: string, bytes: Buffer): [place: string, content: Buffer][] {
  const payloads = webSocketPayloads(bytes);
  return payloads === null
    ? [[place, bytes]]
    : [
        [place, bytes],
        [`${place}, payloads`, payloads],
      ];
}

const HEAD_END = '\r\n\r\n';

/** Payloads of all data frames of one direction (RFC 6455, 5.2), unmasked, one after the other. Null for a connection that is no WebSocket. */
function webSocketPayloads(bytes: Buffer): Buffer | null {
  const headEnd = bytes.indexOf(HEAD_END);
  const head = bytes.subarray(0, headEnd).toString('latin1');
  const isRequest = head.startsWith('GET ');
  if (headEnd === -1 || !/^upgrade: websocket\r?$/im.test(head)) return null;
  if (!isRequest && !head.startsWith('HTTP/1.1 101')) return null;
  const payloads: Buffer[] = [];
  let at = headEnd + HEAD_END.length;
  // What a cut left of the last frame is in the raw view only.
  while (at + 2 <= bytes.length) {
    const first = bytes.readUInt8(at);
    const second = bytes.readUInt8(at + 1);
    if ((first & 0x70) !== 0) throw new Error('a frame is compressed: what it says cannot be seen here');
    let length = second & 0x7f;
    at += 2;
    if (length === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    const isMasked = (second & 0x80) !== 0;
    const mask = bytes.subarray(at, isMasked ? at + 4 : at);
    at += mask.length;
    const payload = Buffer.from(bytes.subarray(at, at + length));
    if (isMasked)
      for (let index = 0; index < payload.length; index++)
        payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
    payloads.push(payload);
    at += length;
  }
  return Buffer.concat(payloads);
}
