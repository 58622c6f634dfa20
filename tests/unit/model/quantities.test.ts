import { describe, expect, it } from 'vitest';
import { type Amount, sumQuantities } from '../../../lib/model/quantities.ts';
import type { Quantity } from '../../../lib/protocol/values.ts';
import { item } from '../../doubles/family-fixture.ts';

const added = (name: string, quantity?: Quantity): Amount => ({ id: item(name), added: quantity, typed: undefined });
const typed = (name: string, quantity: Quantity | null, ...replaces: string[]): Amount => ({
  id: item(name),
  added: { amount: 99 },
  typed: { quantity, replaces: replaces.map(item) },
});

describe('[L6] quantities add up', () => {
  it.each<[string, Amount[], Quantity[]]>([
    ['nobody counted', [added('a'), added('b')], []],
    ['all counted', [added('a', { amount: 2 }), added('b', { amount: 3 })], [{ amount: 5 }]],
    ['one did not count', [added('a', { amount: 2 }), added('b')], [{ amount: 3 }]],
    ['a measure beside a bare one', [added('a', { amount: 500, unit: 'g' }), added('b')], [{ amount: 500, unit: 'g' }]],
    [
      'two units, the count first',
      [added('a', { amount: 500, unit: 'g' }), added('b', { amount: 2 })],
      [{ amount: 2 }, { amount: 500, unit: 'g' }],
    ],
    [
      'a unit in another case',
      [added('a', { amount: 1, unit: 'Can' }), added('b', { amount: 2, unit: 'can ' })],
      [{ amount: 3, unit: 'Can' }],
    ],
    ['fractions', [added('a', { amount: 0.1 }), added('b', { amount: 0.2 })], [{ amount: 0.3 }]],
  ])('%s', (_, amounts, sum) => {
    expect(sumQuantities(amounts)).toEqual(sum);
  });
});

describe('[L7] a typed quantity', () => {
  it('stands for the additions it names', () => {
    expect(sumQuantities([typed('a', { amount: 3 }, 'a', 'b'), added('b', { amount: 7 })])).toEqual([{ amount: 3 }]);
  });
  it('is added to by what it does not name', () => {
    expect(sumQuantities([typed('a', { amount: 3 }, 'a'), added('b', { amount: 2 })])).toEqual([{ amount: 5 }]);
  });
  it('is replaced by a later one on an older addition', () => {
    expect(sumQuantities([typed('a', { amount: 4 }, 'a', 'b'), typed('b', { amount: 3 }, 'b')])).toEqual([
      { amount: 4 },
    ]);
  });
  it('taken away leaves a bare addition', () => {
    expect(sumQuantities([typed('a', null, 'a', 'b'), added('b', { amount: 7 })])).toEqual([]);
    expect(sumQuantities([typed('a', null, 'a'), added('b', { amount: 7 })])).toEqual([{ amount: 8 }]);
  });
  it('counts something where a forged one would make a circle', () => {
    expect(sumQuantities([typed('a', { amount: 3 }, 'b'), typed('b', { amount: 5 }, 'a')])).toEqual([{ amount: 3 }]);
  });
});
