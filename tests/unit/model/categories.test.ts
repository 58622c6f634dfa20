import { describe, expect, it } from 'vitest';
import { learnAisles } from '../../../lib/model/aisles.ts';
import {
  ana,
  ben,
  createFamily,
  type Device,
  groceries,
  id,
  item,
  mirror,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const party = id<never>('Party');
const party2 = id<never>('Party2');
const categoryOf = (device: Device, title: string) => device.list().find((row) => row.title === title)?.category;
const put = (device: Device, title: string, category: string | null) =>
  device.undoable({
    type: 'changeItem',
    ids: device.list().find((row) => row.title === title)?.ids ?? [],
    change: { category },
  });

describe('[L36] a corrected category', () => {
  it('is remembered for the title, for everyone and for ever', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Oat milk');
    put(a, 'Oat milk', 'Breakfast');
    a.run({ type: 'deleteItems', ids: a.list()[0]?.ids ?? [] });
    sync(a, b);
    b.run({ type: 'addItems', list: groceries, items: [{ id: item('x'), title: 'oat  MILK' }] });
    expect(categoryOf(b, 'oat  MILK')).toBe('Breakfast');
    expect(b.run({ type: 'suggest', list: groceries, text: 'oat', limit: 8 })).toMatchObject({
      value: { suggestions: [{ category: 'Breakfast' }] },
    });
  });

  it('shows at once on every row of the title, and what somebody chose for an entry stays', () => {
    const { a, b } = createFamily();
    b.add(groceries, 'Milk');
    b.run({ type: 'setDone', ids: b.list()[0]?.ids ?? [], done: true });
    sync(a, b);
    a.run({ type: 'changeList', id: groceries, kind: 'todo' });
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('m'), title: 'Milk', category: 'Drinks' }] });
    a.run({ type: 'changeList', id: groceries, kind: 'groceries' });
    const page = mirror(a, { type: 'list', list: groceries });
    b.add(groceries, 'Bread', 'milk');
    put(b, 'milk', 'Breakfast');
    sync(a, b);
    expect(
      [...page.rows.values()]
        .map(({ title, done, category }) => [title.toLowerCase(), done !== null, category])
        .toSorted(),
    ).toEqual(
      [
        ['bread', false, undefined],
        ['milk', false, 'Drinks'],
      ].toSorted(),
    );
    expect([...page.rows.values()].toSorted((x, y) => (x.order < y.order ? -1 : 1))).toEqual(a.list());
  });

  it('is forgotten again, and taken back with the change', () => {
    const { a } = createFamily();
    a.add(groceries, 'Milk');
    const first = put(a, 'Milk', 'Drinks');
    a.run({ type: 'undo', inverse: first });
    a.run({ type: 'deleteItems', ids: a.list()[0]?.ids ?? [] });
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('m'), title: 'Milk' }] });
    expect(categoryOf(a, 'Milk')).toBeUndefined();
    put(a, 'Milk', 'Drinks');
    put(a, 'Milk', null);
    expect(categoryOf(a, 'Milk')).toBeUndefined();
  });

  it('of two members offline is one of them, the same for all', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    sync(a, b);
    put(a, 'Milk', 'Drinks');
    put(b, 'Milk', 'Breakfast');
    sync(a, b);
    expect(categoryOf(a, 'Milk')).toBe('Breakfast');
    expect(b.list()).toEqual(a.list());
  });

  it('in other lists is the entry’s alone', () => {
    const { a } = createFamily();
    a.add(todo, 'Milk');
    a.run({ type: 'changeItem', ids: a.list(todo)[0]?.ids ?? [], change: { category: 'Drinks' } });
    a.add(groceries, 'milk');
    expect(categoryOf(a, 'milk')).toBeUndefined();
  });
});

