import { ed25519 } from '@noble/curves/ed25519.js';

/** Bytes of an Ed25519 (RFC 8032) public key. */
export const PUBLIC_KEY_BYTES = 32;
/** Bytes of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64;

/**
 * Whether the holder of `publicKey` signed `message`. Strict: encodings that are not canonical and keys of small order
 * are refused, since such a key verifies more than one message. Never throws.
 */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}
