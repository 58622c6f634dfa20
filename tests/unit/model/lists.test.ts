import { describe, expect, it } from 'vitest';
import type { ItemId, ListId } from '../../../lib/protocol/ids.ts';
import {
  ana,
  ben,
  type createDevice,
  createFamily,
  getRaw,
  groceries,
  id,
  item,
  lea,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const ids = (device: ReturnType<typeof createDevice>, title: string): ItemId[] =>
  device.list().find((row) => row.title === title)?.ids ?? [];

describe('adding', () => {
  it('[L1] puts new entries on top, and keeps the order of several added together', () => {
    const { a } = createFamily();
    a.add(groceries, 'Milk');
    a.run({
      type: 'addItems',
      list: groceries,
      items: ['Bread', 'Butter', 'Jam'].map((title) => ({ id: item(title), title })),
    });
    expect(a.titles()).toEqual(['Bread', 'Butter', 'Jam', 'Milk']);
  });

  it('[L1] stores an entry as one value', () => {
    const { a } = createFamily();
    const before = a.doc.getMap('values').size;
    a.run({
      type: 'addItems',
      list: groceries,
      items: [
        {
          id: item('Milk'),
          title: 'Milk',
          quantity: { amount: 2, unit: 'l' },
          note: 'the blue one',
          link: { url: 'https://shop.example/milk', title: 'Milk' },
          who: [ben],
          due: '2026-11-24',
        },
      ],
    });
    expect(a.doc.getMap('values').size).toBe(before + 1);
    expect(a.list()).toMatchObject([
      {
        title: 'Milk',
        quantities: [{ amount: 2, unit: 'l' }],
        note: 'the blue one',
        link: { url: 'https://shop.example/milk', title: 'Milk' },
        who: [ben],
        due: '2026-11-24',
        by: ana,
        done: null,
      },
    ]);
  });

  it('[L1] to a list that does not exist is refused', () => {
    const { a } = createFamily();
    expect(
      a.run({ type: 'addItems', list: id<ListId>('nowhere'), items: [{ id: item('Milk'), title: 'Milk' }] }),
    ).toEqual({ ok: false, error: 'not-found' });
  });

  it('[L2] the same id again adds nothing and brings nothing back', () => {
    const { a } = createFamily();
    const add = { type: 'addItems', list: groceries, items: [{ id: item('Milk'), title: 'Milk' }] } as const;
    a.run({ ...add, items: [...add.items, ...add.items] });
    const hash = a.family.contentHash();
    a.run({ ...add, items: [...add.items] }, { isResent: true });
    a.run({ ...add, items: [{ id: item('Milk'), title: 'Other' }] });
    expect(a.family.contentHash()).toBe(hash);
    expect(a.titles()).toEqual(['Milk']);
    a.run({ type: 'deleteItems', ids: [item('Milk')] });
    a.run({ ...add, items: [...add.items] }, { isResent: true });
    expect(a.list()).toHaveLength(0);
  });

  it('[L17] markup, right-to-left text and emoji come back as typed', () => {
    const { a } = createFamily();
    const titles = [
      '<b>Milk</b><script>alert(1)</script>',
      'حليب وخبز',
      '🧀 x2 👨‍👩‍👧',
      '"quotes" \\ and \u202Ereversed',
    ];
    for (const title of titles)
      a.run({ type: 'addItems', list: todo, items: [{ id: item(`t${titles.indexOf(title)}`), title }] });
    expect(new Set(a.titles(todo))).toEqual(new Set(titles));
  });
});

describe('merging equal titles', () => {
  it('[L5] two members adding the same offline make one row', () => {
    const { a, b, c } = createFamily();
    a.add(groceries, 'Milk');
    b.add(groceries, 'milk ');
    sync(a, b, c);
    for (const device of [a, b, c]) {
      expect(device.list()).toHaveLength(1);
      expect(device.list()[0]?.ids).toHaveLength(2);
    }
  });

  it('[L3] other lists do not merge', () => {
    const { a, b } = createFamily();
    a.add(todo, 'Call');
    b.add(todo, 'Call');
    sync(a, b);
    expect(a.titles(todo)).toEqual(['Call', 'Call']);
  });

  it('[L3] titles with nothing to see do not merge', () => {
    const { a } = createFamily();
    a.add(groceries, '\u200B', '\u200B\u200B');
    expect(a.list()).toHaveLength(2);
  });

  it('[L4] the oldest addition names the row', () => {
    const { a, b } = createFamily();
    b.run({ type: 'addItems', list: groceries, items: [{ id: item('new'), title: 'MILK' }] }, { at: 2_000 });
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('old'), title: 'Milk' }] }, { at: 1_000 });
    sync(a, b);
    expect(b.list()).toMatchObject([
      { id: item('old'), ids: [item('old'), item('new')], title: 'Milk', by: ana, at: 1_000 },
    ]);
  });

  it('[L6] quantities add up over members', () => {
    const { a, b } = createFamily();
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('1'), title: 'Eggs', quantity: { amount: 6 } }] });
    b.run({ type: 'addItems', list: groceries, items: [{ id: item('2'), title: 'eggs', quantity: { amount: 12 } }] });
    sync(a, b);
    expect(a.list()[0]?.quantities).toEqual([{ amount: 18 }]);
  });

  it('[L7] a quantity typed while another member adds is added to', () => {
    const { a, b } = createFamily();
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('1'), title: 'Eggs', quantity: { amount: 6 } }] });
    sync(a, b);
    a.run({ type: 'changeItem', ids: ids(a, 'Eggs'), change: { quantity: { amount: 10 } } });
    b.run({ type: 'addItems', list: groceries, items: [{ id: item('2'), title: 'Eggs', quantity: { amount: 4 } }] });
    sync(a, b);
    expect(a.list()[0]?.quantities).toEqual([{ amount: 14 }]);
    b.run({ type: 'changeItem', ids: ids(b, 'Eggs'), change: { quantity: { amount: 8 } } });
    sync(a, b);
    expect(a.list()[0]?.quantities).toEqual([{ amount: 8 }]);
  });

  it('[L7] the same quantity typed again stands for what was added since', () => {
    const { a } = createFamily();
    a.add(groceries, 'Eggs');
    a.run({ type: 'changeItem', ids: ids(a, 'Eggs'), change: { quantity: { amount: 6 } } });
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('2'), title: 'Eggs', quantity: { amount: 4 } }] });
    expect(a.list()[0]?.quantities).toEqual([{ amount: 10 }]);
    a.run({ type: 'changeItem', ids: ids(a, 'Eggs'), change: { quantity: { amount: 6 } } });
    expect(a.list()[0]?.quantities).toEqual([{ amount: 6 }]);
  });

  it('[L7] a quantity typed for a row whose oldest addition was ticked meanwhile goes to what is left', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Eggs');
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('2'), title: 'Eggs' }] });
    sync(a, b);
    const seen = ids(a, 'Eggs');
    b.run({ type: 'setDone', ids: seen.slice(0, 1), done: true });
    sync(a, b);
    a.run({ type: 'changeItem', ids: seen, change: { quantity: { amount: 12 } } });
    expect(a.list().map((row) => [row.done !== null, row.quantities])).toEqual(
      expect.arrayContaining([
        [true, []],
        [false, [{ amount: 12 }]],
      ]),
    );
  });

  it('[L7] of two quantities typed concurrently one stands, the same everywhere', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Eggs');
    sync(a, b);
    a.run({ type: 'changeItem', ids: ids(a, 'Eggs'), change: { quantity: { amount: 3 } } });
    b.run({ type: 'changeItem', ids: ids(b, 'Eggs'), change: { quantity: { amount: 5 } } });
    sync(a, b);
    expect(a.list()[0]?.quantities).toEqual(b.list()[0]?.quantities);
    expect([3, 5]).toContain(a.list()[0]?.quantities[0]?.amount);
  });

  it('[L11] notes stand below each other, people are joined, the soonest date counts', () => {
    const { a, b } = createFamily();
    const add = (device: typeof a, name: string, more: object) =>
      device.run({ type: 'addItems', list: groceries, items: [{ id: item(name), title: 'Milk', ...more }] });
    add(a, '1', { note: 'fresh', who: [ana], due: '2026-12-02' });
    add(b, '2', {
      note: 'organic',
      who: [ben, ana],
      due: '2026-12-01',
      link: { url: 'https://m.example/', title: 'm' },
    });
    add(b, '3', { note: 'fresh' });
    sync(a, b);
    const [row] = a.list();
    expect(row).toMatchObject({ note: 'fresh\norganic', who: [ana, ben], due: '2026-12-01', link: { title: 'm' } });
    a.run({ type: 'changeItem', ids: row?.ids ?? [], change: { note: 'any', who: [lea], due: null } });
    expect(a.list()).toMatchObject([{ note: 'any', who: [lea] }]);
    expect(a.list()[0]).not.toHaveProperty('due');
  });
});

