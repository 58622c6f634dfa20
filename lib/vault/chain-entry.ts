import { sha256 } from '@noble/hashes/sha2.js';
import { createByteReader, joinBytes, textBytes, timeBytes, varintBytes } from './byte-fields.ts';
import { ENTRY_TYPES, type EntryBody, type EntryType, readBody } from './chain-body.ts';
import { isSignedBy, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, type SignedMessage } from './ed25519-signature.ts';

const VERSION = 1;
const CONTEXT = textBytes('family-os/chain-entry/v1');
/** Bytes of an entry's hash: SHA-256 of the whole entry, signature included. */
export const ENTRY_HASH_BYTES = 32;
/** No entry is larger. An epoch for everyone who may be in a family has 15 KB. */
export const MAX_ENTRY_BYTES = 16 * 1024;

/** An entry taken apart; nothing is checked but its form. Its bytes are views of what was read. */
export interface ChainEntry {
  /** SHA-256 of the entry before, 32 bytes; zeros in the first. */
  readonly previous: Uint8Array;
  /** By its signer's clock, milliseconds since the epoch. */
  readonly at: number;
  /** The key that signs: of a device, an invite, the recovery kit or the family's access. */
  readonly signPublic: Uint8Array;
  readonly body: EntryBody;
}

/** What signs entries: a device, or keys that were derived from a secret. */
export interface EntrySigner {
  readonly signPublic: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** Why bytes are no entry. `newer`: of a version, type or flag that is not known here. */
export type EntryProblem = 'malformed' | 'newer' | 'too-large';

/**
 * Layout of every entry: version 1, type, hash of the entry before (zeros for the first), time, signing key, body (after
 * its length), Ed25519 signature over the context string and all of that. Rejects with RangeError for a key or hash of a
 * wrong size, or an entry that would be too large.
 */
export async function signEntry(args: {
  type: EntryType;
  previous: Uint8Array;
  at: number;
  signer: EntrySigner;
  body: Uint8Array;
}): Promise<Uint8Array> {
  const { type, previous, at, signer, body } = args;
  if (previous.length !== ENTRY_HASH_BYTES) throw new RangeError('the hash of an entry has 32 bytes');
  if (signer.signPublic.length !== PUBLIC_KEY_BYTES) throw new RangeError('a public key has 32 bytes');
  const unsigned = joinBytes(
    Uint8Array.of(VERSION, ENTRY_TYPES[type]),
    previous,
    timeBytes(at),
    signer.signPublic,
    varintBytes(body.length),
    body,
  );
  const entry = joinBytes(unsigned, await signer.sign(joinBytes(CONTEXT, unsigned)));
  if (entry.length > MAX_ENTRY_BYTES) throw new RangeError('the entry is too large');
  return entry;
}

/** Takes an entry apart. Never throws. */
export function readEntry(bytes: Uint8Array): { ok: true; entry: ChainEntry } | { ok: false; why: EntryProblem } {
  if (bytes.length > MAX_ENTRY_BYTES) return { ok: false, why: 'too-large' };
  const reader = createByteReader(bytes);
  const version = reader.byte();
  if (version !== VERSION) return { ok: false, why: version !== null && version > VERSION ? 'newer' : 'malformed' };
  const typeNumber = reader.byte();
  if (typeNumber === null) return MALFORMED;
  const type = TYPE_OF_NUMBER.get(typeNumber);
  if (type === undefined) return { ok: false, why: typeNumber > LAST_TYPE ? 'newer' : 'malformed' };
  const previous = reader.bytes(ENTRY_HASH_BYTES);
  const at = reader.time();
  const signPublic = reader.bytes(PUBLIC_KEY_BYTES);
  const bodyBytes = reader.bytes(reader.varint() ?? Number.POSITIVE_INFINITY);
  const signature = reader.bytes(SIGNATURE_BYTES);
  if (previous === null || at === null || signPublic === null || bodyBytes === null || signature === null) {
    return MALFORMED;
  }
  if (!reader.isAtEnd() || (type === 'create') !== previous.every((byte) => byte === 0)) return MALFORMED;
  const body = readBody(type, createByteReader(bodyBytes));
  if (body === 'newer') return { ok: false, why: 'newer' };
  return body === null ? MALFORMED : { ok: true, entry: { previous, at, signPublic, body } };
}

/** Whether the key that the entry names has signed it. For bytes that `readEntry` took; 1 to 3 ms. */
export function isEntrySigned(bytes: Uint8Array, entry: ChainEntry): boolean {
  const { publicKey, message, signature } = entrySignature(bytes, entry);
  return isSignedBy(publicKey, message, signature);
}

/** The signature that an entry needs. */
export function entrySignature(bytes: Uint8Array, { signPublic }: ChainEntry): SignedMessage {
  const unsigned = bytes.subarray(0, bytes.length - SIGNATURE_BYTES);
  return { publicKey: signPublic, message: joinBytes(CONTEXT, unsigned), signature: bytes.subarray(unsigned.length) };
}

/** Names an entry: what the next one carries as `previous`, and a proof as the head. 32 bytes. */
export function entryHashOf(entry: Uint8Array): Uint8Array {
  return sha256(entry);
}

const MALFORMED = { ok: false, why: 'malformed' } as const;
const TYPE_OF_NUMBER = new Map(
  Object.entries(ENTRY_TYPES).map(([type, number]) => [number as number, type as EntryType]),
);
const LAST_TYPE = Math.max(...TYPE_OF_NUMBER.keys());
