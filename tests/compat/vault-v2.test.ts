import { describe, expect, test } from 'vitest';
import type { RoomId } from '../../lib/protocol/ids.ts';
import { agreeKeysOf } from '../../lib/vault/agree-keys.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import { readFamilyEntry } from '../../lib/vault/chain.ts';
import { readChain } from '../../lib/vault/chain-rules.ts';
import { envelopeFor } from '../../lib/vault/chain-state.ts';
import { openEnvelope } from '../../lib/vault/envelope.ts';
import { deriveInviteKeys, readInviteLink } from '../../lib/vault/invite.ts';
import { checkKeyProof, isProofOf } from '../../lib/vault/key-proof.ts';
import { createKeyring, unlockSecrets } from '../../lib/vault/keyring.ts';
import { openKnock } from '../../lib/vault/knock.ts';
import { checkProof } from '../../lib/vault/proof.ts';
import { deriveRecoveryKeys, readRecoveryKit } from '../../lib/vault/recovery.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';
import first from './vault-v1.json' with { type: 'json' };
import vectors from './vault-v2.json' with { type: 'json' };
import enter from './vault-v2-enter.json' with { type: 'json' };

/** What version 2 wrote, every later one must read: chain, envelopes, wrapped secrets, links, words, pointers, knocks, proofs, values. */

const bytesOf = (text: string): Uint8Array => fromBase64url(text) ?? new Uint8Array(0);
const room = vectors.room as RoomId;
const read = readChain(
  vectors.entries.map(({ entry }) => bytesOf(entry)),
  room,
);
const chain = () => {
  if (!read.ok) throw new Error(read.why);
  return read.state;
};
const secrets = new Map([
  [1, bytesOf(vectors.secrets[1])],
  [2, bytesOf(vectors.secrets[2])],
]);

describe('a family of protocol 1 under protocol 2', () => {
  test('takes a device in by the access key', () => {
    const legacy = readChain(enter.entries.map(bytesOf), enter.room);
    if (!legacy.ok) throw new Error(legacy.why);
    expect(enter.room).toBe(first.entry.room);
    expect(enter.entries[0]).toBe(first.entry.bytes);
    expect([...legacy.state.devices.values()].map(({ via }) => via)).toEqual(['create', 'enter']);
    expect(legacy.state).toMatchObject({ isLegacy: true, epoch: 1, length: 2 });
  });
});

describe('protocol 2', () => {
  test('its chain holds, with an entry of every type', () => {
    const { devices, invites, recovery, epoch } = chain();
    expect(new Set(vectors.entries.map(({ type }) => type)).size).toBe(9);
    expect(epoch).toBe(2);
    expect([...devices.values()].map(({ via, removed }) => [via, removed?.isLeave ?? null])).toEqual([
      ['create', null],
      ['join', false],
      ['admit', true],
      ['readmit', null],
    ]);
    expect([...invites.values()].map(({ state }) => state)).toEqual(['used', 'used', 'revoked']);
    expect(recovery).not.toBeNull();
  });

  test('its envelopes and wrapped secrets open, for a device and for the recovery kit', async () => {
    const state = chain();
    const kit = deriveRecoveryKeys(bytesOf(vectors.recovery.secret)).agreeKeys;
    for (const recipient of [agreeKeysOf(bytesOf(vectors.devices.ana)), kit]) {
      const found = envelopeFor(state, recipient.publicKey);
      const secret = found && (await openEnvelope({ room, ...found, recipient }));
      expect(secret && toBase64url(secret)).toBe(vectors.secrets[2]);
      const all = secret && unlockSecrets(state, { epoch: 2, secret });
      expect(all && [...all].map(([epoch, it]) => [epoch, toBase64url(it)]).sort()).toEqual([
        [1, vectors.secrets[1]],
        [2, vectors.secrets[2]],
      ]);
    }
  });

  test('its invite link is read, and opens what the invite in the chain carries', async () => {
    const link = readInviteLink(vectors.inviteLink.link);
    expect(link).toMatchObject({ ok: true, invite: { origin: vectors.origin, room, familyName: 'Sanchez' } });
    const secret = link.ok ? link.invite.secret : new Uint8Array(16);
    expect(toBase64url(secret)).toBe(vectors.inviteLink.secret);
    const keys = deriveInviteKeys(secret);
    const invite = [...chain().invites.values()][0];
    expect(invite?.id).toBe(keys.id);
    const { envelope = null } = invite ?? {};
    const opened = envelope && (await openEnvelope({ room, epoch: 1, envelope, recipient: keys.agreeKeys }));
    expect(opened && toBase64url(opened)).toBe(vectors.secrets[1]);
  });

  test('its recovery words, link and pointer are read', () => {
    const { words, link, secret, pointer, pointerRoom } = vectors.recovery;
    for (const text of [words, link]) {
      const kit = readRecoveryKit(text);
      expect(kit.ok && toBase64url(kit.secret)).toBe(secret);
    }
    expect(readRecoveryKit(link)).toMatchObject({ room, origin: vectors.origin });
    const keys = deriveRecoveryKeys(bytesOf(secret));
    expect(keys.pointer.room).toBe(pointerRoom);
    expect(keys.pointer.openPointer(bytesOf(pointer))).toEqual({ room, origin: vectors.origin });
    expect(chain().recovery?.signPublic).toEqual(keys.signPublic);
  });

  test('its knock is opened by whoever holds the epoch’s secret', async () => {
    const invite = [...chain().invites.values()].find(({ id }) => id === vectors.knock.invite);
    if (invite === undefined) throw new Error('no invite');
    const { knockKeysOf } = createKeyring({ room, secrets });
    const opened = await openKnock({ room, invite, knockKeysOf, knock: bytesOf(vectors.knock.knock) });
    expect(opened).toMatchObject({ name: vectors.knock.name, deviceName: vectors.knock.deviceName });
  });

  test('its proofs are accepted', () => {
    const place = { room, authority: vectors.authority, now: vectors.at, toleranceMs: 1_000, protocol: 2 };
    const entry = readFamilyEntry(bytesOf(vectors.entries[0]?.entry ?? ''), room);
    if (!entry.ok) throw new Error(entry.why);
    const proof = checkProof({ ...place, proof: bytesOf(vectors.proof), entry: entry.create });
    expect(proof).toMatchObject({ ok: true, chainHead: chain().headText });
    const keyProof = checkKeyProof({ ...place, proof: bytesOf(vectors.keyProof) });
    expect(keyProof).toMatchObject({ ok: true, purpose: 'invite', at: vectors.at });
    expect(keyProof.ok && isProofOf(keyProof.payloadHash, new Uint8Array(3).fill(9))).toBe(true);
  });

  test('its values of a later epoch open under the key of their path', () => {
    const { path, key, sealed, plain } = vectors.value;
    const codec = createSealingCodec(createKeyring({ room, secrets }).sealingKeys());
    expect(codec.keyOf(path)).toBe(key);
    const opened = codec.open(key, bytesOf(sealed));
    expect(opened.ok && [opened.path, new TextDecoder().decode(opened.plain)]).toEqual([path, plain]);
    expect(codec.epochOf(bytesOf(sealed))).toBe(2);
  });
});
