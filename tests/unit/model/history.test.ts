import { describe, expect, it } from 'vitest';
import type { HistoryRow } from '../../../lib/protocol/history-row.ts';
import {
  ana,
  ben,
  createFamily,
  type Device,
  getRaw,
  groceries,
  item,
  mirror,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const milk = item('Milk');
const history = (device: Device, of = milk) => device.rows({ type: 'history', item: of });
const told = (rows: HistoryRow[]) => rows.map(({ what, by, before, after }) => [what, by, before, after]);

function withMilk() {
  const family = createFamily();
  family.a.run({ type: 'addItems', list: groceries, items: [{ id: milk, title: 'Milk', quantity: { amount: 1 } }] });
  sync(family.a, family.b, family.c);
  return family;
}

describe('[L31] the history of an entry', () => {
  it('says who did what, latest first, with what was there before', () => {
    const { a, b } = withMilk();
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } });
    sync(a, b);
    b.run({ type: 'changeItem', ids: [milk], change: { title: 'Rice milk', quantity: { amount: 3 } } });
    b.run({ type: 'setDone', ids: [milk], done: true });
    b.run({ type: 'setDone', ids: [milk], done: false });
    b.run({ type: 'deleteItems', ids: [milk] });
    b.run({ type: 'restoreItems', ids: [milk] });
    sync(a, b);
    const rows = told(history(a));
    expect(rows.slice(0, 4).map(([what, by]) => [what, by])).toEqual([
      ['restored', ben],
      ['deleted', ben],
      ['opened', ben],
      ['ticked', ben],
    ]);
    expect(rows.slice(4)).toEqual(
      expect.arrayContaining([
        ['title', ben, { title: 'Oat milk' }, { title: 'Rice milk' }],
        ['quantity', ben, { quantity: { amount: 1 } }, { quantity: { amount: 3 } }],
        ['title', ana, { title: 'Milk' }, { title: 'Oat milk' }],
        ['added', ana, undefined, { title: 'Milk' }],
      ]),
    );
    expect(rows).toHaveLength(8);
    expect(new Set(history(a).map(({ id }) => id)).size).toBe(8);
  });

  it('tells an act on a row of several additions once', () => {
    const { a } = withMilk();
    a.add(groceries, 'Milk');
    const ids = a.list()[0]?.ids ?? [];
    expect(ids).toHaveLength(2);
    a.run({ type: 'changeItem', ids, change: { note: 'whole', who: [ben] } });
    a.run({ type: 'setDone', ids, done: true });
    a.run({ type: 'setDone', ids, done: false });
    a.run({ type: 'setDone', ids, done: true });
    const what = history(a).map((row) => row.what);
    expect(what.toSorted()).toEqual(['added', 'added', 'note', 'opened', 'ticked', 'ticked', 'who']);
  });

  it('says of a row of several additions how much it was in all, and puts that back', () => {
    const { a } = withMilk();
    a.run({
      type: 'addItems',
      list: groceries,
      items: [{ id: item('Milk 2'), title: 'Milk', quantity: { amount: 2 } }],
    });
    a.run({ type: 'changeItem', ids: a.list()[0]?.ids ?? [], change: { quantity: { amount: 7 } } });
    a.run({
      type: 'addItems',
      list: groceries,
      items: [{ id: item('Milk 3'), title: 'Milk', quantity: { amount: 4 } }],
    });
    const ids = a.list()[0]?.ids ?? [];
    a.run({ type: 'changeItem', ids, change: { quantity: { amount: 5 } } });
    const changes = history(a).filter(({ what }) => what === 'quantity');
    expect(changes.map(({ before, after }) => [before?.quantity?.amount, after?.quantity?.amount])).toEqual([
      [11, 5],
      [3, 7],
    ]);
    a.run({ type: 'changeItem', ids, change: { quantity: changes[0]?.before?.quantity } });
    expect(a.list()[0]?.quantities).toEqual([{ amount: 11 }]);
  });

  it('says of amounts side by side what the oldest addition said', () => {
    const { a } = withMilk();
    const litre = { amount: 1, unit: 'l' };
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('Milk 2'), title: 'Milk', quantity: litre }] });
    a.run({ type: 'changeItem', ids: a.list()[0]?.ids ?? [], change: { quantity: { amount: 2 } } });
    const [change] = history(a).filter(({ what }) => what === 'quantity');
    expect(change?.before).toEqual({ quantity: { amount: 1 } });
  });

  it('gives changes that put each earlier value back', () => {
    const { a } = withMilk();
    const before = a.list()[0];
    a.run({
      type: 'changeItem',
      ids: [milk],
      change: {
        title: 'x',
        quantity: null,
        note: 'n',
        who: [ben],
        due: '2026-12-01',
        dueTime: '09:00',
        category: 'Drinks',
        repeat: { rrule: 'FREQ=DAILY', from: 'due' },
        rotation: [ana, ben],
        priority: 1,
        list: todo,
      },
    });
    for (const { what, before: change } of history(a)) {
      if (what !== 'added' && change) a.run({ type: 'changeItem', ids: [milk], change });
    }
    const after = a.list()[0];
    expect({ ...after, version: '', order: '' }).toEqual({ ...before, version: '', order: '' });
  });

  it('keeps the last twenty values, and says of none what it does not know', () => {
    const { a } = withMilk();
    for (let count = 0; count < 25; count++) {
      a.run({ type: 'changeItem', ids: [milk], change: { title: `Milk ${count}` } });
    }
    const rows = history(a).filter(({ what }) => what === 'title');
    expect(rows).toHaveLength(21);
    expect(rows.at(-1)?.after).toEqual({ title: 'Milk 4' });
    expect(rows.at(-1)).not.toHaveProperty('before');
    expect(rows.at(-2)?.before).toEqual({ title: 'Milk 4' });
  });

  it('keeps the latest of long texts, whatever its length, and stays small', () => {
    const { a } = withMilk();
    const text = (letter: string) => letter.repeat(10_000);
    for (const letter of ['a', 'b', 'c']) a.run({ type: 'changeItem', ids: [milk], change: { note: text(letter) } });
    const notes = history(a).filter(({ what }) => what === 'note');
    expect(notes.map(({ before }) => before?.note?.[0])).toEqual(['b', undefined]);
    expect(JSON.stringify(getRaw(a, `item/${milk}/note`)).length).toBeLessThan(20_200);
  });

  it('knows nothing of moves within a list', () => {
    const { a } = withMilk();
    a.add(groceries, 'Bread');
    a.run({ type: 'moveItem', ids: [milk], after: null, before: a.list()[0]?.id ?? milk });
    expect(history(a).map(({ what }) => what)).toEqual(['added']);
    a.run({ type: 'changeItem', ids: [milk], change: { list: todo } });
    expect(told(history(a))[0]).toEqual(['list', ana, { list: groceries }, { list: todo }]);
  });

  it('does not tell what was taken back', () => {
    const { a } = withMilk();
    const inverse = a.undoable({ type: 'changeItem', ids: [milk], change: { title: 'x' } });
    a.run({ type: 'undo', inverse });
    expect(history(a).map(({ what }) => what)).toEqual(['added']);
  });

  it('tells of each time that a repeating one was done, by whom', () => {
    const { a, b } = withMilk();
    a.run({
      type: 'changeItem',
      ids: [milk],
      change: { due: '2026-11-23', repeat: { rrule: 'FREQ=DAILY', from: 'due' } },
    });
    a.run({ type: 'setDone', ids: [milk], done: true, today: '2026-11-23' });
    sync(a, b);
    b.run({ type: 'setDone', ids: [milk], done: true, today: '2026-11-24' });
    expect(told(history(b)).slice(0, 2)).toEqual([
      ['step', ben, { due: '2026-11-24' }, undefined],
      ['step', ana, { due: '2026-11-23' }, undefined],
    ]);
  });

  it('goes on from what the entry was before it was added again', () => {
    const { a } = withMilk();
    a.run({ type: 'setDone', ids: [milk], done: true });
    a.run({ type: 'addItems', list: groceries, items: [{ id: item('again'), title: 'milk' }] });
    expect(history(a, item('again')).map(({ what, item: of }) => [what, of])).toEqual(
      expect.arrayContaining([
        ['added', item('again')],
        ['ticked', milk],
        ['added', milk],
      ]),
    );
  });

  it('[D10] grows on an open page with each change', () => {
    const { a, b } = withMilk();
    const page = mirror(a, { type: 'history', item: milk });
    b.run({ type: 'changeItem', ids: [milk], change: { note: 'n' } });
    sync(a, b);
    expect([...page.rows.values()].map(({ what }) => what).toSorted()).toEqual(['added', 'note']);
    a.add(groceries, 'Bread');
    expect(page.patches).toHaveLength(1);
  });
});

