import { describe, expect, it } from 'vitest';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
import { roomIdOf } from '../../../lib/vault/chain.ts';
import { signEntry } from '../../../lib/vault/chain-entry.ts';
import {
  makeEnterEntry,
  makeEpochEntry,
  makeInviteEntry,
  makeJoinEntry,
  makeRevokeEntry,
} from '../../../lib/vault/chain-making.ts';
import { extendChain, foundChain, readChain } from '../../../lib/vault/chain-rules.ts';
import { activeDevices, envelopeFor, isEpochStale, openInvites, recipientsOf } from '../../../lib/vault/chain-state.ts';
import { deviceIdOf } from '../../../lib/vault/device.ts';
import { keyIdOf } from '../../../lib/vault/key-id.ts';
import { ENVELOPE, HOUR, KNOCK_PUBLIC, seededInvite, seededRecovery, TestChain, WRAPPED } from './test-chain.ts';
import { AT, bytesOf, seededDevice, seededFamily } from './test-family.ts';

const ana = seededDevice(1);
const ben = seededDevice(20);
const lea = seededDevice(40);
const mateo = seededDevice(60);
const activeIds = (chain: TestChain) => activeDevices(chain.state).map(({ id }) => id);

describe('a family’s chain', () => {
  it('begins with the entry that founds its room, and nothing else', async () => {
    const { entry, room, device, keys } = await seededFamily(1);
    const founded = foundChain(entry, room);
    if (!founded.ok) throw new Error(founded.why);
    const { state } = founded;
    expect(state).toMatchObject({ room, headText: room, length: 1, bytes: 218, epoch: 1, epochStartIndex: 0 });
    expect(state).toMatchObject({ isLegacy: false, accessPublic: keys.accessPublic, firstEntry: entry });
    expect(toBase64url(state.head)).toBe(room);
    expect(activeDevices(state)).toEqual([
      {
        id: device.id,
        signPublic: device.signPublic,
        agreePublic: device.agreePublic,
        at: AT,
        via: 'create',
        by: null,
        removed: null,
      },
    ]);
    expect(foundChain(entry, roomIdOf(new Uint8Array(1)))).toEqual({ ok: false, why: 'wrong-room' });
    const chain = await TestChain.found();
    const invite = await chain.invite(5);
    expect(foundChain(invite, roomIdOf(invite))).toEqual({ ok: false, why: 'malformed' });
  });

  it('takes no second beginning', async () => {
    const chain = await TestChain.found();
    expect(chain.why(chain.entries[0] ?? new Uint8Array(0))).toBe('not-next');
    expect(chain.why((await seededFamily(2)).entry)).toBe('not-next');
  });

  it('knows where each entry stands, and only its own', async () => {
    const chain = await TestChain.found();
    const before = chain.state;
    await chain.add(chain.invite(5));
    const after = chain.state;
    expect([before.room, after.headText].map(after.indexOf)).toEqual([0, 1]);
    expect(before.indexOf(after.headText)).toBeNull();
    // Another history from the same point shares nothing with the first.
    chain.state = before;
    await chain.add(chain.invite(6));
    expect(chain.state.indexOf(after.headText)).toBeNull();
    expect(after.indexOf(chain.state.headText)).toBeNull();
    expect(after.indexOf(after.headText)).toBe(1);
  });

  it('is read whole, and says which entry does not hold', async () => {
    const chain = await TestChain.found();
    await chain.joined(20);
    const read = readChain(chain.entries, chain.state.room);
    if (!read.ok) throw new Error(read.why);
    expect(read.state.headText).toBe(chain.state.headText);
    expect(read.state.bytes).toBe(chain.entries.reduce((sum, { length }) => sum + length, 0));
    const [first, second, third] = chain.entries as [Uint8Array, Uint8Array, Uint8Array];
    const fails = (entries: Uint8Array[], why: string, index: number) =>
      expect(readChain(entries, chain.state.room)).toEqual({ ok: false, why, index });
    fails([], 'wrong-room', 0);
    fails([second], 'wrong-room', 0);
    fails([second, first], 'wrong-room', 0);
    fails([first, third], 'not-next', 1);
    fails([first, second, second], 'not-next', 2);
    fails([first, second, third.subarray(0, -1)], 'malformed', 2);
  });

  it('keeps nothing of the buffers that it was given', async () => {
    const chain = await TestChain.found();
    const entry = await chain.invite(5);
    const result = extendChain(chain.state, entry);
    if (!result.ok) throw new Error(result.why);
    const before = structuredClone(result.state.invites);
    entry.fill(0);
    expect(result.state.invites).toEqual(before);
  });

  it('says so where an entry is of a later version, and does not take it', async () => {
    const chain = await TestChain.found();
    const entry = await chain.invite(5);
    const changed = (index: number, value: number) => {
      const copy = entry.slice();
      copy[index] = value;
      return chain.why(copy);
    };
    expect(changed(0, 2)).toBe('newer');
    expect(changed(0, 0)).toBe('malformed');
    expect(changed(1, 11)).toBe('newer');
    expect(changed(1, 0)).toBe('malformed');
    // Flags of the invite: after head, time, key, two bytes of length, two keys and a time.
    expect(changed(2 + 32 + 6 + 32 + 2 + 64 + 6, 2)).toBe('newer');
  });

  it('takes no entry over 16 KiB, nor bytes that are none', async () => {
    const chain = await TestChain.found();
    expect(chain.why(new Uint8Array(16 * 1024 + 1).fill(1))).toBe('too-large');
    expect(chain.why(new Uint8Array(0))).toBe('malformed');
    expect(chain.why(new Uint8Array(300).fill(1))).toBe('malformed');
  });
});

