import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../../lib/protocol/ids.ts';
import { newId } from '../../../lib/protocol/ids.ts';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { joinBytes, varintBytes } from '../../../lib/vault/byte-fields.ts';
import { isSignedBy } from '../../../lib/vault/ed25519-signature.ts';
import { deriveInviteKeys, makeInviteLink, newInviteSecret, readInviteLink } from '../../../lib/vault/invite.ts';
import { inviteIdOf } from '../../../lib/vault/key-id.ts';
import { makeRecoveryLink, newRecoverySecret } from '../../../lib/vault/recovery.ts';
import { bytesOf, seededFamily, tamperedCopies } from './test-family.ts';

const { room } = await seededFamily(1);
const secret = new Uint8Array(16).fill(7);
const ARGS = { relayOrigin: 'http://127.0.0.1:1999', room, secret, familyName: 'Sanchez' };
const LINK = makeInviteLink(ARGS);
const INVITE = { origin: ARGS.relayOrigin, room, secret, familyName: 'Sanchez' };
const PAYLOAD = LINK.slice(LINK.indexOf('#') + 1);
/** A link of any content, framed as it should be. */
function linkOf(version: number, content: Uint8Array): string {
  const framed = joinBytes(Uint8Array.of(version), varintBytes(content.length), content);
  return `http://127.0.0.1:1999/join#${toBase64url(joinBytes(framed, sha256(framed).subarray(0, 4)))}`;
}
/** After version and length, before the checksum. */
const CONTENT = bytesOf(PAYLOAD).subarray(2, -4);

