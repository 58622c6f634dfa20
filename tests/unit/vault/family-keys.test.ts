import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../../../lib/vault/ed25519-signature.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../../lib/vault/family-keys.ts';

describe('family keys', () => {
  it('are the same for the same secret and unrelated to each other', () => {
    const secret = newFamilySecret();
    const one = deriveFamilyKeys(secret);
    const again = deriveFamilyKeys(secret.slice());
    expect(again.contentKey).toEqual(one.contentKey);
    expect(again.idKey).toEqual(one.idKey);
    expect(again.accessPublic).toEqual(one.accessPublic);
    const all = [secret, one.contentKey, one.idKey, one.accessPublic].map((bytes) =>
      Buffer.from(bytes).toString('hex'),
    );
    expect(new Set(all).size).toBe(4);
    expect(new Set(all.map((hex) => hex.length))).toEqual(new Set([64]));
  });

  it('differ from secret to secret', () => {
    expect(newFamilySecret()).not.toEqual(newFamilySecret());
    const [one, other] = [deriveFamilyKeys(newFamilySecret()), deriveFamilyKeys(newFamilySecret())];
    expect(one.contentKey).not.toEqual(other.contentKey);
    expect(one.idKey).not.toEqual(other.idKey);
    expect(one.accessPublic).not.toEqual(other.accessPublic);
  });

  it('sign as the family, checkable with the access key alone', () => {
    const keys = deriveFamilyKeys(newFamilySecret());
    const message = new TextEncoder().encode('let me in');
    const signature = keys.signAccess(message);
    expect(isSignedBy(keys.accessPublic, message, signature)).toBe(true);
    expect(isSignedBy(deriveFamilyKeys(newFamilySecret()).accessPublic, message, signature)).toBe(false);
  });

  it('are made of 32 bytes, no more and no fewer', () => {
    for (const length of [0, 31, 33]) expect(() => deriveFamilyKeys(new Uint8Array(length))).toThrow(RangeError);
  });
});

describe('checking an Ed25519 signature', () => {
  it('refuses keys of small order, whose holder could have signed anything', () => {
    // The identity point as key and R, S = 0: holds for every message unless such keys are refused.
    const identity = new Uint8Array(32);
    identity[0] = 1;
    const signature = new Uint8Array(64);
    signature[0] = 1;
    expect(isSignedBy(identity, new TextEncoder().encode('anything'), signature)).toBe(false);
  });

  it('refuses keys and signatures of a wrong length without throwing', () => {
    expect(isSignedBy(new Uint8Array(31), new Uint8Array(1), new Uint8Array(64))).toBe(false);
    expect(isSignedBy(new Uint8Array(32), new Uint8Array(1), new Uint8Array(63))).toBe(false);
  });
});