describe('who may sign', () => {
  it('is nobody who is not in the family, and nobody who is no longer', async () => {
    const chain = await TestChain.found();
    await chain.joined(20);
    await chain.joined(40);
    await chain.add(chain.leave(lea));
    await chain.add(chain.epoch({ by: ana, removed: [ben.id] }));
    for (const device of [ben, lea, mateo]) {
      for (const entry of [
        chain.invite(7, { by: device }),
        chain.recovery(7, device),
        chain.epoch({ by: device }),
        chain.leave(device),
      ]) {
        expect(chain.why(await entry)).toBe('not-entitled');
      }
    }
  });

  it('is not who names another’s key', async () => {
    const chain = await TestChain.found();
    const impostor = { ...mateo, signPublic: ana.signPublic };
    expect(chain.why(await chain.invite(7, { by: impostor }))).toBe('bad-signature');
  });

  it('is not the key of an invite, the recovery kit or the access key for anything but their own entry', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.recovery(9));
    await chain.add(chain.invite(5));
    for (const keys of [seededInvite(5), seededRecovery(9), chain.access]) {
      const device = { ...mateo, signPublic: keys.signPublic, sign: async (bytes: Uint8Array) => keys.sign(bytes) };
      expect(chain.why(await chain.invite(7, { by: device }))).toBe('not-entitled');
      expect(chain.why(await chain.epoch({ by: device }))).toBe('not-entitled');
    }
  });
});

