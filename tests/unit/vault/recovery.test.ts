import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { joinBytes, varintBytes } from '../../../lib/vault/byte-fields.ts';
import { isSignedBy } from '../../../lib/vault/ed25519-signature.ts';
import { deriveInviteKeys, makeInviteLink, newInviteSecret } from '../../../lib/vault/invite.ts';
import { pointerRoomOf } from '../../../lib/vault/key-proof.ts';
import {
  deriveRecoveryKeys,
  makeRecoveryLink,
  newRecoverySecret,
  readRecoveryKit,
  recoveryWords,
} from '../../../lib/vault/recovery.ts';
import { bytesOf, seededFamily, tamperedCopies } from './test-family.ts';

const { room } = await seededFamily(1);
const secret = Uint8Array.from({ length: 16 }, (_, index) => index * 17);
const WORDS = recoveryWords(secret);
const PHRASE = WORDS.join(' ');
const origin = 'https://relay.example:8443';
const LINK = makeRecoveryLink({ relayOrigin: origin, room, secret });
const PAYLOAD = LINK.slice(LINK.indexOf('#') + 1);
const aSecret = fc.uint8Array({ minLength: 16, maxLength: 16 });

function linkOf(version: number, content: Uint8Array): string {
  const framed = joinBytes(Uint8Array.of(version), varintBytes(content.length), content);
  return `${origin}/join#${toBase64url(joinBytes(framed, sha256(framed).subarray(0, 4)))}`;
}

describe('the words of a kit', () => {
  it('are twelve of the BIP 39 list: the vectors of its authors', () => {
    const phrase = (byte: number) => recoveryWords(new Uint8Array(16).fill(byte)).join(' ');
    expect(phrase(0)).toBe(`${'abandon '.repeat(11)}about`);
    expect(phrase(0x7f)).toBe('legal winner thank year wave sausage worth useful legal winner thank yellow');
    expect(phrase(0x80)).toBe('letter advice cage absurd amount doctor acoustic avoid letter advice cage above');
    expect(phrase(0xff)).toBe(`${'zoo '.repeat(11)}wrong`);
  });

  it('read back, any of them', () => {
    fc.assert(
      fc.property(aSecret, (bytes) => {
        expect(readRecoveryKit(recoveryWords(bytes).join(' '))).toEqual({ ok: true, secret: bytes });
      }),
    );
  });

  it('read back as people type, print and paste them', () => {
    for (const text of [
      PHRASE.toUpperCase(),
      `  ${WORDS.join('   ')}\n`,
      WORDS.join('\n'),
      WORDS.join(', '),
      WORDS.join('-'),
      WORDS.map((word, index) => `${index + 1}. ${word}`).join('\n'),
      WORDS.map((word, index) => `${index + 1}) ${word};`).join('\t'),
      WORDS.map((word) => word.slice(0, 4)).join(' '),
      WORDS.map((word) => word.slice(0, 5)).join(' '),
      `\ufeff${WORDS.join('\u200b ')}`,
      WORDS.map((word) => `“${word}”`).join(' '),
    ]) {
      expect(readRecoveryKit(text), text).toEqual({ ok: true, secret });
    }
  });

  it('differ from each other in their first four letters', () => {
    expect(new Set(wordlist.map((word) => word.slice(0, 4))).size).toBe(2048);
  });

  it('that are not in the list are named, with their place', () => {
    const wrong = (index: number, word: string) => readRecoveryKit(WORDS.with(index, word).join(' '));
    const unknown = (word: string, position: number) => ({ ok: false, why: 'unknown-word', word, position });
    expect(wrong(4, 'zzzz')).toEqual(unknown('zzzz', 5));
    expect(wrong(0, 'léa')).toEqual(unknown('léa', 1));
    // Too short to tell, and more than the word.
    expect(wrong(11, 'aba')).toEqual(unknown('aba', 12));
    expect(wrong(11, 'abandonment')).toEqual(unknown('abandonment', 12));
    expect(readRecoveryKit(`${PHRASE} thanks`)).toEqual(unknown('thanks', 13));
  });

  it('are twelve, no more and no fewer', () => {
    for (const count of [1, 6, 11]) {
      expect(readRecoveryKit(WORDS.slice(0, count).join(' '))).toEqual({ ok: false, why: 'count' });
    }
    expect(readRecoveryKit(`${PHRASE} zoo`)).toEqual({ ok: false, why: 'count' });
    expect(readRecoveryKit(`${PHRASE} ${PHRASE}`)).toEqual({ ok: false, why: 'count' });
  });

  it('mixed up, or with one taken for another, mostly do not make a kit', () => {
    // Four bits of checksum: one slip in sixteen is not seen here, and then opens nothing.
    const slips = WORDS.flatMap((_, index) => [
      WORDS.with(index, 'zoo'),
      WORDS.with(index, 'apple'),
      [...WORDS.slice(index), ...WORDS.slice(0, index)],
    ]).filter((words) => words.join(' ') !== PHRASE);
    const readings = slips.map((words) => readRecoveryKit(words.join(' ')));
    const seen = readings.filter((it) => !it.ok && it.why === 'checksum');
    expect(seen.length).toBeGreaterThan(readings.length * 0.75);
    for (const it of readings) if (it.ok) expect(it.secret).not.toEqual(secret);
    expect(readRecoveryKit('abandon '.repeat(12))).toEqual({ ok: false, why: 'checksum' });
  });

  it('are not found in other texts', () => {
    const strangers: unknown[] = [undefined, null, 7, {}, '', ' ', '1 2 3', 'Buy milk and bread for Ana tomorrow'];
    for (const text of [...strangers, 'x'.repeat(100_000), 'é '.repeat(50)]) {
      expect(readRecoveryKit(text), String(text).slice(0, 40)).toEqual({ ok: false, why: 'not-a-kit' });
    }
  });
});

