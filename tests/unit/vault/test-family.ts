import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { fromBase64url } from '../../../lib/vault/base64url.ts';
import { createFamilyEntry, type FamilyEntry, readFamilyEntry, roomIdOf } from '../../../lib/vault/chain.ts';
import { type Device, deviceIdOf } from '../../../lib/vault/device.ts';
import { deriveFamilyKeys } from '../../../lib/vault/family-keys.ts';

/** A device whose keys are known, so that vectors and failures repeat. */
export function seededDevice(seed: number): Device {
  const secretKey = new Uint8Array(32).fill(seed);
  const signPublic = ed25519.getPublicKey(secretKey);
  const agreePublic = x25519.getPublicKey(new Uint8Array(32).fill(seed + 1));
  const sign = async (bytes: Uint8Array) => ed25519.sign(bytes, secretKey);
  return { id: deviceIdOf(signPublic), signPublic, agreePublic, sign };
}

/** A family made by `seededDevice(seed)`, everything about it at hand. */
export async function seededFamily(seed: number) {
  const device = seededDevice(seed);
  const secret = new Uint8Array(32).fill(seed + 100);
  const keys = deriveFamilyKeys(secret);
  const entry = await createFamilyEntry({ device, accessPublic: keys.accessPublic, at: AT });
  const room = roomIdOf(entry);
  return { device, secret, keys, entry, room, create: readEntry(entry, room), chainHead: bytesOf(room) };
}

/** 21 November 2026, noon UTC. */
export const AT = 1_795_262_400_000;

export function readEntry(entry: Uint8Array, room: string): FamilyEntry {
  const read = readFamilyEntry(entry, room);
  if (!read.ok) throw new Error(`entry is refused: ${read.why}`);
  return read.create;
}

export function bytesOf(base64url: string): Uint8Array {
  const bytes = fromBase64url(base64url);
  if (bytes === null) throw new Error('not base64url');
  return bytes;
}

/** Copies of `bytes`, each with one bit of one byte flipped: every byte once. */
export function* tamperedCopies(bytes: Uint8Array): Generator<{ index: number; copy: Uint8Array }> {
  for (let index = 0; index < bytes.length; index++) {
    const copy = bytes.slice();
    copy[index] = (copy[index] ?? 0) ^ (1 << (index % 8));
    yield { index, copy };
  }
}