describe('an invite', () => {
  it('lets one device in, once', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5));
    const { id } = seededInvite(5);
    expect(chain.state.invites.get(id)).toMatchObject({ by: ana.id, needsApproval: false, epoch: 1, state: 'open' });
    await chain.add(chain.join(5, ben));
    expect(chain.state.devices.get(ben.id)).toMatchObject({ via: 'join', by: ana.id, invite: id, removed: null });
    expect(chain.state.invites.get(id)?.state).toBe('used');
    expect(chain.why(await chain.join(5, lea))).toBe('invite-used');
  });

  it('is not open to who has not its key', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5));
    expect(chain.why(await chain.join(6, ben))).toBe('invite-unknown');
    const forged = { ...seededInvite(6), signPublic: seededInvite(5).signPublic };
    const join = makeJoinEntry({ previous: chain.state.head, at: chain.at, invite: forged, device: ben });
    expect(chain.why(await join)).toBe('bad-signature');
  });

  it('is over after its time', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5, { expiresAt: AT + HOUR }));
    expect(chain.why(await chain.join(5, ben, { at: AT + HOUR + 1 }))).toBe('invite-expired');
    expect(openInvites(chain.state, AT + HOUR + 1)).toEqual([]);
    await chain.add(chain.join(5, ben, { at: AT + HOUR }));
  });

  it('stays over once an epoch has begun after its time, whatever the joiner’s clock says', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5, { expiresAt: AT + HOUR }));
    await chain.add(chain.epoch({ at: AT + HOUR + 1 }));
    expect(chain.state.invites.get(seededInvite(5).id)?.state).toBe('void');
    expect(chain.why(await chain.join(5, ben, { at: AT + HOUR }))).toBe('invite-revoked');
    expect(chain.why(await chain.join(5, ben, { at: AT + HOUR + 2 }))).toBe('invite-expired');
  });

  it('can be taken back, by any member, once', async () => {
    const chain = await TestChain.found();
    await chain.joined(20);
    await chain.add(chain.invite(5));
    await chain.add(chain.revoke(5, ben));
    expect(chain.why(await chain.join(5, lea))).toBe('invite-revoked');
    expect(chain.why(await chain.revoke(5))).toBe('invite-revoked');
    expect(chain.why(await chain.revoke(20))).toBe('invite-used');
    expect(chain.why(await chain.revoke(6))).toBe('invite-unknown');
  });

  it('goes with the device that made it', async () => {
    const chain = await TestChain.found();
    for (const seed of [20, 40]) await chain.joined(seed);
    await chain.add(chain.invite(5, { by: ben }));
    await chain.add(chain.invite(6, { by: lea, approval: true }));
    await chain.add(chain.leave(lea));
    await chain.add(chain.epoch({ removed: [ben.id] }));
    expect(chain.why(await chain.join(5, mateo))).toBe('invite-revoked');
    expect(chain.why(await chain.admit(6, mateo))).toBe('invite-revoked');
  });

  it('is never made twice', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5));
    await chain.add(chain.revoke(5));
    expect(chain.why(await chain.invite(5))).toBe('invite-used');
  });

  it('with approval lets in only whom a member admits', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5, { approval: true }));
    await chain.add(chain.invite(6));
    expect(chain.why(await chain.join(5, ben))).toBe('not-entitled');
    expect(chain.why(await chain.admit(6, ben))).toBe('not-entitled');
    expect(chain.why(await chain.admit(7, ben))).toBe('invite-unknown');
    expect(chain.why(await chain.admit(5, ben, { by: ben }))).toBe('not-entitled');
    const { expiresAt = 0 } = chain.state.invites.get(seededInvite(5).id) ?? {};
    expect(chain.why(await chain.admit(5, ben, { at: expiresAt + 1 }))).toBe('invite-expired');
    await chain.add(chain.admit(5, ben));
    expect(chain.state.devices.get(ben.id)).toMatchObject({ via: 'admit', by: ana.id, invite: seededInvite(5).id });
    expect(chain.why(await chain.admit(5, lea))).toBe('invite-used');
  });

  it('brings no device that was ever in the family', async () => {
    const chain = await TestChain.found();
    await chain.joined(20);
    await chain.add(chain.leave(ben));
    await chain.add(chain.invite(5));
    await chain.add(chain.invite(6, { approval: true }));
    for (const device of [ana, ben]) {
      expect(chain.why(await chain.join(5, device))).toBe('device-known');
      expect(chain.why(await chain.admit(6, device))).toBe('device-known');
    }
  });
});

describe('leaving', () => {
  it('is for oneself, and for good', async () => {
    const chain = await TestChain.found();
    await chain.joined(20);
    await chain.add(chain.leave(ben));
    expect(activeIds(chain)).toEqual([ana.id]);
    const removed = { at: chain.at, by: ben.id, isLeave: true };
    expect(chain.state.devices.get(ben.id)?.removed).toEqual(removed);
    expect(chain.why(await chain.leave(ben))).toBe('not-entitled');
  });
});

