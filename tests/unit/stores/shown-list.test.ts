import { expect, test } from 'vitest';
import { createShownList } from '../../../lib/stores/shown-list.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker } from '../../doubles/fake-worker.ts';
import { GROCERIES, listRow, TODO } from './rows.ts';

test('the list in front stays there when somebody orders the lists anew, until it goes or another is chosen', () => {
  const worker = createFakeWorker();
  worker.setRows('lists', [listRow({ order: 'a' }), listRow({ id: TODO, order: 'b' })]);
  const clock = createFakeClock();
  const life = createFakeLife();
  const { platform } = worker;
  const client = createWorkerClient({
    platform,
    clock,
    life,
    cache: createSnapshotCache({ ...platform, clock, life }),
  });
  const lists = createShownList({ client, cache: platform.cache });
  const front = () => lists.current.value?.id;
  expect(front()).toBe(GROCERIES);

  worker.patch('lists', [listRow({ order: 'c' })]);
  expect(lists.all.value.map(({ id }) => id)).toEqual([TODO, GROCERIES]);
  expect(front()).toBe(GROCERIES);

  worker.patch('lists', [listRow({ order: 'c', isArchived: true })]);
  expect(front()).toBe(TODO);
  worker.patch('lists', [listRow({ order: 'c' })]);
  lists.show(GROCERIES);
  expect(front()).toBe(GROCERIES);
  lists.close();
});
