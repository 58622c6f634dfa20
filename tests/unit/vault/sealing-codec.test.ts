import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Codec } from '../../../lib/model/codec.ts';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import { joinBytes, textBytes, varintBytes } from '../../../lib/vault/byte-fields.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { createSealingCodec, type SealingKeys } from '../../../lib/vault/sealing-codec.ts';
import { tamperedCopies } from './test-family.ts';

const ROOM = 'r'.repeat(43) as RoomId;
const OTHER_ROOM = 's'.repeat(43) as RoomId;
const PATH = 'item/AAAAAAAAAAAAAAAAAAAAAA/text';
const PLAIN = textBytes('{"v":1,"title":"Milk"}');

function familyOf(secret = newFamilySecret()): SealingKeys {
  const { idKey, contentKey } = deriveFamilyKeys(secret);
  return { room: ROOM, idKey, contentKeys: new Map([[1, contentKey]]), epoch: 1 };
}

/** Seals any bytes as a member with the keys could, who does not follow the format. */
function sealRaw(family: SealingKeys, key: string, plain: Uint8Array): Uint8Array {
  const contentKey = family.contentKeys.get(1);
  if (contentKey === undefined) throw new Error('no key');
  const aad = joinBytes(textBytes('family-os/value/v1'), textBytes(ROOM), varintBytes(1), textBytes(key));
  const nonce = new Uint8Array(24).fill(7);
  return joinBytes(Uint8Array.of(1, 1), nonce, xchacha20poly1305(contentKey, nonce, aad).encrypt(plain));
}

describe('sealed values', () => {
  it('fit the model’s port', () => {
    const codec: Codec = createSealingCodec(familyOf());
    expect(codec.keyOf(PATH)).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('open to the path and value that were sealed, on every device of the family', () => {
    const family = familyOf();
    const [here, there] = [createSealingCodec(family), createSealingCodec(family)];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 2_000 }), (path, plain) => {
        const opened = there.open(here.keyOf(path), here.seal(path, plain));
        expect(opened).toEqual({ ok: true, path, plain });
      }),
      { examples: [['\ufeffitem', new Uint8Array(0)]] },
    );
  });

  it('are other bytes every time', () => {
    const codec = createSealingCodec(familyOf());
    const sealed = new Set(Array.from({ length: 100 }, () => Buffer.from(codec.seal(PATH, PLAIN)).toString('hex')));
    expect(sealed.size).toBe(100);
  });

  it('contain neither path nor value in the clear', () => {
    const codec = createSealingCodec(familyOf());
    const sealed = Buffer.from(codec.seal(PATH, PLAIN));
    for (const word of ['item', 'text', 'AAAA', 'Milk', 'title']) expect(sealed.includes(word)).toBe(false);
  });

  it('are damaged with any byte changed, removed or added', () => {
    const codec = createSealingCodec(familyOf());
    const key = codec.keyOf(PATH);
    const sealed = codec.seal(PATH, PLAIN);
    for (const { index, copy } of tamperedCopies(sealed)) {
      // Byte 0 is the version, byte 1 the epoch: a change there reads as another version or an epoch without key.
      const why = index === 1 ? 'epoch' : 'damaged';
      expect(codec.open(key, copy), `byte ${index}`).toEqual({ ok: false, why });
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(codec.open(key, sealed.subarray(0, length))).toEqual({ ok: false, why: 'damaged' });
    }
    expect(codec.open(key, joinBytes(sealed, Uint8Array.of(0)))).toEqual({ ok: false, why: 'damaged' });
  });

  it('never throw on opening, whatever the bytes', () => {
    const codec = createSealingCodec(familyOf());
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ maxLength: 200 }), (key, bytes) => {
        expect(codec.open(key, bytes).ok).toBe(false);
        expect(codec.open(key, joinBytes(Uint8Array.of(1, 1), bytes)).ok).toBe(false);
      }),
    );
  });

  it('open in their own place only: not under another key, in another room or family', () => {
    const family = familyOf();
    const codec = createSealingCodec(family);
    const sealed = codec.seal(PATH, PLAIN);
    const key = codec.keyOf(PATH);
    const damaged = { ok: false, why: 'damaged' };
    expect(codec.open(codec.keyOf('item/AAAAAAAAAAAAAAAAAAAAAA/done'), sealed)).toEqual(damaged);
    expect(createSealingCodec({ ...family, room: OTHER_ROOM }).open(key, sealed)).toEqual(damaged);
    expect(createSealingCodec(familyOf()).open(key, sealed)).toEqual(damaged);
  });

  it('say so when a later version sealed them', () => {
    const codec = createSealingCodec(familyOf());
    const sealed = codec.seal(PATH, PLAIN);
    sealed[0] = 2;
    expect(codec.open(codec.keyOf(PATH), sealed)).toEqual({ ok: false, why: 'newer' });
  });

  it('are damaged where a member sealed another path, lengths beyond the end, or a path that is not text', () => {
    const family = familyOf();
    const codec = createSealingCodec(family);
    const key = codec.keyOf(PATH);
    const path = textBytes(PATH);
    const framed = (...parts: Uint8Array[]) => sealRaw(family, key, joinBytes(...parts));
    expect(codec.open(key, framed(varintBytes(path.length), path, varintBytes(1), Uint8Array.of(9)))).toMatchObject({
      ok: true,
      plain: Uint8Array.of(9),
    });
    const other = textBytes('item/BBBBBBBBBBBBBBBBBBBBBB/text');
    const notText = Uint8Array.of(0xff, 0xfe);
    for (const sealed of [
      framed(varintBytes(other.length), other, varintBytes(0)),
      framed(varintBytes(path.length), path, varintBytes(2), Uint8Array.of(9)),
      framed(varintBytes(200), path),
      framed(varintBytes(notText.length), notText, varintBytes(0)),
      framed(),
    ]) {
      expect(codec.open(key, sealed)).toEqual({ ok: false, why: 'damaged' });
    }
  });
});

