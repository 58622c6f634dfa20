import { describe, expect, test } from 'vitest';
import type { ListKind } from '../../../lib/protocol/values.ts';
import { createApp } from '../../../lib/stores/app.ts';
import type { Arrangement } from '../../../lib/stores/arrangement.ts';
import { createListStores } from '../../../lib/stores/list-stores.ts';
import { createRowActions } from '../../../lib/stores/row-actions.ts';
import { enDialogs } from '../../../locales/en-dialogs.ts';
import { enLists } from '../../../locales/en-lists.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { entry, listRow, TODO } from './rows.ts';

function start(rows: ReturnType<typeof entry>[], kind: ListKind = 'todo') {
  const worker = createFakeWorker();
  const list = listRow({ kind });
  worker.setRows('lists', [list, listRow({ id: TODO, name: 'To-do', kind: 'todo', order: 'b' })]);
  worker.setRows('list', rows);
  const app = createApp({
    platform: worker.platform,
    clock: createFakeClock(),
    life: createFakeLife(),
    texts: [enDialogs, enLists],
  });
  const stores = createListStores(app, 'popup');
  const said: string[] = [];
  const actions = createRowActions(app, stores, (text) => said.push(text));
  const sent = async () => {
    await settle();
    return worker.commands.map(({ command }) => command.body);
  };
  return { app, stores, actions, said, sent };
}

const rows = () => [entry('a'), entry('b'), entry('c', { parent: entry('b').id }), entry('d')];

describe('moving a row', () => {
  test('by a step goes past its neighbour, and is said; at an end nothing happens', async () => {
    const { actions, said, sent } = start([entry('a'), entry('b'), entry('c')]);
    actions.moveBy('a', 1);
    actions.moveBy('a', -1);
    actions.moveBy('a', -1);
    expect(await sent()).toEqual([
      { type: 'moveItem', ids: ['a'], after: 'b', before: 'c' },
      { type: 'moveItem', ids: ['a'], after: null, before: 'b' },
    ]);
    expect(said).toEqual(['a, 2 of 3', 'a, 1 of 3']);
  });

  test('past a row with parts goes past all of them; a part stays with what it is a part of', async () => {
    const { actions, sent } = start(rows());
    actions.moveBeside('d', 'c', 'before');
    actions.moveBeside('c', 'a', 'before');
    actions.moveBeside('c', 'b', 'before');
    expect(await sent()).toEqual([{ type: 'moveItem', ids: ['d'], after: 'a', before: 'b' }]);
  });

  test('[L39] below another heading corrects its category, and comes beside the row there', async () => {
    const { stores, actions, sent } = start([entry('milk'), entry('pears')], 'groceries');
    stores.arrangement.value = {
      hasSections: { peek: () => true },
      categoryOf: ({ title }: { title: string }) => (title === 'milk' ? 'Dairy & eggs' : 'Produce'),
    } as unknown as Arrangement;
    stores.view.place([
      { id: 'pears', head: 'Produce' },
      { id: 'milk', head: 'Dairy & eggs' },
    ]);
    actions.moveBy('milk', -1);
    expect(await sent()).toEqual([
      { type: 'moveItem', ids: ['milk'], after: null, before: 'pears', category: 'Produce' },
    ]);
    expect(stores.view.peek('milk')?.category).toBe('Produce');
  });
});

describe('[L40] a quantity counted up or down', () => {
  test('shows at once and is sent as a step, in its unit; where there is no step nothing happens', async () => {
    const flour = entry('flour', { quantities: [{ amount: 130, unit: 'g' }] });
    const { app, stores, actions, sent } = start([entry('milk'), flour], 'groceries');
    actions.stepQuantity('milk', 1);
    actions.stepQuantity('milk', 1);
    expect(stores.view.peek('milk')?.quantities).toEqual([{ amount: 3 }]);
    actions.stepQuantity('flour', -1);
    expect(app.undo.shown.value?.text()).toBe('flour: now 100 g');
    actions.stepQuantity('milk', -1);
    actions.stepQuantity('milk', -1);
    actions.stepQuantity('milk', -1);
    expect(await sent()).toEqual([
      { type: 'stepQuantity', ids: ['milk'], by: { amount: 1 } },
      { type: 'stepQuantity', ids: ['milk'], by: { amount: 1 } },
      { type: 'stepQuantity', ids: ['flour'], by: { amount: -30, unit: 'g' } },
      { type: 'stepQuantity', ids: ['milk'], by: { amount: -1 } },
      { type: 'stepQuantity', ids: ['milk'], by: { amount: -1 } },
    ]);
  });
});

