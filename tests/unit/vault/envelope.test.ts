import { gcm } from '@noble/ciphers/aes.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import { type AgreeKeys, agreeKeysOf } from '../../../lib/vault/agree-keys.ts';
import { joinBytes, textBytes } from '../../../lib/vault/byte-fields.ts';
import { ENVELOPE_BYTES } from '../../../lib/vault/chain-body.ts';
import { createDeviceKeys, openDevice, readStoredDevice } from '../../../lib/vault/device-keys.ts';
import { openEnvelope, sealEnvelope } from '../../../lib/vault/envelope.ts';
import { newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { tamperedCopies } from './test-family.ts';

const room = 'r'.repeat(43) as RoomId;
const secret = newFamilySecret();
const recipient = agreeKeysOf(new Uint8Array(32).fill(9));
const sealed = (changes: Partial<Parameters<typeof sealEnvelope>[0]> = {}) =>
  sealEnvelope({ room, epoch: 2, recipientPublic: recipient.publicKey, secret, ...changes });

/** RFC 9180 §4 and §5.1, mode base: KEM 0x0020, KDF 0x0001, AEAD 0x0002. */
function openByRfc(keys: AgreeKeys, info: Uint8Array, message: Uint8Array): Uint8Array {
  const none = new Uint8Array(0);
  const enc = message.subarray(0, 32);
  const suiteOf = (...parts: number[]) => Uint8Array.from(parts);
  const labelled = (suite: Uint8Array, label: string, value: Uint8Array) =>
    joinBytes(textBytes('HPKE-v1'), suite, textBytes(label), value);
  const extractAs = (suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array) =>
    extract(sha256, labelled(suite, label, ikm), salt);
  const expandAs = (suite: Uint8Array, prk: Uint8Array, label: string, value: Uint8Array, length: number) =>
    expand(sha256, prk, joinBytes(Uint8Array.of(0, length), labelled(suite, label, value)), length);

  const kem = joinBytes(textBytes('KEM'), suiteOf(0, 0x20));
  const dh = x25519.getSharedSecret(keys.privateKey, enc);
  const eaePrk = extractAs(kem, none, 'eae_prk', dh);
  const shared = expandAs(kem, eaePrk, 'shared_secret', joinBytes(enc, keys.publicKey), 32);

  const hpke = joinBytes(textBytes('HPKE'), suiteOf(0, 0x20, 0, 1, 0, 2));
  const pskIdHash = extractAs(hpke, none, 'psk_id_hash', none);
  const infoHash = extractAs(hpke, none, 'info_hash', info);
  const schedule = joinBytes(Uint8Array.of(0), pskIdHash, infoHash);
  const prk = extractAs(hpke, shared, 'secret', none);
  const key = expandAs(hpke, prk, 'key', schedule, 32);
  const nonce = expandAs(hpke, prk, 'base_nonce', schedule, 12);
  return gcm(key, nonce).decrypt(message.subarray(32));
}

describe('an envelope', () => {
  it('has 80 bytes, others every time, and opens for the key it was sealed to', async () => {
    const [one, other] = await Promise.all([sealed(), sealed()]);
    expect(one).toHaveLength(ENVELOPE_BYTES);
    expect(one).not.toEqual(other);
    for (const envelope of [one, other]) {
      expect(await openEnvelope({ room, epoch: 2, recipient, envelope })).toEqual(secret);
    }
  });

  it('opens with a device’s keys, which cannot be exported, as they lie in storage', async () => {
    const stored = readStoredDevice(structuredClone(await createDeviceKeys()));
    if (stored === null) throw new Error('not read');
    const { agreePublic } = await openDevice(stored);
    const envelope = await sealed({ recipientPublic: agreePublic });
    expect(stored.agreeKey.privateKey.extractable).toBe(false);
    expect(await openEnvelope({ room, epoch: 2, recipient: stored.agreeKey, envelope })).toEqual(secret);
  });

  it('opens for no other key, room or epoch', async () => {
    const envelope = await sealed();
    const open = (changes: Partial<Parameters<typeof openEnvelope>[0]>) =>
      openEnvelope({ room, epoch: 2, recipient, envelope, ...changes });
    expect(await open({ room: 's'.repeat(43) as RoomId })).toBeNull();
    for (const epoch of [0, 1, 3, 200]) expect(await open({ epoch })).toBeNull();
    expect(await open({ recipient: agreeKeysOf(new Uint8Array(32).fill(8)) })).toBeNull();
    expect(await open({ recipient: (await createDeviceKeys()).agreeKey })).toBeNull();
    // The right private key, for who claims another public one.
    const { privateKey } = recipient;
    expect(await open({ recipient: { ...agreeKeysOf(new Uint8Array(32).fill(8)), privateKey } })).toBeNull();
  });

  it('does not open with any byte changed, cut off, or longer', async () => {
    const envelope = await sealed();
    const open = (bytes: Uint8Array) => openEnvelope({ room, epoch: 2, recipient, envelope: bytes });
    for (const { index, copy } of tamperedCopies(envelope)) expect(await open(copy), `byte ${index}`).toBeNull();
    for (const length of [0, 31, 32, 47, 48, 79]) expect(await open(envelope.subarray(0, length))).toBeNull();
    expect(await open(joinBytes(envelope, Uint8Array.of(0)))).toBeNull();
    expect(await open(new Uint8Array(ENVELOPE_BYTES))).toBeNull();
  });

  it('is HPKE as RFC 9180 has it: opens by its own steps, written with other primitives', async () => {
    const envelope = await sealed();
    const context = joinBytes(textBytes('family-os/envelope/v1'), textBytes(room), Uint8Array.of(2));
    expect(openByRfc(recipient, context, envelope)).toEqual(secret);
  });

  it('opens from a view into a larger buffer', async () => {
    const larger = joinBytes(new Uint8Array(3), await sealed(), new Uint8Array(3));
    expect(await openEnvelope({ room, epoch: 2, recipient, envelope: larger.subarray(3, -3) })).toEqual(secret);
  });

  it('is not made for a key that cannot be sealed to, nor of anything but a secret', async () => {
    await expect(sealed({ recipientPublic: new Uint8Array(32) })).rejects.toThrow();
    await expect(sealed({ recipientPublic: new Uint8Array(31) })).rejects.toThrow();
    await expect(sealed({ secret: new Uint8Array(16) })).rejects.toThrow(RangeError);
  });
});
