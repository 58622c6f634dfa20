import { Doc } from 'yjs';
import { stateFrame, stateRequestFrame, updateFrame } from '../../server/frames.ts';
import type { TestFamily } from '../server/test-family.ts';

/** Members as light as they can be, so that the relay is what is measured: each writes a document of its own and only counts others'. */
export interface BenchMember {
  /** Bytes of payload received and sent. */
  readonly bytes: { in: number; out: number };
  /** Overwrites one of `keys` values with a new one of 166 bytes; returns its number. */
  edit(keys: number): number;
  close(): Promise<void>;
}

/** A member saw the edit `edit` of member `from`. */
export type Seen = (from: number, edit: number) => void;

const EDIT = /@(\d+):(\d+)@/g;
const VALUE_BYTES = 166;
const EMPTY_UPDATE = Uint8Array.of(0, 0);

export async function connectBenchMember(args: {
  authority: string;
  family: TestFamily;
  index: number;
  onSeen: Seen;
}): Promise<BenchMember> {
  const { authority, family, index, onSeen } = args;
  const params = await family.handshake(authority, { device: await family.newDevice() });
  const socket = new WebSocket(`ws://${authority}/parties/main/${family.room}?${new URLSearchParams(params)}`);
  socket.binaryType = 'arraybuffer';
  const bytes = { in: 0, out: 0 };
  const send = (frame: Uint8Array) => {
    bytes.out += frame.length;
    socket.send(frame as Uint8Array<ArrayBuffer>);
  };
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  socket.addEventListener('open', () => opened.resolve());
  socket.addEventListener('close', ({ code, reason }) => {
    closed.resolve();
    opened.reject(new Error(`member ${index} was not let in: ${code} ${reason}`));
  });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') {
      bytes.in += data.length;
      return;
    }
    const frame = Buffer.from(data as ArrayBuffer);
    bytes.in += frame.length;
    if (frame[0] === 0 && frame[1] === 0) send(stateFrame(EMPTY_UPDATE));
    for (const [, from, edit] of frame.toString('latin1').matchAll(EDIT)) onSeen(Number(from), Number(edit));
  });
  await opened.promise;
  send(stateRequestFrame(Uint8Array.of(0)));
  const doc = new Doc();
  const map = doc.getMap<string>('family');
  let edits = 0;
  doc.on('update', (update: Uint8Array) => send(updateFrame(update)));
  return {
    bytes,
    edit(keys) {
      const edit = edits++;
      map.set(`${index}/${edit % keys}`, `@${index}:${edit}@`.padEnd(VALUE_BYTES, 'x'));
      return edit;
    },
    async close() {
      socket.close();
      await closed.promise;
      doc.destroy();
    },
  };
}