describe('ticking', () => {
  it('[L8] what was added while another member ticked stays wanted', () => {
    const { a, b, c } = createFamily();
    a.add(groceries, 'Milk');
    sync(a, b, c);
    a.run({ type: 'setDone', ids: ids(a, 'Milk'), done: true });
    b.add(groceries, 'Milk');
    sync(a, b, c);
    for (const device of [a, b, c]) expect(new Set(device.titles())).toEqual(new Set(['Milk', 'x Milk']));
  });

  it('[L9] a rename and a tick made at once both hold', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    sync(a, b);
    a.run({ type: 'changeItem', ids: ids(a, 'Milk'), change: { title: 'Oat milk' } });
    b.run({ type: 'setDone', ids: ids(b, 'Milk'), done: true });
    sync(a, b);
    expect(a.titles()).toEqual(['x Oat milk']);
    expect(b.titles()).toEqual(['x Oat milk']);
  });

  it('[L9] all groups of one entry changed at once by three members hold', () => {
    const { a, b, c } = createFamily();
    a.add(groceries, 'Milk');
    sync(a, b, c);
    a.run({ type: 'changeItem', ids: ids(a, 'Milk'), change: { title: 'Oat milk', due: '2026-12-24' } });
    b.run({ type: 'changeItem', ids: ids(b, 'Milk'), change: { note: 'two cartons', quantity: { amount: 2 } } });
    c.run({ type: 'changeItem', ids: ids(c, 'Milk'), change: { who: [lea], list: todo } });
    sync(a, b, c);
    for (const device of [a, b, c]) {
      expect(device.list(groceries)).toEqual([]);
      expect(device.list(todo)).toMatchObject([
        { title: 'Oat milk', due: '2026-12-24', note: 'two cartons', quantities: [{ amount: 2 }], who: [lea] },
      ]);
    }
  });

  it('[L10] entries ticked in one act are one row, ticked apart two', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    b.add(groceries, 'Milk');
    sync(a, b);
    a.run({ type: 'setDone', ids: ids(a, 'Milk'), done: true });
    expect(a.titles()).toEqual(['x Milk']);
    expect(a.list()[0]).toMatchObject({ ids: { length: 2 }, done: { by: ana } });
    a.add(groceries, 'Milk 2');
    a.run({ type: 'changeItem', ids: [item(`Milk 2-${ana}`)], change: { title: 'Milk' } });
    a.run({ type: 'setDone', ids: [item(`Milk 2-${ana}`)], done: true });
    expect(a.titles()).toEqual(['x Milk', 'x Milk']);
    const merged = a.list().find((row) => row.ids.length === 2);
    a.run({ type: 'setDone', ids: merged?.ids ?? [], done: false });
    expect(new Set(a.titles())).toEqual(new Set(['Milk', 'x Milk']));
  });

  it('[L20] what is ticked already stays as the first member ticked it', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    a.run({ type: 'setDone', ids: ids(a, 'Milk'), done: true });
    sync(a, b);
    const hash = b.family.contentHash();
    expect(b.run({ type: 'setDone', ids: [item(`Milk-${ana}`)], done: true })).toEqual({ ok: true });
    expect(b.family.contentHash()).toBe(hash);
    expect(b.list()[0]?.done).toMatchObject({ by: ana });
  });

  it('is refused for entries that nobody knows', () => {
    const { a } = createFamily();
    expect(a.run({ type: 'setDone', ids: [item('ghost')], done: true })).toEqual({ ok: false, error: 'not-found' });
  });
});

