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
 * Whether a signature is worth a strict look, by the platform's own code: some thirty times faster than `isSignedBy`, and not as
 * strict. For who is flooded with forged ones. True where the platform has no Ed25519. Never rejects.
 */
export async function isWorthChecking({ publicKey, message, signature }: SignedMessage): Promise<boolean> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify']);
  } catch {
    // No such algorithm, or no such key: for the strict check to say.
    return true;
  }
  return crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message)).catch(() => true);
}

/**
 * Whether the holder of `publicKey` signed `message`. Strict: encodings that are not canonical and keys of small order
 * are refused, since such a key verifies more than one message. Never throws.
 */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}
