import { ed25519 } from '@noble/curves/ed25519.js';

/** An Ed25519 pair that signs from memory. */
export interface SignKeys {
  /** 32 bytes. */
  readonly signPublic: Uint8Array;
  /** Signature of the bytes as they are: callers put a context string in front. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** The pair of this seed, 32 bytes. */
export function signKeysOf(seed: Uint8Array): SignKeys {
  return { signPublic: ed25519.getPublicKey(seed), sign: (bytes) => ed25519.sign(bytes, seed) };
}
