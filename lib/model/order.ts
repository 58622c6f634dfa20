import { generateNKeysBetween } from 'jittered-fractional-indexing';

/** A random bit for the jitter; tests hand in a seeded one. */
export type RandomBit = () => boolean;

/** Compares two things the way lists show them: by order key, then by id. */
export function byOrder(a: { order: string; id: string }, b: { order: string; id: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * `count` ascending order keys after `low` and before `high` (null: no bound), with jitter, so that two members who put
 * something in the same place offline do not make equal keys. Bounds come from other devices: where they leave no room
 * (equal, reversed or malformed) the lower one wins, then the upper one, then neither.
 */
export function orderKeysBetween(
  low: string | null,
  high: string | null,
  count: number,
  randomBit?: RandomBit,
): string[] {
  const options = randomBit ? { getRandomBit: randomBit } : {};
  for (const [a, b] of [
    [low, high],
    [low, null],
    [null, high],
  ] as const) {
    try {
      const keys = generateNKeysBetween(a, b, count, options);
      if (isBetween(keys, a, b)) return keys;
    } catch {
      // The library throws for most keys that it did not make: try with fewer bounds.
    }
  }
  return generateNKeysBetween(null, null, count, options);
}

/** The library does not notice every pair of reversed bounds; what it makes of one is in no order. */
function isBetween(keys: readonly string[], low: string | null, high: string | null): boolean {
  const row = [...(low === null ? [] : [low]), ...keys, ...(high === null ? [] : [high])];
  return row.every((key, index) => index === 0 || key > (row[index - 1] ?? ''));
}
