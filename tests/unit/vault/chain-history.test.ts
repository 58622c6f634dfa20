import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeAdmitEntry,
  makeEnterEntry,
  makeEpochEntry,
  makeInviteEntry,
  makeJoinEntry,
  makeLeaveEntry,
  makeReadmitEntry,
  makeRecoveryEntry,
  makeRevokeEntry,
} from '../../../lib/vault/chain-making.ts';
import { extendChain, readChain } from '../../../lib/vault/chain-rules.ts';
import { activeDevices, type ChainState, isEpochStale, openInvites } from '../../../lib/vault/chain-state.ts';
import type { Device } from '../../../lib/vault/device.ts';
import { deriveKey } from '../../../lib/vault/family-keys.ts';
import { signKeysOf } from '../../../lib/vault/sign-keys.ts';
import {
  type Act,
  activeDevices as activeOf,
  epochOf,
  type History,
  isStale,
  isValid,
  recipients,
} from './chain-oracle.ts';
import { ENVELOPE, KNOCK_PUBLIC, seededInvite, seededRecovery, TestChain, WRAPPED } from './test-chain.ts';
import { AT, seededDevice } from './test-family.ts';

const DEVICES = 9;
const INVITES = 10;
const KITS = 3;
const devices = [1, ...Array.from({ length: DEVICES - 1 }, (_, index) => 20 + 2 * index)].map(seededDevice);
const invites = Array.from({ length: INVITES }, (_, index) => seededInvite(100 + index));
const kits = Array.from({ length: KITS }, (_, index) => seededRecovery(200 + index));
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** What a random member tries. Numbers choose among what there is at that moment, so that most of it could be right. */
const attempt = fc.record({
  kind: fc.constantFrom<Act['kind'][]>(
    ...([
      'invite',
      'invite',
      'invite',
      'invite',
      'join',
      'join',
      'join',
      'admit',
      'admit',
      'epoch',
      'epoch',
      'epoch',
    ] as const),
    ...(['admit', 'leave', 'revoke', 'recovery', 'readmit', 'enter'] as const),
  ),
  who: fc.nat(99),
  which: fc.nat(99),
  other: fc.nat(99),
  minutes: fc.integer({ min: -5, max: 10 }),
  lastsMinutes: fc.integer({ min: 0, max: 120 }),
  flag: fc.boolean(),
  /** What is wrong with it, mostly nothing. */
  slip: fc.oneof(
    { weight: 12, arbitrary: fc.constant('none' as const) },
    { weight: 5, arbitrary: fc.constantFrom('stranger', 'forged', 'old-head', 'number', 'missing', 'extra', 'gone') },
  ),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

function plan(history: History, now: number, tried: Attempt): Act {
  const { kind, who, which, other, minutes, flag, slip } = tried;
  const isGenuine = slip !== 'forged' && slip !== 'old-head';
  const time = { at: now + minutes * 60_000, isGenuine };
  const active = activeOf(history);
  const by = slip === 'stranger' || active.length === 0 ? who % DEVICES : at(active, who);
  // Mostly a device that is new and an invite that was made for this way in; else whatever the number says.
  const come = new Set([0, ...history.acts.flatMap((it) => ('device' in it ? [it.device] : []))]);
  const newcomers = devices.map((_, index) => index).filter((index) => !come.has(index));
  const device = slip === 'none' && newcomers.length > 0 ? at(newcomers, other) : other % DEVICES;
  const made = history.acts.flatMap((it) =>
    it.kind === 'invite' && (kind === 'revoke' || it.approval === (kind === 'admit')) ? [it.invite] : [],
  );
  const isBy = kind === 'join' || kind === 'admit' || kind === 'revoke';
  const invite = isBy && slip === 'none' && made.length > 0 ? at(made.toReversed(), which % 3) : which % INVITES;
  const kit = which % KITS;
  switch (kind) {
    case 'invite':
      return { ...time, kind, by, invite, approval: flag, expiresAt: now + tried.lastsMinutes * 60_000 };
    case 'revoke':
      return { ...time, kind, by, invite };
    case 'join':
      return { ...time, kind, device, invite };
    case 'admit':
      return { ...time, kind, by, device, invite };
    case 'epoch': {
      const others = active.filter((it) => it !== by);
      const removed = slip === 'gone' ? [which % DEVICES] : flag && others.length > 0 ? [at(others, which)] : [];
      const right = [...recipients(history, removed, time.at)];
      const wrong = [...right, `device:${device}`, `invite:${invite}`, `kit:${kit}`];
      const extra = at(wrong, other);
      return {
        ...time,
        kind,
        by,
        epoch: epochOf(history) + (slip === 'number' ? (which % 4) - 1 : 1),
        removed,
        recipients: slip === 'missing' ? right.slice(1) : slip === 'extra' ? [...new Set([...right, extra])] : right,
      };
    }
    case 'leave':
      // Not so often the last one, after whom little happens.
      return { ...time, kind, by: active.length === 1 && flag ? device : by };
    case 'recovery':
      return { ...time, kind, by, kit };
    case 'readmit':
      return { ...time, kind, device, kit };
    case 'enter':
      return { ...time, kind, device };
  }
}

const MALLORY = signKeysOf(deriveKey(new Uint8Array(32), 'a stranger’s key'));
/** Names the right key, and signs with another. */
const forge = <Signer extends { signPublic: Uint8Array }>(signer: Signer): Signer => ({
  ...signer,
  sign: async (bytes: Uint8Array) => MALLORY.sign(bytes),
});

function keyOf(recipient: string): Uint8Array {
  const [kind = '', number = ''] = recipient.split(':');
  const list: readonly { agreePublic: Uint8Array }[] = kind === 'device' ? devices : kind === 'invite' ? invites : kits;
  return at(list, Number(number)).agreePublic;
}

/** The entry that says what was planned. */
function write(
  act: Act,
  slip: Attempt['slip'],
  previous: Uint8Array,
  access: TestChain['access'],
): Promise<Uint8Array> {
  const signer = <Signer extends { signPublic: Uint8Array }>(it: Signer) => (slip === 'forged' ? forge(it) : it);
  const place = { previous, at: act.at };
  const member = (index: number): Device => signer(at(devices, index));
  switch (act.kind) {
    case 'invite': {
      const sealed = act.approval ? { knockPublic: KNOCK_PUBLIC } : { envelope: ENVELOPE };
      const { by, invite, expiresAt } = act;
      return makeInviteEntry({ ...place, device: member(by), invite: at(invites, invite), expiresAt, ...sealed });
    }
    case 'revoke':
      return makeRevokeEntry({ ...place, device: member(act.by), invite: at(invites, act.invite).id });
    case 'join':
      return makeJoinEntry({ ...place, invite: signer(at(invites, act.invite)), device: at(devices, act.device) });
    case 'admit': {
      const { id: invite } = at(invites, act.invite);
      const admitted = at(devices, act.device);
      return makeAdmitEntry({ ...place, device: member(act.by), invite, admitted, envelope: ENVELOPE });
    }
    case 'epoch': {
      const { by, epoch } = act;
      const removed = act.removed.map((index) => at(devices, index).id);
      const envelopes = act.recipients.map((it) => ({ agreePublic: keyOf(it), envelope: ENVELOPE }));
      const body = { epoch, removed, wrapped: WRAPPED, knockPublic: KNOCK_PUBLIC, envelopes };
      return makeEpochEntry({ ...place, device: member(by), ...body });
    }
    case 'leave':
      return makeLeaveEntry({ ...place, device: member(act.by) });
    case 'recovery':
      return makeRecoveryEntry({ ...place, device: member(act.by), recovery: at(kits, act.kit), envelope: ENVELOPE });
    case 'readmit':
      return makeReadmitEntry({ ...place, recovery: signer(at(kits, act.kit)), device: at(devices, act.device) });
    case 'enter':
      return makeEnterEntry({ ...place, access: signer(access), device: at(devices, act.device) });
  }
}

/** Everything that random members tried, judged by the oracle and by the chain at every step. */
async function play(isLegacy: boolean, attempts: readonly Attempt[]) {
  const chain = await TestChain.found({ isLegacy });
  const states: ChainState[] = [chain.state];
  const tally: { kind: string; isValid: boolean }[] = [];
  let history: History = { isLegacy, acts: [] };
  let now = AT;
  for (const tried of attempts) {
    now += 3 * 60_000;
    const act = plan(history, now, tried);
    // Of the first entry nothing is older; there a stale head is a made-up one.
    const older = states[states.length - 2]?.head ?? new Uint8Array(32).fill(1);
    const previous = tried.slip === 'old-head' ? older : chain.state.head;
    const entry = await write(act, tried.slip, previous, chain.access);
    const expected = isValid(history, act);
    const why = chain.why(entry);
    expect(why === 'accepted', `${JSON.stringify(act)} after ${JSON.stringify(history.acts)}: ${why}`).toBe(expected);
    tally.push({ kind: act.kind, isValid: expected });
    if (expected) {
      await chain.add(entry);
      states.push(chain.state);
      history = { ...history, acts: [...history.acts, act] };
    }
    expect(isEpochStale(chain.state, now), `stale after ${JSON.stringify(history.acts)}`).toBe(isStale(history, now));
  }
  return { chain, states, history, now, tally };
}

describe('a chain that random members write', () => {
  it('takes exactly what the rules allow, and says of the family what happened', { timeout: 60_000 }, async () => {
    const tally: { kind: string; isValid: boolean }[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(attempt, { minLength: 25, maxLength: 50 }),
        async (isLegacy, attempts) => {
          const played = await play(isLegacy, attempts);
          tally.push(...played.tally);
          const { state } = played.chain;
          const { history, now } = played;
          expect(state.epoch).toBe(epochOf(history));
          expect(activeDevices(state).map(({ id }) => id)).toEqual(activeOf(history).map((it) => at(devices, it).id));
          expect(state.length).toBe(history.acts.length + 1);
          const isOpenAt = (index: number) =>
            [true, false].some((approval) => {
              const kind = approval ? 'admit' : 'join';
              return isValid(withNewcomer(history), {
                kind,
                by: -1,
                device: -2,
                invite: index,
                at: now,
                isGenuine: true,
              });
            });
          const expected = invites.filter((_, index) => isOpenAt(index)).map(({ id }) => id);
          expect(new Set(openInvites(state, now).map(({ id }) => id))).toEqual(new Set(expected));
        },
      ),
      { numRuns: 40 },
    );
    // Said of the test: every kind of entry was taken and refused.
    for (const kind of new Set(tally.map((it) => it.kind))) {
      for (const isValid of [true, false]) {
        if (kind === 'leave' && !isValid) continue;
        expect(
          tally.some((it) => it.kind === kind && it.isValid === isValid),
          `${kind} ${isValid}`,
        ).toBe(true);
      }
    }
    expect(new Set(tally.map((it) => it.kind)).size).toBe(9);
  });

  it('holds cut short, and never out of order, with gaps, repeated or from another family', {
    timeout: 60_000,
  }, async () => {
    const other = await TestChain.found({ seed: 2 });
    await other.joined(33);
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 25, maxLength: 40 }), fc.nat(99), async (attempts, cut) => {
        const { chain, states } = await play(true, attempts);
        const { entries } = chain;
        const { room } = chain.state;
        const prefix = entries.slice(0, 1 + (cut % entries.length));
        const read = readChain(prefix, room);
        expect(read.ok && read.state.headText).toBe(states[prefix.length - 1]?.headText);
        for (const [index, state] of states.entries()) {
          for (const [position, entry] of entries.entries()) {
            if (position === index + 1) continue;
            expect(extendChain(state, entry)).toEqual({ ok: false, why: 'not-next' });
          }
          for (const entry of other.entries) expect(extendChain(state, entry)).toEqual({ ok: false, why: 'not-next' });
        }
        // Two that follow the same head are a fork: after one of them, the other follows nothing.
        const last = states[states.length - 1] ?? chain.state;
        const [one, another] = await Promise.all([KNOCKS, KNOCKS + 1].map((seed) => branch(last, seed)));
        if (one === undefined || another === undefined) throw new Error('no branches');
        const [first, second] = [extendChain(last, one), extendChain(last, another)];
        expect(first.ok).toBe(second.ok);
        if (!first.ok || !second.ok) return;
        expect(extendChain(first.state, another)).toEqual({ ok: false, why: 'not-next' });
        expect(extendChain(second.state, one)).toEqual({ ok: false, why: 'not-next' });
        expect(first.state.indexOf(second.state.headText)).toBeNull();
      }),
      { numRuns: 12 },
    );
  });
});

const KNOCKS = 150;
/** An entry that the family's founder would add, were it still there. */
const branch = (state: ChainState, seed: number) =>
  makeInviteEntry({
    previous: state.head,
    at: AT,
    device: at(devices, 0),
    invite: seededInvite(seed),
    expiresAt: AT,
    envelope: ENVELOPE,
  });

/** The same family with a member more who can admit. */
const withNewcomer = (history: History): History => ({
  ...history,
  acts: [{ kind: 'readmit', device: -1, kit: -1, at: AT, isGenuine: true }, ...history.acts],
});
