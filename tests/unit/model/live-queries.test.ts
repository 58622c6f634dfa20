import { describe, expect, it } from 'vitest';
import {
  ana,
  ben,
  createFamily,
  event,
  groceries,
  id,
  item,
  mirror,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const milk = item(`Milk-${ana}`);
const november = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: 'UTC' } as const;

describe('[D10] a live query', () => {
  it('answers at once, then with exactly what changed', () => {
    const { a } = createFamily();
    a.add(groceries, 'Milk', 'Bread', 'Jam');
    const page = mirror(a, { type: 'list', list: groceries });
    expect([...page.rows.values()].map((row) => row.title)).toEqual(['Jam', 'Bread', 'Milk']);
    a.run({ type: 'setDone', ids: [milk], done: true });
    a.run({ type: 'changeItem', ids: [item(`Jam-${ana}`)], change: { list: todo } });
    a.run({ type: 'deleteItems', ids: [item(`Bread-${ana}`)] });
    expect(page.patches).toEqual([
      { set: [milk], del: [] },
      { set: [], del: [item(`Jam-${ana}`)] },
      { set: [], del: [item(`Bread-${ana}`)] },
    ]);
    expect(page.snapshots()).toBe(1);
  });

  it('tells nothing where its rows stay as they are', () => {
    const { a } = createFamily();
    a.add(todo, 'Call');
    const pages = [
      mirror(a, { type: 'list', list: groceries }),
      mirror(a, { type: 'due', date: '2026-11-24' }),
      mirror(a, november),
      mirror(a, { type: 'members' }),
    ];
    const lists = mirror(a, { type: 'lists' });
    a.run({ type: 'changeItem', ids: [item(`Call-${ana}`)], change: { title: 'Ring' } });
    expect([...pages, lists].flatMap((page) => page.patches)).toEqual([]);
    a.run({ type: 'setDone', ids: [item(`Call-${ana}`)], done: true });
    expect(lists.patches).toEqual([{ set: [todo], del: [] }]);
  });

  it('one update of many changes is one patch', () => {
    const { a, b } = createFamily();
    for (let count = 0; count < 20; count++) b.add(groceries, `Item ${count}`);
    const page = mirror(a, { type: 'list', list: groceries });
    sync(a, b);
    expect(page.patches).toHaveLength(1);
    expect(page.rows.size).toBe(20);
  });

  it('a merged row changes its id without doubling: what was the second becomes the first', () => {
    const { a, b } = createFamily();
    a.add(groceries, 'Milk');
    b.add(groceries, 'Milk');
    sync(a, b);
    const page = mirror(a, { type: 'list', list: groceries });
    expect([...page.rows.keys()]).toEqual([milk]);
    a.run({ type: 'setDone', ids: [milk], done: true });
    expect(new Map([...page.rows].map(([key, row]) => [key, row.done !== null]))).toEqual(
      new Map([
        [milk, true],
        [item(`Milk-${ben}`), false],
      ]),
    );
    a.run({ type: 'setDone', ids: [milk], done: false });
    expect([...page.rows.keys()]).toEqual([milk]);
    expect(page.rows.get(milk)?.ids).toHaveLength(2);
  });

  it('due entries come and go with date, tick, list and deletion', () => {
    const { a } = createFamily();
    const page = mirror(a, { type: 'due', date: '2026-11-24' });
    a.add(groceries, 'Milk');
    const steps: [() => void, number][] = [
      [() => a.run({ type: 'changeItem', ids: [milk], change: { due: '2026-11-24' } }), 1],
      [() => a.run({ type: 'changeItem', ids: [milk], change: { list: todo } }), 1],
      [() => a.run({ type: 'changeItem', ids: [milk], change: { due: '2026-11-25' } }), 0],
      [() => a.run({ type: 'changeItem', ids: [milk], change: { due: '2026-11-23' } }), 1],
      [() => a.run({ type: 'setDone', ids: [milk], done: true }), 0],
      [() => a.run({ type: 'setDone', ids: [milk], done: false }), 1],
      [() => a.run({ type: 'deleteItems', ids: [milk] }), 0],
    ];
    for (const [step, count] of steps) {
      step();
      expect(page.rows.size).toBe(count);
    }
    expect(page.patches).toHaveLength(steps.length);
  });

  it('entries for a member come and go with who they are for, list, tick and deletion', () => {
    const { a } = createFamily();
    const page = mirror(a, { type: 'forMember', member: ben });
    a.add(groceries, 'Milk');
    const steps: [() => void, number][] = [
      [() => a.run({ type: 'changeItem', ids: [milk], change: { who: [ana, ben] } }), 1],
      [() => a.run({ type: 'changeItem', ids: [milk], change: { list: todo } }), 1],
      [() => a.run({ type: 'changeItem', ids: [milk], change: { who: [ana] } }), 0],
      [() => a.run({ type: 'changeItem', ids: [milk], change: { who: [ben] } }), 1],
      [() => a.run({ type: 'setDone', ids: [milk], done: true }), 0],
      [() => a.run({ type: 'setDone', ids: [milk], done: false }), 1],
      [() => a.run({ type: 'deleteItems', ids: [milk] }), 0],
    ];
    for (const [step, count] of steps) {
      step();
      expect(page.rows.size).toBe(count);
    }
    expect(page.patches).toHaveLength(steps.length);
  });

  it('an agenda follows an event that is moved, and drops it when it leaves', () => {
    const { a } = createFamily();
    const page = mirror(a, november);
    const dinner = event('Dinner');
    const on = (day: string) => ({ allDay: true as const, start: day, end: '2027-01-01' });
    a.run({ type: 'addEvent', id: dinner, title: 'Dinner', when: on('2026-11-24'), who: [], place: null, notes: null });
    a.run({ type: 'changeEvent', id: dinner, change: { when: on('2026-11-25') } });
    expect([...page.rows.keys()]).toEqual([`${dinner}/2026-11-25`]);
    a.run({ type: 'changeEvent', id: dinner, change: { when: on('2026-12-25') } });
    expect(page.rows.size).toBe(0);
    a.run({ type: 'changeEvent', id: dinner, change: { title: 'Feast' } });
    expect(page.patches).toHaveLength(3);
  });

  it('a list that comes after its entries shows them then, merged as its kind says', () => {
    const { a } = createFamily();
    const late = createFamily().c;
    late.run({ type: 'addList', id: id('Other'), name: 'Other', kind: 'groceries' });
    late.add(id('Other'), 'Milk');
    late.run({ type: 'addItems', list: id('Other'), items: [{ id: item('m2'), title: 'milk' }] });
    const page = mirror(a, { type: 'list', list: id('Other') });
    const lists = mirror(a, { type: 'lists' });
    const [list, ...entries] = [...late.doc.getMap('values').keys()].filter(
      (key) => !key.includes(groceries) && !key.includes(todo),
    );
    for (const key of entries) a.doc.getMap('values').set(key, late.doc.getMap('values').get(key));
    expect(page.rows.size).toBe(0);
    a.doc.getMap('values').set(list ?? '', late.doc.getMap('values').get(list ?? ''));
    expect([...page.rows.values()]).toMatchObject([{ ids: { length: 2 } }]);
    expect(lists.rows.get(id('Other'))).toMatchObject({ openCount: 1 });
  });

  it('ends when asked to, also twice', () => {
    const { a } = createFamily();
    const page = mirror(a, { type: 'list', list: groceries });
    page.stop();
    page.stop();
    a.add(groceries, 'Milk');
    expect(page.patches).toEqual([]);
  });

  it('[D11] that throws stops neither the others nor the document', () => {
    const { a, b } = createFamily();
    a.family.watch(
      { type: 'list', list: groceries },
      {
        snapshot: () => undefined,
        patch: () => {
          throw new Error('page gone');
        },
      },
    );
    a.family.onHealth(() => {
      throw new Error('page gone');
    });
    const page = mirror(a, { type: 'list', list: groceries });
    a.add(groceries, 'Milk');
    a.doc.getMap('values').set('junk', 1);
    b.add(groceries, 'Bread');
    sync(a, b);
    expect(page.rows.size).toBe(2);
    expect(a.faults).toHaveLength(3);
    expect(a.doc._transactionCleanups).toHaveLength(0);
    expect(b.titles()).toContain('Milk');
  });
});
