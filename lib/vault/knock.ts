import * as v from 'valibot';
import type { InviteId, RoomId } from '../protocol/ids.ts';
import type { AgreeKeys } from './agree-keys.ts';
import { createByteReader, joinBytes, textBytes, varintBytes } from './byte-fields.ts';
import type { PublicKeys } from './chain-body.ts';
import type { ChainInvite } from './chain-state.ts';
import { isSignedBy, PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from './ed25519-signature.ts';
import { HPKE_OVERHEAD_BYTES, openAs, sealTo } from './hpke.ts';
import type { InviteKeys } from './invite.ts';
import { sizeClass } from './size-class.ts';

const VERSION = 1;
const SEAL_CONTEXT = 'family-os/knock/v1';
const SIGN_CONTEXT = 'family-os/knock-signature/v1';
/** As the protocol bounds it, in bytes. */
const MAX_KNOCK_BYTES = 3_000;

const ContentSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(500)),
  deviceName: v.pipe(v.string(), v.maxLength(500)),
});

/** Who asks to be let in: the keys that `admit` will carry, and what they call themselves. */
export interface Knock extends PublicKeys {
  readonly name: string;
  readonly deviceName: string;
}

/**
 * Layout: version 1, epoch (varint), the device's signing and agreement keys, HPKE to the epoch's knock key, signature by the
 * invite's key. Sealed: JSON of name and device name, padded with spaces to a size class. Bound to it, by HPKE's info: context,
 * room, invite. Signed: context, room, invite, and all before: else the relay, who knows the knock key too, could put keys of its own
 * under somebody's name. Rejects with RangeError for names that are too long, or an invite that asks for no knock.
 */
export async function sealKnock(args: {
  room: RoomId;
  /** As the chain has it: knock key and epoch are those in force. */
  invite: Pick<ChainInvite, 'id' | 'epoch' | 'knockPublic'>;
  /** Of the link. */
  keys: Pick<InviteKeys, 'sign'>;
  device: PublicKeys;
  name: string;
  deviceName: string;
}): Promise<Uint8Array> {
  const { room, invite, keys, device, name, deviceName } = args;
  if (invite.knockPublic === null) throw new RangeError('this invite lets in by itself');
  const json = textBytes(JSON.stringify({ name, deviceName }));
  const plain = new Uint8Array(sizeClass(json.length)).fill(0x20);
  plain.set(json);
  const sealed = await sealTo(invite.knockPublic, placeOf(SEAL_CONTEXT, room, invite.id), plain);
  const fields = joinBytes(
    Uint8Array.of(VERSION),
    varintBytes(invite.epoch),
    device.signPublic,
    device.agreePublic,
    sealed,
  );
  const knock = joinBytes(fields, keys.sign(joinBytes(placeOf(SIGN_CONTEXT, room, invite.id), fields)));
  if (knock.length > MAX_KNOCK_BYTES) throw new RangeError('the names are too long');
  return knock;
}

/**
 * Who knocked by this invite, or null where the knock is damaged, for another invite, of an epoch whose keys `knockKeysOf` does not
 * have, of a later version, or not signed by whoever has the link.
 */
export async function openKnock(args: {
  room: RoomId;
  invite: Pick<ChainInvite, 'id' | 'signPublic'>;
  knockKeysOf: (epoch: number) => AgreeKeys | null;
  knock: Uint8Array;
}): Promise<Knock | null> {
  const { room, invite, knockKeysOf, knock } = args;
  if (knock.length > MAX_KNOCK_BYTES) return null;
  const reader = createByteReader(knock);
  if (reader.byte() !== VERSION) return null;
  const epoch = reader.varint();
  const signPublic = reader.bytes(PUBLIC_KEY_BYTES);
  const agreePublic = reader.bytes(PUBLIC_KEY_BYTES);
  const sealedLength = knock.length - reader.offset - SIGNATURE_BYTES;
  if (epoch === null || signPublic === null || agreePublic === null || sealedLength < HPKE_OVERHEAD_BYTES) return null;
  const sealed = knock.subarray(reader.offset, reader.offset + sealedLength);
  const fields = knock.subarray(0, reader.offset + sealedLength);
  const signature = knock.subarray(fields.length);
  const message = joinBytes(placeOf(SIGN_CONTEXT, room, invite.id), fields);
  if (!isSignedBy(invite.signPublic, message, signature)) return null;
  const keys = knockKeysOf(epoch);
  const plain = keys && (await openAs(keys, placeOf(SEAL_CONTEXT, room, invite.id), sealed));
  const content = plain && readContent(plain);
  return content && { signPublic: signPublic.slice(), agreePublic: agreePublic.slice(), ...content };
}

function readContent(plain: Uint8Array): v.InferOutput<typeof ContentSchema> | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    const parsed = v.safeParse(ContentSchema, json);
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Room (43 characters) and invite (22 characters) have one length each. */
const placeOf = (context: string, room: RoomId, invite: InviteId) =>
  joinBytes(textBytes(context), textBytes(room), textBytes(invite));