describe('an epoch', () => {
  it('counts on by one', async () => {
    const chain = await TestChain.found();
    for (const epoch of [0, 1, 3, 200]) expect(chain.why(await chain.epoch({ epoch }))).toBe('bad-epoch');
    await chain.add(chain.invite(5));
    await chain.add(chain.epoch());
    expect(chain.state).toMatchObject({ epoch: 2, epochStartIndex: 2 });
    const began = { epoch: 2, at: chain.at, by: ana.id, wrapped: WRAPPED, knockPublic: KNOCK_PUBLIC };
    expect(chain.state.epochs).toEqual(new Map([[2, began]]));
    expect(chain.why(await chain.epoch({ epoch: 2 }))).toBe('bad-epoch');
  });

  it('is sealed to exactly those who remain: devices, invites that let in by themselves, the recovery kit', async () => {
    const chain = await TestChain.found();
    for (const seed of [20, 40]) await chain.joined(seed);
    await chain.add(chain.invite(5));
    await chain.add(chain.invite(6, { approval: true }));
    await chain.add(chain.invite(7, { by: ben }));
    await chain.add(chain.invite(8, { expiresAt: chain.at + 10 }));
    await chain.add(chain.invite(9));
    await chain.add(chain.revoke(9));
    await chain.add(chain.recovery(10));
    await chain.add(chain.recovery(11));
    const right = [ana, lea, seededInvite(5), seededRecovery(11)].map(({ agreePublic }) => agreePublic);
    const wrong = [ben, seededInvite(6), seededInvite(7), seededInvite(8), seededInvite(9), seededRecovery(10), mateo];
    const removed = [ben.id];
    const why = async (recipients: Uint8Array[]) => chain.why(await chain.epoch({ removed, recipients }));
    for (const { agreePublic } of wrong) {
      expect(await why([...right, agreePublic])).toBe('bad-recipients');
      expect(await why([...right.slice(1), agreePublic])).toBe('bad-recipients');
    }
    for (const [index] of right.entries()) expect(await why(right.toSpliced(index, 1))).toBe('bad-recipients');
    const texts = (keys: Uint8Array[]) => keys.map(toBase64url).sort();
    expect(texts(recipientsOf(chain.state, removed, chain.at + 1_000))).toEqual(texts(right));
    await chain.add(chain.epoch({ removed, recipients: right }));
    for (const agreePublic of right) expect(envelopeFor(chain.state, agreePublic)).not.toBeNull();
    for (const { agreePublic } of wrong) expect(envelopeFor(chain.state, agreePublic)).toBeNull();
    expect(chain.state.devices.get(ben.id)?.removed).toEqual({ at: chain.at, by: ana.id, isLeave: false });
  });

  it('removes only others, who are there', async () => {
    const chain = await TestChain.found();
    for (const seed of [20, 40]) await chain.joined(seed);
    await chain.add(chain.leave(lea));
    for (const id of [ana.id, lea.id, mateo.id]) {
      expect(chain.why(await chain.epoch({ removed: [id] }))).toBe('bad-recipients');
    }
    await chain.add(chain.epoch({ removed: [ben.id] }));
    expect(activeIds(chain)).toEqual([ana.id]);
  });

  it('names each recipient and each removed device once, in order', async () => {
    const chain = await TestChain.found();
    for (const seed of [20, 40]) await chain.joined(seed);
    const signed = (removed: DeviceId[], recipients: Uint8Array[]) =>
      signEntry({
        type: 'epoch',
        previous: chain.state.head,
        at: chain.at,
        signer: ana,
        body: joinBytes(
          Uint8Array.of(2, removed.length),
          ...removed.map(bytesOf),
          WRAPPED,
          KNOCK_PUBLIC,
          Uint8Array.of(recipients.length),
          ...recipients.map((key) => joinBytes(keyIdOf(key), ENVELOPE)),
        ),
      });
    const gone = [ben.id, lea.id].sort((a, b) => Buffer.compare(bytesOf(a), bytesOf(b)));
    expect(chain.why(await signed(gone, [ana.agreePublic]))).toBe('accepted');
    expect(chain.why(await signed(gone.toReversed(), [ana.agreePublic]))).toBe('malformed');
    expect(chain.why(await signed([ben.id, ben.id], [ana.agreePublic]))).toBe('malformed');
    expect(chain.why(await signed(gone, [ana.agreePublic, ana.agreePublic]))).toBe('malformed');
  });

  it('renews what open invites and the recovery kit carry', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5));
    await chain.add(chain.invite(6, { approval: true }));
    await chain.add(chain.recovery(10));
    const renewed = ENVELOPE.map((byte) => byte ^ 1);
    const knockPublic = seededInvite(77).agreePublic;
    const recipients = recipientsOf(chain.state, [], chain.at);
    const envelopes = recipients.map((agreePublic) => ({ agreePublic, envelope: renewed }));
    const place = { previous: chain.state.head, at: chain.at, device: ana };
    await chain.add(makeEpochEntry({ ...place, epoch: 2, removed: [], wrapped: WRAPPED, knockPublic, envelopes }));
    expect(chain.state.invites.get(seededInvite(5).id)).toMatchObject({ epoch: 2, envelope: renewed, state: 'open' });
    expect(chain.state.invites.get(seededInvite(6).id)).toMatchObject({ epoch: 2, knockPublic, envelope: null });
    expect(chain.state.recovery).toMatchObject({ epoch: 2, envelope: renewed });
    expect(envelopeFor(chain.state, seededRecovery(10).agreePublic)).toEqual({ epoch: 2, envelope: renewed });
  });
});

