import * as v from 'valibot';
import { DeviceIdSchema } from '../protocol/ids.ts';
import { createByteReader, joinBytes, textBytes } from './byte-fields.ts';
import { type Device, deviceIdOf } from './device.ts';

const WRAP_VERSION = 1;
const WRAP_CONTEXT = 'family-os/wrapped-secret/v1|';
/** What AES-GCM is specified for (NIST SP 800-38D §8.2). Random; a device wraps a handful of secrets in its life. */
const WRAP_IV_BYTES = 12;

const key = (algorithm: string, type: KeyType, usage: KeyUsage) =>
  v.pipe(
    v.custom<CryptoKey>((value) => value instanceof CryptoKey),
    v.check((it) => it.algorithm.name === algorithm && it.type === type && it.usages.includes(usage)),
  );
const publicKey = (algorithm: string) =>
  v.pipe(
    v.custom<CryptoKey>((value) => value instanceof CryptoKey),
    v.check((it) => it.algorithm.name === algorithm && it.type === 'public'),
  );

// Made on the first call: the runtimes that only check signatures need not have `CryptoKey`.
const createStoredDeviceSchema = () =>
  v.object({
    id: DeviceIdSchema,
    signKey: v.object({ publicKey: publicKey('Ed25519'), privateKey: key('Ed25519', 'private', 'sign') }),
    agreeKey: v.object({ publicKey: publicKey('X25519'), privateKey: key('X25519', 'private', 'deriveBits') }),
    wrapKey: v.pipe(
      key('AES-GCM', 'secret', 'decrypt'),
      v.check((it) => it.usages.includes('encrypt')),
    ),
  });

/**
 * A device's keys as they lie in the KeyStore: structured-cloneable, the private ones non-extractable, so that no script
 * carries them off. Whoever reads the profile's files does: browsers write them there in the clear (docs/THREAT_MODEL.md).
 */
export interface StoredDevice {
  readonly id: Device['id'];
  /** Ed25519. */
  readonly signKey: CryptoKeyPair;
  /** X25519. */
  readonly agreeKey: CryptoKeyPair;
  /** AES-GCM 256: wraps the family's secrets at rest. */
  readonly wrapKey: CryptoKey;
}

/** A wrapped secret does not open: made by another device or for another context, damaged, or of a newer version. */
export class UnwrapFailed extends Error {
  override name = 'UnwrapFailed';
}

/**
 * New keys for this browser. Rejects where WebCrypto lacks Ed25519 or X25519 (Chrome before 137, Firefox before 130).
 */
export async function createDeviceKeys(): Promise<StoredDevice> {
  const [signKey, agreeKey, wrapKey] = await Promise.all([
    crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']) as Promise<CryptoKeyPair>,
    crypto.subtle.generateKey('X25519', false, ['deriveBits']) as Promise<CryptoKeyPair>,
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  ]);
  return { id: deviceIdOf(await rawKey(signKey.publicKey)), signKey, agreeKey, wrapKey };
}

/** What the KeyStore gave back, or null if it is not a device of ours. */
export function readStoredDevice(value: unknown): StoredDevice | null {
  const parsed = v.safeParse(createStoredDeviceSchema(), value);
  return parsed.success ? parsed.output : null;
}

/** The device, able to sign. Rejects if the id is not that of its signing key. */
export async function openDevice(stored: StoredDevice): Promise<Device> {
  const [signPublic, agreePublic] = await Promise.all([
    rawKey(stored.signKey.publicKey),
    rawKey(stored.agreeKey.publicKey),
  ]);
  if (deviceIdOf(signPublic) !== stored.id) throw new Error('stored device has the id of another key');
  return {
    id: stored.id,
    signPublic,
    agreePublic,
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', stored.signKey.privateKey, new Uint8Array(bytes))),
  };
}

/**
 * Seals a secret for storage beside this device's keys. `context` says what it is for (`family/<room>/epoch/1`); it is
 * authenticated, not stored. Layout: version 1, 12-byte nonce, AES-256-GCM ciphertext and tag.
 */
export async function wrapSecret(
  device: Pick<StoredDevice, 'wrapKey'>,
  secret: Uint8Array,
  context: string,
): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(WRAP_IV_BYTES));
  const sealed = await crypto.subtle.encrypt(wrapAlgorithm(iv, context), device.wrapKey, new Uint8Array(secret));
  return joinBytes(Uint8Array.of(WRAP_VERSION), iv, new Uint8Array(sealed));
}

/** The secret that `wrapSecret` sealed with this device and context; else rejects with UnwrapFailed. */
export async function unwrapSecret(
  device: Pick<StoredDevice, 'wrapKey'>,
  wrapped: Uint8Array,
  context: string,
): Promise<Uint8Array> {
  const reader = createByteReader(wrapped);
  if (reader.byte() !== WRAP_VERSION) throw new UnwrapFailed('wrapped secret of an unknown version');
  const iv = reader.bytes(WRAP_IV_BYTES);
  if (iv === null) throw new UnwrapFailed('wrapped secret is cut off');
  const sealed = new Uint8Array(wrapped.subarray(reader.offset));
  try {
    return new Uint8Array(await crypto.subtle.decrypt(wrapAlgorithm(iv, context), device.wrapKey, sealed));
  } catch {
    // WebCrypto says no more than OperationError, on purpose: which part is wrong would help an attacker.
    throw new UnwrapFailed('wrapped secret does not open here');
  }
}

const wrapAlgorithm = (iv: Uint8Array, context: string) => ({
  name: 'AES-GCM',
  iv: new Uint8Array(iv),
  additionalData: new Uint8Array(textBytes(WRAP_CONTEXT + context)),
});

async function rawKey(publicKey: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
}
