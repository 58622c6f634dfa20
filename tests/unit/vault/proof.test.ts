import { describe, expect, it } from 'vitest';
import { PROOF_TOLERANCE_MS, RELAY_PROTOCOL } from '../../../lib/protocol/relay.ts';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
import { createDeviceKeys, openDevice } from '../../../lib/vault/device-keys.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { checkProof, makeProof } from '../../../lib/vault/proof.ts';
import { AT, bytesOf, seededDevice, seededFamily, tamperedCopies } from './test-family.ts';

const AUTHORITY = '127.0.0.1:1999';

async function setUp() {
  const family = await seededFamily(1);
  const proofArgs = { ...family, authority: AUTHORITY, now: AT };
  const check = (proof: Uint8Array, changes: Partial<Parameters<typeof checkProof>[0]> = {}) =>
    checkProof({
      proof,
      room: family.room,
      authority: AUTHORITY,
      entry: family.create,
      now: AT,
      toleranceMs: PROOF_TOLERANCE_MS,
      ...changes,
    });
  return { family, proofArgs, check, proof: await makeProof(proofArgs) };
}

const BAD = { ok: false, reason: 'bad-proof' };

describe('a proof', () => {
  it('lets in a device that holds the family’s secret, and names it and the newest entry that it knows', async () => {
    const { family, proofArgs, check } = await setUp();
    const device = await openDevice(await createDeviceKeys());
    const checked = check(await makeProof({ ...proofArgs, device, now: AT - 1_000 }));
    expect(checked).toEqual({
      ok: true,
      deviceId: device.id,
      signPublic: device.signPublic,
      chainHead: family.room,
      at: AT - 1_000,
      nonce: expect.stringMatching(/^[\w-]{22}$/),
    });
    const chainHead = new Uint8Array(32).fill(9);
    expect(check(await makeProof({ ...proofArgs, chainHead }))).toMatchObject({ chainHead: toBase64url(chainHead) });
  });

  it('is another one every time, with another nonce', async () => {
    const { proofArgs, check } = await setUp();
    const checks = await Promise.all(Array.from({ length: 5 }, async () => check(await makeProof(proofArgs))));
    expect(new Set(checks.map((checked) => checked.ok && checked.nonce)).size).toBe(5);
  });

  it('fits the handshake', async () => {
    const { proof } = await setUp();
    expect(proof).toHaveLength(215);
  });

  it('is refused with any byte changed, at any shorter length, or with something after it', async () => {
    const { proof, check } = await setUp();
    for (const { index, copy } of tamperedCopies(proof)) {
      expect(check(copy), `byte ${index}`).toEqual(BAD);
    }
    for (let length = 0; length < proof.length; length++) expect(check(proof.subarray(0, length))).toEqual(BAD);
    expect(check(joinBytes(proof, Uint8Array.of(0)))).toEqual(BAD);
  });

  it('needs the secret: knowing room, entry and chain head is not enough', async () => {
    const { proofArgs, check } = await setUp();
    expect(check(await makeProof({ ...proofArgs, keys: deriveFamilyKeys(newFamilySecret()) }))).toEqual(BAD);
  });

  it('needs the device’s own key: nobody connects in another’s name', async () => {
    const { proofArgs, family, check } = await setUp();
    const impostor = { ...seededDevice(9), signPublic: family.device.signPublic };
    expect(check(await makeProof({ ...proofArgs, device: impostor }))).toEqual(BAD);
  });

  it('is no use for the other signature, nor for another device', async () => {
    const { proof, proofArgs, check } = await setUp();
    const swapped = joinBytes(proof.subarray(0, 87), proof.subarray(151), proof.subarray(87, 151));
    expect(check(swapped)).toEqual(BAD);
    const other = await makeProof({ ...proofArgs, device: seededDevice(9) });
    expect(check(joinBytes(proof.subarray(0, 151), other.subarray(151)))).toEqual(BAD);
  });

  it('is no use at another relay', async () => {
    const { proof, check } = await setUp();
    for (const authority of ['127.0.0.1:2000', '127.0.0.1', 'relay.example', '']) {
      expect(check(proof, { authority })).toEqual(BAD);
    }
  });

  it('is no use for another relay protocol', async () => {
    const { proof, check } = await setUp();
    expect(check(proof, { protocol: RELAY_PROTOCOL })).toMatchObject({ ok: true });
    expect(check(proof, { protocol: RELAY_PROTOCOL + 1 })).toEqual(BAD);
    expect(check(proof, { protocol: 1 })).toEqual(BAD);
  });

  it('takes the relay’s name in any case', async () => {
    const { proofArgs, check } = await setUp();
    const proof = await makeProof({ ...proofArgs, authority: 'relay.example' });
    expect(check(proof, { authority: 'Relay.Example' })).toMatchObject({ ok: true });
  });

  it('is no use in another family', async () => {
    const { proof, proofArgs, check } = await setUp();
    const other = await seededFamily(2);
    expect(check(proof, { room: other.room })).toEqual({ ok: false, reason: 'wrong-room' });
    expect(check(proof, { room: other.room, entry: other.create })).toEqual(BAD);
    // Even for one who holds both secrets and mixes them.
    const mixed = await makeProof({ ...proofArgs, keys: other.keys, chainHead: bytesOf(other.room) });
    expect(check(mixed, { room: other.room, entry: other.create })).toEqual(BAD);
    expect(check(mixed)).toEqual(BAD);
  });

  it('lives as long as the tolerance, either way, and then tells by how much the clocks differ', async () => {
    const { proof, check } = await setUp();
    for (const skewMs of [PROOF_TOLERANCE_MS, -PROOF_TOLERANCE_MS]) {
      expect(check(proof, { now: AT + skewMs })).toMatchObject({ ok: true, at: AT });
    }
    for (const skewMs of [PROOF_TOLERANCE_MS + 1, -PROOF_TOLERANCE_MS - 1]) {
      expect(check(proof, { now: AT + skewMs })).toEqual({ ok: false, reason: 'clock', skewMs });
    }
  });

  it('does not tell the skew to one who proves nothing', async () => {
    const { proofArgs, check } = await setUp();
    const forged = await makeProof({ ...proofArgs, keys: deriveFamilyKeys(newFamilySecret()), now: 0 });
    expect(check(forged)).toEqual(BAD);
  });

  it('is not made for a chain head of a wrong size', async () => {
    const { proofArgs } = await setUp();
    await expect(makeProof({ ...proofArgs, chainHead: new Uint8Array(31) })).rejects.toThrow(RangeError);
  });
});
