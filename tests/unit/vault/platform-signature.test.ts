import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it, vi } from 'vitest';
import { isSignedBy, isSignedByPlatform, type SignedMessage } from '../../../lib/vault/ed25519-signature.ts';

const seed = new Uint8Array(32).fill(5);
const publicKey = ed25519.getPublicKey(seed);
const message = new TextEncoder().encode('a message');
const signature = ed25519.sign(message, seed);
const good: SignedMessage = { publicKey, message, signature };
const strict = (it: SignedMessage) => isSignedBy(it.publicKey, it.message, it.signature);
const flipped = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ 1);

describe('the platform’s check of a signature', () => {
  it('says what the strict one says, whichever byte is changed', async () => {
    expect([await isSignedByPlatform(good), strict(good)]).toEqual([true, true]);
    const others: SignedMessage[] = [];
    for (let at = 0; at < 64; at += 3) others.push({ ...good, signature: flipped(signature, at) });
    for (let at = 0; at < 32; at += 3) others.push({ ...good, publicKey: flipped(publicKey, at) });
    for (let at = 0; at < message.length; at++) others.push({ ...good, message: flipped(message, at) });
    others.push({ ...good, signature: signature.slice(1) }, { ...good, publicKey: publicKey.slice(1) });
    for (const it of others) expect([await isSignedByPlatform(it), strict(it)]).toEqual([false, false]);
  });

  it('takes no key of small order, under which everything is signed', async () => {
    // The identity, and its other spellings: with S = 0 and R the identity the equation holds for every message.
    const identity = Uint8Array.of(1, ...Array<number>(31).fill(0));
    const anything = Uint8Array.of(...identity, ...Array<number>(32).fill(0));
    const orderTwo = Uint8Array.of(0xec, ...Array<number>(30).fill(0xff), 0x7f);
    const notCanonical = Uint8Array.of(0xee, ...Array<number>(30).fill(0xff), 0x7f);
    for (const key of [identity, orderTwo, notCanonical]) {
      expect(await isSignedByPlatform({ publicKey: key, message, signature: anything })).toBe(false);
    }
  });

  it('is the strict one where the platform has no Ed25519', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));

    expect(await isSignedByPlatform(good)).toBe(true);
    expect(await isSignedByPlatform({ ...good, message: flipped(message, 0) })).toBe(false);
  });
});
