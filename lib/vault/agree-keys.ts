import { x25519 } from '@noble/curves/ed25519.js';

/** An X25519 pair in raw bytes, 32 each: derived from a secret, so that there is nothing to hide from whoever holds that. */
export interface AgreeKeys {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** The pair whose private key these 32 bytes are. */
export function agreeKeysOf(privateKey: Uint8Array): AgreeKeys {
  return { privateKey, publicKey: x25519.getPublicKey(privateKey) };
}
