import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteReader, joinBytes, timeBytes, varintBytes } from '../../../lib/vault/byte-fields.ts';

describe('fields of the binary formats', () => {
  it('reads back varints and times, one after the other', () => {
    const varint = fc.integer({ min: 0, max: 2 ** 28 - 1 });
    const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(varint, time, fc.uint8Array({ maxLength: 9 }), (number, ms, bytes) => {
        const reader = createByteReader(joinBytes(varintBytes(number), timeBytes(ms), bytes));
        expect(reader.varint()).toBe(number);
        expect(reader.time()).toBe(ms);
        expect(reader.isAtEnd()).toBe(bytes.length === 0);
        expect(reader.bytes(bytes.length)).toEqual(bytes);
        expect(reader.isAtEnd()).toBe(true);
        expect(reader.byte()).toBeNull();
      }),
    );
  });

  it('answers null past the end, for a cut-off number, and for a varint written longer than need be', () => {
    expect(createByteReader(Uint8Array.of(1, 2)).bytes(3)).toBeNull();
    expect(createByteReader(Uint8Array.of(1, 2, 3, 4, 5)).time()).toBeNull();
    expect(createByteReader(Uint8Array.of(0x81)).varint()).toBeNull();
    expect(createByteReader(Uint8Array.of(0x81, 0x00)).varint()).toBeNull();
    expect(createByteReader(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x01)).varint()).toBeNull();
  });

  it('refuses numbers that do not fit', () => {
    for (const number of [-1, 0.5, 2 ** 28, Number.NaN]) expect(() => varintBytes(number)).toThrow(RangeError);
    for (const ms of [-1, 2 ** 48, Number.NaN]) expect(() => timeBytes(ms)).toThrow(RangeError);
  });
});