describe('an invite link', () => {
  it('reads back', () => {
    expect(LINK).toMatch(/^http:\/\/127\.0\.0\.1:1999\/join#[\w-]+$/);
    expect(readInviteLink(LINK)).toEqual({ ok: true, invite: INVITE });
  });

  it('reads back any family name, with or without a member, at any relay', () => {
    const origin = fc.constantFrom('http://localhost:1999', 'https://relay.example', 'https://[2001:db8::1]:8443');
    const name = fc.oneof(fc.constant('\ufeffÀ'), fc.string({ unit: 'grapheme', maxLength: 300 }));
    fc.assert(
      fc.property(origin, name, fc.boolean(), (relayOrigin, familyName, hasMember) => {
        const member = hasMember ? { member: newId<MemberId>() } : {};
        const link = makeInviteLink({ ...ARGS, relayOrigin, familyName, ...member });
        expect(readInviteLink(link)).toEqual({
          ok: true,
          invite: { ...INVITE, origin: relayOrigin, familyName, ...member },
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is short enough for a QR code that a phone reads from a screen', () => {
    // What version 7 (45 by 45 modules) holds in byte mode at error correction M: ISO/IEC 18004, table 7.
    expect(LINK.length).toBeLessThanOrEqual(122);
  });

  it('carries the secret in the fragment alone', () => {
    expect(new URL(LINK).pathname).toBe('/join');
    expect(new URL(LINK).search).toBe('');
  });

  it('survives what mail and chat programs do to it', () => {
    const half = Math.floor(LINK.length / 2);
    const broken = (by: string) => LINK.slice(0, half) + by + LINK.slice(half);
    const inLinesOf = (length: number) => (LINK.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join('\r\n');
    for (const text of [
      `  ${LINK}\n`,
      `"${LINK}"`,
      `‘${LINK}’`,
      `<${LINK}>`,
      `(${LINK}).`,
      `Join us: ${LINK}, and tell Ana.`,
      `Join us:\n${LINK}\nSee you there!`,
      `[join](${LINK})`,
      // What an input of one line makes of the text above: it drops the breaks.
      `Join us:${LINK}See you there!`,
      `We use https://example.org/x\nand ${LINK} now`,
      `\u200b${broken('\u200b')}\ufeff`,
      broken('\n'),
      broken('\r\n   '),
      broken('\n> '),
      broken('\u00ad'),
      inLinesOf(76),
      inLinesOf(20),
      LINK.replace('http://', ''),
      LINK.replace('http://', 'HTTP://'),
      LINK.replace('#', '%23'),
      LINK.replace('/join#', '/join/#'),
    ]) {
      expect(readInviteLink(text), text).toEqual({ ok: true, invite: INVITE });
    }
  });

  it('without its scheme is https, except at a loopback or private address', () => {
    const far = makeInviteLink({ ...ARGS, relayOrigin: 'https://relay.example' });
    expect(readInviteLink(far.replace('https://', ''))).toEqual({
      ok: true,
      invite: { ...INVITE, origin: 'https://relay.example' },
    });
  });

  it('is mangled with any byte changed', () => {
    for (const { index, copy } of tamperedCopies(bytesOf(PAYLOAD))) {
      const link = `http://127.0.0.1:1999/join#${toBase64url(copy)}`;
      expect(readInviteLink(link), `byte ${index}`).toEqual({ ok: false, why: 'mangled' });
    }
  });

  it('is mangled with any character of its payload replaced, and cut off anywhere', () => {
    const start = LINK.indexOf('#') + 1;
    for (let index = start; index < LINK.length; index++) {
      const replaced = LINK[index] === 'A' ? 'B' : 'A';
      const link = LINK.slice(0, index) + replaced + LINK.slice(index + 1);
      expect(readInviteLink(link), link).toEqual({ ok: false, why: 'mangled' });
      expect(readInviteLink(LINK.slice(0, index))).toEqual({ ok: false, why: 'mangled' });
    }
    expect(readInviteLink(LINK.slice(0, start - 1))).toEqual({ ok: false, why: 'mangled' });
  });

  it('is mangled where its content has another form, even with a right checksum', () => {
    expect(readInviteLink(linkOf(2, CONTENT))).toEqual({ ok: true, invite: INVITE });
    const withTail = (length: number) => joinBytes(CONTENT, new Uint8Array(length));
    for (const content of [new Uint8Array(0), CONTENT.subarray(0, 47), withTail(15), withTail(17)]) {
      expect(readInviteLink(linkOf(2, content))).toEqual({ ok: false, why: 'mangled' });
    }
  });

  it('of another version or kind is told from a mangled one', () => {
    for (const content of [CONTENT, Uint8Array.of(1, 2, 3)]) {
      expect(readInviteLink(linkOf(0, content))).toEqual({ ok: false, why: 'mangled' });
      expect(readInviteLink(linkOf(1, content))).toEqual({ ok: false, why: 'old' });
      for (const version of [3, 0x3f, 0x80, 0xff]) {
        expect(readInviteLink(linkOf(version, content))).toEqual({ ok: false, why: 'newer' });
      }
      for (const version of [0x40, 0x41, 0x7f]) {
        expect(readInviteLink(linkOf(version, content))).toEqual({ ok: false, why: 'recovery' });
      }
    }
    const recovery = makeRecoveryLink({ relayOrigin: ARGS.relayOrigin, room, secret: newRecoverySecret() });
    expect(readInviteLink(`Keep this: ${recovery}`)).toEqual({ ok: false, why: 'recovery' });
  });

  it('is not found where there is none', () => {
    const strangers: unknown[] = [
      undefined,
      null,
      7,
      {},
      '',
      'hello',
      PAYLOAD,
      'https://relay.example/',
      `https://relay.example/other#${PAYLOAD}`,
      `https://relay.example/joiner#${PAYLOAD}`,
      `/join#${PAYLOAD}`,
      `javascript:alert(1)/join#`,
      'x'.repeat(100_000),
    ];
    for (const text of strangers)
      expect(readInviteLink(text), String(text).slice(0, 40)).toEqual({ ok: false, why: 'not-a-link' });
  });

  it('never throws and takes no time to speak of, whatever was pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readInviteLink(text).ok).toBe(false);
        expect(readInviteLink(`http://127.0.0.1/join#${text}`).ok).toBe(false);
      }),
    );
    const started = performance.now();
    for (const text of ['a.'.repeat(20_000), `a/join#${'A '.repeat(19_000)}`, `${'a'.repeat(39_000)}:1/joi`]) {
      expect(readInviteLink(text).ok).toBe(false);
    }
    // Hundreds of times what it takes; a pattern that backtracks over everything takes minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('making an invite link', () => {
  it('refuses what is no relay, room, secret or member', () => {
    for (const wrong of [
      { room: 'short' as typeof room },
      { secret: new Uint8Array(32) },
      { relayOrigin: 'https://relay.example/path' },
      { member: 'not an id' as MemberId },
      { member: 'AAAA' as MemberId },
      { member: '' as MemberId },
    ]) {
      expect(() => makeInviteLink({ ...ARGS, ...wrong })).toThrow(RangeError);
    }
  });
});

describe('the keys of an invite', () => {
  it('follow from its secret, and tell nothing of it', () => {
    const [keys, again] = [deriveInviteKeys(secret), deriveInviteKeys(secret.slice())];
    expect(keys.id).toBe(inviteIdOf(keys.signPublic));
    expect([again.id, again.agreePublic]).toEqual([keys.id, keys.agreePublic]);
    expect(deriveInviteKeys(newInviteSecret()).id).not.toBe(keys.id);
    expect(isSignedBy(keys.signPublic, secret, keys.sign(secret))).toBe(true);
    const { privateKey, publicKey } = keys.agreeKeys;
    expect(publicKey).toEqual(keys.agreePublic);
    expect(new Set([privateKey, publicKey, keys.signPublic].map(toBase64url)).size).toBe(3);
  });

  it('are made of 16 bytes, no more and no fewer', () => {
    for (const length of [0, 15, 17, 32]) expect(() => deriveInviteKeys(new Uint8Array(length))).toThrow(RangeError);
    expect(newInviteSecret()).toHaveLength(16);
  });
});