describe('the link of a kit', () => {
  it('carries the secret and where the family is', () => {
    expect(readRecoveryKit(LINK)).toEqual({ ok: true, secret, room, origin });
    expect(readRecoveryKit(`Our kit:\n<${LINK}>\nKeep it.`)).toEqual({ ok: true, secret, room, origin });
    expect(new URL(LINK)).toMatchObject({ pathname: '/join', search: '' });
  });

  it('is short enough for a QR code that prints small', () => {
    // What version 7 (45 by 45 modules) holds in byte mode at error correction M: ISO/IEC 18004, table 7.
    expect(LINK.length).toBeLessThanOrEqual(122);
  });

  it('is mangled with any byte changed, any character replaced, or cut off anywhere', () => {
    for (const { index, copy } of tamperedCopies(bytesOf(PAYLOAD))) {
      const link = `${origin}/join#${toBase64url(copy)}`;
      expect(readRecoveryKit(link), `byte ${index}`).toEqual({ ok: false, why: 'mangled' });
    }
    for (let index = LINK.indexOf('#') + 1; index < LINK.length; index++) {
      const link = LINK.slice(0, index) + (LINK[index] === 'A' ? 'B' : 'A') + LINK.slice(index + 1);
      expect(readRecoveryKit(link)).toEqual({ ok: false, why: 'mangled' });
      expect(readRecoveryKit(LINK.slice(0, index))).toEqual({ ok: false, why: 'mangled' });
    }
    const content = joinBytes(secret, bytesOf(room));
    expect(readRecoveryKit(linkOf(0x40, content)).ok).toBe(true);
    for (const wrong of [content.subarray(1), joinBytes(content, Uint8Array.of(0)), new Uint8Array(0)]) {
      expect(readRecoveryKit(linkOf(0x40, wrong))).toEqual({ ok: false, why: 'mangled' });
    }
  });

  it('of a later version is newer, and an invite is no kit', () => {
    expect(readRecoveryKit(linkOf(0x41, Uint8Array.of(1)))).toEqual({ ok: false, why: 'newer' });
    const invite = makeInviteLink({ relayOrigin: origin, room, secret, familyName: 'Sanchez' });
    for (const link of [invite, linkOf(1, secret), linkOf(3, secret), linkOf(0x80, secret)]) {
      expect(readRecoveryKit(link)).toEqual({ ok: false, why: 'not-a-kit' });
    }
  });

  it('is not made of anything but a secret, a room and a relay', () => {
    const args = { relayOrigin: origin, room, secret };
    for (const wrong of [
      { secret: new Uint8Array(32) },
      { room: 'short' as typeof room },
      { relayOrigin: 'https://relay.example/path' },
    ]) {
      expect(() => makeRecoveryLink({ ...args, ...wrong })).toThrow(RangeError);
    }
    expect(() => recoveryWords(new Uint8Array(15))).toThrow(RangeError);
    expect(() => deriveRecoveryKeys(new Uint8Array(15))).toThrow(RangeError);
  });
});