describe('an epoch is stale', () => {
  const LATER = AT + 49 * HOUR;
  const stale = async (
    act: (chain: TestChain) => Promise<unknown>,
    now = AT,
  ): Promise<{ before: boolean; after: boolean; renewed: boolean }> => {
    const chain = await TestChain.found();
    await chain.joined(20);
    await chain.add(chain.epoch());
    const before = isEpochStale(chain.state, now);
    await act(chain);
    const after = isEpochStale(chain.state, now);
    await chain.add(chain.epoch({ at: Math.max(now, chain.at) }));
    return { before, after, renewed: isEpochStale(chain.state, now) };
  };
  const YES = { before: false, after: true, renewed: false };
  const NO = { before: false, after: false, renewed: false };

  it.each<[string, (chain: TestChain) => Promise<unknown>]>([
    ['a device left', (chain) => chain.add(chain.leave(ben))],
    [
      'an invite was used that lets in by itself',
      async (chain) => {
        await chain.add(chain.invite(5));
        await chain.add(chain.join(5, lea));
      },
    ],
    [
      'such an invite was taken back',
      async (chain) => {
        await chain.add(chain.invite(5));
        await chain.add(chain.revoke(5));
      },
    ],
    [
      'the recovery kit was replaced',
      async (chain) => {
        await chain.add(chain.recovery(10));
        await chain.add(chain.recovery(11));
      },
    ],
  ])('once %s, and no more in the next', async (_, act) => {
    expect(await stale(act)).toEqual(YES);
  });

  it('once an invite that lets in by itself has expired', async () => {
    const invite = (chain: TestChain) => chain.add(chain.invite(5, { expiresAt: AT + 48 * HOUR }));
    expect(await stale(invite, AT)).toEqual(NO);
    expect(await stale(invite, LATER)).toEqual(YES);
  });

  it.each<[string, (chain: TestChain) => Promise<unknown>]>([
    ['an invite is open', (chain) => chain.add(chain.invite(5))],
    [
      'an invite with approval was used, since nobody could open anything by it',
      async (chain) => {
        await chain.add(chain.invite(5, { approval: true }));
        await chain.add(chain.admit(5, lea));
      },
    ],
    [
      'an invite with approval was taken back',
      async (chain) => {
        await chain.add(chain.invite(5, { approval: true }));
        await chain.add(chain.revoke(5));
      },
    ],
    ['the first recovery kit was made', (chain) => chain.add(chain.recovery(10))],
    [
      'the recovery kit was used',
      async (chain) => {
        await chain.add(chain.recovery(10));
        await chain.add(chain.readmit(10, lea));
      },
    ],
  ])('not because %s', async (_, act) => {
    expect(await stale(act)).toEqual(NO);
  });

  it('not because an invite with approval has expired', async () => {
    expect(await stale((chain) => chain.add(chain.invite(5, { approval: true })), LATER)).toEqual(NO);
  });
});

describe('the recovery kit', () => {
  it('brings a device in even where none is left, as often as it takes, until it is replaced', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.recovery(10));
    await chain.add(chain.leave(ana));
    expect(activeIds(chain)).toEqual([]);
    await chain.add(chain.readmit(10, ben));
    await chain.add(chain.readmit(10, lea));
    expect(chain.state.devices.get(lea.id)).toMatchObject({ via: 'readmit', by: null });
    await chain.add(chain.recovery(11, lea));
    expect(chain.why(await chain.readmit(10, mateo))).toBe('recovery-replaced');
    expect(chain.why(await chain.readmit(11, ben))).toBe('device-known');
    await chain.add(chain.readmit(11, mateo));
  });

  it('is none where none was made', async () => {
    const chain = await TestChain.found();
    expect(chain.why(await chain.readmit(10, ben))).toBe('recovery-replaced');
  });
});

