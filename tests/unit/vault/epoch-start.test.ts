import { describe, expect, it } from 'vitest';
import { createFamilyEntry, roomIdOf } from '../../../lib/vault/chain.ts';
import { ENVELOPE_BYTES, WRAPPED_SECRET_BYTES } from '../../../lib/vault/chain-body.ts';
import { readEntry } from '../../../lib/vault/chain-entry.ts';
import { makeInviteEntry, makeJoinEntry, makeRecoveryEntry } from '../../../lib/vault/chain-making.ts';
import { extendChain, foundChain } from '../../../lib/vault/chain-rules.ts';
import { type ChainState, envelopeFor, isEpochStale } from '../../../lib/vault/chain-state.ts';
import { createDeviceKeys, openDevice } from '../../../lib/vault/device-keys.ts';
import { openEnvelope, sealEnvelope } from '../../../lib/vault/envelope.ts';
import { startEpoch } from '../../../lib/vault/epoch-start.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../../lib/vault/family-keys.ts';
import type { Recipient } from '../../../lib/vault/hpke.ts';
import { deriveInviteKeys, newInviteSecret } from '../../../lib/vault/invite.ts';
import { createKeyring, deriveKnockKeys, unlockSecrets, unwrapSecretUnder } from '../../../lib/vault/keyring.ts';
import { openKnock, sealKnock } from '../../../lib/vault/knock.ts';
import { deriveRecoveryKeys, newRecoverySecret } from '../../../lib/vault/recovery.ts';
import { createSealingCodec } from '../../../lib/vault/sealing-codec.ts';
import { HOUR } from './test-chain.ts';
import { AT } from './test-family.ts';

/** A device as a browser has it: private keys that cannot be exported. */
async function newDevice() {
  const stored = await createDeviceKeys();
  return { stored, device: await openDevice(stored) };
}

/** Ana and Léa, with Ben about to be removed; everything sealed for real. */
async function setUp() {
  const [ana, ben, lea] = await Promise.all([newDevice(), newDevice(), newDevice()]);
  const first = newFamilySecret();
  const { accessPublic } = deriveFamilyKeys(first);
  const founding = await createFamilyEntry({ device: ana.device, accessPublic, at: AT });
  const room = roomIdOf(founding);
  const entries = [founding];
  const founded = foundChain(founding, room);
  if (!founded.ok) throw new Error(founded.why);
  let state: ChainState = founded.state;
  const add = (entry: Uint8Array) => {
    const extended = extendChain(state, entry);
    if (!extended.ok) throw new Error(extended.why);
    state = extended.state;
    entries.push(entry);
  };
  const seal = (recipientPublic: Uint8Array, secret: Uint8Array) =>
    sealEnvelope({ room, epoch: state.epoch, recipientPublic, secret });
  let at = AT;
  const place = () => {
    at += 1_000;
    return { previous: state.head, at };
  };
  const invite = async (by: typeof ana, secret: Uint8Array, approval = false) => {
    const keys = deriveInviteKeys(newInviteSecret());
    const sealed = approval
      ? { knockPublic: deriveKnockKeys(secret).publicKey }
      : { envelope: await seal(keys.agreePublic, secret) };
    add(await makeInviteEntry({ ...place(), device: by.device, invite: keys, expiresAt: at + HOUR, ...sealed }));
    return keys;
  };

  const bensInvite = await invite(ana, first);
  add(await makeJoinEntry({ ...place(), invite: bensInvite, device: ben.device }));
  const second = await startEpoch({ state, device: ben.device, secret: first, removing: [], ...place() });
  add(second.entry);
  const leasInvite = await invite(ben, second.secret);
  add(await makeJoinEntry({ ...place(), invite: leasInvite, device: lea.device }));
  const third = await startEpoch({ state, device: lea.device, secret: second.secret, removing: [], ...place() });
  add(third.entry);
  const kit = deriveRecoveryKeys(newRecoverySecret());
  const envelope = await seal(kit.agreePublic, third.secret);
  add(await makeRecoveryEntry({ ...place(), device: ana.device, recovery: kit, envelope }));
  const open = await invite(ana, third.secret);
  const bensOpen = await invite(ben, third.secret);
  const asking = await invite(ana, third.secret, true);
  const removal = await startEpoch({
    state,
    device: ana.device,
    secret: third.secret,
    removing: [ben.device.id],
    ...place(),
  });
  add(removal.entry);
  const benHeld = new Map([
    [1, first],
    [2, second.secret],
    [3, third.secret],
  ]);
  return { room, entries, state, ana, ben, lea, kit, open, asking, removal, benHeld, bensInvite, bensOpen, leasInvite };
}

const family = await setUp();

/** Every run of bytes of this length, wherever it starts. */
function* runsOf(entry: Uint8Array, length: number): Generator<Uint8Array> {
  for (let start = 0; start + length <= entry.length; start++) yield entry.subarray(start, start + length);
}

