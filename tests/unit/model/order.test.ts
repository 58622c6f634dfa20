import { describe, expect, it } from 'vitest';
import { orderKeysBetween } from '../../../lib/model/order.ts';
import type { ItemId } from '../../../lib/protocol/ids.ts';
import {
  ana,
  ben,
  type createDevice,
  createFamily,
  groceries,
  item,
  putRaw,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const of = (title: string, member = ana): ItemId => item(`${title}-${member}`);
const move = (device: ReturnType<typeof createDevice>, ids: ItemId[], after: ItemId | null, before: ItemId | null) =>
  device.run({ type: 'moveItem', ids, after, before });

/** Rows top to bottom: A B C D. */
function fourRows() {
  const family = createFamily();
  family.a.add(groceries, 'D', 'C', 'B', 'A');
  sync(family.a, family.b, family.c);
  return family;
}

describe('order keys', () => {
  it('[L12] are ascending and strictly between their bounds', () => {
    const [low, high] = orderKeysBetween(null, null, 2);
    const keys = orderKeysBetween(low ?? null, high ?? null, 50);
    const row = [low, ...keys, high].map((key) => key ?? '');
    expect(row).toHaveLength(52);
    for (const [index, key] of row.entries()) if (index > 0) expect(key > (row[index - 1] ?? '')).toBe(true);
  });

  it.each([
    ['equal bounds', 'a5', 'a5'],
    ['reversed bounds', 'a6', 'a5'],
    ['a malformed lower bound', '!!', 'a5'],
    ['a malformed upper bound', 'a5', '~'],
    ['the smallest key there is', null, `A${'0'.repeat(26)}`],
  ])('[L12] come out whatever came in: %s', (_, low, high) => {
    const [key] = orderKeysBetween(low, high, 1);
    expect(key).toMatch(/^[0-9A-Za-z]+$/);
    if (low?.startsWith('a')) expect((key ?? '') > low).toBe(true);
  });

  it('[L12] stay short when 5,000 entries are added on top one by one', () => {
    let top: string | null = null;
    for (let count = 0; count < 5_000; count++) top = orderKeysBetween(null, top, 1)[0] ?? null;
    expect(top?.length).toBeLessThan(20);
  });
});

describe('moving a row', () => {
  it.each<[string, string, string | null, string | null, string[]]>([
    ['between two neighbours', 'D', 'A', 'B', ['A', 'D', 'B', 'C']],
    ['down between two', 'A', 'C', 'D', ['B', 'C', 'A', 'D']],
    ['to the top', 'C', null, 'A', ['C', 'A', 'B', 'D']],
    ['to the end', 'B', 'D', null, ['A', 'C', 'D', 'B']],
    ['to where it is', 'B', 'A', 'C', ['A', 'B', 'C', 'D']],
  ])('[L13] %s', (_, moved, after, before, order) => {
    const { a } = fourRows();
    expect(move(a, [of(moved)], after === null ? null : of(after), before === null ? null : of(before))).toMatchObject({
      ok: true,
    });
    expect(a.titles()).toEqual(order);
  });

  it('[L13] with all its additions', () => {
    const { a, b } = fourRows();
    b.add(groceries, 'C');
    sync(a, b);
    move(a, [of('C'), of('C', ben)], null, of('A'));
    expect(a.titles()).toEqual(['C', 'A', 'B', 'D']);
    a.run({ type: 'setDone', ids: [of('C')], done: true });
    expect(new Set(a.titles().slice(0, 2))).toEqual(new Set(['C', 'x C']));
  });

  it('[L13] beside a row that has got an older addition, and its place, meanwhile', () => {
    const { a } = fourRows();
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('old'), title: 'C' }] }, { at: 1 });
    expect(a.titles()).toEqual(['C', 'A', 'B', 'D']);
    move(a, [of('D')], of('C'), of('A'));
    expect(a.titles()).toEqual(['C', 'D', 'A', 'B']);
  });

  it('[L13] beside a neighbour that was deleted meanwhile', () => {
    const { a, b } = fourRows();
    b.run({ type: 'deleteItems', ids: [of('B')] });
    sync(a, b);
    move(a, [of('D')], of('A'), of('B'));
    expect(a.titles()).toEqual(['A', 'D', 'C']);
  });

  it('[L13] beside the neighbour that is left', () => {
    const { a } = fourRows();
    a.run({ type: 'changeItem', ids: [of('A')], change: { list: todo } });
    move(a, [of('D')], of('A'), of('B'));
    expect(a.titles()).toEqual(['D', 'B', 'C']);
    a.run({ type: 'changeItem', ids: [of('C')], change: { list: todo } });
    move(a, [of('D')], of('B'), of('C'));
    expect(a.titles()).toEqual(['B', 'D']);
  });

  it('[L13] stays where it is when both neighbours are gone', () => {
    const { a } = fourRows();
    const before = a.family.contentHash();
    expect(move(a, [of('D')], item('ghost'), item('ghost2'))).toEqual({ ok: true });
    expect(a.family.contentHash()).toBe(before);
  });

  it('[L13] to the top means the top as it is now', () => {
    const { a, b } = fourRows();
    b.add(groceries, 'New');
    sync(a, b);
    move(a, [of('D')], null, of('A'));
    expect(a.titles()).toEqual(['D', 'New', 'A', 'B', 'C']);
  });

  it('[L13] where the neighbours have changed places, below the upper one', () => {
    const { a, b } = fourRows();
    move(b, [of('A')], of('C'), of('D'));
    sync(a, b);
    move(a, [of('D')], of('A'), of('B'));
    expect(a.titles()).toEqual(['B', 'C', 'A', 'D']);
  });

  it('[L2] twice writes once', () => {
    const { a } = fourRows();
    move(a, [of('D')], of('A'), of('B'));
    const hash = a.family.contentHash();
    move(a, [of('D')], of('A'), of('B'));
    expect(a.family.contentHash()).toBe(hash);
  });

  it('[L12] of two members to one place gives the same order everywhere', () => {
    const { a, b, c } = fourRows();
    move(a, [of('C')], of('A'), of('B'));
    move(b, [of('D')], of('A'), of('B'));
    sync(a, b, c);
    expect(a.titles()).toEqual(b.titles());
    expect(a.titles()).toEqual(c.titles());
    expect(new Set(a.titles().slice(1, 3))).toEqual(new Set(['C', 'D']));
  });

  it('[L12] among entries of equal order keys is decided by id, and moving still works', () => {
    const { a } = createFamily();
    for (const name of ['p', 'q', 'r']) {
      putRaw(a, `item/${item(name)}/core`, [1, { title: name, list: groceries, order: 'a5', at: 1 }]);
    }
    expect(a.titles()).toEqual(['p', 'q', 'r']);
    move(a, [item('p')], item('q'), item('r'));
    expect(a.titles()).toContain('p');
    expect(a.titles().indexOf('p')).toBeGreaterThan(0);
  });
});
