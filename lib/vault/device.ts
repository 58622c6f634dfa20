import { sha256 } from '@noble/hashes/sha2.js';
import type { DeviceId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';

/** Bytes of the digest that name a device: 128 bits, as in every other id. */
const DEVICE_ID_BYTES = 16;

/** A device that can sign, wherever its private keys are kept. */
export interface Device {
  /** `deviceIdOf(signPublic)`. */
  readonly id: DeviceId;
  /** Ed25519, 32 bytes. */
  readonly signPublic: Uint8Array;
  /** X25519, 32 bytes: what others will seal keys to. */
  readonly agreePublic: Uint8Array;
  /** Ed25519 signature of the bytes as they are: callers put a context string in front. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Names a device after its signing key, so that the name cannot be taken by another. */
export function deviceIdOf(signPublic: Uint8Array): DeviceId {
  return toBase64url(sha256(signPublic).subarray(0, DEVICE_ID_BYTES)) as DeviceId;
}
