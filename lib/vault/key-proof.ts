import { sha256 } from '@noble/hashes/sha2.js';
import type { RoomId } from '../protocol/ids.ts';
import { RELAY_PROTOCOL } from '../protocol/relay.ts';
import { toBase64url } from './base64url.ts';
import { areSameBytes } from './byte-compare.ts';
import { createByteReader, joinBytes, textBytes, timeBytes, varintBytes } from './byte-fields.ts';
import { isSignedBy, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, type SignedMessage } from './ed25519-signature.ts';
import type { SignKeys } from './sign-keys.ts';

const VERSION = 1;
const CONTEXT = textBytes('family-os/key-proof/v1');
const POINTER_CONTEXT = textBytes('family-os/pointer/v1');
const HASH_BYTES = 32;
const PURPOSES = { invite: 1, recovery: 2, pointer: 3 } as const;

/** Which kind of key shows itself. */
export type KeyPurpose = keyof typeof PURPOSES;

/** What a key proof shows. Whether the key means anything in this room, the caller must find out. */
export type KeyProofCheck =
  | {
      ok: true;
      purpose: KeyPurpose;
      /** The key that signed: of an invite, a recovery kit, or a pointer. */
      signPublic: Uint8Array;
      /** SHA-256 of the payload it covers, 32 bytes; zeros where it covers none: see `isProofOf`. */
      payloadHash: Uint8Array;
      /** The maker's clock, milliseconds since the epoch. */
      at: number;
    }
  | {
      ok: false;
      reason: 'bad-proof' | 'clock';
      /** With `clock`: relay clock minus device clock, milliseconds. */
      skewMs?: number;
    };

/**
 * Shows one relay, for a short time, that its maker holds a key that is no device's: of an invite, a recovery kit or a pointer. It may be
 * shown again meanwhile, for the same payload. Layout: version 1, purpose, time, key, SHA-256 of the payload that goes with it
 * (zeros: none), signature over context, relay protocol, room, authority (`host[:port]`) and those fields. 136 bytes.
 */
export function makeKeyProof(args: {
  purpose: KeyPurpose;
  keys: SignKeys;
  room: RoomId;
  authority: string;
  now: number;
  payload?: Uint8Array;
}): Uint8Array {
  const { purpose, keys, room, authority, now, payload } = args;
  const fields = joinBytes(
    Uint8Array.of(VERSION, PURPOSES[purpose]),
    timeBytes(now),
    keys.signPublic,
    payload === undefined ? new Uint8Array(HASH_BYTES) : sha256(payload),
  );
  return joinBytes(fields, keys.sign(messageOf(room, authority, RELAY_PROTOCOL, fields)));
}

/**
 * Checks a key proof in the relay's own words for room and authority. Synchronous, without storage; 1 to 3 ms. `protocol`: for which relay
 * protocol it was made. `isSignatureKnown`: the caller has found that of `keyProofSignature` to hold. Never throws.
 */
export function checkKeyProof(args: {
  proof: Uint8Array;
  room: string;
  authority: string;
  now: number;
  toleranceMs: number;
  protocol?: number;
  isSignatureKnown?: boolean;
}): KeyProofCheck {
  const { now, toleranceMs, isSignatureKnown = false } = args;
  const read = readKeyProof(args);
  if (read === null) return BAD_PROOF;
  const { purpose, signPublic, payloadHash, at, signed } = read;
  if (!isSignatureKnown && !isSignedBy(signPublic, signed.message, signed.signature)) return BAD_PROOF;
  const skewMs = now - at;
  if (Math.abs(skewMs) > toleranceMs) return { ok: false, reason: 'clock', skewMs };
  return { ok: true, purpose, signPublic: signPublic.slice(), payloadHash: payloadHash.slice(), at };
}

/** The signature that a key proof needs; null for what has not the form of one. */
export function keyProofSignature(args: KeyProofPlace): SignedMessage | null {
  return readKeyProof(args)?.signed ?? null;
}

interface KeyProofPlace {
  readonly proof: Uint8Array;
  readonly room: string;
  readonly authority: string;
  readonly protocol?: number;
}

function readKeyProof({ proof, room, authority, protocol = RELAY_PROTOCOL }: KeyProofPlace) {
  const reader = createByteReader(proof);
  const version = reader.byte();
  const purpose = PURPOSE_OF_NUMBER.get(reader.byte() ?? 0);
  const at = reader.time();
  const signPublic = reader.bytes(PUBLIC_KEY_BYTES);
  const payloadHash = reader.bytes(HASH_BYTES);
  const fields = proof.subarray(0, reader.offset);
  const signature = reader.bytes(SIGNATURE_BYTES);
  if (version !== VERSION || purpose === undefined || at === null || signPublic === null) return null;
  if (payloadHash === null || signature === null || !reader.isAtEnd()) return null;
  const signed: SignedMessage = {
    publicKey: signPublic,
    message: messageOf(room, authority, protocol, fields),
    signature,
  };
  return { purpose, signPublic, payloadHash, at, signed };
}

/** Whether a key proof was made for this payload, or for none where it is null. */
export function isProofOf(payloadHash: Uint8Array, payload: Uint8Array | null): boolean {
  return areSameBytes(payloadHash, payload === null ? new Uint8Array(HASH_BYTES) : sha256(payload));
}

/** The room in which a relay keeps the pointer of this key. */
export function pointerRoomOf(signPublic: Uint8Array): RoomId {
  return toBase64url(sha256(joinBytes(POINTER_CONTEXT, signPublic))) as RoomId;
}

const BAD_PROOF: KeyProofCheck = { ok: false, reason: 'bad-proof' };
const PURPOSE_OF_NUMBER = new Map(
  Object.entries(PURPOSES).map(([purpose, number]) => [number as number, purpose as KeyPurpose]),
);

function messageOf(room: string, authority: string, protocol: number, fields: Uint8Array): Uint8Array {
  const authorityBytes = textBytes(authority.toLowerCase());
  return joinBytes(
    CONTEXT,
    varintBytes(protocol),
    textBytes(room),
    varintBytes(authorityBytes.length),
    authorityBytes,
    fields,
  );
}
