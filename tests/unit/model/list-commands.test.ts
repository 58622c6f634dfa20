import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import type { ItemId, ListId } from '../../../lib/protocol/ids.ts';
import {
  ana,
  ben,
  createFamily,
  type Device,
  groceries,
  id,
  item,
  putRaw,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const party = id<ListId>('Party');
const weekly = id<ListId>('Weekly');
const lists = (device: Device) => device.rows({ type: 'lists' });
const names = (device: Device) => lists(device).map(({ name }) => name);
const groceriesOf = (device: Device) => lists(device).find((list) => list.id === groceries);

describe('[L21] a list', () => {
  it.each<[string, Omit<DocumentCommand & { type: 'changeList' }, 'type' | 'id'>, object]>([
    ['name', { name: ' Food ' }, { name: 'Food' }],
    ['kind', { kind: 'plain' }, { kind: 'plain' }],
    ['colour', { colour: 'teal' }, { colour: 'teal' }],
    ['icon', { icon: '🛒' }, { icon: '🛒' }],
    ['archive', { archived: true }, { isArchived: true }],
    ['aisles', { aisles: ['Bakery', 'Produce'] }, { aisles: ['Bakery', 'Produce'] }],
  ])('changes its %s, once, and takes it back', (_, change, expected) => {
    const { a } = createFamily();
    const before = groceriesOf(a);
    const body = { type: 'changeList' as const, id: groceries, ...change };
    const inverse = a.undoable(body);
    expect(groceriesOf(a)).toEqual({ ...before, ...expected });
    expect(a.run(body)).toEqual({ ok: true });
    const redo = a.undoable({ type: 'undo', inverse });
    expect(groceriesOf(a)).toEqual(before);
    a.run({ type: 'undo', inverse: redo });
    expect(groceriesOf(a)).toEqual({ ...before, ...expected });
  });

  it('keeps all of what members change of it offline, and one of what they change alike', () => {
    const { a, b, c } = createFamily();
    a.run({ type: 'changeList', id: groceries, name: 'Food', colour: 'teal' });
    b.run({ type: 'changeList', id: groceries, icon: '🛒', colour: 'rose' });
    c.run({ type: 'changeList', id: groceries, archived: true });
    sync(a, b, c);
    expect(groceriesOf(a)).toMatchObject({ name: 'Food', icon: '🛒', isArchived: true, colour: 'rose' });
    expect(lists(b)).toEqual(lists(a));
    expect(lists(c)).toEqual(lists(a));
  });

  it('takes colour, icon and aisles away again', () => {
    const { a } = createFamily();
    const before = groceriesOf(a);
    a.run({ type: 'changeList', id: groceries, colour: 'teal', icon: '🛒', aisles: ['Dairy & eggs'] });
    a.run({ type: 'changeList', id: groceries, colour: null, icon: null, aisles: null });
    expect(groceriesOf(a)).toEqual(before);
  });

  it('is moved between the neighbours that the person saw', () => {
    const { a, b } = createFamily();
    a.run({ type: 'addList', id: party, name: 'Party', kind: 'plain' });
    expect(names(a)).toEqual(['Groceries', 'To-do', 'Party']);
    a.run({ type: 'moveList', id: party, after: groceries, before: todo });
    expect(names(a)).toEqual(['Groceries', 'Party', 'To-do']);
    a.run({ type: 'moveList', id: todo, after: null, before: groceries });
    expect(names(a)).toEqual(['To-do', 'Groceries', 'Party']);
    const inverse = a.undoable({ type: 'moveList', id: todo, after: party, before: null });
    expect(names(a)).toEqual(['Groceries', 'Party', 'To-do']);
    a.run({ type: 'undo', inverse });
    sync(a, b);
    expect(names(b)).toEqual(['To-do', 'Groceries', 'Party']);
  });

  it('that is moved to where it is stays, and so does one whose neighbours are gone', () => {
    const { a } = createFamily();
    expect(a.run({ type: 'moveList', id: todo, after: groceries, before: null })).toEqual({ ok: true });
    expect(a.run({ type: 'moveList', id: todo, after: id('x'), before: id('y') })).toEqual({ ok: true });
    expect(names(a)).toEqual(['Groceries', 'To-do']);
  });

  it('of another kind merges its rows, or no longer', () => {
    const { a } = createFamily();
    for (const name of ['1', '2'])
      a.run({ type: 'addItems', list: groceries, items: [{ id: item(name), title: 'Milk' }] });
    expect(a.titles()).toEqual(['Milk']);
    a.run({ type: 'changeList', id: groceries, kind: 'todo' });
    expect(a.titles()).toEqual(['Milk', 'Milk']);
    a.run({ type: 'changeList', id: groceries, kind: 'groceries' });
    expect(a.titles()).toEqual(['Milk']);
  });

  it('that is not there, or of a newer version, is not changed', () => {
    const { a } = createFamily();
    expect(a.run({ type: 'changeList', id: party, name: 'x' })).toEqual({ ok: false, error: 'not-found' });
    putRaw(a, `list/${party}/core`, [99, { name: 'Party' }]);
    expect(a.run({ type: 'changeList', id: party, name: 'x' })).toEqual({ ok: false, error: 'from-newer' });
    expect(a.run({ type: 'duplicateList', from: groceries, id: party, name: 'x' })).toEqual({
      ok: false,
      error: 'from-newer',
    });
    putRaw(a, `list/${groceries}/colour`, [99, { colour: 'gold' }]);
    expect(a.run({ type: 'changeList', id: groceries, colour: 'teal' })).toEqual({ ok: false, error: 'from-newer' });
  });

  it('[D9] is not changed by a command sent again after another member’s later change', () => {
    const { a, b } = createFamily();
    const body = { type: 'changeList' as const, id: groceries, name: 'Food' };
    a.run(body, { at: 5_000 });
    sync(a, b);
    b.run({ type: 'changeList', id: groceries, name: 'Shop' }, { at: 6_000 });
    sync(a, b);
    expect(a.run(body, { at: 5_000, isResent: true })).toEqual({ ok: true, isOvertaken: true });
    expect(names(a)).toEqual(['Shop', 'To-do']);
  });
});

describe('[L25] a deleted list', () => {
  it('comes back with its entries, and with what was added to it meanwhile', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    sync(a, b);
    a.run({ type: 'deleteList', id: groceries });
    expect(names(a)).toEqual(['To-do']);
    expect(a.titles()).toEqual([]);
    expect(b.run({ type: 'addItems', list: groceries, items: [{ id: item('Bread'), title: 'Bread' }] }).ok).toBe(true);
    sync(a, b);
    a.run({ type: 'restoreList', id: groceries });
    sync(a, b);
    expect(names(b)).toEqual(['Groceries', 'To-do']);
    expect(b.titles()).toEqual(['Bread', 'Milk']);
    expect(a.run({ type: 'restoreList', id: groceries })).toMatchObject({ ok: true });
  });

  it('[D8] is written again whole, so that nothing of it can be missing', () => {
    const { a } = createFamily();
    a.run({ type: 'changeList', id: groceries, name: 'Food' });
    const inverse = a.undoable({ type: 'deleteList', id: groceries });
    a.run({ type: 'undo', inverse });
    expect(names(a)).toEqual(['Food', 'To-do']);
    a.run({ type: 'deleteList', id: groceries });
    const written = new Set<string>();
    a.doc.getMap('values').observe((event) => {
      for (const key of event.keysChanged) written.add(key);
    });
    a.run({ type: 'restoreList', id: groceries });
    expect(written).toEqual(
      new Set(['core', 'name', 'life'].map((group) => a.codec.keyOf(`list/${groceries}/${group}`))),
    );
  });

  it('that is archived meanwhile stays deleted, and is archived when it is back', () => {
    const { a, b } = createFamily();
    a.run({ type: 'deleteList', id: groceries });
    b.run({ type: 'changeList', id: groceries, archived: true });
    sync(a, b);
    expect(names(b)).toEqual(['To-do']);
    b.run({ type: 'restoreList', id: groceries });
    expect(groceriesOf(b)).toMatchObject({ isArchived: true });
  });
});

