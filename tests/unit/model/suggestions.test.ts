import { describe, expect, it } from 'vitest';
import { beginsNearly, searchKey } from '../../../lib/model/search-key.ts';
import type { NewItem } from '../../../lib/protocol/commands.ts';
import type { Suggestion } from '../../../lib/protocol/entry-commands.ts';
import type { ListId } from '../../../lib/protocol/ids.ts';
import { createFamily, type Device, groceries, id, item, mirror, sync, todo } from '../../doubles/family-fixture.ts';

const DAY_MS = 86_400_000;
const NOW = 1_760_000_000_000;
let made = 0;

interface When extends Partial<NewItem> {
  daysAgo?: number;
  minutes?: number;
  list?: ListId;
}

function add(device: Device, title: string, { daysAgo = 0, minutes = 0, list = groceries, ...more }: When = {}) {
  const added = item(`s${made++}`);
  const at = NOW - daysAgo * DAY_MS + minutes * 60_000;
  const result = device.run({ type: 'addItems', list, items: [{ id: added, title, ...more }] }, { at });
  if (!result.ok) throw new Error(result.error);
  return added;
}
/** Bought: added, ticked and cleared away. */
function buy(device: Device, title: string, options: When = {}) {
  const ids = [add(device, title, options)];
  const at = NOW - (options.daysAgo ?? 0) * DAY_MS + 1;
  device.run({ type: 'setDone', ids, done: true }, { at });
  device.run({ type: 'deleteItems', ids }, { at });
}
function ask(
  device: Device,
  body: { type: 'suggest'; text: string } | { type: 'together'; title: string },
  list: ListId = groceries,
): Suggestion[] {
  const result = device.run({ ...body, list, limit: 8 }, { at: NOW });
  if (!result.ok) throw new Error(result.error);
  return (result.value?.suggestions ?? []) as Suggestion[];
}
const suggest = (device: Device, text: string, list?: ListId) =>
  ask(device, { type: 'suggest', text }, list).map(({ title }) => title);
const together = (device: Device, title: string) => ask(device, { type: 'together', title }).map((one) => one.title);

