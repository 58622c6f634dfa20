import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeClass } from '../../../lib/vault/size-class.ts';

describe('size classes', () => {
  it('are multiples of 32 up to 256', () => {
    const lengths = Array.from({ length: 257 }, (_, length) => length);
    expect([...new Set(lengths.map(sizeClass))]).toEqual([32, 64, 96, 128, 160, 192, 224, 256]);
  });

  it('are Padmé above: the figures of the formula worked out by hand', () => {
    expect([257, 272, 273, 511, 513, 1_000, 1_025, 10_000, 65_537].map(sizeClass)).toEqual([
      272, 272, 288, 512, 544, 1_024, 1_088, 10_240, 67_584,
    ]);
  });

  it('hold the value, never shrink as it grows, and add at most 12 % from 256 bytes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (length) => {
        const size = sizeClass(length);
        expect(size).toBeGreaterThanOrEqual(length);
        expect(sizeClass(length + 1)).toBeGreaterThanOrEqual(size);
        expect(sizeClass(size)).toBe(size);
        if (length >= 256) expect(size / length).toBeLessThanOrEqual(1.12);
      }),
    );
  });
});
