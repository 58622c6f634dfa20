import { describe, expect, test } from 'vitest';
import type { Quantity } from '../../../lib/protocol/values.ts';
import { endsBeside, steppedQuantity } from '../../../lib/stores/entry-edits.ts';
import { entry } from './rows.ts';

describe('where a row comes', () => {
  const ids = ['a', 'b', 'c', 'd'];

  test.each([
    ['a', 'c', 'after', 'c', 'd'],
    ['a', 'd', 'after', 'd', null],
    ['d', 'a', 'before', null, 'a'],
    ['d', 'b', 'before', 'a', 'b'],
    ['b', 'c', 'after', 'c', 'd'],
    ['c', 'b', 'before', 'a', 'b'],
  ] as const)('%s beside %s (%s): between %s and %s', (id, anchor, side, after, before) => {
    expect(endsBeside(ids, id, anchor, side)).toEqual({ after, before });
  });
});

describe('a step of the quantity', () => {
  const step = (quantities: Quantity[], direction: 1 | -1) => steppedQuantity(entry('x', { quantities }), direction);

  test.each<[Quantity, number | undefined, number | undefined]>([
    [{ amount: 1 }, 2, undefined],
    [{ amount: 3 }, 4, 2],
    [{ amount: 2.5 }, 3, 2],
    [{ amount: 1, unit: 'l' }, 1.5, 0.5],
    [{ amount: 0.5, unit: 'kg' }, 1, undefined],
    [{ amount: 100, unit: 'g' }, 110, 90],
    [{ amount: 500, unit: 'g' }, 550, 450],
    [{ amount: 10, unit: 'ml' }, 20, undefined],
    [{ amount: 2, unit: 'can' }, 3, 1],
  ])('%j goes up to %s and down to %s, in its unit', (quantity, up, down) => {
    const amounts = [step([quantity], 1), step([quantity], -1)];
    expect(amounts.map((stepped) => stepped?.amount)).toEqual([up, down]);
    for (const stepped of amounts) if (stepped !== undefined) expect(stepped.unit).toBe(quantity.unit);
  });

  test('what nobody counted is one: a step up makes two, and there is none down', () => {
    expect([step([], 1), step([], -1)]).toEqual([{ amount: 2 }, undefined]);
  });

  test('two units cannot be said with one quantity', () => {
    expect(step([{ amount: 2 }, { amount: 500, unit: 'g' }], 1)).toBeUndefined();
  });
});