describe('[L37] own categories', () => {
  const names = (device: Device) => device.rows({ type: 'categories' }).map(({ name, ids }) => [name, ids.length]);

  it('are added, renamed, taken away and brought back', () => {
    const { a } = createFamily();
    const page = mirror(a, { type: 'categories' });
    const added = a.undoable({ type: 'addCategory', id: party, name: ' Party ' });
    a.run({ type: 'addCategory', id: party, name: 'Other' });
    expect(names(a)).toEqual([['Party', 1]]);
    a.run({ type: 'changeCategory', ids: [party], name: 'Fiesta' });
    expect([...page.rows.values()]).toEqual([{ id: party, ids: [party], name: 'Fiesta' }]);
    const inverse = a.undoable({ type: 'changeCategory', ids: [party], deleted: true });
    expect(names(a)).toEqual([]);
    a.run({ type: 'undo', inverse });
    expect(names(a)).toEqual([['Fiesta', 1]]);
    a.run({ type: 'changeCategory', ids: [party], deleted: true });
    a.run({ type: 'changeCategory', ids: [party], deleted: false });
    expect(names(a)).toEqual([['Fiesta', 1]]);
    expect(a.run({ type: 'changeCategory', ids: [party2], name: 'x' })).toEqual({ ok: false, error: 'not-found' });
    expect(added).toHaveLength(1);
  });

  it('of one name, made offline, are one row', () => {
    const { a, b } = createFamily();
    a.run({ type: 'addCategory', id: party, name: 'Party' });
    b.run({ type: 'addCategory', id: party2, name: 'party' });
    sync(a, b);
    expect(names(a)).toEqual([['Party', 2]]);
    a.run({ type: 'changeCategory', ids: [party, party2], name: 'Fiesta' });
    sync(a, b);
    expect(names(b)).toEqual([['Fiesta', 2]]);
  });
});

describe('[L37] a category made while an entry is changed', () => {
  const names = (device: Device) => device.rows({ type: 'categories' }).map(({ name }) => name);

  it('comes with the change, and goes with it', () => {
    const { a } = createFamily();
    a.add(groceries, 'Balloons');
    const change = { newCategory: { id: party, name: 'Party' }, title: 'Red balloons' };
    const inverse = a.undoable({ type: 'changeItem', ids: a.list()[0]?.ids ?? [], change });
    expect([names(a), categoryOf(a, 'Red balloons')]).toEqual([['Party'], party]);
    a.add(groceries, 'red balloons 2');
    a.run({ type: 'undo', inverse });
    expect([names(a), categoryOf(a, 'Balloons')]).toEqual([[], undefined]);
  });
});

describe('[D8] taking back that a category was made', () => {
  const rows = (device: Device) => [...mirror(device, { type: 'categories' }).rows.values()];

  it('leaves it where somebody else has put something below it since', () => {
    for (const inOneAct of [false, true]) {
      const { a, b } = createFamily();
      a.add(groceries, 'Candles', 'Bread');
      const ids = a.list().find(({ title }) => title === 'Candles')?.ids ?? [];
      const made = inOneAct
        ? a.undoable({ type: 'changeItem', ids, change: { newCategory: { id: party, name: 'Party' } } })
        : a.undoable({ type: 'addCategory', id: party, name: 'Party' });
      sync(a, b);
      put(b, 'Bread', party);
      sync(a, b);
      a.run({ type: 'undo', inverse: made });
      expect(rows(a)).toMatchObject([{ id: party }]);
      expect([categoryOf(a, 'Candles'), categoryOf(a, 'Bread')]).toEqual([undefined, party]);
    }
  });

  it('takes it away where only one’s own entries are below it', () => {
    const { a } = createFamily();
    a.add(groceries, 'Candles');
    const made = a.undoable({ type: 'addCategory', id: party, name: 'Party' });
    put(a, 'Candles', party);
    a.run({ type: 'undo', inverse: made });
    expect(rows(a)).toEqual([]);
  });
});

describe('[L39] a row put below another heading', () => {
  const ids = (device: Device, title: string) => device.list().find((row) => row.title === title)?.ids ?? [];

  it('is moved and gets its category in one act, taken back as one', () => {
    const { a } = createFamily();
    a.add(groceries, 'Pears', 'Milk');
    const pears = ids(a, 'Pears')[0] ?? null;
    expect(a.titles()).toEqual(['Milk', 'Pears']);
    const inverse = a.undoable({
      type: 'moveItem',
      ids: ids(a, 'Milk'),
      after: pears,
      before: null,
      category: 'Produce',
    });
    expect([a.titles(), categoryOf(a, 'Milk')]).toEqual([['Pears', 'Milk'], 'Produce']);
    a.run({ type: 'undo', inverse });
    expect([a.titles(), categoryOf(a, 'Milk')]).toEqual([['Milk', 'Pears'], undefined]);
  });

  it('gets the category also where its neighbours are gone', () => {
    const { a } = createFamily();
    a.add(groceries, 'Milk');
    const gone = item('gone');
    a.run({ type: 'moveItem', ids: ids(a, 'Milk'), after: gone, before: gone, category: 'Produce' });
    expect(categoryOf(a, 'Milk')).toBe('Produce');
  });
});

