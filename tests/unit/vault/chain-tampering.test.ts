import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
import { extendChain } from '../../../lib/vault/chain-rules.ts';
import type { ChainState } from '../../../lib/vault/chain-state.ts';
import { TestChain } from './test-chain.ts';
import { seededDevice, tamperedCopies } from './test-family.ts';

/** One valid entry of every type but the first, each with the chain that would take it. */
async function everyType(): Promise<{ type: string; entry: Uint8Array; state: ChainState }[]> {
  const chain = await TestChain.found({ isLegacy: true });
  const all: { type: string; entry: Uint8Array; state: ChainState }[] = [];
  const add = async (type: string, making: Promise<Uint8Array>) => {
    const entry = await making;
    all.push({ type, entry, state: chain.state });
    await chain.add(entry);
  };
  await add('enter', chain.enter(seededDevice(20)));
  await add('invite', chain.invite(5));
  await add('invite with approval', chain.invite(6, { approval: true }));
  await add('join', chain.join(5, seededDevice(40)));
  await add('admit', chain.admit(6, seededDevice(60)));
  await chain.add(chain.invite(7));
  await add('revoke', chain.revoke(7));
  await add('recovery', chain.recovery(10));
  await add('readmit', chain.readmit(10, seededDevice(80)));
  await chain.add(chain.leave(seededDevice(60)));
  await add('epoch', chain.epoch({ removed: [seededDevice(20).id, seededDevice(40).id] }));
  await add('leave', chain.leave(seededDevice(80)));
  return all;
}

const entries = await everyType();

describe.each(entries)('an entry: $type', ({ entry, state }) => {
  it('is taken as it was signed', () => {
    expect(extendChain(state, entry).ok).toBe(true);
  });

  it('is refused with any byte changed', { timeout: 30_000 }, () => {
    for (const { index, copy } of tamperedCopies(entry)) {
      expect(extendChain(state, copy).ok, `byte ${index}`).toBe(false);
    }
  });

  it('is refused cut off at any length, or with something after it', () => {
    for (let length = 0; length < entry.length; length++) {
      expect(extendChain(state, entry.subarray(0, length)).ok, `${length} bytes`).toBe(false);
    }
    expect(extendChain(state, joinBytes(entry, Uint8Array.of(0)))).toEqual({ ok: false, why: 'malformed' });
  });
});

describe('one entry’s signature', () => {
  it('is no use for another', () => {
    for (const { entry, state } of entries) {
      for (const other of entries) {
        if (other.entry === entry) continue;
        const forged = joinBytes(entry.subarray(0, -64), other.entry.subarray(-64));
        expect(extendChain(state, forged)).toEqual({ ok: false, why: 'bad-signature' });
      }
    }
  });
});
