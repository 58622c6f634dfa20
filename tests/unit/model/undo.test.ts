import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import type { Inverse } from '../../../lib/protocol/commands.ts';
import type { ListId } from '../../../lib/protocol/ids.ts';
import {
  ana,
  ben,
  createFamily,
  event,
  getRaw,
  groceries,
  id,
  item,
  putRaw,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const milk = item(`Milk-${ana}`);

function withMilk() {
  const family = createFamily();
  family.a.run({
    type: 'addItems',
    list: groceries,
    items: [{ id: milk, title: 'Milk', quantity: { amount: 1 }, note: 'n', who: [ana], due: '2026-12-01' }],
  });
  family.a.add(groceries, 'Top');
  sync(family.a, family.b, family.c);
  return family;
}
const withoutVersions = <Row extends { version: string }>(rows: Row[]) => rows.map(({ version: _, ...row }) => row);

describe('[D7] undo', () => {
  it.each<[string, DocumentCommand]>([
    ['a tick', { type: 'setDone', ids: [milk], done: true }],
    ['a rename', { type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } }],
    [
      'every field at once',
      {
        type: 'changeItem',
        ids: [milk],
        change: { title: 'x', quantity: { amount: 9 }, note: null, who: [ben], due: null, list: todo },
      },
    ],
    ['a move', { type: 'moveItem', ids: [milk], after: null, before: item(`Top-${ana}`) }],
    ['a deletion', { type: 'deleteItems', ids: [milk] }],
  ])('puts back what was there before %s, and undo of undo does it again', (_, body) => {
    const { a } = withMilk();
    const state = () => [...withoutVersions(a.list()), ...withoutVersions(a.list(todo))];
    const before = state();
    const inverse = a.undoable(body);
    const after = state();
    expect(after).not.toEqual(before);
    const redo = a.undoable({ type: 'undo', inverse });
    expect(state()).toEqual(before);
    a.undoable({ type: 'undo', inverse: redo });
    expect(state().map(({ done: _done, ...row }) => row)).toEqual(after.map(({ done: _done, ...row }) => row));
  });

  it('of a change of something changed before puts the earlier change back', () => {
    const { a } = withMilk();
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'One' } });
    const inverse = a.undoable({ type: 'changeItem', ids: [milk], change: { title: 'Two' } });
    a.run({ type: 'undo', inverse });
    expect(a.titles()).toEqual(['Top', 'One']);
  });

  it('[D8] of an add deletes softly, and again restores', () => {
    const { a } = createFamily();
    const inverse = a.undoable({ type: 'addItems', list: groceries, items: [{ id: milk, title: 'Milk' }] });
    const redo = a.undoable({ type: 'undo', inverse });
    expect(a.titles()).toEqual([]);
    expect(a.family.export().lists[0]?.entries).toMatchObject([{ title: 'Milk', deleted: true }]);
    a.run({ type: 'undo', inverse: redo });
    expect(a.titles()).toEqual(['Milk']);
  });

  it('[D8] of a deletion writes every register of the entry again, those of a later version too', () => {
    const { a } = withMilk();
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } });
    putRaw(a, `item/${milk}/photo`, [3, { shade: 7 }]);
    const inverse = a.undoable({ type: 'deleteItems', ids: [milk] });
    const written: string[] = [];
    a.doc.getMap('values').observe((change) => written.push(...change.keysChanged));
    a.run({ type: 'undo', inverse });
    expect(new Set(written)).toEqual(
      new Set(['core', 'life', 'photo', 'title'].map((group) => `item/${milk}/${group}`)),
    );
    expect(getRaw(a, `item/${milk}/photo`)).toEqual([3, { shade: 7 }]);
    expect(a.titles()).toEqual(['Top', 'Oat milk']);
  });

  it('leaves alone what another member changed since, and says so where nothing is left', () => {
    const { a, b } = withMilk();
    const inverse = a.undoable({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk', note: 'mine' } });
    sync(a, b);
    b.run({ type: 'changeItem', ids: [milk], change: { title: 'Soy milk' } });
    sync(a, b);
    expect(a.run({ type: 'undo', inverse })).not.toHaveProperty('isOvertaken');
    expect(a.list()[1]).toMatchObject({ title: 'Soy milk', note: 'n' });
    const tick = a.undoable({ type: 'setDone', ids: [milk], done: true });
    sync(a, b);
    b.run({ type: 'setDone', ids: [milk], done: false });
    b.run({ type: 'setDone', ids: [milk], done: true });
    sync(a, b);
    expect(a.run({ type: 'undo', inverse: tick })).toEqual({ ok: true, isOvertaken: true });
    expect(a.list()[1]?.done).toMatchObject({ by: ben });
  });

  it('of a tick still works after the entry was deleted and restored', () => {
    const { a } = withMilk();
    const tick = a.undoable({ type: 'setDone', ids: [milk], done: true });
    a.run({ type: 'undo', inverse: a.undoable({ type: 'deleteItems', ids: [milk] }) });
    a.run({ type: 'undo', inverse: tick });
    expect(a.titles()).toEqual(['Top', 'Milk']);
  });

  it('sent again does nothing and is not overtaken by itself', () => {
    const { a } = withMilk();
    const inverse = a.undoable({ type: 'setDone', ids: [milk], done: true });
    a.run({ type: 'undo', inverse }, { at: 50 });
    const hash = a.family.contentHash();
    expect(a.run({ type: 'undo', inverse }, { at: 50, isResent: true })).toEqual({ ok: true });
    expect(a.family.contentHash()).toBe(hash);
  });

  it('works after a reload', () => {
    const { a, b } = withMilk();
    const inverse = a.undoable({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } });
    sync(a, b);
    b.run({ type: 'undo', inverse });
    expect(b.titles()).toEqual(['Top', 'Milk']);
  });

  it('[D8] of a new list takes it back, unless somebody has put entries into it', () => {
    const { a, b } = createFamily();
    const pets = id<ListId>('Pets');
    const inverse = a.undoable({ type: 'addList', id: pets, name: 'Pets', kind: 'plain' });
    const redo = a.undoable({ type: 'undo', inverse });
    expect(a.rows({ type: 'lists' })).toHaveLength(2);
    const again = a.undoable({ type: 'undo', inverse: redo });
    sync(a, b);
    b.add(pets, 'Food');
    sync(a, b);
    expect(a.run({ type: 'undo', inverse: again })).toEqual({ ok: true, isOvertaken: true });
    expect(a.rows({ type: 'lists' })).toHaveLength(3);
  });

  it('of events: adding, changing, deleting', () => {
    const { a } = createFamily();
    const dinner = event('Dinner');
    const agenda = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: 'UTC' } as const;
    const when = { allDay: true, start: '2026-11-24', end: '2026-11-25' } as const;
    const added = a.undoable({
      type: 'addEvent',
      id: dinner,
      title: 'Dinner',
      when,
      who: [ana],
      place: 'Home',
      notes: null,
    });
    const before = withoutVersions(a.rows(agenda));
    const changed = a.undoable({
      type: 'changeEvent',
      id: dinner,
      change: { title: 'Supper', when: { ...when, end: '2026-11-26' }, who: [], place: null, notes: 'late' },
    });
    expect(a.rows(agenda)).toMatchObject([{ title: 'Supper', lastDay: '2026-11-25', who: [], notes: 'late' }]);
    a.run({ type: 'undo', inverse: changed });
    expect(withoutVersions(a.rows(agenda))).toEqual(before);
    const deleted = a.undoable({ type: 'deleteEvent', id: dinner });
    expect(a.rows(agenda)).toEqual([]);
    a.run({ type: 'undo', inverse: deleted });
    expect(withoutVersions(a.rows(agenda))).toEqual(before);
    a.run({ type: 'undo', inverse: added });
    expect(a.run({ type: 'undo', inverse: added })).toEqual({ ok: true });
    expect(a.rows(agenda)).toEqual([]);
  });

  it.each<[string, Inverse]>([
    ['a path that is none', [{ path: 'nonsense', expect: '', value: {} }]],
    ['a core', [{ path: `item/${milk}/core`, expect: '', value: { title: 'x' } }]],
    ['a member', [{ path: `member/${ana}/profile`, expect: '', value: { name: 'x', colour: 'rose', at: 1 } }]],
    ['a group of no version', [{ path: `item/${milk}/constructor`, expect: '', value: {} }]],
    ['a value of another group', [{ path: `item/${milk}/title`, expect: '', value: { note: 'x', at: 1 } }]],
    ['no value', [{ path: `item/${milk}/title`, expect: '', value: null }]],
    [
      'one path twice',
      ['a', 'b'].map((title) => ({ path: `item/${milk}/title`, expect: '', value: { title, at: 1 } })),
    ],
  ])('[D6] refuses an inverse that names %s', (_, inverse) => {
    const { a } = withMilk();
    const hash = a.family.contentHash();
    expect(a.run({ type: 'undo', inverse })).toEqual({ ok: false, error: 'bad-input' });
    expect(a.family.contentHash()).toBe(hash);
  });
});