describe('[L38] the order of aisles', () => {
  const MINUTE_MS = 60_000;
  const walk = (start: number, ...aisles: string[]) =>
    aisles.map((aisle, index) => ({ aisle, by: ana, at: start + index * MINUTE_MS }));

  it('is the one in which things get ticked', () => {
    expect(learnAisles(walk(0, 'Bakery', 'Produce', 'Produce', 'Frozen', 'Bakery'))).toEqual([
      'Bakery',
      'Produce',
      'Frozen',
    ]);
  });

  it('is what most times in the shop say', () => {
    const day = 24 * 60 * MINUTE_MS;
    const ticks = [
      ...walk(0, 'Produce', 'Bakery'),
      ...walk(day, 'Bakery', 'Produce', 'Frozen'),
      ...walk(2 * day, 'Bakery', 'Produce'),
    ];
    expect(learnAisles(ticks)).toEqual(['Bakery', 'Produce', 'Frozen']);
    expect(learnAisles(ticks.toReversed())).toEqual(['Bakery', 'Produce', 'Frozen']);
  });

  it('puts together what different times say', () => {
    const day = 24 * 60 * MINUTE_MS;
    const ticks = [...walk(0, 'A', 'B'), ...walk(day, 'B', 'C'), ...walk(2 * day, 'C', 'D')];
    expect(learnAisles(ticks)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('hears nothing from one act, one aisle, or two people at once', () => {
    expect(learnAisles([])).toBeUndefined();
    expect(learnAisles(walk(0, 'A', 'A'))).toBeUndefined();
    expect(learnAisles(['A', 'B'].map((aisle) => ({ aisle, by: ana, at: 5 })))).toBeUndefined();
    expect(
      learnAisles([ana, ben].map((by, index) => ({ aisle: `${index}`, by, at: index * MINUTE_MS }))),
    ).toBeUndefined();
    expect(learnAisles([...walk(0, 'A'), ...walk(60 * MINUTE_MS, 'B')])).toBeUndefined();
  });

  it('stands in the list’s row, the same for all, until somebody sets it by hand', () => {
    const { a, b } = createFamily();
    const aisles = (device: Device) => device.rows({ type: 'lists' }).find((list) => list.id === groceries)?.aisles;
    a.add(groceries, 'Milk', 'Bread', 'Peas');
    const tick = (title: string, aisle: string, at: number) =>
      a.run(
        { type: 'setDone', ids: a.list().find((row) => row.title === title)?.ids ?? [], done: true, aisle },
        { at },
      );
    tick('Bread', 'Bakery', 10_000);
    expect(aisles(a)).toBeUndefined();
    tick('Peas', 'Frozen', 70_000);
    tick('Milk', 'Dairy & eggs', 130_000);
    sync(a, b);
    expect(aisles(b)).toEqual(['Bakery', 'Frozen', 'Dairy & eggs']);
    b.run({ type: 'changeList', id: groceries, aisles: ['Frozen'] });
    expect(aisles(b)).toEqual(['Frozen']);
    b.run({ type: 'changeList', id: groceries, aisles: null });
    expect(aisles(b)).toEqual(['Bakery', 'Frozen', 'Dairy & eggs']);
    a.run({ type: 'deleteItems', ids: a.list().flatMap((row) => row.ids) });
    expect(aisles(a)).toEqual(['Bakery', 'Frozen', 'Dairy & eggs']);
    a.add(groceries, 'Soap', 'Cat litter');
    const together = a.list().filter((row) => row.done === null);
    const of = (title: string, aisle: string) =>
      together.find((row) => row.title === title)?.ids.map((id) => [id, aisle] as const) ?? [];
    a.run(
      {
        type: 'setDone',
        ids: together.flatMap((row) => row.ids),
        done: true,
        aisles: Object.fromEntries([...of('Soap', 'Household'), ...of('Cat litter', 'Pet')]),
      },
      { at: 190_000 },
    );
    expect(aisles(a)?.slice(0, 3)).toEqual(['Bakery', 'Frozen', 'Dairy & eggs']);
    expect(aisles(a)?.slice(3).toSorted()).toEqual(['Household', 'Pet']);
    a.run({ type: 'changeList', id: groceries, kind: 'todo' });
    expect(aisles(a)).toBeUndefined();
  });
});
