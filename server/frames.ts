import * as encoding from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';

/** The frames that the room sends: y-protocols sync messages. Never batches: the stock provider does not read them. */

const MESSAGE_SYNC = 0;

/** "This is what I have; send me what I lack." */
export const stateRequestFrame = (stateVector: Uint8Array) => syncFrame(messageYjsSyncStep1, stateVector);
/** The answer to a client's state request. */
export const stateFrame = (update: Uint8Array) => syncFrame(messageYjsSyncStep2, update);
/** A change that others made. */
export const updateFrame = (update: Uint8Array) => syncFrame(messageYjsUpdate, update);

function syncFrame(step: number, content: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_SYNC);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, content);
  return encoding.toUint8Array(encoder);
}
