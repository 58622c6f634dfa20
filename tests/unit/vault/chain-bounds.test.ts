import { describe, expect, it } from 'vitest';
import { MAX_ACTIVE_DEVICES, MAX_OPEN_INVITES } from '../../../lib/vault/chain-changes.ts';
import { extendChain, MAX_CHAIN_BYTES, MAX_CHAIN_ENTRIES, RESERVED_ENTRIES } from '../../../lib/vault/chain-rules.ts';
import type { ChainDevice, ChainInvite, ChainState } from '../../../lib/vault/chain-state.ts';
import { deviceIdOf } from '../../../lib/vault/device.ts';
import { inviteIdOf } from '../../../lib/vault/key-id.ts';
import { HOUR, TestChain } from './test-chain.ts';
import { AT, seededDevice } from './test-family.ts';

/** Not valid keys, which nothing here looks at; other ones for every number. */
const keysOf = (number: number) => ({
  signPublic: new Uint8Array(32).fill(number % 256).fill(number >> 8, 0, 1),
  agreePublic: new Uint8Array(32).fill(number % 256).fill(1 + (number >> 8), 0, 1),
});

function withDevices(state: ChainState, count: number, removed: ChainDevice['removed'] = null): ChainState {
  const devices = new Map(state.devices);
  for (let number = 0; number < count; number++) {
    const id = deviceIdOf(keysOf(number).signPublic);
    devices.set(id, { id, ...keysOf(number), at: AT, via: 'join', by: null, removed });
  }
  return { ...state, devices };
}

function withInvites(state: ChainState, count: number, change: Partial<ChainInvite> = {}): ChainState {
  const invites = new Map(state.invites);
  const [by = deviceIdOf(new Uint8Array(32))] = state.devices.keys();
  // Other keys than those of devices.
  for (let number = 1_000; number < 1_000 + count; number++) {
    const id = inviteIdOf(keysOf(number).signPublic);
    const rest = { by, at: AT, expiresAt: AT + HOUR, needsApproval: true, epoch: 1 } as const;
    const sealed = { envelope: null, knockPublic: keysOf(number).agreePublic };
    invites.set(id, { id, ...keysOf(number), ...rest, ...sealed, state: 'open', ...change });
  }
  return { ...state, invites };
}

describe('a family', () => {
  it('has at most 100 active devices; those that are gone do not count', async () => {
    const chain = await TestChain.found();
    await chain.add(chain.invite(5));
    const { state } = chain;
    const join = await chain.join(5, seededDevice(20));
    expect(extendChain(withDevices(state, MAX_ACTIVE_DEVICES - 1), join)).toEqual({ ok: false, why: 'too-large' });
    expect(extendChain(withDevices(state, MAX_ACTIVE_DEVICES - 2), join).ok).toBe(true);
    const gone = { at: AT, by: deviceIdOf(new Uint8Array(32)), isLeave: true };
    expect(extendChain(withDevices(state, MAX_ACTIVE_DEVICES, gone), join).ok).toBe(true);
  });

  it('has at most 50 open invites; those that are used, taken back or over do not count', async () => {
    const chain = await TestChain.found();
    const { state } = chain;
    const invite = await chain.invite(5);
    expect(extendChain(withInvites(state, MAX_OPEN_INVITES), invite)).toEqual({ ok: false, why: 'too-large' });
    expect(extendChain(withInvites(state, MAX_OPEN_INVITES - 1), invite).ok).toBe(true);
    for (const change of [{ state: 'used' }, { state: 'revoked' }, { state: 'void' }, { expiresAt: AT }] as const) {
      expect(extendChain(withInvites(state, MAX_OPEN_INVITES, change), invite).ok).toBe(true);
    }
  });

  it('can start an epoch at its largest, within the size of an entry', async () => {
    const chain = await TestChain.found();
    const state = withInvites(withDevices(chain.state, MAX_ACTIVE_DEVICES - 1), MAX_OPEN_INVITES, {
      needsApproval: false,
    });
    chain.state = state;
    await chain.add(chain.recovery(10));
    chain.at = AT;
    const entry = await chain.epoch();
    expect(entry.length).toBeGreaterThan((MAX_ACTIVE_DEVICES + MAX_OPEN_INVITES + 1) * (16 + 80));
    expect(entry.length).toBeLessThan(16 * 1024);
    expect(extendChain(chain.state, entry).ok).toBe(true);
  });
});

describe('a chain that is nearly full', () => {
  it.each([
    ['entries', { length: MAX_CHAIN_ENTRIES - RESERVED_ENTRIES }, { length: MAX_CHAIN_ENTRIES }],
    ['bytes', { bytes: MAX_CHAIN_BYTES - 64 * 1024 }, { bytes: MAX_CHAIN_BYTES - 100 }],
  ])('in %s takes nobody in, yet shuts out and brings back; full, it takes nothing', async (_, nearly, full) => {
    const chain = await TestChain.found();
    await chain.joined(20);
    await chain.add(chain.recovery(10));
    await chain.add(chain.invite(5));
    await chain.add(chain.invite(6, { approval: true }));
    const newcomer = seededDevice(40);
    const growing = [chain.invite(7), chain.join(5, newcomer), chain.admit(6, newcomer)];
    const others = [
      chain.revoke(5),
      chain.epoch({ removed: [seededDevice(20).id] }),
      chain.leave(seededDevice(20)),
      chain.recovery(11),
      chain.readmit(10, newcomer),
    ];
    for (const entry of await Promise.all(growing)) {
      expect(extendChain({ ...chain.state, ...nearly }, entry)).toEqual({ ok: false, why: 'chain-full' });
      expect(extendChain(chain.state, entry).ok).toBe(true);
    }
    for (const entry of await Promise.all(others)) {
      expect(extendChain({ ...chain.state, ...nearly }, entry).ok).toBe(true);
      expect(extendChain({ ...chain.state, ...full }, entry)).toEqual({ ok: false, why: 'chain-full' });
    }
  });
});