describe('epochs', () => {
  const first = familyOf();
  const second: SealingKeys = {
    ...first,
    contentKeys: new Map([...first.contentKeys, [2, deriveFamilyKeys(newFamilySecret()).contentKey]]),
    epoch: 2,
  };

  it('leave every path its key, and what earlier ones sealed opens', () => {
    const [before, after] = [createSealingCodec(first), createSealingCodec(second)];
    expect(after.keyOf(PATH)).toBe(before.keyOf(PATH));
    expect(after.open(after.keyOf(PATH), before.seal(PATH, PLAIN))).toEqual({ ok: true, path: PATH, plain: PLAIN });
  });

  it('without their key open nothing, and say which kind of trouble it is', () => {
    const [before, after] = [createSealingCodec(first), createSealingCodec(second)];
    const sealed = after.seal(PATH, PLAIN);
    expect(before.open(before.keyOf(PATH), sealed)).toEqual({ ok: false, why: 'epoch' });
  });

  it('are bound to the value: one epoch’s cannot pass as another’s, even under the same content key', () => {
    const contentKey = first.contentKeys.get(1) ?? new Uint8Array(32);
    const codec = createSealingCodec({ ...first, contentKeys: new Map([1, 2].map((epoch) => [epoch, contentKey])) });
    const sealed = codec.seal(PATH, PLAIN);
    sealed[1] = 2;
    expect(codec.open(codec.keyOf(PATH), sealed)).toEqual({ ok: false, why: 'damaged' });
  });

  it('are written one way only', () => {
    const codec = createSealingCodec(first);
    const sealed = codec.seal(PATH, PLAIN);
    const longer = joinBytes(sealed.subarray(0, 1), Uint8Array.of(0x81, 0x00), sealed.subarray(2));
    expect(codec.open(codec.keyOf(PATH), longer)).toEqual({ ok: false, why: 'damaged' });
  });

  it('cannot be current without a content key', () => {
    expect(() => createSealingCodec({ ...first, epoch: 2 })).toThrow(RangeError);
  });
});

describe('what the relay can see', () => {
  it('hides the length of a value within its size class', () => {
    const codec = createSealingCodec(familyOf());
    const sizes = Array.from({ length: 61 }, (_, length) => codec.seal(PATH, new Uint8Array(length)).length);
    // 34 bytes of path and lengths go before the value; 42 around the padded plaintext.
    expect([...new Set(sizes)]).toEqual([64 + 42, 96 + 42]);
  });

  it('hides which path is longer, and gives unrelated keys to related paths', () => {
    const codec = createSealingCodec(familyOf());
    expect(codec.seal('list/A/core', PLAIN)).toHaveLength(codec.seal('event/AAAAAAAAAAAAAA/x', PLAIN).length);
    const keys = ['item/A/text', 'item/A/done', 'item/B/text', 'item/A', ''].map((path) => codec.keyOf(path));
    expect(new Set(keys).size).toBe(5);
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('cannot compare families: the same path has another key in each', () => {
    expect(createSealingCodec(familyOf()).keyOf(PATH)).not.toBe(createSealingCodec(familyOf()).keyOf(PATH));
  });

  it('stays the same however many paths were asked for in between', () => {
    const codec = createSealingCodec(familyOf());
    const key = codec.keyOf(PATH);
    // More than are remembered.
    for (let index = 0; index < 33_000; index++) codec.keyOf(`item/${index}`);
    expect(codec.keyOf(PATH)).toBe(key);
  });
});
