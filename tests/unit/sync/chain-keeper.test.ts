import { beforeEach, describe, expect, test } from 'vitest';
import { type MemberId, newId } from '../../../lib/protocol/ids.ts';
import { type ChainKeeper, createChainKeeper } from '../../../lib/sync/chain-keeper.ts';
import { foundFamily } from '../../../lib/sync/family-entrance.ts';
import { type Membership, type MembershipParts, openMembership } from '../../../lib/sync/family-membership.ts';
import { fromBase64url, toBase64url } from '../../../lib/vault/base64url.ts';
import { deriveInviteKeys, newInviteSecret } from '../../../lib/vault/invite.ts';
import { createFakeClock, type FakeClock } from '../../doubles/fake-clock.ts';
import { createScriptedRoomSockets } from '../../doubles/scripted-room-sockets.ts';

const HOST = { authority: '127.0.0.1:1999', isSecure: false };
const RELAY = { relay: 'family-os', protocol: 2 } as const;

let clock: FakeClock;
let sockets: ReturnType<typeof createScriptedRoomSockets>;
let parts: MembershipParts;
let membership: Membership;
let keeper: ChainKeeper;
let saved: unknown[];

beforeEach(async () => {
  clock = createFakeClock();
  sockets = createScriptedRoomSockets();
  saved = [];
  parts = await foundFamily('Sanchez', clock.now());
  membership = await openMembership(parts, async (record) => {
    saved.push(record);
  });
  keeper = createChainKeeper({
    clock,
    random: () => 0.5,
    log: { warn: () => {} },
    sockets,
    membership,
    host: () => HOST,
    isLegacyPending: () => false,
    onChain: () => {},
    onNews: () => {},
  });
});

/** An entry that follows the head, made by this device elsewhere. */
async function nextEntry(): Promise<string> {
  const keys = deriveInviteKeys(newInviteSecret());
  const expiresAt = clock.now() + 3_600_000;
  return toBase64url(await membership.entries.invite({ keys, expiresAt, needsApproval: false, at: clock.now() }));
}

describe('what a relay serves', () => {
  test('is taken over where it follows and is signed, and kept before it counts', async () => {
    const entry = await nextEntry();
    sockets.answer = { ...RELAY, ok: true, tail: [entry] };
    expect(await keeper.refresh()).toEqual({ type: 'again' });
    expect(membership.chain.length).toBe(2);
    expect(membership.chain.invites.size).toBe(1);
    expect(saved.at(-1)).toMatchObject({ chain: [parts.record.chain[0], entry], shown: { [HOST.authority]: 2 } });
  });

  test('is refused, and told, where one bit of it is another', async () => {
    const bytes = fromBase64url(await nextEntry()) ?? new Uint8Array();
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    sockets.answer = { ...RELAY, ok: true, tail: [toBase64url(bytes)] };
    expect(await keeper.refresh()).toEqual({ type: 'refused', reason: 'chain-problem' });
    expect(keeper.problem).toBe('tampered');
    expect(membership.chain.length).toBe(1);
    expect(saved).toEqual([]);
  });

  test('is refused where an entry is missing, or in another place', async () => {
    const first = await nextEntry();
    await membership.extend([first]);
    const second = await nextEntry();
    const other = await openMembership(parts, async () => {});
    const otherKeeper = createChainKeeper({
      clock,
      random: () => 0.5,
      log: { warn: () => {} },
      sockets,
      membership: other,
      host: () => HOST,
      isLegacyPending: () => false,
      onChain: () => {},
      onNews: () => {},
    });
    for (const tail of [[second], [second, first]]) {
      sockets.answer = { ...RELAY, ok: true, tail };
      expect(await otherKeeper.refresh()).toEqual({ type: 'refused', reason: 'chain-problem' });
    }
    expect(otherKeeper.problem).toBe('tampered');
    expect(other.chain.length).toBe(1);
    sockets.answer = { ...RELAY, ok: true, tail: [first, second] };
    expect(await otherKeeper.refresh()).toMatchObject({ type: 'again' });
    expect(otherKeeper.problem).toBeNull();
  });

  test('of a later version asks for a newer extension instead of blaming the relay', async () => {
    const bytes = fromBase64url(await nextEntry()) ?? new Uint8Array();
    bytes[0] = 9;
    sockets.answer = { ...RELAY, ok: true, tail: [toBase64url(bytes)] };
    expect(await keeper.refresh()).toEqual({ type: 'refused', reason: 'older-protocol' });
    expect(keeper.problem).toBeNull();
  });

  test('of which it says nothing is not held to be forgotten: it may only want to be asked more slowly', async () => {
    const entry = await nextEntry();
    sockets.answer = { ...RELAY, ok: true, tail: [entry] };
    await keeper.refresh();
    let calls = 0;
    Object.defineProperty(sockets, 'answer', {
      get: () =>
        calls++ === 0 ? { ...RELAY, ok: false, reason: 'unknown-head' } : { ...RELAY, ok: false, reason: 'too-fast' },
    });
    expect(await keeper.refresh()).toEqual({ type: 'refused', reason: 'too-fast' });
    expect(keeper.problem).toBeNull();
  });

  test('that a device was removed is believed only where the chain shows it', async () => {
    sockets.answer = { ...RELAY, ok: false, reason: 'removed' };
    expect(await keeper.refresh()).toEqual({ type: 'refused', reason: 'removed' });
    expect(membership.isActive).toBe(true);
  });
});

describe('appending', () => {
  const invite = () => nextEntry().then((text) => fromBase64url(text) ?? new Uint8Array());

  test('counts only once the relay has it', async () => {
    expect(await keeper.append(invite)).toEqual({ ok: false, error: 'offline' });
    expect(membership.chain.length).toBe(1);
    sockets.answer = { ...RELAY, ok: true };
    expect(await keeper.append(invite)).toEqual({ ok: true });
    expect(membership.chain.length).toBe(2);
  });

  test('brings a relay that has shown nothing yet the whole chain', async () => {
    sockets.answer = { ...RELAY, ok: true };
    await keeper.append(invite);
    expect(sockets.calls.at(-1)).toMatchObject({
      type: 'append',
      entries: [parts.record.chain[0], expect.any(String)],
    });
    await keeper.append(invite);
    expect(sockets.calls.at(-1)).toMatchObject({ type: 'append', entries: [expect.any(String)] });
  });

  test('says what the relay says where it does not take it', async () => {
    sockets.answer = { ...RELAY, ok: false, reason: 'chain-full' };
    expect(await keeper.append(invite)).toEqual({ ok: false, error: 'refused' });
    sockets.answer = 'not-a-relay';
    expect(await keeper.append(invite)).toEqual({ ok: false, error: 'refused' });
  });
});

test('what is noted at the same time is all kept: no note takes another’s back', async () => {
  const entry = await nextEntry();
  const member = newId<MemberId>();
  await Promise.all([
    membership.extend([entry]),
    membership.becomeMember(member),
    membership.noteShown(HOST.authority),
  ]);
  expect(saved.at(-1)).toMatchObject({ member, chain: [parts.record.chain[0], entry] });
  expect(membership.record).toMatchObject({ member, chain: [parts.record.chain[0], entry] });
});
