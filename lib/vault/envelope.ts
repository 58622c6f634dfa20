import type { RoomId } from '../protocol/ids.ts';
import { joinBytes, textBytes, varintBytes } from './byte-fields.ts';
import { ENVELOPE_BYTES } from './chain-body.ts';
import { FAMILY_SECRET_BYTES } from './family-keys.ts';
import { openAs, type Recipient, sealTo } from './hpke.ts';

const CONTEXT = 'family-os/envelope/v1';

/**
 * An epoch's secret for one X25519 key: 80 bytes of HPKE, bound to room and epoch. Rejects with RangeError unless the secret has
 * 32 bytes, and where the key cannot be sealed to.
 */
export async function sealEnvelope(args: {
  room: RoomId;
  epoch: number;
  recipientPublic: Uint8Array;
  secret: Uint8Array;
}): Promise<Uint8Array> {
  const { room, epoch, recipientPublic, secret } = args;
  if (secret.length !== FAMILY_SECRET_BYTES) throw new RangeError('a family secret has 32 bytes');
  return sealTo(recipientPublic, infoOf(room, epoch), secret);
}

/**
 * The secret, or null where the envelope is for another key, room or epoch, or damaged. Anyone can seal one: whether it is the
 * epoch's true secret, `unlockSecrets` tells.
 */
export async function openEnvelope(args: {
  room: RoomId;
  epoch: number;
  recipient: Recipient;
  envelope: Uint8Array;
}): Promise<Uint8Array | null> {
  const { room, epoch, recipient, envelope } = args;
  if (envelope.length !== ENVELOPE_BYTES) return null;
  return openAs(recipient, infoOf(room, epoch), envelope);
}

/** The room has 43 characters and a varint ends itself: no two places give the same bytes. */
function infoOf(room: RoomId, epoch: number): Uint8Array {
  return joinBytes(textBytes(CONTEXT), textBytes(room), varintBytes(epoch));
}
