import * as decoding from 'lib0/decoding';
import * as v from 'valibot';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import { MAX_PRESENCE_BYTES, PRESENCE_FRAME, type RefusalReason } from '../lib/protocol/relay.ts';
import { MAX_BATCH_BYTES, MAX_FRAME_BYTES, MAX_TEXT_FRAME_LENGTH } from './limits.ts';

/**
 * What a socket may send, frame by frame: y-protocols sync messages, awareness messages, presence, and batches of the stock provider (a
 * text marker, binary chunks, a text marker). Everything else means nothing. Sizes are bounded here; rates are in allowances.ts.
 */

/** What a frame turned out to be. */
export type Intake =
  /** Asks for what this state vector lacks. */
  | { type: 'state-wanted'; stateVector: Uint8Array }
  /** Brings content. `isAnswer`: sent because the room asked (SyncStep2). */
  | { type: 'update'; update: Uint8Array; isAnswer: boolean }
  /** A sign of life; awareness is not relayed. */
  | { type: 'alive' }
  /** Sealed presence, for the others as it is. */
  | { type: 'presence'; frame: Uint8Array }
  /** Part of a batch that is not complete. */
  | { type: 'partial' }
  /** Means nothing; a few are forgiven. */
  | { type: 'malformed' }
  /** Not forgiven. */
  | { type: 'refused'; reason: RefusalReason };

/** Reads the frames of one socket. Holds what an open batch has brought, and nothing else. */
export interface FrameReader {
  read(frame: string | ArrayBuffer | ArrayBufferView): Intake;
  /** Bytes of the open batch that are held; 0 without one. */
  readonly heldBytes: number;
  readonly isBatchOpen: boolean;
  /** Forgets an open batch. */
  drop(): void;
}

const MESSAGE_SYNC = 0;
const MESSAGE_AWARENESS = 1;
const MESSAGE_QUERY_AWARENESS = 3;

const BATCH_PREFIX = 'y-pk-batch#';
const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const MarkerSchema = v.object({
  id: v.pipe(v.string(), v.maxLength(64)),
  type: v.picklist(['start', 'end']),
  size,
  count: size,
});
type Marker = v.InferOutput<typeof MarkerSchema>;

const MALFORMED: Intake = { type: 'malformed' };
const PARTIAL: Intake = { type: 'partial' };
const ALIVE: Intake = { type: 'alive' };
const TOO_LARGE: Intake = { type: 'refused', reason: 'too-large' };
/** What a batch was to bring is lost, and the sender counts on it: as with an update that cannot be read, only a new start helps. */
const BROKEN: Intake = { type: 'refused', reason: 'malformed' };

export function createFrameReader(): FrameReader {
  let batch: { start: Marker; chunks: Uint8Array[]; bytes: number } | null = null;

  const readText = (text: string): Intake => {
    const marker = readMarker(text);
    if (marker === null) return MALFORMED;
    if (marker.type === 'start') {
      if (batch !== null) return BROKEN;
      if (marker.size > MAX_BATCH_BYTES || marker.count > marker.size) return TOO_LARGE;
      batch = { start: marker, chunks: [], bytes: 0 };
      return PARTIAL;
    }
    const open = batch;
    batch = null;
    if (open === null) return MALFORMED;
    const { start, chunks, bytes } = open;
    const isWhole = marker.id === start.id && bytes === start.size && chunks.length === start.count;
    if (!isWhole || marker.size !== bytes || marker.count !== chunks.length) return BROKEN;
    const whole = new Uint8Array(bytes);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return readMessage(whole);
  };

  const readBinary = (bytes: Uint8Array): Intake => {
    if (bytes.length > MAX_FRAME_BYTES) return TOO_LARGE;
    if (batch === null) return bytes[0] === PRESENCE_FRAME ? readPresence(bytes) : readMessage(bytes);
    batch.bytes += bytes.length;
    batch.chunks.push(bytes);
    if (batch.bytes <= batch.start.size && batch.chunks.length <= batch.start.count) return PARTIAL;
    batch = null;
    return BROKEN;
  };

  return {
    get heldBytes() {
      return batch?.bytes ?? 0;
    },
    get isBatchOpen() {
      return batch !== null;
    },
    drop() {
      batch = null;
    },
    read(frame) {
      if (typeof frame === 'string') return readText(frame);
      return readBinary(
        frame instanceof ArrayBuffer
          ? new Uint8Array(frame)
          : new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength),
      );
    },
  };
}

/** Text is never turned into anything but a marker of bounded length: stock y-partykit allocates what a text frame of digits says. */
function readMarker(text: string): Marker | null {
  if (text.length > MAX_TEXT_FRAME_LENGTH || !text.startsWith(BATCH_PREFIX)) return null;
  try {
    const marker = v.safeParse(MarkerSchema, JSON.parse(text.slice(BATCH_PREFIX.length)));
    return marker.success ? marker.output : null;
  } catch {
    return null;
  }
}

const readPresence = (frame: Uint8Array): Intake =>
  frame.length > 1 && frame.length <= MAX_PRESENCE_BYTES ? { type: 'presence', frame } : MALFORMED;

function readMessage(bytes: Uint8Array): Intake {
  let isUpdate = false;
  try {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE_AWARENESS || type === MESSAGE_QUERY_AWARENESS) return ALIVE;
    if (type !== MESSAGE_SYNC) return MALFORMED;
    const step = decoding.readVarUint(decoder);
    isUpdate = step === messageYjsSyncStep2 || step === messageYjsUpdate;
    if (step === messageYjsSyncStep1) return { type: 'state-wanted', stateVector: decoding.readVarUint8Array(decoder) };
    if (isUpdate) {
      return { type: 'update', update: decoding.readVarUint8Array(decoder), isAnswer: step === messageYjsSyncStep2 };
    }
    return MALFORMED;
  } catch {
    return isUpdate ? BROKEN : MALFORMED;
  }
}