describe('[L33] suggestions', () => {
  it('begin as typed, then have a word that does, then do but for one typo', () => {
    const { a } = createFamily();
    for (const title of ['Oat milk', 'Milk', 'Mlik shake', 'Bread']) buy(a, title);
    expect(suggest(a, 'milk')).toEqual(['Milk', 'Oat milk', 'Mlik shake']);
    expect(suggest(a, 'MI')).toEqual(['Milk', 'Oat milk']);
    expect(suggest(a, 'braed')).toEqual(['Bread']);
    expect(suggest(a, 'oat mi')).toEqual(['Oat milk']);
    expect(suggest(a, 'x')).toEqual([]);
    expect(suggest(a, '  ')).toEqual([]);
  });

  it('are blind to accents and case, and written as they were last', () => {
    const { a } = createFamily();
    buy(a, 'jamon', { daysAgo: 2 });
    buy(a, 'Jamón', { daysAgo: 1 });
    expect(ask(a, { type: 'suggest', text: 'JAMÓ' })).toMatchObject([{ title: 'Jamón', times: 2 }]);
  });

  it('know a quantity that was counted as one that was typed', () => {
    const { a } = createFamily();
    const [milk, eggs] = [add(a, 'Milk', { quantity: { amount: 2 } }), add(a, 'Eggs')];
    for (const id of [milk, eggs]) a.run({ type: 'stepQuantity', ids: [id], by: { amount: 2 } }, { at: NOW + 1 });
    for (const [text, amount] of [
      ['milk', 4],
      ['eggs', 3],
    ] as const) {
      expect(ask(a, { type: 'suggest', text })).toMatchObject([{ quantity: { amount } }]);
    }
  });

  it('know what is open, how often and when, and quantity and category of last time', () => {
    const { a, b } = createFamily();
    buy(a, 'Milk', { daysAgo: 9, quantity: { amount: 2, unit: 'l' }, category: 'Drinks' });
    buy(a, 'Milk', { daysAgo: 3 });
    sync(a, b);
    expect(ask(b, { type: 'suggest', text: 'm' })).toEqual([
      {
        title: 'Milk',
        quantity: { amount: 2, unit: 'l' },
        category: 'Drinks',
        isOpen: false,
        times: 2,
        lastAt: NOW - 3 * DAY_MS,
      },
    ]);
    add(a, 'milk');
    expect(ask(a, { type: 'suggest', text: 'm' })).toMatchObject([{ title: 'milk', isOpen: true, times: 3 }]);
  });

  it('put what is added often before what is not, and what was added lately before what was long ago', () => {
    const { a } = createFamily();
    for (let count = 0; count < 8; count++) buy(a, 'Milk', { daysAgo: 20 + count });
    buy(a, 'Mint', { daysAgo: 1 });
    for (let count = 0; count < 8; count++) buy(a, 'Mix', { daysAgo: 700 + count });
    expect(suggest(a, 'mi')).toEqual(['Milk', 'Mint', 'Mix']);
  });

  it('leave out what was taken out again without having been ticked, and count what was added again', () => {
    const { a } = createFamily();
    a.run({ type: 'deleteItems', ids: [add(a, 'Mikl')] });
    a.run({ type: 'setDone', ids: [add(a, 'Milk')], done: true });
    add(a, 'Milk');
    expect(ask(a, { type: 'suggest', text: 'mi' })).toMatchObject([{ title: 'Milk', times: 2 }]);
  });

  it('come from lists of the same kind', () => {
    const { a } = createFamily();
    a.run({ type: 'addList', id: id<ListId>('Market'), name: 'Market', kind: 'groceries' });
    add(a, 'Milk', { list: id<ListId>('Market') });
    add(a, 'Milk the cow', { list: todo });
    expect(ask(a, { type: 'suggest', text: 'milk' })).toMatchObject([{ title: 'Milk', isOpen: false }]);
    expect(suggest(a, 'milk', todo)).toEqual(['Milk the cow']);
  });

  it('follow every change, and are never capped', () => {
    const { a, b } = createFamily();
    expect(suggest(a, 'm')).toEqual([]);
    const renamed = add(b, 'Milk');
    sync(a, b);
    expect(suggest(a, 'm')).toEqual(['Milk']);
    b.run({ type: 'changeItem', ids: [renamed], change: { title: 'Butter' } });
    sync(a, b);
    expect(suggest(a, 'm')).toEqual([]);
    expect(suggest(a, 'b')).toEqual(['Butter']);
    for (let count = 0; count < 2_100; count++) add(b, `Thing ${count}`, { daysAgo: 9 });
    sync(a, b);
    expect(suggest(a, 'thing 2099')[0]).toBe('Thing 2099');
    expect(suggest(a, 'thing 0')[0]).toBe('Thing 0');
    expect(suggest(a, 'thing')).toHaveLength(8);
  });

  it('change nothing', () => {
    const { a } = createFamily();
    add(a, 'Milk');
    const before = a.family.contentHash();
    expect(a.run({ type: 'suggest', list: groceries, text: 'm', limit: 8 })).not.toHaveProperty('inverse');
    expect(a.family.contentHash()).toBe(before);
  });

  it.each([
    ['milk', 'milk', true],
    ['milk', 'mlik', true],
    ['milk', 'mlk', true],
    ['milk', 'millk', true],
    ['milk', 'melk', true],
    ['milk', 'milks', true],
    ['bread', 'brean', true],
    ['milk', 'mix', false],
    ['milk', 'mkli', false],
    ['milk', 'bread', false],
    ['milk', 'mmilkk', false],
    ['milk', 'milkss', false],
  ])('%s may have been meant by %s: %s', (words, typed, isNear) => {
    expect(beginsNearly(words, typed)).toBe(isNear);
  });

  it('are looked for without accents, as titles are compared', () => {
    expect(searchKey('  Crème   BRÛLÉE ')).toBe('creme brulee');
    expect(searchKey('Straße')).toBe('strasse');
  });
});

