import { sha256 } from '@noble/hashes/sha2.js';
import type { InviteId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';

/** Bytes of the digest that names a key: 128 bits, as in every other id. */
export const KEY_ID_BYTES = 16;

/** Names any public key: the first 16 bytes of its SHA-256. */
export function keyIdOf(publicKey: Uint8Array): Uint8Array {
  return sha256(publicKey).subarray(0, KEY_ID_BYTES);
}

/** Names an invite after its signing key, as a device is named after its own. */
export function inviteIdOf(signPublic: Uint8Array): InviteId {
  return toBase64url(keyIdOf(signPublic)) as InviteId;
}
