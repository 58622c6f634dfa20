import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { RoomId } from '../protocol/ids.ts';
import { parseRelayHost, relayOrigin } from '../protocol/relay-host.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { createByteReader, joinBytes, textBytes, varintBytes } from './byte-fields.ts';
import { ENTRY_HASH_BYTES } from './chain-entry.ts';
import { sizeClass } from './size-class.ts';

const VERSION = 1;
const CONTEXT = 'family-os/pointer/v1';
const NONCE_BYTES = 24;

/** Where a family lies. */
export interface PointerContent {
  readonly room: RoomId;
  /** `http://…` or `https://…` of its relay. */
  readonly origin: string;
}

/**
 * Layout: version 1, 24-byte random nonce, XChaCha20-Poly1305 ciphertext and tag. Sealed: 32 bytes of the room, origin (after its
 * length), zeros up to the size class. Authenticated: context, and the room the pointer itself lies in. Throws RangeError for a
 * room or origin that is none.
 */
export function sealPointerContent(key: Uint8Array, pointerRoom: RoomId, { room, origin }: PointerContent): Uint8Array {
  const roomBytes = fromBase64url(room);
  const host = parseRelayHost(origin);
  if (roomBytes?.length !== ENTRY_HASH_BYTES) throw new RangeError('not the name of a room');
  if (host === null) throw new RangeError('not the address of a relay');
  const originBytes = textBytes(relayOrigin(host));
  const framed = joinBytes(roomBytes, varintBytes(originBytes.length), originBytes);
  const padded = new Uint8Array(sizeClass(framed.length));
  padded.set(framed);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  return joinBytes(Uint8Array.of(VERSION), nonce, cipherOf(key, nonce, pointerRoom).encrypt(padded));
}

/** Null where it is another key's or room's, damaged, or of a later version. */
export function openPointerContent(key: Uint8Array, pointerRoom: RoomId, pointer: Uint8Array): PointerContent | null {
  const reader = createByteReader(pointer);
  if (reader.byte() !== VERSION) return null;
  const nonce = reader.bytes(NONCE_BYTES);
  if (nonce === null) return null;
  try {
    const plain = createByteReader(cipherOf(key, nonce, pointerRoom).decrypt(pointer.subarray(reader.offset)));
    const room = plain.bytes(ENTRY_HASH_BYTES);
    const originBytes = plain.bytes(plain.varint() ?? Number.POSITIVE_INFINITY);
    if (room === null || originBytes === null) return null;
    const host = parseRelayHost(new TextDecoder('utf-8', { fatal: true }).decode(originBytes));
    return host && { room: toBase64url(room) as RoomId, origin: relayOrigin(host) };
  } catch {
    return null;
  }
}

function cipherOf(key: Uint8Array, nonce: Uint8Array, pointerRoom: RoomId) {
  return xchacha20poly1305(key, nonce, joinBytes(textBytes(CONTEXT), textBytes(pointerRoom)));
}
