import { expect, test } from 'vitest';
import { occurrenceAt, placeInAddress } from '../../../lib/stores/address-place.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker } from '../../doubles/fake-worker.ts';
import { occurrence } from './rows.ts';

test('[R4] the address of a notification’s tab names a day, and an occurrence on it', () => {
  expect(placeInAddress('#calendar/2026-11-24')).toEqual({ date: '2026-11-24', row: null });
  expect(placeInAddress('#calendar/2026-11-24/abc%2F2026-11-24T15%3A00')).toEqual({
    date: '2026-11-24',
    row: 'abc/2026-11-24T15:00',
  });
  for (const none of [
    '',
    '#',
    '#list',
    '#calendar',
    '#calendar/2026-02-31',
    '#calendar/soon',
    '#calendar/2026-11-24/%E0%A4%A',
  ]) {
    expect(placeInAddress(none)).toBeNull();
  }
});

test('the occurrence of a place is the worker’s, or none where it is gone', async () => {
  const worker = createFakeWorker();
  const dentist = occurrence('Dentist', '2026-11-24', { at: '15:00', to: '16:00' });
  worker.setRows('agenda', [dentist]);
  const { platform } = worker;
  const [clock, life] = [createFakeClock(), createFakeLife()];
  const cache = createSnapshotCache({ cache: platform.cache, clock, life });
  const client = createWorkerClient({ platform, clock, life, cache });
  const at = (row: string | null) => occurrenceAt({ client, now: { zone: 'UTC' } }, { date: '2026-11-24', row });
  expect(await at(dentist.id)).toEqual(dentist);
  expect(await at('gone')).toBeNull();
  client.close();
});
