import { describe, expect, it } from 'vitest';
import { RoomIdSchema } from '../../../lib/protocol/ids.ts';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
import { createFamilyEntry, readFamilyEntry, roomIdOf } from '../../../lib/vault/chain.ts';
import { createDeviceKeys, openDevice } from '../../../lib/vault/device-keys.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { legacyEntry } from './test-chain.ts';
import { AT, readEntry, seededDevice, seededFamily, tamperedCopies } from './test-family.ts';

/** The entry read as the founder of whatever room it hashes to: everything but the hash must hold. */
const whyAsOwnRoom = (entry: Uint8Array) => {
  const read = readFamilyEntry(entry, roomIdOf(entry));
  return read.ok ? 'accepted' : read.why;
};

describe('the first entry of a family', () => {
  it('names its maker and the family’s access key, and founds the room that is its hash', async () => {
    const device = await openDevice(await createDeviceKeys());
    const { accessPublic } = deriveFamilyKeys(newFamilySecret());
    const entry = await createFamilyEntry({ device, accessPublic, at: AT + 0.75 });
    const room = roomIdOf(entry);
    expect(room).toMatch(RoomIdSchema.pipe[1].requirement);
    expect(readFamilyEntry(entry, room)).toEqual({
      ok: true,
      create: {
        room,
        at: AT,
        deviceId: device.id,
        signPublic: device.signPublic,
        agreePublic: device.agreePublic,
        accessPublic,
        isLegacy: false,
      },
    });
    expect(entry).toHaveLength(218);
  });

  it('without flags is of protocol 1', async () => {
    const { device, keys } = await seededFamily(1);
    const entry = await legacyEntry(device, keys.accessPublic);
    expect(entry).toHaveLength(217);
    expect(readEntry(entry, roomIdOf(entry))).toMatchObject({ deviceId: device.id, isLegacy: true });
  });

  it('founds another room each time, even by one device in one millisecond', async () => {
    const args = { device: seededDevice(1), accessPublic: deriveFamilyKeys(newFamilySecret()).accessPublic, at: AT };
    const entries = await Promise.all([createFamilyEntry(args), createFamilyEntry(args)]);
    expect(new Set(entries.map(roomIdOf)).size).toBe(2);
  });

  it('is refused for any other room', async () => {
    const { entry } = await seededFamily(1);
    const { room } = await seededFamily(2);
    for (const other of [room, '', `${roomIdOf(entry)}=`, roomIdOf(entry).toLowerCase()]) {
      expect(readFamilyEntry(entry, other)).toEqual({ ok: false, why: 'wrong-room' });
    }
  });

  it('is refused with any byte changed: by its hash, and where the room is its hash by signature or form', async () => {
    const { entry, room } = await seededFamily(1);
    for (const { index, copy } of tamperedCopies(entry)) {
      expect(readFamilyEntry(copy, room), `byte ${index}`).toEqual({ ok: false, why: 'wrong-room' });
      // Version, type, previous hash and body length are fixed, and no flag is known; everything else is signed.
      const expected = index < 34 || index === 72 ? 'malformed' : index === 153 ? 'newer' : 'bad-signature';
      expect(whyAsOwnRoom(copy), `byte ${index}`).toBe(expected);
    }
  });

  it('is refused cut off at any length, or with something after it', async () => {
    const { entry } = await seededFamily(1);
    for (let length = 0; length < entry.length; length++)
      expect(whyAsOwnRoom(entry.subarray(0, length))).toBe('malformed');
    expect(whyAsOwnRoom(joinBytes(entry, Uint8Array.of(0)))).toBe('malformed');
  });

  it('is not an entry with a predecessor', async () => {
    const { entry } = await seededFamily(1);
    const later = entry.slice();
    later[20] = 1;
    expect(whyAsOwnRoom(later)).toBe('malformed');
  });

  it('of a later version is told from another family’s', async () => {
    const newer = Uint8Array.of(2, 1, 2, 3);
    expect(whyAsOwnRoom(newer)).toBe('newer');
    expect(readFamilyEntry(newer, (await seededFamily(1)).room)).toEqual({ ok: false, why: 'wrong-room' });
  });

  it('cannot be made for keys of a wrong size', async () => {
    const args = { device: seededDevice(1), accessPublic: new Uint8Array(31), at: AT };
    await expect(createFamilyEntry(args)).rejects.toThrow(RangeError);
  });

  it('reads the same from a view into a larger buffer', async () => {
    const { entry, room, create } = await seededFamily(1);
    const larger = joinBytes(new Uint8Array(7), entry, new Uint8Array(5));
    expect(readEntry(larger.subarray(7, 7 + entry.length), room)).toEqual(create);
  });
});
