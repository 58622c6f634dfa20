import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import type { ListId } from '../../../lib/protocol/ids.ts';
import { createFamily, type Device, groceries, id, item, mirror, sync, todo } from '../../doubles/family-fixture.ts';

const trip = item('Trip');
const pack = item('Pack');
const book = item('Book');

function withTrip(list: ListId = todo) {
  const family = createFamily();
  family.a.run({
    type: 'addItems',
    list,
    items: [
      { id: trip, title: 'Trip' },
      { id: pack, title: 'Pack', parent: trip },
      { id: book, title: 'Book', parent: trip },
    ],
  });
  sync(family.a, family.b, family.c);
  return family;
}
/** `Title < parent` in display order, `x` for ticked ones. */
const tree = (device: Device, list: ListId = todo) => {
  const rows = device.list(list);
  return rows.map((row) => {
    const parent = rows.find(({ ids }) => row.parent !== undefined && ids.includes(row.parent));
    return `${row.done ? 'x ' : ''}${row.title}${parent ? ` < ${parent.title}` : ''}`;
  });
};
const steps = (device: Device, list: ListId = todo) => device.list(list).find(({ ids }) => ids.includes(trip))?.steps;

describe('[L29] sub-entries', () => {
  it('are rows under their parent’s, which counts them', () => {
    const { a } = withTrip();
    expect(tree(a)).toEqual(['Trip', 'Pack < Trip', 'Book < Trip']);
    expect(steps(a)).toEqual({ open: 2, total: 2 });
    a.run({ type: 'setDone', ids: [pack], done: true });
    expect(steps(a)).toEqual({ open: 1, total: 2 });
  });

  it('added later go below those that are there', () => {
    const { a } = withTrip();
    a.run({
      type: 'addItems',
      list: todo,
      items: [
        { id: item('Top'), title: 'Top' },
        { id: item('Go'), title: 'Go', parent: trip },
        { id: item('Tip'), title: 'Tip', parent: pack },
      ],
    });
    expect(tree(a)).toEqual(['Top', 'Trip', 'Pack < Trip', 'Book < Trip', 'Go < Trip', 'Tip < Trip']);
  });

  it('have no sub-entries: what is put under one goes under its parent, with what it has itself', () => {
    const { a } = withTrip();
    a.add(todo, 'Car');
    const car = a.list(todo)[0]?.id ?? trip;
    a.run({ type: 'addItems', list: todo, items: [{ id: item('Fuel'), title: 'Fuel', parent: car }] });
    a.run({ type: 'changeItem', ids: [car], change: { parent: pack } });
    expect(tree(a).toSorted()).toEqual(['Book < Trip', 'Car < Trip', 'Fuel < Trip', 'Pack < Trip', 'Trip']);
    expect(steps(a)).toEqual({ open: 4, total: 4 });
  });

  it('are taken out, and refused where there is nothing to put them under', () => {
    const { a } = withTrip();
    a.run({ type: 'changeItem', ids: [pack], change: { parent: null } });
    expect(tree(a)).toEqual(['Trip', 'Pack', 'Book < Trip']);
    const under = (parent: typeof trip) => a.run({ type: 'changeItem', ids: [pack], change: { parent } });
    expect(under(item('nothing'))).toEqual({ ok: false, error: 'not-found' });
    expect(under(pack)).toEqual({ ok: false, error: 'not-found' });
    a.add(groceries, 'Milk');
    expect(under(a.list()[0]?.id ?? trip)).toEqual({ ok: false, error: 'not-found' });
  });

  it('are ticked with their parent in one act, and opened with it', () => {
    const { a, b } = withTrip();
    a.run({ type: 'setDone', ids: [book], done: true });
    const inverse = a.undoable({ type: 'setDone', ids: [trip], done: true });
    sync(a, b);
    expect(tree(b)).toEqual(['x Trip', 'x Pack < Trip', 'x Book < Trip']);
    b.run({ type: 'setDone', ids: [trip], done: false });
    expect(tree(b)).toEqual(['Trip', 'Pack < Trip', 'x Book < Trip']);
    a.run({ type: 'undo', inverse });
    expect(tree(a)).toEqual(['Trip', 'Pack < Trip', 'x Book < Trip']);
  });

  it('added by another while the parent is ticked or deleted stay wanted', () => {
    const { a, b } = withTrip();
    const more: DocumentCommand = {
      type: 'addItems',
      list: todo,
      items: [{ id: item('Go'), title: 'Go', parent: trip }],
    };
    a.run({ type: 'setDone', ids: [trip], done: true });
    b.run(more);
    sync(a, b);
    expect(tree(a)).toEqual(['x Trip', 'x Pack < Trip', 'x Book < Trip', 'Go < Trip']);
    const family = withTrip();
    family.a.run({ type: 'deleteItems', ids: [trip] });
    family.b.run(more);
    sync(family.a, family.b);
    expect(tree(family.a)).toEqual(['Go']);
    expect(family.a.list(todo)[0]).not.toHaveProperty('parent');
  });

  it('are deleted with their parent, and back with it', () => {
    const { a } = withTrip();
    const inverse = a.undoable({ type: 'deleteItems', ids: [trip] });
    expect(tree(a)).toEqual([]);
    a.run({ type: 'undo', inverse });
    expect(tree(a)).toEqual(['Trip', 'Pack < Trip', 'Book < Trip']);
  });

  it('go with their parent into another list', () => {
    const { a, b } = withTrip();
    a.run({ type: 'changeItem', ids: [trip], change: { list: groceries } });
    b.run({ type: 'addItems', list: todo, items: [{ id: item('Go'), title: 'Go', parent: trip }] });
    sync(a, b);
    expect(tree(b, groceries)).toEqual(['Trip', 'Pack < Trip', 'Book < Trip']);
    expect(tree(b)).toEqual(['Go']);
  });

  it('put under each other offline stand by themselves, and nothing is hidden', () => {
    const { a, b } = createFamily();
    a.add(todo, 'One', 'Two');
    sync(a, b);
    const [two, one] = a.list(todo).map((row) => row.id);
    if (!one || !two) throw new Error('not added');
    a.run({ type: 'changeItem', ids: [one], change: { parent: two } });
    b.run({ type: 'changeItem', ids: [two], change: { parent: one } });
    sync(a, b);
    expect(tree(a)).toEqual(['Two', 'One']);
    expect(b.list(todo)).toEqual(a.list(todo));
  });

  it('of a repeating parent are to be done again with it', () => {
    const { a } = withTrip();
    a.run({
      type: 'changeItem',
      ids: [trip],
      change: { due: '2026-11-23', repeat: { rrule: 'FREQ=DAILY', from: 'due' } },
    });
    a.run({ type: 'setDone', ids: [pack, book], done: true });
    const inverse = a.undoable({ type: 'setDone', ids: [trip], done: true, today: '2026-11-23' });
    expect(tree(a)).toEqual(['Trip', 'Pack < Trip', 'Book < Trip']);
    a.run({ type: 'undo', inverse });
    expect(tree(a)).toEqual(['Trip', 'x Pack < Trip', 'x Book < Trip']);
  });

  it('[L3] in groceries merge under the same row alone', () => {
    const { a, b } = withTrip(groceries);
    a.add(groceries, 'Pack');
    b.run({
      type: 'addItems',
      list: groceries,
      items: [
        { id: item('p2'), title: 'pack', parent: trip },
        { id: item('t2'), title: 'trip' },
        { id: item('b2'), title: 'book', parent: item('t2') },
      ],
    });
    sync(a, b);
    expect(tree(a, groceries).toSorted()).toEqual(['Book < Trip', 'Pack', 'Pack < Trip', 'Trip']);
    expect(steps(a, groceries)).toEqual({ open: 2, total: 2 });
    expect(b.list()).toEqual(a.list());
  });

  it('[L23] are copied with their parent', () => {
    const { a } = withTrip();
    const party = id<ListId>('Party');
    a.run({ type: 'duplicateList', from: todo, id: party, name: 'Party' });
    expect(tree(a, party)).toEqual(['Trip', 'Pack < Trip', 'Book < Trip']);
  });

  it('[D10] tell pages of both rows when one of them changes', () => {
    const { a } = withTrip();
    const page = mirror(a, { type: 'list', list: todo });
    a.run({ type: 'setDone', ids: [pack], done: true });
    expect(page.patches.at(-1)?.set.toSorted()).toEqual([pack, trip].toSorted());
    a.run({ type: 'deleteItems', ids: [pack] });
    expect(page.patches.at(-1)).toEqual({ set: [trip], del: [pack] });
    a.run({ type: 'changeItem', ids: [book], change: { title: 'Reserve' } });
    expect([...page.rows.values()].toSorted((x, y) => (x.order < y.order ? -1 : 1))).toEqual(a.list(todo));
  });
});