describe('changing', () => {
  it('[L20] to what it is already writes nothing', () => {
    const { a } = createFamily();
    a.run({
      type: 'addItems',
      list: groceries,
      items: [{ id: item('1'), title: 'Eggs', quantity: { amount: 6 }, note: 'big', who: [ana], due: '2026-12-01' }],
    });
    const before = a.family.contentHash();
    const change = {
      title: ' Eggs ',
      quantity: { amount: 6 },
      note: 'big',
      who: [ana],
      due: '2026-12-01',
      list: groceries,
    };
    expect(a.run({ type: 'changeItem', ids: [item('1')], change })).toEqual({ ok: true });
    expect(a.family.contentHash()).toBe(before);
  });

  it('takes values away with null', () => {
    const { a } = createFamily();
    a.run({
      type: 'addItems',
      list: groceries,
      items: [{ id: item('1'), title: 'Eggs', quantity: { amount: 6 }, note: 'big', due: '2026-12-01' }],
    });
    a.run({ type: 'changeItem', ids: [item('1')], change: { quantity: null, note: null, due: null } });
    const [row] = a.list();
    expect(row).toMatchObject({ title: 'Eggs', quantities: [] });
    expect(row).not.toHaveProperty('note');
    expect(row).not.toHaveProperty('due');
  });

  it('[L14] the list puts the entry on top there', () => {
    const { a } = createFamily();
    a.add(todo, 'Call');
    a.add(groceries, 'Milk');
    a.run({ type: 'changeItem', ids: ids(a, 'Milk'), change: { list: todo } });
    expect(a.titles(todo)).toEqual(['Milk', 'Call']);
    expect(a.titles(groceries)).toEqual([]);
    expect(a.run({ type: 'changeItem', ids: [item(`Call-${ana}`)], change: { list: id<ListId>('nowhere') } })).toEqual({
      ok: false,
      error: 'not-found',
    });
  });

  it('[D6] a value that no field can hold is refused whole', () => {
    const { a } = createFamily();
    a.add(groceries, 'Milk');
    const before = a.family.contentHash();
    expect(
      a.run({ type: 'changeItem', ids: ids(a, 'Milk'), change: { title: 'Oat milk', note: 'x'.repeat(10_001) } }),
    ).toEqual({ ok: false, error: 'bad-input' });
    expect(a.family.contentHash()).toBe(before);
  });
});