describe('a family of protocol 1', () => {
  it('takes in devices that hold the first secret, while its first epoch lasts', async () => {
    const chain = await TestChain.found({ isLegacy: true });
    expect(chain.state.isLegacy).toBe(true);
    await chain.add(chain.enter(ben));
    expect(chain.state.devices.get(ben.id)).toMatchObject({ via: 'enter', by: null, removed: null });
    expect(chain.why(await chain.enter(ana))).toBe('device-known');
    await chain.add(chain.epoch({ by: ben }));
    expect(chain.why(await chain.enter(lea))).toBe('not-entitled');
  });

  it('takes in nobody without that secret', async () => {
    const chain = await TestChain.found({ isLegacy: true });
    const other = await TestChain.found({ seed: 2, isLegacy: true });
    const place = { previous: chain.state.head, at: chain.at, device: ben };
    expect(chain.why(await makeEnterEntry({ ...place, access: other.access }))).toBe('not-entitled');
    const forged = { ...other.access, signPublic: chain.access.signPublic };
    expect(chain.why(await makeEnterEntry({ ...place, access: forged }))).toBe('bad-signature');
  });

  it('is the only one that does', async () => {
    const chain = await TestChain.found();
    expect(chain.why(await chain.enter(ben))).toBe('not-entitled');
  });
});

describe('keys of small order', () => {
  /** X25519 with any of these gives zero: nothing can be sealed to it. */
  const WEAK = ['00', '01', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'].map((hex) => {
    const bytes = new Uint8Array(32);
    bytes.set(Buffer.from(hex, 'hex'));
    return bytes;
  });

  it('never come in: one would keep the family from ever starting an epoch again', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5));
    await chain.add(chain.invite(6, { approval: true }));
    await chain.add(chain.recovery(10));
    for (const agreePublic of WEAK) {
      const device = { ...ben, agreePublic };
      expect(chain.why(await chain.join(5, device))).toBe('malformed');
      expect(chain.why(await chain.admit(6, device))).toBe('malformed');
      expect(chain.why(await chain.readmit(10, device))).toBe('malformed');
      const place = { previous: chain.state.head, at: chain.at, device: ana, expiresAt: chain.at + HOUR };
      const weak = { ...seededInvite(7), agreePublic };
      expect(chain.why(await makeInviteEntry({ ...place, invite: weak, envelope: ENVELOPE }))).toBe('malformed');
      const knock = makeInviteEntry({ ...place, invite: seededInvite(7), knockPublic: agreePublic });
      expect(chain.why(await knock)).toBe('malformed');
    }
  });
});

describe('makers of entries', () => {
  it('refuse parts of a wrong size', async () => {
    const chain = await TestChain.found();
    const place = { previous: chain.state.head, at: AT };
    const expiresAt = AT + HOUR;
    const invite = seededInvite(5);
    for (const wrong of [
      makeInviteEntry({ ...place, device: ana, invite, expiresAt, envelope: ENVELOPE.subarray(1) }),
      makeInviteEntry({ ...place, device: ana, invite, expiresAt, knockPublic: ENVELOPE }),
      makeJoinEntry({ ...place, invite, device: { ...ben, signPublic: new Uint8Array(31) } }),
      makeRevokeEntry({ ...place, device: ana, invite: 'short' as typeof invite.id }),
      makeRevokeEntry({ ...place, previous: new Uint8Array(31), device: ana, invite: invite.id }),
      makeRevokeEntry({ ...place, device: { ...ana, signPublic: new Uint8Array(31) }, invite: invite.id }),
      makeRevokeEntry({ ...place, at: -1, device: ana, invite: invite.id }),
    ]) {
      await expect(wrong).rejects.toThrow(RangeError);
    }
    expect(deviceIdOf(ana.signPublic)).toBe(ana.id);
  });
});
