import { describe, expect, it } from 'vitest';
import { PROOF_TOLERANCE_MS, RELAY_PROTOCOL } from '../../../lib/protocol/relay.ts';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
import { checkKeyProof, isProofOf, type KeyPurpose, makeKeyProof } from '../../../lib/vault/key-proof.ts';
import { seededInvite, seededRecovery } from './test-chain.ts';
import { AT, seededFamily, tamperedCopies } from './test-family.ts';

const { room } = await seededFamily(1);
const keys = seededInvite(5);
const payload = Uint8Array.of(1, 2, 3);
const ARGS = { purpose: 'invite' as KeyPurpose, keys, room, authority: '127.0.0.1:1999', now: AT };
const proof = makeKeyProof({ ...ARGS, payload });
const check = (bytes: Uint8Array, changes: Partial<Parameters<typeof checkKeyProof>[0]> = {}) =>
  checkKeyProof({
    proof: bytes,
    room,
    authority: ARGS.authority,
    now: AT,
    toleranceMs: PROOF_TOLERANCE_MS,
    ...changes,
  });
const BAD = { ok: false, reason: 'bad-proof' };

describe('a key proof', () => {
  it('names the key, what it is for, and what it covers', () => {
    expect(proof).toHaveLength(136);
    const checked = check(proof);
    expect(checked).toMatchObject({ ok: true, purpose: 'invite', signPublic: keys.signPublic, at: AT });
    if (!checked.ok) throw new Error(checked.reason);
    expect(isProofOf(checked.payloadHash, payload)).toBe(true);
    expect(isProofOf(checked.payloadHash, Uint8Array.of(1, 2))).toBe(false);
    expect(isProofOf(checked.payloadHash, null)).toBe(false);
  });

  it('may cover nothing, which is not the same as an empty payload', () => {
    const checked = check(makeKeyProof(ARGS));
    if (!checked.ok) throw new Error(checked.reason);
    expect(isProofOf(checked.payloadHash, null)).toBe(true);
    expect(isProofOf(checked.payloadHash, new Uint8Array(0))).toBe(false);
  });

  it('is of one purpose', () => {
    const { pointer, ...recovery } = seededRecovery(6);
    for (const [purpose, of] of [['recovery', recovery] as const, ['pointer', pointer] as const]) {
      const made = makeKeyProof({ ...ARGS, purpose, keys: of });
      expect(check(made)).toMatchObject({ ok: true, purpose, signPublic: of.signPublic });
      for (const other of [0, 1, 2, 3, 4]) {
        if (made[1] !== other) expect(check(made.with(1, other))).toEqual(BAD);
      }
    }
  });

  it('is refused with any byte changed, at any shorter length, or with something after it', () => {
    for (const { index, copy } of tamperedCopies(proof)) expect(check(copy), `byte ${index}`).toEqual(BAD);
    for (let length = 0; length < proof.length; length++) expect(check(proof.subarray(0, length))).toEqual(BAD);
    expect(check(joinBytes(proof, Uint8Array.of(0)))).toEqual(BAD);
  });

  it('is no use at another relay, in another room, or for another protocol', async () => {
    for (const authority of ['127.0.0.1:2000', 'relay.example', '']) expect(check(proof, { authority })).toEqual(BAD);
    expect(check(proof, { room: (await seededFamily(2)).room })).toEqual(BAD);
    expect(check(proof, { protocol: RELAY_PROTOCOL + 1 })).toEqual(BAD);
    expect(check(proof, { protocol: RELAY_PROTOCOL })).toMatchObject({ ok: true });
    const upper = makeKeyProof({ ...ARGS, authority: 'Relay.Example' });
    expect(check(upper, { authority: 'relay.example' })).toMatchObject({ ok: true });
  });

  it('needs the key: naming it is not enough', () => {
    const forged = makeKeyProof({ ...ARGS, keys: { ...seededInvite(6), signPublic: keys.signPublic } });
    expect(check(forged)).toEqual(BAD);
  });

  it('lives as long as the tolerance, either way, and then tells by how much the clocks differ', () => {
    for (const skewMs of [PROOF_TOLERANCE_MS, -PROOF_TOLERANCE_MS]) {
      expect(check(proof, { now: AT + skewMs })).toMatchObject({ ok: true });
    }
    for (const skewMs of [PROOF_TOLERANCE_MS + 1, -PROOF_TOLERANCE_MS - 1]) {
      expect(check(proof, { now: AT + skewMs })).toEqual({ ok: false, reason: 'clock', skewMs });
    }
  });
});
