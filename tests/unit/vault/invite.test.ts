import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../../lib/protocol/ids.ts';
import { newId } from '../../../lib/protocol/ids.ts';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { joinBytes, varintBytes } from '../../../lib/vault/byte-fields.ts';
import { PACKED_ENTRY_BYTES } from '../../../lib/vault/chain.ts';
import { newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { makeInviteLink, readInviteLink } from '../../../lib/vault/invite.ts';
import { bytesOf, seededFamily, tamperedCopies } from './test-family.ts';

const family = await seededFamily(1);
const { room, secret, entry } = family;
const ARGS = { relayOrigin: 'http://127.0.0.1:1999', room, secret, entry, familyName: 'Sanchez' };
const LINK = makeInviteLink(ARGS);
const INVITE = { origin: ARGS.relayOrigin, room, secret, entry, familyName: 'Sanchez' };
const PAYLOAD = LINK.slice(LINK.indexOf('#') + 1);
/** A link of any content, framed as it should be. */
function linkOf(version: number, content: Uint8Array): string {
  const framed = joinBytes(Uint8Array.of(version), varintBytes(content.length), content);
  return `http://127.0.0.1:1999/join#${toBase64url(joinBytes(framed, sha256(framed).subarray(0, 4)))}`;
}
/** After version and two bytes of length, before the checksum. */
const CONTENT = bytesOf(PAYLOAD).subarray(3, -4);
/** Of the content: secret and entry. */
const BOUND_BYTES = 32 + PACKED_ENTRY_BYTES;

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
    // What version 13 (69 by 69 modules) holds in byte mode at error correction M: ISO/IEC 18004, table 7.
    expect(LINK.length).toBeLessThanOrEqual(331);
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

  it('is mangled where its parts do not belong together, even with a right checksum', () => {
    expect(readInviteLink(linkOf(1, CONTENT))).toEqual({ ok: true, invite: INVITE });
    // All but the name is bound by the entry's signature, which covers the access key that the secret gives.
    for (const { index, copy } of tamperedCopies(CONTENT.subarray(0, BOUND_BYTES))) {
      const link = linkOf(1, joinBytes(copy, CONTENT.subarray(BOUND_BYTES)));
      expect(readInviteLink(link), `byte ${index}`).toEqual({ ok: false, why: 'mangled' });
    }
    const withTail = (length: number) => joinBytes(CONTENT, new Uint8Array(length));
    for (const content of [new Uint8Array(0), CONTENT.subarray(0, 20), withTail(15), withTail(17)]) {
      expect(readInviteLink(linkOf(1, content))).toEqual({ ok: false, why: 'mangled' });
    }
  });

  it('of a later version is told from a mangled one', () => {
    expect(readInviteLink(linkOf(2, CONTENT))).toEqual({ ok: false, why: 'newer' });
    expect(readInviteLink(linkOf(2, Uint8Array.of(1, 2, 3)))).toEqual({ ok: false, why: 'newer' });
    expect(readInviteLink(linkOf(0, CONTENT))).toEqual({ ok: false, why: 'mangled' });
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
  it('refuses parts that do not belong together', async () => {
    const other = await seededFamily(2);
    for (const wrong of [
      { room: other.room },
      { entry: other.entry },
      { secret: newFamilySecret() },
      { entry: entry.subarray(1) },
      { relayOrigin: 'https://relay.example/path' },
      { member: 'not an id' as MemberId },
      { member: 'AAAA' as MemberId },
    ]) {
      expect(() => makeInviteLink({ ...ARGS, ...wrong })).toThrow(RangeError);
    }
  });

  it('never names the secret in its refusal', () => {
    const refusal = (() => {
      try {
        return makeInviteLink({ ...ARGS, secret: newFamilySecret() });
      } catch (error) {
        return String(error);
      }
    })();
    expect(refusal).toBe('RangeError: room, entry and secret are not of one family');
  });
});
