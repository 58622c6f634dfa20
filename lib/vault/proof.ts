import type { RoomId } from '../protocol/ids.ts';
import { RELAY_PROTOCOL } from '../protocol/relay.ts';
import { toBase64url } from './base64url.ts';
import { createByteReader, joinBytes, textBytes, timeBytes, varintBytes } from './byte-fields.ts';
import type { FamilyEntry } from './chain.ts';
import { ENTRY_HASH_BYTES } from './chain-entry.ts';
import { type Device, deviceIdOf } from './device.ts';
import { isSignedBy, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, type SignedMessage } from './ed25519-signature.ts';
import type { FamilyKeys } from './family-keys.ts';

const VERSION = 1;
const ACCESS_CONTEXT = textBytes('family-os/proof-access/v1');
const DEVICE_CONTEXT = textBytes('family-os/proof-device/v1');
const NONCE_BYTES = 16;

/**
 * What the proof shows of who connects. Whether `nonce` was used before, whether the device is in the family, and whether its
 * chain has this head, the caller must find out.
 */
export type ProofCheck =
  | {
      ok: true;
      deviceId: Device['id'];
      /** The device's own key, which has signed. */
      signPublic: Uint8Array;
      /** Hash of the newest chain entry that the device knows, base64url. */
      chainHead: string;
      /** Base64url of 16 random bytes; names this attempt. */
      nonce: string;
      /** The device's clock when it made the proof, milliseconds since the epoch. */
      at: number;
    }
  | {
      ok: false;
      reason: 'bad-proof' | 'wrong-room' | 'clock';
      /** With `clock`: relay clock minus device clock, milliseconds. */
      skewMs?: number;
    };

/**
 * Shows one relay, for a short time, that this device holds the family's first secret. To be made anew for every attempt.
 * Layout: version 1, time, 16-byte nonce, device signing key, hash of the last chain entry known, signature by the
 * family's access key, signature by the device key. Both sign, each after its own context: relay protocol, room,
 * authority (`host[:port]`), and all fields before the signatures.
 */
export async function makeProof(args: {
  room: RoomId;
  authority: string;
  keys: Pick<FamilyKeys, 'signAccess'>;
  device: Device;
  now: number;
  /** Hash of the newest chain entry known, 32 bytes. */
  chainHead: Uint8Array;
}): Promise<Uint8Array> {
  const { room, authority, keys, device, now, chainHead } = args;
  if (chainHead.length !== ENTRY_HASH_BYTES) throw new RangeError('a chain head has 32 bytes');
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const fields = joinBytes(Uint8Array.of(VERSION), timeBytes(now), nonce, device.signPublic, chainHead);
  const message = messageOf(room, authority, RELAY_PROTOCOL, fields);
  const byAccess = keys.signAccess(joinBytes(ACCESS_CONTEXT, message));
  return joinBytes(fields, byAccess, await device.sign(joinBytes(DEVICE_CONTEXT, message)));
}

/**
 * Checks a proof for the family of `entry`, in the relay's own words for room and authority. Synchronous and without
 * storage, so that it can run before a handshake is answered; about 3 ms. `protocol`: for which relay protocol it was
 * made. `areSignaturesKnown`: the caller has found those of `proofSignatures` to hold. Never throws.
 */
export function checkProof(args: {
  proof: Uint8Array;
  room: string;
  authority: string;
  entry: FamilyEntry;
  now: number;
  toleranceMs: number;
  protocol?: number;
  areSignaturesKnown?: boolean;
}): ProofCheck {
  const { room, entry, now, toleranceMs, areSignaturesKnown = false } = args;
  if (entry.room !== room) return { ok: false, reason: 'wrong-room' };
  const read = readProof(args);
  if (read === null) return BAD_PROOF;
  for (const { publicKey, message, signature } of areSignaturesKnown ? [] : read.signatures) {
    if (!isSignedBy(publicKey, message, signature)) return BAD_PROOF;
  }
  const { at, nonce, signPublic, chainHead } = read;
  const skewMs = now - at;
  if (Math.abs(skewMs) > toleranceMs) return { ok: false, reason: 'clock', skewMs };
  return {
    ok: true,
    deviceId: deviceIdOf(signPublic),
    signPublic: signPublic.slice(),
    chainHead: toBase64url(chainHead),
    nonce: toBase64url(nonce),
    at,
  };
}

/** The signatures that a proof needs; null for what has not the form of one. */
export function proofSignatures(args: ProofPlace): readonly SignedMessage[] | null {
  return readProof(args)?.signatures ?? null;
}

interface ProofPlace {
  readonly proof: Uint8Array;
  readonly room: string;
  readonly authority: string;
  readonly entry: FamilyEntry;
  readonly protocol?: number;
}

function readProof({ proof, room, authority, entry, protocol = RELAY_PROTOCOL }: ProofPlace) {
  const reader = createByteReader(proof);
  const version = reader.byte();
  const at = reader.time();
  const nonce = reader.bytes(NONCE_BYTES);
  const signPublic = reader.bytes(PUBLIC_KEY_BYTES);
  const chainHead = reader.bytes(ENTRY_HASH_BYTES);
  const message = messageOf(room, authority, protocol, proof.subarray(0, reader.offset));
  const byAccess = reader.bytes(SIGNATURE_BYTES);
  const byDevice = reader.bytes(SIGNATURE_BYTES);
  if (version !== VERSION || at === null || nonce === null || signPublic === null || chainHead === null) return null;
  if (byAccess === null || byDevice === null || !reader.isAtEnd()) return null;
  const signatures: readonly SignedMessage[] = [
    { publicKey: entry.accessPublic, message: joinBytes(ACCESS_CONTEXT, message), signature: byAccess },
    { publicKey: signPublic, message: joinBytes(DEVICE_CONTEXT, message), signature: byDevice },
  ];
  return { at, nonce, signPublic, chainHead, signatures };
}

const BAD_PROOF: ProofCheck = { ok: false, reason: 'bad-proof' };

/** The authority is the one part that says its length: the room has 43 characters and the fields are fixed. */
function messageOf(room: string, authority: string, protocol: number, fields: Uint8Array): Uint8Array {
  const authorityBytes = textBytes(authority.toLowerCase());
  return joinBytes(varintBytes(protocol), textBytes(room), varintBytes(authorityBytes.length), authorityBytes, fields);
}
