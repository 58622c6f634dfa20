import { describe, expect, it } from 'vitest';
import type { NewItem } from '../../../lib/protocol/commands.ts';
import {
  ana,
  ben,
  createFamily,
  type Device,
  groceries,
  item,
  putRaw,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

let made = 0;
const add = (device: Device, title: string, more: Partial<NewItem> = {}, list = groceries) => {
  const result = device.run({ type: 'addItems', list, items: [{ id: item(`n${made++}`), title, ...more }] });
  if (!result.ok) throw new Error(result.error);
  return result;
};
const tick = (device: Device, title: string) =>
  device.run({ type: 'setDone', ids: device.list().find((row) => row.title === title)?.ids ?? [], done: true });

function withTickedMilk() {
  const family = createFamily();
  add(family.a, 'Milk', {
    quantity: { amount: 2 },
    note: 'the blue one',
    who: [ben],
    category: 'Drinks',
    link: { url: 'https://shop.example/milk', title: 'Milk' },
  });
  tick(family.a, 'Milk');
  sync(family.a, family.b, family.c);
  return family;
}

describe('[L30] adding again what is ticked', () => {
  it('opens it: one row, with its note, link, people and category, and the quantity of now', () => {
    const { a } = withTickedMilk();
    expect(add(a, 'milk').value).toEqual({ reopened: 1 });
    expect(a.list()).toMatchObject([
      {
        title: 'milk',
        quantities: [],
        note: 'the blue one',
        who: [ben],
        category: 'Drinks',
        done: null,
        link: { title: 'Milk' },
      },
    ]);
    tick(a, 'milk');
    add(a, 'Milk', { quantity: { amount: 3 }, note: 'any', category: 'Dairy & eggs' });
    expect(a.list()).toMatchObject([
      { quantities: [{ amount: 3 }], note: 'any', category: 'Dairy & eggs', who: [ben] },
    ]);
  });

  it('by two members offline ends with one row and the sum', () => {
    const { a, b } = withTickedMilk();
    add(a, 'Milk', { quantity: { amount: 2 } });
    add(b, 'milk', { quantity: { amount: 1 } });
    sync(a, b);
    expect(a.list()).toMatchObject([{ quantities: [{ amount: 3 }], note: 'the blue one', done: null }]);
    expect(b.list()).toEqual(a.list());
  });

  it('while another opens it by unticking keeps it wanted once', () => {
    const { a, b } = withTickedMilk();
    add(a, 'Milk');
    b.run({ type: 'setDone', ids: b.list()[0]?.ids ?? [], done: false });
    sync(a, b);
    expect(a.titles()).toEqual(['Milk']);
    expect(b.list()).toEqual(a.list());
  });

  it('is taken back: the ticked one is there again, and what another added stays', () => {
    const { a, b } = withTickedMilk();
    const { inverse = [] } = add(a, 'Milk');
    a.run({ type: 'undo', inverse });
    expect(a.list()).toMatchObject([{ note: 'the blue one', done: { by: ana } }]);
    const again = add(a, 'Milk');
    sync(a, b);
    add(b, 'Milk', { quantity: { amount: 4 } });
    sync(a, b);
    a.run({ type: 'undo', inverse: again.inverse ?? [] });
    sync(a, b);
    expect(b.list().filter(({ done }) => !done)).toMatchObject([{ quantities: [{ amount: 4 }] }]);
  });

  it('[D9] sent again opens nothing more', () => {
    const { a } = withTickedMilk();
    const body = { type: 'addItems' as const, list: groceries, items: [{ id: item('again'), title: 'Milk' }] };
    a.run(body);
    tick(a, 'Milk');
    expect(a.run(body, { isResent: true })).toMatchObject({ ok: true });
    expect(a.titles()).toEqual(['x Milk']);
  });

  it('says how many joined open ones, also within one paste', () => {
    const { a } = withTickedMilk();
    const items = ['Milk', 'MILK', 'Bread', 'Eggs'].map((title) => ({ id: item(title), title }));
    add(a, 'eggs');
    expect(a.run({ type: 'addItems', list: groceries, items })).toMatchObject({ value: { reopened: 1, merged: 2 } });
    expect(
      a
        .titles()
        .map((title) => title.toLowerCase())
        .toSorted(),
    ).toEqual(['bread', 'eggs', 'milk']);
  });

  it('takes in all ticked rows of the title, and none where the title is open', () => {
    const { a } = withTickedMilk();
    a.run({ type: 'changeList', id: groceries, kind: 'plain' });
    add(a, 'Milk');
    a.run({ type: 'setDone', ids: a.list().find(({ done }) => !done)?.ids ?? [], done: true });
    a.run({ type: 'changeList', id: groceries, kind: 'groceries' });
    expect(a.titles()).toEqual(['x Milk', 'x Milk']);
    add(a, 'Milk');
    expect(a.titles()).toEqual(['Milk']);
  });

  it('in other lists, or as a part of something, adds a row', () => {
    const { a } = withTickedMilk();
    add(a, 'Call', {}, todo);
    a.run({ type: 'setDone', ids: a.list(todo)[0]?.ids ?? [], done: true });
    expect(add(a, 'Call', {}, todo).value).toBeUndefined();
    expect(a.titles(todo)).toEqual(['Call', 'x Call']);
    add(a, 'Cake');
    add(a, 'Milk', { parent: a.list()[0]?.id });
    expect(a.titles().toSorted()).toEqual(['Cake', 'Milk', 'x Milk']);
  });

  it('[D3] leaves alone what a newer version has a word in', () => {
    const { a } = withTickedMilk();
    putRaw(a, `item/${a.list()[0]?.id}/life`, [99, { kept: true }]);
    expect(add(a, 'Milk').value).toBeUndefined();
    expect(a.titles()).toEqual(['Milk', 'x Milk']);
  });

  it('leaves nothing in the trash', () => {
    const { a } = withTickedMilk();
    add(a, 'Milk');
    expect(a.rows({ type: 'trash', list: groceries })).toEqual([]);
  });
});
