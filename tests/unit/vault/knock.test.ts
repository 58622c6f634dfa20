import { describe, expect, it } from 'vitest';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import { agreeKeysOf } from '../../../lib/vault/agree-keys.ts';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
import { newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { deriveInviteKeys, newInviteSecret } from '../../../lib/vault/invite.ts';
import { createKeyring } from '../../../lib/vault/keyring.ts';
import { openKnock, sealKnock } from '../../../lib/vault/knock.ts';
import { seededDevice, tamperedCopies } from './test-family.ts';

const room = 'r'.repeat(43) as RoomId;
const keyring = createKeyring({
  room,
  secrets: new Map([
    [1, newFamilySecret()],
    [2, newFamilySecret()],
  ]),
});
const keys = deriveInviteKeys(newInviteSecret());
const inviteOf = (epoch: number) => ({
  id: keys.id,
  signPublic: keys.signPublic,
  epoch,
  knockPublic: keyring.knockKeysOf(epoch)?.publicKey ?? null,
});
const invite = inviteOf(2);
const device = seededDevice(20);
const who = { name: 'Léa', deviceName: 'Léa’s Firefox' };
const sealed = (changes: Partial<Parameters<typeof sealKnock>[0]> = {}) =>
  sealKnock({ room, invite, keys, device, ...who, ...changes });
const opened = (knock: Uint8Array, changes: Partial<Parameters<typeof openKnock>[0]> = {}) =>
  openKnock({ room, invite, knockKeysOf: keyring.knockKeysOf, knock, ...changes });
const EXPECTED = { signPublic: device.signPublic, agreePublic: device.agreePublic, ...who };

describe('a knock', () => {
  it('tells members who asks, and with which keys', async () => {
    expect(await opened(await sealed())).toEqual(EXPECTED);
  });

  it('made before an epoch opens after it', async () => {
    expect(await opened(await sealed({ invite: inviteOf(1) }))).toEqual(EXPECTED);
  });

  it('opens only for who holds the secret of its epoch', async () => {
    const knock = await sealed();
    expect(await opened(knock, { knockKeysOf: (epoch) => (epoch === 1 ? keyring.knockKeysOf(1) : null) })).toBeNull();
    expect(await opened(knock, { knockKeysOf: () => keyring.knockKeysOf(1) })).toBeNull();
    expect(await opened(knock, { knockKeysOf: () => keys.agreeKeys })).toBeNull();
  });

  it('shows nobody else a name, nor how long it is', async () => {
    const sizes = await Promise.all(['A', 'Ana', 'Ana Sanchez'].map((name) => sealed({ name, deviceName: 'Firefox' })));
    expect(new Set(sizes.map(({ length }) => length)).size).toBe(1);
    expect(Buffer.from(await sealed()).includes('Firefox')).toBe(false);
  });

  it('is refused with any byte changed, cut off, or longer', async () => {
    const knock = await sealed();
    for (const { index, copy } of tamperedCopies(knock)) expect(await opened(copy), `byte ${index}`).toBeNull();
    for (let length = 0; length < knock.length; length++) expect(await opened(knock.subarray(0, length))).toBeNull();
    expect(await opened(joinBytes(knock, Uint8Array.of(0)))).toBeNull();
    expect(await opened(new Uint8Array(10_000).fill(1))).toBeNull();
  });

  it('is for one room and one invite', async () => {
    const knock = await sealed();
    expect(await opened(knock, { room: 's'.repeat(43) as RoomId })).toBeNull();
    const other = deriveInviteKeys(newInviteSecret());
    expect(await opened(knock, { invite: other })).toBeNull();
    expect(await opened(knock, { invite: { ...other, signPublic: keys.signPublic } })).toBeNull();
  });

  it('cannot be made by who has not the link: the relay puts no keys of its own under a name', async () => {
    // It knows the chain, so it can seal to the knock key; but not sign.
    expect(await opened(await sealed({ keys: deriveInviteKeys(newInviteSecret()) }))).toBeNull();
    const knock = await sealed();
    const relay = seededDevice(66);
    const swapped = joinBytes(knock.subarray(0, 2), relay.signPublic, relay.agreePublic, knock.subarray(66));
    expect(swapped).toHaveLength(knock.length);
    expect(await opened(swapped)).toBeNull();
  });

  it('that holds something else is none, even from who has the link', async () => {
    for (const wrong of [{ name: 7 }, { name: 'x'.repeat(501) }, { deviceName: null }]) {
      const knock = await sealed(wrong as unknown as typeof who).catch(() => new Uint8Array(0));
      expect(await opened(knock)).toBeNull();
    }
  });

  it('is not made where none is asked for, nor with endless names', async () => {
    await expect(sealed({ invite: { ...invite, knockPublic: null } })).rejects.toThrow(RangeError);
    await expect(sealed({ name: 'x'.repeat(4_000) })).rejects.toThrow(RangeError);
    await expect(
      sealed({ invite: { ...invite, knockPublic: agreeKeysOf(new Uint8Array(32)).publicKey.fill(0) } }),
    ).rejects.toThrow();
  });
});
