import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { EntryRow, ListRow } from '../../../lib/protocol/values.ts';
import { createArrangement, inAisleOrder } from '../../../lib/stores/arrangement.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { createListView, LINGER_MS } from '../../../lib/stores/list-view.ts';
import { createOverlay } from '../../../lib/stores/overlay.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { enLists } from '../../../locales/en-lists.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { entry, GROCERIES, listRow, TODO } from './rows.ts';

const AISLES: Record<string, 'Produce' | 'Dairy & eggs' | 'Bakery'> = {
  bread: 'Bakery',
  milk: 'Dairy & eggs',
  eggs: 'Dairy & eggs',
  pears: 'Produce',
};

async function start(rows: EntryRow[], shown: ListRow = listRow()) {
  const worker = createFakeWorker();
  worker.setRows('list', rows);
  const clock = createFakeClock();
  const life = createFakeLife();
  const { platform } = worker;
  const cache = createSnapshotCache({ cache: platform.cache, clock, life });
  const client = createWorkerClient({ platform, clock, life, cache });
  const list = signal<ListRow | undefined>(shown);
  const view = createListView({ client, overlay: createOverlay(clock), clock, cache, list });
  const i18n = createI18n('en');
  i18n.learn(enLists);
  let loads = 0;
  const own = signal([{ id: 'own-1', ids: ['own-1', 'own-2'], name: 'Party' }]);
  const arrangement = createArrangement({
    view,
    list,
    cache: platform.cache,
    clock,
    own,
    i18n,
    language: 'en',
    load: async () => {
      loads += 1;
      return { categorise: (name) => AISLES[name] ?? null };
    },
  });
  await settle();
  const shownRows = () =>
    view.open.value.flatMap((id) => {
      const head = view.heads.value.get(id);
      return head === undefined ? [id] : [`# ${head}`, id];
    });
  return { worker, clock, list, view, arrangement, own, shownRows, loads: () => loads };
}

const FOUR = [entry('milk'), entry('screws'), entry('bread'), entry('pears')];

describe('groceries', () => {
  test('stand below their categories in the order of the aisles; what nobody knows stands on top', async () => {
    const { shownRows } = await start([...FOUR, entry('eggs')]);
    expect(shownRows()).toEqual([
      'screws',
      '# Produce',
      'pears',
      '# Bakery',
      'bread',
      '# Dairy & eggs',
      'eggs',
      'milk',
    ]);
  });

  test('follow what the family says before the dictionary, and aisles set by hand', async () => {
    const { worker, list, shownRows } = await start(FOUR);
    worker.patch('list', [entry('pears', { category: 'own-2', version: '2' })]);
    list.value = listRow({ aisles: ['Dairy & eggs', 'own-2', 'Bakery'] });
    expect(shownRows()).toEqual(['screws', '# Dairy & eggs', 'milk', '# Party', 'pears', '# Bakery', 'bread']);
  });

  test('of a category of the family’s own that was renamed follow, and stand on top while it is taken away', async () => {
    const { worker, arrangement, own, shownRows } = await start(FOUR);
    const pears = entry('pears', { category: 'own-1', version: '2' });
    worker.patch('list', [pears]);
    own.value = [{ id: 'own-1', ids: ['own-1'], name: 'Feast' }];
    expect(shownRows()).toContain('# Feast');
    own.value = [];
    expect(arrangement.categoryOf(pears)).toBeUndefined();
    expect(shownRows()).toEqual(['pears', 'screws', '# Bakery', 'bread', '# Dairy & eggs', 'milk']);
  });

  test('that are few need no headings; what was just bought still counts', async () => {
    const { worker, clock, shownRows } = await start(FOUR.slice(0, 3));
    expect(shownRows()).toEqual(['bread', 'milk', 'screws']);
    worker.patch('list', [entry('pears')]);
    expect(shownRows()).toContain('# Bakery');
    worker.patch('list', [entry('pears', { done: { at: clock.now() }, version: '2' })]);
    clock.advance(LINGER_MS);
    expect(shownRows()).toEqual(['screws', '# Bakery', 'bread', '# Dairy & eggs', 'milk']);
  });

  test('keep the very sequence that is painted when a row changes in its place', async () => {
    const { worker, view } = await start(FOUR);
    const before = view.open.value;
    worker.patch('list', [entry('milk', { note: 'the blue one', version: '2' })]);
    expect(view.row('milk').value?.note).toBe('the blue one');
    expect(view.open.value).toBe(before);
  });

  test('go without, where somebody chose so for this list; the choice is kept, and can be taken back', async () => {
    const { worker, arrangement, shownRows } = await start(FOUR);
    arrangement.setSections(false);
    expect(shownRows()).toEqual(['bread', 'milk', 'pears', 'screws']);
    expect(worker.cache.get('lists/plain')).toEqual([GROCERIES]);
    arrangement.setSections(true);
    expect(shownRows()[0]).toBe('screws');
    expect(shownRows()).toHaveLength(7);
  });
});

describe('other lists', () => {
  test('need no dictionary, and have parts below what they are a part of', async () => {
    const todo = listRow({ id: TODO, kind: 'todo' });
    const rows = [
      entry('a', { list: TODO }),
      entry('b', { list: TODO }),
      entry('c', { list: TODO, parent: entry('a').id }),
      entry('d', { list: TODO, parent: entry('b').id }),
      entry('e', { list: TODO, parent: entry('gone').id }),
    ];
    const { shownRows, loads } = await start(rows, todo);
    expect(shownRows()).toEqual(['a', 'c', 'b', 'd', 'e']);
    expect(loads()).toBe(0);
  });
});

test('categories that the aisles do not name stay after the one that they come after otherwise', () => {
  const all = ['a', 'b', 'c', 'd'];
  expect(inAisleOrder(all, [])).toEqual(all);
  expect(inAisleOrder(all, ['c', 'a', 'unknown'])).toEqual(['c', 'd', 'a', 'b']);
  expect(inAisleOrder(all, ['d'])).toEqual(['a', 'b', 'c', 'd']);
});
