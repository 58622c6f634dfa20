import { describe, expect, test } from 'vitest';
import {
  itemsOfRows,
  MAX_ADDED,
  MAX_PASTED_CHARACTERS,
  MAX_PASTED_LINES,
  type PastedRow,
  problemOf,
  readPastedList,
} from '../../../lib/stores/pasted-list.ts';

const read = (text: string, target: 'groceries' | 'todo' = 'groceries') =>
  readPastedList(text, { language: 'en', target, format: String });

/** A row on its own, as it would be added. */
const itemOf = (row: PastedRow) => {
  const [item] = itemsOfRows([{ ...row, key: 0 }]);
  if (item === undefined) return undefined;
  const { id: _id, ...rest } = item;
  return rest;
};

describe('a pasted list', () => {
  test('becomes rows with quantities and notes, whatever stood before and around them', async () => {
    const text = '## Dairy\n- [ ] 2x milk\n- 500 g flour\n  - butter, softened\n\n• bread\r\n';
    expect(await read(text)).toEqual({
      rows: [
        { title: 'milk', quantity: '2' },
        { title: 'flour', quantity: '500 g' },
        { title: 'butter', quantity: '', note: 'softened' },
        { title: 'bread', quantity: '' },
      ],
      more: 0,
      done: 0,
      isCut: false,
    });
  });

  test('leaves out what is ticked off, and says how many that were', async () => {
    const { rows, done } = await read('- [x] milk\n- [ ] eggs\n- [X] rice', 'todo');
    expect(rows).toEqual([{ title: 'eggs', quantity: '' }]);
    expect(done).toBe(2);
  });

  test('[Q31] has what is indented as parts of what stands above, where entries have parts', async () => {
    const text = '- pack\n  - tent\n    - pegs\n- [x] book\n  - train\n- call Gran';
    const { rows } = await read(text, 'todo');
    expect(rows.map(({ title, partOf }) => [title, partOf])).toEqual([
      ['pack', undefined],
      ['tent', 0],
      ['pegs', 0],
      // What it was a part of is ticked off and left out.
      ['train', undefined],
      ['call Gran', undefined],
    ]);
    const keyed = rows.map((row, key) => ({ ...row, key }));
    const items = itemsOfRows(keyed);
    expect(items[2]).toMatchObject({ title: 'pegs', parent: items[0]?.id });
    // A row that was taken out leaves its parts to stand for themselves.
    expect(itemsOfRows(keyed.slice(1))[0]).not.toHaveProperty('parent');
    expect((await read(text)).rows.every(({ partOf }) => partOf === undefined)).toBe(true);
  });

  test('holds as many entries as one command adds; the others are counted', async () => {
    const text = Array.from({ length: MAX_ADDED + 5 }, (_, index) => `- thing ${index}`).join('\n');
    const { rows, more, isCut } = await read(text, 'todo');
    expect(rows).toHaveLength(MAX_ADDED);
    expect(more).toBe(5);
    expect(isCut).toBe(false);
  });

  test('is read up to a bound, and says so', async () => {
    const lines = Array.from({ length: MAX_PASTED_LINES + 1 }, (_, index) => `- thing ${index}`).join('\n');
    expect(await read(lines, 'todo')).toMatchObject({ more: MAX_PASTED_LINES - MAX_ADDED, isCut: true });
    const long = await read(`eggs\n${'x'.repeat(MAX_PASTED_CHARACTERS)}`);
    expect(long.isCut).toBe(true);
    expect(long.rows.map(problemOf)).toEqual([undefined, 'title']);
  });

  test('of markup and control characters is text', async () => {
    const { rows } = await read('<img src=x onerror=alert(1)>\n\u0000\u0007eggs', 'todo');
    expect(rows.map(({ title }) => title.replaceAll(/\p{Cc}/gu, ''))).toEqual(['<img src=x onerror=alert(1)>', 'eggs']);
  });
});

describe('a row that was changed', () => {
  test('is added as it reads now', () => {
    expect(itemOf({ title: ' milk ', quantity: '1,5 l', note: 'cold' })).toEqual({
      title: 'milk',
      quantity: { amount: 1.5, unit: 'l' },
      note: 'cold',
    });
    expect(itemOf({ title: 'milk', quantity: '' })).toEqual({ title: 'milk' });
  });

  test('needs a number to start its quantity, and room for its title; without a title it is not added', () => {
    expect(problemOf({ title: 'milk', quantity: 'some' })).toBe('quantity');
    expect(problemOf({ title: 'm'.repeat(501), quantity: '' })).toBe('title');
    expect(problemOf({ title: ' ', quantity: 'some' })).toBeUndefined();
    expect(itemOf({ title: ' ', quantity: '2' })).toBeUndefined();
  });
});