describe('deleting', () => {
  it('[L15] is soft, and a concurrent rename does not bring the entry back', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    sync(a, b);
    a.run({ type: 'deleteItems', ids: ids(a, 'Milk') });
    b.run({ type: 'changeItem', ids: ids(b, 'Milk'), change: { title: 'Oat milk' } });
    sync(a, b);
    expect(a.list()).toEqual([]);
    expect(b.list()).toEqual([]);
    expect(b.family.export().lists[0]?.entries).toMatchObject([{ title: 'Oat milk', deleted: true }]);
  });

  it('[L15] touches what the person saw: an equal entry added meanwhile stays', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    sync(a, b);
    a.run({ type: 'deleteItems', ids: ids(a, 'Milk') });
    b.add(groceries, 'Milk');
    sync(a, b);
    expect(a.list()).toMatchObject([{ ids: [item(`Milk-${ben}`)] }]);
  });

  it('[L16] what is added offline to a list deleted meanwhile is kept with it, and told', () => {
    const { a, b } = createFamily();
    const pets = id<ListId>('Pets');
    const undo = a.undoable({ type: 'addList', id: pets, name: 'Pets', kind: 'plain' });
    sync(a, b);
    a.run({ type: 'undo', inverse: undo });
    b.run({ type: 'addItems', list: pets, items: [{ id: item('Food'), title: 'Food', due: '2026-11-24' }] });
    sync(a, b);
    expect(b.rows({ type: 'list', list: pets })).toEqual([]);
    expect(b.rows({ type: 'due', date: '2027-01-01' })).toEqual([]);
    expect(b.rows({ type: 'lists' }).map((row) => row.name)).toEqual(['Groceries', 'To-do']);
    expect(a.family.export().lists.find((list) => list.id === pets)).toMatchObject({
      deleted: true,
      entries: [{ title: 'Food', deleted: false }],
    });
    expect(a.run({ type: 'addItems', list: pets, items: [{ id: item('Bowl'), title: 'Bowl' }] })).toMatchObject({
      ok: true,
      value: { isInTrash: true },
    });
  });
});

describe('lists', () => {
  it('[L19] count open rows, and a new one comes last', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk', 'Bread');
    b.add(groceries, 'Milk');
    sync(a, b);
    a.run({ type: 'setDone', ids: ids(a, 'Bread'), done: true });
    a.run({ type: 'addList', id: id<ListId>('Pets'), name: ' Pets ', kind: 'plain' });
    expect(a.rows({ type: 'lists' })).toMatchObject([
      { name: 'Groceries', kind: 'groceries', openCount: 1 },
      { name: 'To-do', kind: 'todo', openCount: 0 },
      { name: 'Pets', kind: 'plain', openCount: 0 },
    ]);
  });

  it('[L18] due: open entries of all lists on or before the date, soonest first', () => {
    const { a } = createFamily();
    const add = (list: ListId, title: string, due: string) =>
      a.run({ type: 'addItems', list, items: [{ id: item(title), title, due }] });
    add(groceries, 'Cake', '2026-11-25');
    add(todo, 'Tax', '2026-11-24');
    add(todo, 'Later', '2026-11-26');
    add(todo, 'Done', '2026-11-01');
    a.run({ type: 'setDone', ids: [item('Done')], done: true });
    expect(a.rows({ type: 'due', date: '2026-11-25' }).map((row) => row.title)).toEqual(['Tax', 'Cake']);
  });

  it('[L1] stores what a person would find readable', () => {
    const { a } = createFamily();
    a.run(
      { type: 'addItems', list: groceries, items: [{ id: item('Milk'), title: ' Milk ', note: '', who: [] }] },
      { at: 5 },
    );
    expect(getRaw(a, `item/${item('Milk')}/core`)).toEqual([
      1,
      { title: 'Milk', list: groceries, order: expect.stringMatching(/^[0-9A-Za-z]+$/), by: ana, at: 5 },
    ]);
  });
});
