import { ed25519 } from '@noble/curves/ed25519.js';

/** Bytes of an Ed25519 (RFC 8032) public key. */
export const PUBLIC_KEY_BYTES = 32;
/** Bytes of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64;

/** A message, who is said to have signed it, and with what. */
export interface SignedMessage {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Whether the holder of `publicKey` signed `message`. Strict: encodings that are not canonical and keys of small order
 * are refused, since such a key verifies more than one message. Never throws.
 */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}

/**
 * The same, some thirty times faster, by the platform's own code where it has Ed25519: for who is shown many signatures. As strict: the
 * platform checks everything but the key, and compares the point of the signature byte by byte. Never rejects.
 */
export async function isSignedByPlatform({ publicKey, message, signature }: SignedMessage): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify']);
    if (!(await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message)))) return false;
  } catch {
    // No such algorithm, or no such key.
    return isSignedBy(publicKey, message, signature);
  }
  try {
    return !ed25519.Point.fromBytes(publicKey).isSmallOrder();
  } catch {
    // Not the canonical spelling of a point.
    return false;
  }
}
