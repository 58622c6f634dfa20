import { describe, expect, it } from 'vitest';
import { DeviceIdSchema } from '../../../lib/protocol/ids.ts';
import { deviceIdOf } from '../../../lib/vault/device.ts';
import {
  createDeviceKeys,
  openDevice,
  readStoredDevice,
  UnwrapFailed,
  unwrapSecret,
  wrapSecret,
} from '../../../lib/vault/device-keys.ts';
import { isSignedBy } from '../../../lib/vault/ed25519-signature.ts';
import { newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { tamperedCopies } from './test-family.ts';

describe('device keys', () => {
  it('are new each time, and none of the private ones can be exported', async () => {
    const [one, other] = await Promise.all([createDeviceKeys(), createDeviceKeys()]);
    expect(one.id).not.toBe(other.id);
    expect(one.id).toMatch(DeviceIdSchema.pipe[0].pipe[1].requirement);
    for (const secret of [one.signKey.privateKey, one.agreeKey.privateKey, one.wrapKey]) {
      expect(secret.extractable).toBe(false);
    }
  });

  it('survive structured cloning, as IndexedDB does it, and sign the same afterwards', async () => {
    const stored = await createDeviceKeys();
    const read = readStoredDevice(structuredClone(stored));
    if (read === null) throw new Error('not read');
    const device = await openDevice(read);
    const message = new TextEncoder().encode('hello');
    const signature = await device.sign(message);
    expect(signature).toEqual(await (await openDevice(stored)).sign(message));
    expect(isSignedBy(device.signPublic, message, signature)).toBe(true);
  });

  it('name the device after its signing key', async () => {
    const device = await openDevice(await createDeviceKeys());
    expect(device.id).toBe(deviceIdOf(device.signPublic));
    expect(device.signPublic).toHaveLength(32);
    expect(device.agreePublic).toHaveLength(32);
  });

  it('are not opened under the id of another key', async () => {
    const [one, other] = await Promise.all([createDeviceKeys(), createDeviceKeys()]);
    await expect(openDevice({ ...one, id: other.id })).rejects.toThrow('id of another key');
  });

  it('are not read from anything else', async () => {
    const stored = await createDeviceKeys();
    const { wrapKey: _, ...withoutWrapKey } = stored;
    const strangers: unknown[] = [
      undefined,
      null,
      'keys',
      {},
      withoutWrapKey,
      { ...stored, id: 'short' },
      { ...stored, wrapKey: {} },
      { ...stored, signKey: stored.agreeKey },
      { ...stored, signKey: { publicKey: stored.signKey.privateKey, privateKey: stored.signKey.publicKey } },
      JSON.parse(JSON.stringify(stored)),
    ];
    for (const stranger of strangers) expect(readStoredDevice(stranger)).toBeNull();
  });
});

describe('wrapped secrets', () => {
  it('open on the device that wrapped them, for the same context', async () => {
    const stored = await createDeviceKeys();
    const secret = newFamilySecret();
    const wrapped = await wrapSecret(stored, secret, 'family/one');
    expect(await unwrapSecret(stored, wrapped, 'family/one')).toEqual(secret);
    expect(Buffer.from(wrapped).includes(Buffer.from(secret))).toBe(false);
    expect(await wrapSecret(stored, secret, 'family/one')).not.toEqual(wrapped);
  });

  it('do not open for another context, on another device, cut off, or with any byte changed', async () => {
    const [stored, other] = await Promise.all([createDeviceKeys(), createDeviceKeys()]);
    const wrapped = await wrapSecret(stored, newFamilySecret(), 'family/one');
    await expect(unwrapSecret(stored, wrapped, 'family/two')).rejects.toThrow(UnwrapFailed);
    await expect(unwrapSecret(other, wrapped, 'family/one')).rejects.toThrow(UnwrapFailed);
    for (const length of [0, 1, 12, 13, wrapped.length - 1]) {
      await expect(unwrapSecret(stored, wrapped.subarray(0, length), 'family/one')).rejects.toThrow(UnwrapFailed);
    }
    for (const { copy } of tamperedCopies(wrapped)) {
      await expect(unwrapSecret(stored, copy, 'family/one')).rejects.toThrow(UnwrapFailed);
    }
  });
});