/** Every envelope that the chain holds, by its form. */
function envelopesOf(entries: readonly Uint8Array[]): Uint8Array[] {
  return entries.flatMap((bytes) => {
    const read = readEntry(bytes);
    if (!read.ok) throw new Error(read.why);
    const { body } = read.entry;
    if (body.type === 'epoch') return [...body.envelopes.values()];
    if (body.type === 'invite' && !body.needsApproval) return [body.sealed];
    return 'envelope' in body ? [body.envelope] : [];
  });
}

describe('a new epoch', () => {
  it('gives everyone who remains every secret', async () => {
    const { room, state, ana, lea, kit, open, removal } = family;
    const remaining: { agreePublic: Uint8Array; recipient: Recipient }[] = [
      { agreePublic: ana.device.agreePublic, recipient: ana.stored.agreeKey },
      { agreePublic: lea.device.agreePublic, recipient: lea.stored.agreeKey },
      { agreePublic: kit.agreePublic, recipient: kit.agreeKeys },
      { agreePublic: open.agreePublic, recipient: open.agreeKeys },
    ];
    expect(state.epoch).toBe(4);
    for (const { agreePublic, recipient } of remaining) {
      const sealed = envelopeFor(state, agreePublic);
      if (sealed === null) throw new Error('no envelope');
      const secret = await openEnvelope({ room, recipient, ...sealed });
      expect(secret).toEqual(removal.secret);
      const secrets = unlockSecrets(state, { epoch: 4, secret: removal.secret });
      expect(secrets).toEqual(new Map([[4, removal.secret], ...[...family.benHeld].reverse()]));
    }
    expect(isEpochStale(state, AT)).toBe(false);
  });

  it('cannot be opened by a removed device, with all it ever held and the whole chain', async () => {
    const { room, entries, state, ben, removal, benHeld } = family;
    const keys: Recipient[] = [
      ben.stored.agreeKey,
      ...[family.bensInvite, family.bensOpen, family.leasInvite].map(({ agreeKeys }) => agreeKeys),
      ...[...benHeld.values()].map(deriveKnockKeys),
    ];
    const found: Uint8Array[] = [];
    for (const envelope of envelopesOf(entries)) {
      for (const recipient of keys) {
        for (const epoch of [1, 2, 3, 4]) {
          const secret = await openEnvelope({ room, epoch, recipient, envelope });
          if (secret !== null) found.push(secret);
        }
      }
    }
    for (const wrapped of runsOf(removal.entry, WRAPPED_SECRET_BYTES)) {
      for (const secret of benHeld.values()) {
        for (const epoch of [1, 2, 3, 4]) {
          const opened = unwrapSecretUnder(secret, wrapped, { room, epoch });
          if (opened !== null) found.push(opened);
        }
      }
    }
    const texts = new Set(found.map((secret) => Buffer.from(secret).toString('hex')));
    // It opens again what it had, so the search is a search.
    expect(texts).toEqual(new Set([...benHeld.values()].map((secret) => Buffer.from(secret).toString('hex'))));
    expect(envelopeFor(state, ben.device.agreePublic)).toBeNull();
    for (const entry of entries) expect(Buffer.from(entry).includes(Buffer.from(removal.secret))).toBe(false);
  });

  it('seals what is written and asked from then on for those who remain alone', async () => {
    const { room, state, asking, removal, benHeld, lea } = family;
    const bens = createKeyring({ room, secrets: benHeld });
    const leas = createKeyring({ room, secrets: new Map([...benHeld, [4, removal.secret]]) });
    const path = 'item/A/text';
    const [codec, bensCodec] = [leas, bens].map((keyring) => createSealingCodec(keyring.sealingKeys()));
    const sealed = codec?.seal(path, new Uint8Array(9)) ?? new Uint8Array(0);
    expect(bensCodec?.open(bensCodec.keyOf(path), sealed)).toEqual({ ok: false, why: 'epoch' });
    // An invite made before the removal, and a knock by it made after.
    const invite = state.invites.get(asking.id);
    if (invite === undefined) throw new Error('no invite');
    const named = { name: 'Mateo', deviceName: 'Firefox' };
    const knock = await sealKnock({ room, invite, keys: asking, device: lea.device, ...named });
    expect(await openKnock({ room, invite, knockKeysOf: leas.knockKeysOf, knock })).toMatchObject(named);
    for (const epoch of benHeld.keys()) {
      const knockKeysOf = () => bens.knockKeysOf(epoch);
      expect(await openKnock({ room, invite, knockKeysOf, knock })).toBeNull();
    }
  });

  it('holds one envelope for each, and no more', () => {
    const read = readEntry(family.removal.entry);
    if (!read.ok || read.entry.body.type !== 'epoch') throw new Error('not an epoch');
    expect(read.entry.body.envelopes.size).toBe(4);
    for (const envelope of read.entry.body.envelopes.values()) expect(envelope).toHaveLength(ENVELOPE_BYTES);
  });
});