describe('[L32] the trash of a list', () => {
  const trash = (device: Device) => device.rows({ type: 'trash', list: groceries });

  it('has what was deleted, latest first, a row for what was one row, and brings it back', () => {
    const { a, b } = withMilk();
    b.run({ type: 'addItems', list: groceries, items: [{ id: item('m2'), title: 'milk', quantity: { amount: 2 } }] });
    a.add(groceries, 'Bread');
    sync(a, b);
    a.run({ type: 'deleteItems', ids: [item(`Bread-${ana}`)] });
    a.run({ type: 'deleteItems', ids: [milk, item('m2')] });
    expect(trash(a)).toMatchObject([
      { title: 'Milk', quantities: [{ amount: 3 }], deleted: { by: ana } },
      { title: 'Bread', deleted: { by: ana } },
    ]);
    const page = mirror(a, { type: 'trash', list: groceries });
    const inverse = a.undoable({ type: 'restoreItems', ids: trash(a)[0]?.ids ?? [] });
    expect(a.list()).toMatchObject([{ title: 'Milk', quantities: [{ amount: 3 }] }]);
    expect([...page.rows.values()]).toEqual(trash(a));
    a.run({ type: 'undo', inverse });
    expect(trash(a)).toHaveLength(2);
  });

  it('lists what went with its parent under it alone, and brings it back with it', () => {
    const { a } = withMilk();
    a.run({
      type: 'addItems',
      list: groceries,
      items: [
        { id: item('part'), title: 'Part', parent: milk },
        { id: item('early'), title: 'Early', parent: milk },
      ],
    });
    a.run({ type: 'deleteItems', ids: [item('early')] });
    a.run({ type: 'deleteItems', ids: [milk] });
    expect(trash(a).map(({ title }) => title)).toEqual(['Milk', 'Early']);
    a.run({ type: 'restoreItems', ids: [milk] });
    expect(a.titles().toSorted()).toEqual(['Milk', 'Part']);
  });

  it('forgets what was deleted more than ninety days ago, and keeps it in the document', () => {
    const { a } = withMilk();
    a.run({ type: 'deleteItems', ids: [milk] }, { at: 1_000 });
    expect(trash(a)).toEqual([]);
    expect(a.family.export().lists[0]?.entries).toMatchObject([{ title: 'Milk', deleted: true }]);
  });

  it('[D8] brings entries back whole, and says where their list is deleted', () => {
    const { a } = withMilk();
    a.run({
      type: 'changeItem',
      ids: [milk],
      change: { note: 'n', due: '2026-11-23', repeat: { rrule: 'FREQ=DAILY', from: 'due' } },
    });
    a.run({ type: 'setDone', ids: [milk], done: true, today: '2026-11-23' });
    a.run({ type: 'deleteItems', ids: [milk] });
    const written = new Set<string>();
    a.doc.getMap('values').observe((event) => {
      for (const key of event.keysChanged) written.add(key);
    });
    a.run({ type: 'restoreItems', ids: [milk] });
    const paths = [
      ...['core', 'note', 'due', 'repeat', 'life'].map((group) => `item/${milk}/${group}`),
      `turn/${milk}.${ana}/step`,
    ];
    expect(written).toEqual(new Set(paths.map((path) => a.codec.keyOf(path))));
    a.run({ type: 'deleteItems', ids: [milk] });
    a.run({ type: 'deleteList', id: groceries });
    expect(a.run({ type: 'restoreItems', ids: [milk] })).toMatchObject({ ok: true, value: { isInTrash: true } });
    expect(a.rows({ type: 'deletedLists' })).toMatchObject([
      { id: groceries, name: 'Groceries', deleted: { by: ana } },
    ]);
    a.run({ type: 'restoreList', id: groceries });
    expect(a.titles()).toEqual(['Milk']);
    expect(a.rows({ type: 'deletedLists' })).toEqual([]);
  });
});
