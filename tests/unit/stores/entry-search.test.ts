import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { EntryRow } from '../../../lib/protocol/values.ts';
import { createEntrySearch, PAUSE_MS } from '../../../lib/stores/entry-search.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker } from '../../doubles/fake-worker.ts';
import { entry, listRow, TODO } from './rows.ts';

function start(rows: EntryRow[]) {
  const worker = createFakeWorker();
  worker.setRows('search', rows);
  const clock = createFakeClock();
  const life = createFakeLife();
  const { platform } = worker;
  const cache = createSnapshotCache({ cache: platform.cache, clock, life });
  const client = createWorkerClient({ platform, clock, life, cache });
  const lists = signal([listRow(), listRow({ id: TODO, name: 'To-do', kind: 'todo' })]);
  const search = createEntrySearch({ client, clock, lists });
  const found = () => search.found.value.map(({ list, rows: own }) => [list.name, ...own.map(({ title }) => title)]);
  const asked = () => [...worker.port.subs.values()].map(({ query }) => ('text' in query ? query.text : query.type));
  return { worker, clock, search, found, asked };
}

const ROWS = [
  entry('d', { list: TODO, title: 'Call the café' }),
  entry('b', { title: 'Cake', done: { at: 1 }, order: 'a' }),
  entry('a', { title: 'Café molido' }),
];

describe('searching', () => {
  test('shows what was found by list in the family’s order, what is open first', () => {
    const { clock, search, found } = start(ROWS);
    search.write('ca');
    clock.advance(PAUSE_MS);
    expect(found()).toEqual([
      ['Groceries', 'Café molido', 'Cake'],
      ['To-do', 'Call the café'],
    ]);
    expect([search.count.value, search.isAnswered.value]).toEqual([3, true]);
  });

  test('asks once the person stops, and holds one question at a time', () => {
    const { clock, search, asked } = start(ROWS);
    search.write('c');
    search.write('ca');
    clock.advance(PAUSE_MS - 1);
    expect([asked(), search.isAnswered.value]).toEqual([[], false]);
    clock.advance(1);
    expect(asked()).toEqual(['ca']);
    search.write(' cake ');
    clock.advance(PAUSE_MS);
    expect(asked()).toEqual(['cake']);
    search.write('');
    clock.advance(PAUSE_MS);
    expect([asked(), search.count.value]).toEqual([[], 0]);
  });

  test('keeps what it shows until the next answer is there', () => {
    const { worker, clock, search, found, asked } = start(ROWS);
    search.write('ca');
    clock.advance(PAUSE_MS);
    worker.isSilent = true;
    search.write('cak');
    clock.advance(PAUSE_MS);
    expect(found()).toHaveLength(2);
    expect(search.isAnswered.value).toBe(false);
    search.close();
    worker.isSilent = false;
    expect(asked()).toEqual(['ca']);
  });

  test('follows what becomes of what was found', () => {
    const { worker, clock, search, found } = start(ROWS);
    search.write('ca');
    clock.advance(PAUSE_MS);
    worker.patch('search', [], ['d']);
    expect(found()).toEqual([['Groceries', 'Café molido', 'Cake']]);
  });
});