describe('[L23] a copy of a list', () => {
  function withEntries() {
    const family = createFamily();
    const { a, b } = family;
    const add = (name: string, more: object) =>
      a.run({ type: 'addItems', list: groceries, items: [{ id: item(name), title: name, ...more }] });
    add('Salt', {});
    a.run({ type: 'setDone', ids: [item('Salt')], done: true });
    add('Milk', { quantity: { amount: 2 }, note: 'blue', who: [ben], due: '2026-12-01' });
    add('Eggs', { quantity: { amount: 500, unit: 'g' }, link: { url: 'https://shop.example/', title: 'Shop' } });
    b.run({
      type: 'addItems',
      list: groceries,
      items: [{ id: item('Eggs2'), title: 'eggs', quantity: { amount: 6 } }],
    });
    sync(a, b);
    return family;
  }

  it('has an entry for every row and unit, open', () => {
    const { a } = withEntries();
    a.run({ type: 'duplicateList', from: groceries, id: party, name: 'Party' });
    expect(a.list(party)).toMatchObject([
      { title: 'Eggs', quantities: [{ amount: 6 }, { amount: 500, unit: 'g' }], link: { title: 'Shop' } },
      { title: 'Milk', quantities: [{ amount: 2 }], note: 'blue', who: [ben], due: '2026-12-01', by: ana },
      { title: 'Salt', done: null },
    ]);
    expect(a.list(groceries)).toHaveLength(3);
  });

  it('leaves out what is ticked where that is asked, and a template leaves out dates', () => {
    const { a } = withEntries();
    a.run({
      type: 'duplicateList',
      from: groceries,
      id: weekly,
      name: 'Weekly shop',
      asTemplate: true,
      onlyOpen: true,
    });
    expect(a.list(weekly).map(({ title, due }) => [title, due])).toEqual([
      ['Eggs', undefined],
      ['Milk', undefined],
    ]);
    expect(lists(a).find((list) => list.id === weekly)).toMatchObject({
      isTemplate: true,
      kind: 'groceries',
      openCount: 2,
    });
  });

  it('is made once by a command sent twice, and taken back whole', () => {
    const { a } = withEntries();
    const body = { type: 'duplicateList', from: groceries, id: party, name: 'Party' } as const;
    const inverse = a.undoable(body);
    const again = a.run(body, { isResent: true });
    expect(a.list(party)).toHaveLength(3);
    expect(again.ok && again.inverse).toHaveLength(inverse.length);
    a.run({ type: 'undo', inverse });
    expect(names(a)).toEqual(['Groceries', 'To-do']);
  });

  it('[D8] that somebody has added to is not taken back, but for what was copied', () => {
    const { a } = withEntries();
    const inverse = a.undoable({ type: 'duplicateList', from: groceries, id: party, name: 'Party' });
    a.add(party, 'Cake');
    a.run({ type: 'undo', inverse });
    expect(a.titles(party)).toEqual(['Cake']);
  });

  it('[L24] that is a template is added to a list as if typed there, each use anew', () => {
    const { a, b } = withEntries();
    a.run({
      type: 'duplicateList',
      from: groceries,
      id: weekly,
      name: 'Weekly shop',
      asTemplate: true,
      onlyOpen: true,
    });
    a.run({ type: 'addList', id: party, name: 'Party', kind: 'groceries' });
    const use = (name: string) => ({ type: 'useTemplate', from: weekly, list: party, use: id<ItemId>(name) }) as const;
    const inverse = a.undoable(use('one'));
    a.run(use('one'), { isResent: true });
    expect(a.list(party)).toMatchObject([
      { quantities: [{ amount: 6 }, { amount: 500 }] },
      { quantities: [{ amount: 2 }] },
    ]);
    a.run(use('two'));
    expect(a.list(party)).toMatchObject([
      { quantities: [{ amount: 12 }, { amount: 1000 }] },
      { quantities: [{ amount: 4 }] },
    ]);
    a.run({ type: 'undo', inverse });
    expect(a.list(party)).toMatchObject([
      { quantities: [{ amount: 6 }, { amount: 500 }] },
      { quantities: [{ amount: 2 }] },
    ]);
    sync(a, b);
    expect(b.list(party)).toEqual(a.list(party));
  });

  it('[L24] of what is not there adds nothing', () => {
    const { a } = createFamily();
    const use = id<ItemId>('one');
    expect(a.run({ type: 'useTemplate', from: weekly, list: groceries, use })).toMatchObject({ error: 'not-found' });
    expect(a.run({ type: 'useTemplate', from: groceries, list: weekly, use })).toMatchObject({ error: 'not-found' });
    expect(a.run({ type: 'duplicateList', from: weekly, id: party, name: 'x' })).toMatchObject({ error: 'not-found' });
  });
});