describe('[L34] often together', () => {
  it('is what was added to the list within the hour at least twice, most often first, and is not open', () => {
    const { a } = createFamily();
    for (const daysAgo of [30, 20, 10]) {
      buy(a, 'Pasta', { daysAgo });
      buy(a, 'Tomatoes', { daysAgo, minutes: 5 });
      if (daysAgo > 15) buy(a, 'Basil', { daysAgo, minutes: -40 });
      buy(a, 'Soap', { daysAgo, minutes: 90 });
    }
    buy(a, 'Cheese', { daysAgo: 10 });
    expect(together(a, 'pasta')).toEqual(['Tomatoes', 'Basil']);
    add(a, 'Basil');
    expect(together(a, 'Pasta')).toEqual(['Tomatoes']);
    expect(together(a, 'Rice')).toEqual([]);
  });
});

describe('[L35] search', () => {
  const search = (device: Device, text: string) => device.rows({ type: 'search', text });

  it('finds every word in title or note, in all lists, open ones first', () => {
    const { a } = createFamily();
    const done = add(a, 'Ham', { note: 'for Léa’s pizza' });
    add(a, 'Jamón', {});
    add(a, 'Cut ham', { list: todo });
    a.run({ type: 'setDone', ids: [done], done: true });
    expect(search(a, 'HAM').map(({ title }) => title)).toEqual(['Cut ham', 'Ham']);
    expect(search(a, 'pizza lea').map(({ title }) => title)).toEqual(['Ham']);
    expect(search(a, 'jamon').map(({ title }) => title)).toEqual(['Jamón']);
    expect(search(a, ' ')).toEqual([]);
    expect(search(a, 'ham pizza cheese')).toEqual([]);
  });

  it('[D10] follows what changes, and shows nothing of deleted lists', () => {
    const { a, b } = createFamily();
    const page = mirror(a, { type: 'search', text: 'milk' });
    const added = add(b, 'Milk');
    sync(a, b);
    expect([...page.rows.values()]).toEqual(search(a, 'milk'));
    expect(page.rows.size).toBe(1);
    b.run({ type: 'changeItem', ids: [added], change: { note: 'blue' } });
    sync(a, b);
    expect([...page.rows.values()][0]?.note).toBe('blue');
    b.run({ type: 'deleteList', id: groceries });
    sync(a, b);
    expect(page.rows.size).toBe(0);
  });

  it('shows a hundred at most', () => {
    const { a } = createFamily();
    for (let count = 0; count < 105; count++) add(a, `Milk ${count}`);
    expect(search(a, 'milk')).toHaveLength(100);
  });
});

describe('[L22] an archived list and a template', () => {
  it('have no entries among those that are due, until they are out again', () => {
    const { a } = createFamily();
    const due = () => a.rows({ type: 'due', date: '2026-11-25' }).map(({ title }) => title);
    add(a, 'Call', { list: todo, due: '2026-11-24' });
    const page = mirror(a, { type: 'due', date: '2026-11-25' });
    expect(due()).toEqual(['Call']);
    a.run({ type: 'changeList', id: todo, archived: true });
    expect(due()).toEqual([]);
    expect(page.rows.size).toBe(0);
    add(a, 'Write', { list: todo, due: '2026-11-24' });
    expect(page.rows.size).toBe(0);
    a.run({ type: 'changeList', id: todo, archived: false });
    expect(due().toSorted()).toEqual(['Call', 'Write']);
    expect(page.rows.size).toBe(2);
    a.run({ type: 'duplicateList', from: todo, id: id<ListId>('T'), name: 'T', asTemplate: true });
    expect(due()).toHaveLength(2);
  });
});
