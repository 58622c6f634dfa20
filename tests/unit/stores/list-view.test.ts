import { effect, signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { formatsFor } from '../../../lib/calendar/formats.ts';
import type { ItemChange } from '../../../lib/protocol/commands.ts';
import type { MemberId } from '../../../lib/protocol/ids.ts';
import type { EntryRow, ListRow } from '../../../lib/protocol/values.ts';
import { createEntryActions } from '../../../lib/stores/entry-actions.ts';
import { changeEntry, clearEntries, type Ends, moveEntry, removeEntry } from '../../../lib/stores/entry-edits.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { createListView, LINGER_MS } from '../../../lib/stores/list-view.ts';
import { createOverlay } from '../../../lib/stores/overlay.ts';
import { createProblems } from '../../../lib/stores/problems.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { createUndo } from '../../../lib/stores/undo.ts';
import { createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { ANA, BEN, entry, GROCERIES, listRow, member, TODO } from './rows.ts';

function start(rows: EntryRow[] = [], shown: ListRow = listRow(), remembered?: ReadonlyMap<string, unknown>) {
  const worker = createFakeWorker();
  for (const [key, value] of remembered ?? []) worker.cache.set(key, value);
  worker.setRows('list', rows);
  const clock = createFakeClock();
  const life = createFakeLife();
  const { platform } = worker;
  const cache = createSnapshotCache({ cache: platform.cache, clock, life });
  const client = createWorkerClient({ platform, clock, life, cache });
  const overlay = createOverlay(clock);
  const list = signal<ListRow | undefined>(shown);
  const view = createListView({ client, overlay, clock, cache, list });
  const problems = createProblems();
  const undo = createUndo({
    client,
    clock,
    texts: { undone: () => 'undone', overtaken: () => 'overtaken' },
    onProblem: (code) => problems.tell(code),
  });
  const me = signal<MemberId | undefined>(ANA);
  const i18n = createI18n('en');
  const members = signal(new Map([[BEN as string, member(BEN, 'Ben')]]));
  const formats = signal(formatsFor('en', 'auto', 'auto'));
  const today = signal('2026-11-28');
  const deps = { client, overlay, undo, problems, i18n, clock, today, me, members, formats };
  const entries = createEntryActions(deps);
  const actions = {
    ...entries,
    change: (row: EntryRow, change: ItemChange) => changeEntry({ entries, i18n }, row, change),
    remove: (row: EntryRow) => removeEntry({ entries, i18n }, row),
    moveTo: (row: EntryRow, ends: Ends) => moveEntry({ entries, i18n }, row, ends),
    clear: (rows: readonly EntryRow[]) => clearEntries({ entries, i18n }, rows),
  };
  const titles = () => view.open.value.map((id) => view.row(id).value?.title);
  const row = (id: string) => {
    const found = view.peek(id);
    if (found === undefined) throw new Error(`${id} is not shown`);
    return found;
  };
  return { worker, clock, client, overlay, list, view, problems, undo, actions, titles, row };
}

describe('[L27] ticking what repeats', () => {
  const bins = () => entry('bins', { title: 'Bins', due: '2026-11-26', repeat: { rrule: 'FREQ=WEEKLY', from: 'due' } });

  test.each([
    [{ next: '2026-12-03' }, 'Bins: next on Thu, Dec 3'],
    [{ next: '2026-12-03', turn: [BEN] }, 'Bins: next on Thu, Dec 3, Ben’s turn'],
    [{ next: '2026-12-03', turn: [ANA] }, 'Bins: next on Thu, Dec 3, your turn'],
    [undefined, 'Ticked “Bins”'],
  ])('says when it comes back, and to whom: %j', async (value, text) => {
    const { worker, actions, row, undo } = start([bins()], listRow({ kind: 'todo' }));
    await settle();
    actions.setDone(row('bins'), true);
    await settle();
    expect(undo.shown.value?.text()).toBe('Ticked “Bins”');
    worker.acknowledge(0, { ok: true, inverse: [], ...(value && { value }) });
    await settle();
    await expect.poll(() => undo.shown.value?.text()).toBe(text);
    expect(undo.shown.value?.canUndo).toBe(true);
  });
});

const done = (at = 1): { done: EntryRow['done'] } => ({ done: { at } });

describe('rows', () => {
  test('stand in the order of the worker, ids breaking ties; done ones apart, the last ticked first', () => {
    const { view } = start([
      entry('b', { order: 'a1' }),
      entry('c', { order: 'a0' }),
      entry('a', { order: 'a1' }),
      entry('x', done(1)),
      entry('y', done(2)),
    ]);
    expect(view.open.value).toEqual(['c', 'a', 'b']);
    expect(view.done.value).toEqual(['y', 'x']);
    expect(view.openCount.value).toBe(3);
  });

  test('have a signal each: a change repaints one', () => {
    const { worker, view } = start([entry('milk'), entry('eggs')]);
    const painted: string[] = [];
    effect(() => void painted.push(`milk ${view.row('milk').value?.title}`));
    effect(() => void painted.push(`eggs ${view.row('eggs').value?.title}`));
    effect(() => void painted.push(`order ${view.open.value.join()}`));
    painted.length = 0;
    worker.patch('list', [entry('milk', { title: 'Oat milk', version: '2' })]);
    expect(painted).toEqual(['milk Oat milk']);
  });

  test('of a list once shown are there at once when it is shown again', () => {
    const { worker, view, list } = start([entry('milk')]);
    worker.setRows('list', [entry('form', { list: TODO })]);
    list.value = listRow({ id: TODO, name: 'To-do', kind: 'todo' });
    expect(view.open.value).toEqual(['form']);
    const asked = worker.port.received.length;
    list.value = listRow();
    expect(view.open.value).toEqual(['milk']);
    expect(worker.port.received).toHaveLength(asked);
  });
});

describe('headings', () => {
  const place = (...pairs: [id: string, head: string][]) => pairs.map(([id, head]) => ({ id, head }));

  test('divide the open rows; what has none stands on top, in the order of the list', () => {
    const { worker, view } = start([entry('a'), entry('b'), entry('c'), entry('d')]);
    view.place(place(['c', 'Produce'], ['gone', 'Produce'], ['a', 'Produce'], ['d', 'Dairy']));
    expect(view.open.value).toEqual(['b', 'c', 'a', 'd']);
    expect([...view.heads.value]).toEqual([
      ['c', 'Produce'],
      ['d', 'Dairy'],
    ]);
    expect(view.inOrder.value).toEqual(['a', 'b', 'c', 'd']);
    worker.patch('list', [], ['c']);
    expect([...view.heads.value]).toEqual([
      ['a', 'Produce'],
      ['d', 'Dairy'],
    ]);
  });

  test('are remembered for the next first paint, for their list alone', () => {
    const first = start([entry('a'), entry('b')]);
    first.view.place(place(['b', 'Produce'], ['a', 'Dairy']));
    first.clock.advance(1_000);
    const again = start([entry('a'), entry('b')], listRow(), first.worker.cache);
    expect(again.view.open.value).toEqual(['b', 'a']);
    again.list.value = listRow({ id: TODO, kind: 'todo' });
    expect([...again.view.heads.value]).toEqual([]);
  });
});

describe('a ticked entry', () => {
  test('stays in its place for five seconds, then is with the done ones', async () => {
    const { worker, clock, view, actions, row } = start([entry('a'), entry('b'), entry('c')]);
    actions.setDone(row('b'), true);
    expect(view.open.value).toEqual(['a', 'b', 'c']);
    expect(view.row('b').value?.done).toEqual({ at: clock.now(), by: ANA });
    expect(view.openCount.value).toBe(2);
    await settle();
    worker.patch('list', [entry('b', { ...done(clock.now()), version: '2' })]);
    worker.acknowledge(0);
    await settle();
    clock.advance(LINGER_MS - 1);
    expect(view.open.value).toEqual(['a', 'b', 'c']);
    clock.advance(1);
    expect(view.open.value).toEqual(['a', 'c']);
    expect(view.done.value).toEqual(['b']);
  });

  test('that is unticked in time stays for good; ticked again it has its full time', async () => {
    const { clock, view, actions, row } = start([entry('a'), entry('b')]);
    actions.setDone(row('a'), true);
    clock.advance(3_000);
    actions.setDone(row('a'), false);
    clock.advance(60_000);
    expect(view.open.value).toEqual(['a', 'b']);
    actions.setDone(row('a'), true);
    clock.advance(3_000);
    actions.setDone(row('a'), false);
    actions.setDone(row('a'), true);
    clock.advance(LINGER_MS - 1);
    expect(view.open.value).toEqual(['a', 'b']);
    clock.advance(1);
    expect(view.open.value).toEqual(['b']);
  });

  test('lingers when another member ticked it, too; but not what was done before the page came', () => {
    const { worker, clock, view } = start([entry('a'), entry('old', done())]);
    worker.patch('list', [entry('a', { ...done(5), version: '2' })]);
    expect(view.open.value).toEqual(['a']);
    expect(view.done.value).toEqual(['old']);
    clock.advance(LINGER_MS);
    expect(view.done.value).toEqual(['a', 'old']);
  });
});

describe('what the person does', () => {
  test('shows in the same moment: an addition on top, once, before and after the worker has it', async () => {
    const { worker, view, actions, titles } = start([entry('a', { title: 'Eggs' })]);
    void actions.add(GROCERIES, [{ title: 'Milk' }]);
    expect(titles()).toEqual(['Milk', 'Eggs']);
    void actions.add(GROCERIES, [{ title: 'Rice' }]);
    expect(titles()[0]).toBe('Rice');
    await settle();
    const [milk, rice] = worker.commands.map(({ command }) => command.body);
    if (milk?.type !== 'addItems' || rice?.type !== 'addItems') throw new Error('two additions were expected');
    const id = milk.items[0]?.id ?? '';
    const shown = view.open.value;
    worker.patch('list', [
      entry(id, { title: 'Milk', order: 'A' }),
      entry(rice.items[0]?.id ?? '', { title: 'Rice', order: '0' }),
    ]);
    expect(view.open.value).toEqual(shown);
    worker.acknowledge(0);
    worker.acknowledge(1);
    await settle();
    expect(view.open.value).toEqual(shown);
    expect(view.row(id).value?.version).toBe('1');
  });

  test('merges into the row with the same title where the list merges, and only there', async () => {
    const groceries = start([entry('m', { title: 'Oat  milk' })]);
    void groceries.actions.add(GROCERIES, [{ title: 'oat MILK' }]);
    expect(groceries.titles()).toEqual(['Oat  milk']);
    expect(groceries.row('m').ids).toHaveLength(2);
    const todo = start([entry('m', { title: 'Call', list: TODO })], listRow({ id: TODO, kind: 'todo' }));
    void todo.actions.add(TODO, [{ title: 'Call' }]);
    expect(todo.titles()).toEqual(['Call', 'Call']);
  });

  test('goes away at once when it is deleted, and does not flash when the worker follows', async () => {
    const { worker, view, actions, row } = start([entry('a'), entry('b')]);
    const seen: string[] = [];
    effect(() => void seen.push(view.open.value.join()));
    actions.remove(row('a'));
    await settle();
    worker.acknowledge(0);
    await settle();
    worker.patch('list', [], ['a']);
    expect(seen).toEqual(['a,b', 'b']);
  });

  test('is taken back, and the reason told, when the worker refuses', async () => {
    const { worker, view, actions, problems, undo, row } = start([entry('a'), entry('b')]);
    actions.remove(row('a'));
    await settle();
    worker.acknowledge(0, { ok: false, error: 'from-newer' });
    await settle();
    expect(view.open.value).toEqual(['a', 'b']);
    expect(problems.shown.value).toBe('from-newer');
    expect(undo.shown.value).toBeNull();
  });

  test('moves a row at once, and the worker’s order replaces that', async () => {
    const { worker, view, actions, row } = start([entry('a'), entry('b'), entry('c')]);
    actions.moveTo(row('c'), { after: null, before: row('a').id });
    expect(view.open.value).toEqual(['c', 'a', 'b']);
    await settle();
    expect(worker.commands[0]?.command.body).toEqual({ type: 'moveItem', ids: ['c'], after: null, before: 'a' });
    worker.patch('list', [entry('c', { order: 'Z', version: '2' })]);
    worker.acknowledge(0);
    await settle();
    expect(view.open.value).toEqual(['c', 'a', 'b']);
    worker.patch('list', [entry('c', { order: 'z', version: '3' })]);
    expect(view.open.value).toEqual(['a', 'b', 'c']);
  });

  test('names the version that was seen, but not for a row that shows what the worker has not', async () => {
    const { worker, actions, row } = start([entry('a', { version: '7' })]);
    actions.change(row('a'), { title: 'A' });
    actions.change(row('a'), { title: 'AA' });
    await settle();
    expect(worker.commands.map(({ command: { body } }) => 'seen' in body && body.seen)).toEqual(['7', false]);
  });

  test('moves an entry to another list at once', () => {
    const { view, actions, row } = start([entry('a'), entry('b')]);
    actions.change(row('a'), { list: TODO });
    expect(view.open.value).toEqual(['b']);
  });

  test('is no longer laid over the rows once another member has moved on', async () => {
    const { worker, view, actions, row } = start([entry('a')]);
    actions.change(row('a'), { title: 'Mine' });
    await settle();
    worker.patch('list', [entry('a', { title: 'Mine', version: '2' })]);
    worker.acknowledge(0);
    await settle();
    worker.patch('list', [entry('a', { title: 'Theirs', version: '3' })]);
    expect(view.row('a').value?.title).toBe('Theirs');
  });

  test('gives way to the worker’s rows even when they never show it', async () => {
    const { worker, clock, view, actions, row } = start([entry('a')]);
    actions.change(row('a'), { title: 'Mine' });
    await settle();
    worker.acknowledge(0, { ok: true, isOvertaken: true });
    await settle();
    expect(view.row('a').value?.title).toBe('Mine');
    clock.advance(5_000);
    expect(view.row('a').value?.title).toBe('a');
  });

  test('clears all done entries in one command', async () => {
    const { worker, view, actions, row } = start([entry('a'), entry('x', done()), entry('y', done())]);
    actions.clear([row('x'), row('y')]);
    expect(view.done.value).toEqual([]);
    await settle();
    expect(worker.commands[0]?.command.body).toEqual({ type: 'deleteItems', ids: ['x', 'y'] });
  });
});

describe('undo', () => {
  test('of a tick shows at once, even before the worker has answered the tick, and is sent after it', async () => {
    const { worker, view, actions, undo, row } = start([entry('a')]);
    actions.setDone(row('a'), true);
    expect(undo.undo()).toBe('a');
    expect(view.row('a').value?.done).toBeNull();
    await settle();
    expect(worker.commands).toHaveLength(1);
    const inverse = [{ path: 'item/a/done', expect: '2', value: null }];
    worker.acknowledge(0, { ok: true, inverse });
    await settle();
    const [tick, back] = worker.commands.map(({ command }) => command);
    expect(tick?.says).toBe('Ticked “a”');
    expect(back?.body).toEqual({ type: 'takeBack', change: tick?.id });
  });

  test('of a deletion brings the row back to its place, with where the keyboard goes', async () => {
    const { worker, view, actions, undo, row } = start([entry('a'), entry('b'), entry('c')]);
    actions.remove(row('b'));
    await settle();
    worker.patch('list', [], ['b']);
    worker.acknowledge(0, { ok: true, inverse: [{ path: 'p', expect: '1', value: 1 }] });
    await settle();
    expect(view.open.value).toEqual(['a', 'c']);
    expect(undo.undo()).toBe('b');
    expect(view.open.value).toEqual(['a', 'b', 'c']);
  });

  test('of an addition hides it', async () => {
    const { worker, view, actions, undo } = start();
    void actions.add(GROCERIES, [{ title: 'Milk' }]);
    await settle();
    worker.acknowledge(0, { ok: true, inverse: [{ path: 'p', expect: '1', value: 1 }] });
    await settle();
    undo.undo();
    expect(view.open.value).toEqual([]);
  });

  test('that another member overtook leaves their change, and says so', async () => {
    const { worker, view, actions, undo, row } = start([entry('a')]);
    actions.setDone(row('a'), true);
    await settle();
    worker.patch('list', [entry('a', { ...done(), version: '2' })]);
    worker.acknowledge(0, { ok: true, inverse: [{ path: 'p', expect: '1', value: 1 }] });
    await settle();
    undo.undo();
    await settle();
    worker.acknowledge(1, { ok: true, isOvertaken: true });
    await settle();
    expect(view.row('a').value?.done).not.toBeNull();
    expect(undo.shown.value?.text()).toBe('overtaken');
  });
});