describe('reading a kit', () => {
  it('never throws and takes no time to speak of, whatever was pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readRecoveryKit(text).ok).toBe(false);
        expect(readRecoveryKit(`${origin}/join#${text}`).ok).toBe(false);
      }),
    );
    const word = fc.constantFrom(...WORDS, 'zoo', 'aban', 'x', '1.', '');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const reading = readRecoveryKit(words.join(' '));
        if (reading.ok) expect(reading.secret).toHaveLength(16);
      }),
    );
    const started = performance.now();
    for (const text of [
      'a.'.repeat(20_000),
      'zoo '.repeat(10_000),
      `a/join#${'A '.repeat(19_000)}`,
      'z'.repeat(39_000),
    ]) {
      expect(readRecoveryKit(text).ok).toBe(false);
    }
    // Hundreds of times what it takes; a pattern that backtracks over everything takes minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('the keys of a kit', () => {
  const keys = deriveRecoveryKeys(secret);

  it('follow from the secret, each another one, and none from an invite of the same bytes', () => {
    const again = deriveRecoveryKeys(secret.slice());
    expect([again.signPublic, again.agreePublic, again.pointer.room]).toEqual([
      keys.signPublic,
      keys.agreePublic,
      keys.pointer.room,
    ]);
    const { signPublic, agreePublic } = deriveInviteKeys(secret);
    const all = [keys.signPublic, keys.agreePublic, keys.pointer.signPublic, signPublic, agreePublic];
    expect(new Set(all.map(toBase64url)).size).toBe(5);
    expect(isSignedBy(keys.signPublic, secret, keys.sign(secret))).toBe(true);
    expect(isSignedBy(keys.pointer.signPublic, secret, keys.pointer.sign(secret))).toBe(true);
    expect(deriveRecoveryKeys(newRecoverySecret()).pointer.room).not.toBe(keys.pointer.room);
    expect(newInviteSecret()).toHaveLength(newRecoverySecret().length);
  });

  it('name the room of the pointer, which is no family’s', () => {
    expect(keys.pointer.room).toBe(pointerRoomOf(keys.pointer.signPublic));
    expect(keys.pointer.room).toMatch(/^[\w-]{43}$/);
    expect(keys.pointer.room).not.toBe(room);
  });
});

describe('a pointer', () => {
  const { pointer } = deriveRecoveryKeys(secret);
  const sealed = pointer.sealPointer({ room, origin });

  it('says where the family is, to who has the kit, and fits what a relay takes', () => {
    expect(pointer.openPointer(sealed)).toEqual({ room, origin });
    expect(pointer.sealPointer({ room, origin })).not.toEqual(sealed);
    expect(deriveRecoveryKeys(newRecoverySecret()).pointer.openPointer(sealed)).toBeNull();
    expect(toBase64url(sealed).length).toBeLessThanOrEqual(1_000);
    const longest = pointer.sealPointer({ room, origin: `https://${'a.'.repeat(110)}example` });
    expect(toBase64url(longest).length).toBeLessThanOrEqual(1_000);
    expect(Buffer.from(sealed).includes('relay')).toBe(false);
  });

  it('does not open with any byte changed, cut off, or longer', () => {
    for (const { index, copy } of tamperedCopies(sealed)) expect(pointer.openPointer(copy), `byte ${index}`).toBeNull();
    for (let length = 0; length < sealed.length; length++) {
      expect(pointer.openPointer(sealed.subarray(0, length))).toBeNull();
    }
    expect(pointer.openPointer(joinBytes(sealed, Uint8Array.of(0)))).toBeNull();
  });

  it('is not made of anything but a room and a relay', () => {
    expect(() => pointer.sealPointer({ room: 'short' as typeof room, origin })).toThrow(RangeError);
    expect(() => pointer.sealPointer({ room, origin: 'javascript:alert(1)' })).toThrow(RangeError);
  });
});
