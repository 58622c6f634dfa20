import { sha256 } from '@noble/hashes/sha2.js';
import type { DeviceId, RoomId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';
import { createByteReader, joinBytes, TIME_BYTES, textBytes, timeBytes, varintBytes } from './byte-fields.ts';
import { type Device, deviceIdOf } from './device.ts';
import { isSignedBy, PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from './ed25519-signature.ts';

const VERSION = 1;
const CREATE = 1;
const CONTEXT = textBytes('family-os/chain-entry/v1');
/** Bytes of an entry's hash: SHA-256 of the whole entry, signature included. */
export const ENTRY_HASH_BYTES = 32;
const NONCE_BYTES = 16;
const CREATE_BODY_BYTES = 2 * PUBLIC_KEY_BYTES + NONCE_BYTES;

/**
 * A family is a chain of signed entries. Envelope of every entry: version 1, type, hash of the entry before (zeros for
 * the first), time, signing key of the device that signs, body (after its length), Ed25519 signature over the context
 * string and all of that. Body of `create`: the device's agreement key, the family's access key, a random nonce. This
 * is the first entry, read.
 */
export interface FamilyEntry {
  /** Hash of the entry: names the family. */
  readonly room: RoomId;
  /** When it was made by its maker's clock, milliseconds since the epoch. */
  readonly at: number;
  /** The device that made it. */
  readonly deviceId: DeviceId;
  readonly signPublic: Uint8Array;
  readonly agreePublic: Uint8Array;
  /** Ed25519 key that only holders of the family's secret can sign with. */
  readonly accessPublic: Uint8Array;
}

/** Why an entry is not this family's first. `newer`: of this family, but in a format of a later version. */
export type FamilyEntryProblem = 'wrong-room' | 'bad-signature' | 'malformed' | 'newer';

/**
 * Makes and signs the entry that creates a family; `roomIdOf` it is the family's name. Rejects with RangeError for a
 * key that has not 32 bytes.
 */
export async function createFamilyEntry(args: {
  device: Device;
  accessPublic: Uint8Array;
  at: number;
}): Promise<Uint8Array> {
  const { device, accessPublic, at } = args;
  if ([device.signPublic, device.agreePublic, accessPublic].some((it) => it.length !== PUBLIC_KEY_BYTES)) {
    throw new RangeError('a public key has 32 bytes');
  }
  const body = joinBytes(device.agreePublic, accessPublic, crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  const unsigned = joinBytes(
    Uint8Array.of(VERSION, CREATE),
    new Uint8Array(ENTRY_HASH_BYTES),
    timeBytes(at),
    device.signPublic,
    varintBytes(body.length),
    body,
  );
  return joinBytes(unsigned, await device.sign(joinBytes(CONTEXT, unsigned)));
}

/** The room that this entry founds: base64url of its SHA-256. */
export function roomIdOf(entry: Uint8Array): RoomId {
  return toBase64url(sha256(entry)) as RoomId;
}

/** Reads a first entry and checks that it founds `room` and is signed by the device it names. Never throws. */
export function readFamilyEntry(
  entry: Uint8Array,
  room: string,
): { ok: true; create: FamilyEntry } | { ok: false; why: FamilyEntryProblem } {
  // Before the version: an entry is named by its hash in every version, so a newer one is told from another family's.
  const ownRoom = roomIdOf(entry);
  if (ownRoom !== room) return { ok: false, why: 'wrong-room' };
  const reader = createByteReader(entry);
  const version = reader.byte();
  if (version !== VERSION) return { ok: false, why: version !== null && version > VERSION ? 'newer' : 'malformed' };
  const type = reader.byte();
  const previous = reader.bytes(ENTRY_HASH_BYTES);
  const at = reader.time();
  const signPublic = reader.bytes(PUBLIC_KEY_BYTES);
  const bodyLength = reader.varint();
  const agreePublic = reader.bytes(PUBLIC_KEY_BYTES);
  const accessPublic = reader.bytes(PUBLIC_KEY_BYTES);
  const nonce = reader.bytes(NONCE_BYTES);
  const unsigned = entry.subarray(0, reader.offset);
  const signature = reader.bytes(SIGNATURE_BYTES);
  if (type !== CREATE || bodyLength !== CREATE_BODY_BYTES || !previous?.every((byte) => byte === 0)) return MALFORMED;
  if (at === null || signPublic === null || agreePublic === null || accessPublic === null) return MALFORMED;
  if (nonce === null || signature === null || !reader.isAtEnd()) return MALFORMED;
  if (!isSignedBy(signPublic, joinBytes(CONTEXT, unsigned), signature)) return { ok: false, why: 'bad-signature' };
  const create = { room: ownRoom, at, deviceId: deviceIdOf(signPublic), signPublic, agreePublic, accessPublic };
  return { ok: true, create };
}

const MALFORMED = { ok: false, why: 'malformed' } as const;

const CREATE_PREFIX_BYTES = 2 + ENTRY_HASH_BYTES;
const BODY_LENGTH_OFFSET = CREATE_PREFIX_BYTES + TIME_BYTES + PUBLIC_KEY_BYTES;
const ACCESS_OFFSET = BODY_LENGTH_OFFSET + 1 + PUBLIC_KEY_BYTES;

/** Bytes that `packFamilyEntry` answers. */
export const PACKED_ENTRY_BYTES = TIME_BYTES + 2 * PUBLIC_KEY_BYTES + NONCE_BYTES + SIGNATURE_BYTES;

/**
 * A valid first entry without what a holder of the secret knows anyway: constants and the access key. 67 bytes
 * shorter.
 */
export function packFamilyEntry(entry: Uint8Array): Uint8Array {
  return joinBytes(
    entry.subarray(CREATE_PREFIX_BYTES, BODY_LENGTH_OFFSET),
    entry.subarray(BODY_LENGTH_OFFSET + 1, ACCESS_OFFSET),
    entry.subarray(ACCESS_OFFSET + PUBLIC_KEY_BYTES),
  );
}

/**
 * What `packFamilyEntry` shortened, unchecked: with another access key it founds another room and nobody has signed
 * it.
 */
export function unpackFamilyEntry(packed: Uint8Array, accessPublic: Uint8Array): Uint8Array {
  const agreeOffset = TIME_BYTES + PUBLIC_KEY_BYTES;
  const nonceOffset = agreeOffset + PUBLIC_KEY_BYTES;
  return joinBytes(
    Uint8Array.of(VERSION, CREATE),
    new Uint8Array(ENTRY_HASH_BYTES),
    packed.subarray(0, agreeOffset),
    varintBytes(CREATE_BODY_BYTES),
    packed.subarray(agreeOffset, nonceOffset),
    accessPublic,
    packed.subarray(nonceOffset),
  );
}
