import * as decoding from 'lib0/decoding';
import { decodeUpdate } from 'yjs';
import { stateFrame } from '../../server/frames.ts';
import type { RawMember } from '../server/raw-member.ts';

/** What a Yjs update says about whom: the clients that wrote in it, and those of whose writing it deletes. */
export type Writers = ReadonlySet<number>;

/**
 * The Yjs update in a frame of the sync protocol (0, then 1 or 2: state or update). `none`: a frame that carries no update, such as a question.
 * `broken`: not what either side sends.
 */
export function updateIn(frame: Uint8Array): Uint8Array | 'none' | 'broken' {
  try {
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === 1 || type === 3) return 'none';
    if (type !== 0) return 'broken';
    const step = decoding.readVarUint(decoder);
    if (step > 2) return 'broken';
    const content = decoding.readVarUint8Array(decoder);
    return step === 0 ? 'none' : content;
  } catch {
    return 'broken';
  }
}

/** Null for bytes that are no update. */
export function writersOf(update: Uint8Array): Writers | null {
  try {
    const { structs, ds } = decodeUpdate(update);
    return new Set([...structs.map(({ id }) => id.client), ...ds.clients.keys()]);
  } catch {
    return null;
  }
}

/** What is wrong with a frame that a member got, if these clients are those that members wrote by; null: nothing. */
export function foreignIn(frame: Uint8Array, members: Writers): string | null {
  const update = updateIn(frame);
  if (update === 'none') return null;
  if (update === 'broken') return 'a frame that is none';
  const writers = writersOf(update);
  if (writers === null) return 'an update that cannot be read';
  return [...writers].every((client) => members.has(client)) ? null : 'an update of somebody who wrote none';
}

const NOTHING_NEW = stateFrame(new Uint8Array([0, 0]));

/** Answers what the relay asks now and then, as every client does: it takes that for a sign that this one reads what it is sent. */
export function answerStateRequests({ socket }: RawMember): void {
  socket.addEventListener('message', ({ data }) => {
    if (!(data instanceof ArrayBuffer) || socket.readyState !== WebSocket.OPEN) return;
    const [type, step] = new Uint8Array(data);
    if (type === 0 && step === 0) socket.send(NOTHING_NEW.slice());
  });
}
