import { expect, test } from 'vitest';
import { growth, LINEAR_GROWTH } from './growth.ts';

let sum = 0;
const loops = (count: number) => {
  for (let at = 0; at < count; at++) sum = (sum + at) % 7;
};

test('the measure tells linear work from quadratic', async () => {
  expect(await growth((length) => loops(length * 100), 2_000)).toBeLessThan(LINEAR_GROWTH);
  expect(await growth((length) => loops(length * length), 1_000)).toBeGreaterThan(LINEAR_GROWTH);
});
