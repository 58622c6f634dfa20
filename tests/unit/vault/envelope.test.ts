import { describe, expect, it } from 'vitest';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import { agreeKeysOf } from '../../../lib/vault/agree-keys.ts';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
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
