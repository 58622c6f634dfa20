import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MemberId, newId } from '../../lib/protocol/ids.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';
import { joinBytes } from '../../lib/vault/byte-fields.ts';
import { roomIdOf } from '../../lib/vault/chain.ts';
import { signEntry } from '../../lib/vault/chain-entry.ts';
import { createDeviceKeys, openDevice, wrapSecret } from '../../lib/vault/device-keys.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../lib/vault/family-keys.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMembersStage, type MembersStage } from './members-stage.ts';

/**
 * A family of protocol 1: one chain entry, one secret that every member holds, devices that the chain does not know. Its browsers have been
 * updated; what they keep is as the first version left it.
 */
let stage: MembersStage;
let ana: MemoryBrowser;
let ben: MemoryBrowser;

beforeEach(async () => {
  stage = createMembersStage();
  ana = stage.browser('Ana');
  ben = stage.browser('Ben');
  const secret = newFamilySecret();
  const anas = await createDeviceKeys();
  const device = await openDevice(anas);
  const entry = await signEntry({
    type: 'create',
    previous: new Uint8Array(32),
    at: stage.world.realm.clock.now(),
    signer: device,
    body: joinBytes(device.agreePublic, deriveFamilyKeys(secret).accessPublic, new Uint8Array(16).fill(3)),
  });
  const room = roomIdOf(entry);
  const bens = await createDeviceKeys();
  for (const [browser, stored] of [
    [ana, anas],
    [ben, bens],
  ] as const) {
    await browser.keyStore.set(`device/${room}`, stored);
    await browser.keyValue.set('family', {
      version: 1,
      room,
      member: newId<MemberId>(),
      device: stored.id,
      entry: toBase64url(entry),
      familyName: 'Sanchez',
      wrappedSecret: toBase64url(await wrapSecret(stored, secret, `family-os/family-secret/${room}`)),
    });
    browser.openPage();
  }
});
afterEach(() => stage.world.close());

describe('a family of the first version', () => {
  test('lives on: its devices enter the chain by themselves, the founder’s or another’s first', async () => {
    await stage.settle(95_000);
    expect(await stage.sync(ana)).toMatchObject({ state: 'synced' });
    expect(await stage.sync(ben)).toMatchObject({ state: 'synced' });
    await stage.world.run(ana, { type: 'addList', id: newId(), name: 'To-do', kind: 'todo' });
    await stage.add(ana, 'Milk');
    await stage.settle();
    expect(await stage.titles(ben)).toEqual(['Milk']);
  });

  test('then invites, removes and starts epochs like any other', async () => {
    await stage.settle(95_000);
    const lea = stage.browser('Léa');
    await stage.world.join(lea, ben);
    await stage.settle();
    expect(await stage.sync(ana)).toMatchObject({ state: 'synced' });
    expect((await ana.openCodec()).epoch).toBeGreaterThan(1);
    expect((await lea.openCodec()).epoch).toBe((await ana.openCodec()).epoch);
  });
});