describe('a row becomes a part', () => {
  test('of the one above, or of what that is a part of; and is taken out again', async () => {
    const { actions, sent } = start(rows());
    actions.indent('b', 1);
    actions.indent('d', 1);
    actions.indent('c', -1);
    expect(await sent()).toMatchObject([
      { type: 'changeItem', ids: ['b'], change: { parent: 'a' } },
      { type: 'changeItem', ids: ['d'], change: { parent: 'b' } },
      { type: 'changeItem', ids: ['c'], change: { parent: null } },
    ]);
  });

  test('not the first one, not one that has parts itself, not in groceries', async () => {
    const whole = start([entry('a'), entry('b', { steps: { open: 1, total: 1 } })]);
    whole.actions.indent('a', 1);
    whole.actions.indent('b', 1);
    whole.actions.indent('a', -1);
    expect(await whole.sent()).toEqual([]);
    const groceries = start([entry('a'), entry('b')], 'groceries');
    groceries.actions.indent('b', 1);
    expect(await groceries.sent()).toEqual([]);
  });
});

describe('several rows', () => {
  test('are ticked, moved and deleted with one command each, named by how many they are', async () => {
    const { app, actions, sent } = start([entry('a'), entry('b', { done: { at: 1 } }), entry('c')]);
    const all = [entry('a'), entry('b', { done: { at: 1 } }), entry('c')];
    actions.tick(all);
    expect(app.undo.shown.value?.text()).toBe('Ticked 2 entries');
    actions.moveTo(all, listRow({ id: TODO, name: 'To-do' }));
    expect(app.undo.shown.value?.text()).toBe('Moved 3 entries to To-do');
    actions.remove(all);
    actions.remove([entry('c')]);
    expect(app.undo.shown.value?.text()).toBe('Deleted “c”');
    expect(await sent()).toEqual([
      { type: 'setDone', ids: ['a', 'c'], done: true, today: app.now.today.peek() },
      { type: 'changeItem', ids: ['a', 'b', 'c'], change: { list: TODO } },
      { type: 'deleteItems', ids: ['a', 'b', 'c'] },
      { type: 'deleteItems', ids: ['c'] },
    ]);
  });

  test('[L38] that are ticked together say under which headings they stood, and on which day', async () => {
    const { app, stores, actions, sent } = start([], 'groceries');
    stores.arrangement.value = {
      aisleOf: ({ title }: { title: string }) => ({ milk: 'Dairy & eggs', pears: 'Produce' })[title],
    } as unknown as Arrangement;
    const milk = entry('milk', { ids: [entry('milk').id, entry('m2').id] });
    actions.tick([milk, entry('pears'), entry('what')]);
    const today = app.now.today.peek();
    const aisles = { milk: 'Dairy & eggs', m2: 'Dairy & eggs', pears: 'Produce' };
    expect(await sent()).toEqual([
      { type: 'setDone', ids: ['milk', 'm2', 'pears', 'what'], done: true, today, aisles },
    ]);
  });

  test('that are all done are opened again', async () => {
    const { app, actions, sent } = start([]);
    const done = { done: { at: 1 } };
    actions.tick([entry('a', done), entry('b', done)]);
    actions.tick([entry('c', done)]);
    expect(app.undo.shown.value?.text()).toBe('Put “c” back');
    expect(await sent()).toMatchObject([
      { type: 'setDone', ids: ['a', 'b'], done: false },
      { type: 'setDone', ids: ['c'], done: false },
    ]);
  });
});
