import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import type { FeedId } from '../../../lib/protocol/ids.ts';
import { createApp } from '../../../lib/stores/app.ts';
import { createCalendarStores } from '../../../lib/stores/calendar-stores.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { ANA, BEN, member, occurrence } from './rows.ts';

const ZONE = 'Europe/Madrid';

/** Sunday 22 November 2026, 13:00 in Madrid, in the month view. */
async function start(rows: OccurrenceRow[]) {
  const worker = createFakeWorker();
  worker.setRows('agenda', rows);
  worker.setRows('members', [member(ANA, 'Ana'), member(BEN, 'Ben')]);
  const choices = { language: 'en', theme: 'auto', weekStart: 'monday', timeFormat: 'auto', host: '' } as const;
  worker.setRows('settings', [{ id: 'settings', ...choices, remind: 'mine', morning: '', badge: 'both', hidden: [] }]);
  const clock = createFakeClock();
  const app = createApp({ platform: worker.platform, clock, life: createFakeLife(), zone: ZONE });
  const stores = createCalendarStores(app);
  stores.place.show('month');
  await settle();
  const titles = (date: string) => (stores.byDay.value.get(date) ?? []).map((entry) => entry.row.title);
  const bodies = () => worker.commands.map(({ command }) => command.body);
  return { worker, clock, app, stores, titles, bodies };
}

describe('the days of a view', () => {
  test('have what the worker has, day by day, and are laid out anew only when that changes', async () => {
    const { stores, clock, titles } = await start([
      occurrence('Lyon', '2026-11-23', { lastDay: '2026-11-24' }),
      occurrence('Choir', '2026-11-24', { at: '17:00', to: '18:00' }),
    ]);
    expect(titles('2026-11-24')).toEqual(['Lyon', 'Choir']);
    const before = stores.byDay.value;
    clock.advance(5 * 60_000);
    expect(stores.byDay.value).toBe(before);
  });

  test('show at once what stays while the worker is asked for other days', async () => {
    const { stores, worker, titles } = await start([occurrence('Choir', '2026-11-30', { at: '17:00', to: '18:00' })]);
    worker.isSilent = true;
    stores.place.next();
    expect(stores.place.range.value.from).toBe('2026-11-30');
    expect(titles('2026-11-30')).toEqual(['Choir']);
  });
});

test('the days to which previous and next lead are asked for ahead, and no longer than they are next', async () => {
  const { stores, worker } = await start([]);
  const asked = () =>
    [...worker.port.subs.values()]
      .flatMap(({ query }) => (query.type === 'agenda' ? [`${query.from} ${query.to}`] : []))
      .sort();
  expect(asked()).toEqual(['2026-09-28 2026-11-01', '2026-10-26 2026-12-06', '2026-11-30 2027-01-03']);
  stores.place.next();
  expect(asked()).toEqual(['2026-10-26 2026-12-06', '2026-11-30 2027-01-03', '2026-12-28 2027-01-31']);
  stores.place.show('agenda');
  // The agenda's own days, and the month.
  expect(asked()).toEqual(['2026-11-30 2027-01-03', '2026-12-22 2026-12-28']);
});

describe('members who are hidden', () => {
  const rows = [
    occurrence('Ben’s', '2026-11-24', { who: [BEN] }),
    occurrence('Ours', '2026-11-24', { who: [ANA, BEN] }),
  ];

  test('[V4] hide what is for them alone at once; it is a setting, so that badge and reminders follow', async () => {
    const { stores, titles, bodies, worker } = await start(rows);
    stores.filter.toggle(BEN);
    expect(titles('2026-11-24')).toEqual(['Ours']);
    await settle();
    expect(bodies()).toEqual([{ type: 'changeSettings', change: { hidden: [BEN] } }]);
    worker.acknowledge(0);
    await settle();
    expect(titles('2026-11-24')).toEqual(['Ours']);
    stores.filter.toggle(BEN);
    expect(titles('2026-11-24')).toEqual(['Ben’s', 'Ours']);
  });

  test('are shown again where the worker refuses', async () => {
    const { stores, worker, titles, app } = await start(rows);
    stores.filter.toggle(BEN);
    await settle();
    worker.acknowledge(0, { ok: false, error: 'internal' });
    await settle();
    expect(titles('2026-11-24')).toEqual(['Ben’s', 'Ours']);
    expect(app.problems.shown.value).toBe('internal');
  });

  test('[V4] are never removed ones: nobody could show theirs again', async () => {
    const { stores, worker, titles } = await start(rows);
    stores.filter.toggle(BEN);
    worker.patch('members', [member(BEN, 'Ben', { isRemoved: true })]);
    expect(titles('2026-11-24')).toEqual(['Ben’s', 'Ours']);
  });
});

describe('an event on its way', () => {
  const choir = occurrence('Choir', '2026-11-24', { at: '17:00', to: '18:00' });

  test('shows where it would be, sends nothing, and goes back', async () => {
    const { stores, titles, bodies } = await start([choir]);
    stores.moves.shift(choir, { days: 1, minutes: 0 });
    stores.moves.shift(choir, { days: 1, minutes: 30 });
    expect(titles('2026-11-24')).toEqual([]);
    expect(stores.byDay.value.get('2026-11-26')?.[0]).toMatchObject({ startsAt: '17:30', endsAt: '18:30' });
    stores.moves.cancel();
    expect(titles('2026-11-24')).toEqual(['Choir']);
    await settle();
    expect(bodies()).toEqual([]);
  });

  test('[V5] is moved once, from where it was, when it is put down, and stays there without a flicker', async () => {
    const { stores, titles, bodies } = await start([choir]);
    stores.moves.shift(choir, { days: 1, minutes: 0 });
    stores.moves.stretch(choir, { days: 0, minutes: 15 });
    void stores.moves.drop();
    expect(titles('2026-11-25')).toEqual(['Choir']);
    await settle();
    expect(bodies()).toEqual([
      {
        type: 'changeEvent',
        id: 'Choir',
        change: { when: { allDay: false, start: '2026-11-25T17:00', end: '2026-11-25T18:15', zone: ZONE } },
        seen: '1',
      },
    ]);
  });

  test('[V5] that is put down where it was sends nothing', async () => {
    const { stores, bodies } = await start([choir]);
    stores.moves.show(choir, { days: 2, minutes: 0 }, 'whole');
    stores.moves.show(choir, { days: 0, minutes: 0 }, 'whole');
    void stores.moves.drop();
    await settle();
    expect(bodies()).toEqual([]);
  });
});

describe('searching', () => {
  test('asks once typing has paused, and lists what comes before what was', async () => {
    const { stores, worker, clock } = await start([]);
    worker.setRows('events', [
      occurrence('Old choir', '2026-10-01'),
      occurrence('Older choir', '2026-09-01'),
      occurrence('Next choir', '2026-12-01'),
      occurrence('Today’s choir', '2026-11-22', { at: '17:00', to: '18:00' }),
    ]);
    const asked = () =>
      [...worker.port.subs.values()].flatMap(({ query }) => (query.type === 'events' ? [query.text] : []));
    stores.search.setText('cho');
    stores.search.setText('choir ');
    expect(stores.search.text.value).toBe('choir ');
    expect(stores.search.found.value).toBeNull();
    expect(asked()).toEqual([]);
    clock.advance(200);
    expect(asked()).toEqual(['choir']);
    expect(stores.search.found.value?.map((row) => row.title)).toEqual([
      'Today’s choir',
      'Next choir',
      'Old choir',
      'Older choir',
    ]);
    stores.search.setText(' ');
    expect(stores.search.found.value).toBeNull();
    expect(asked()).toEqual([]);
  });

  test('[V4] finds nothing that is for hidden members alone', async () => {
    const { stores, worker, clock } = await start([]);
    worker.setRows('events', [occurrence('Ben’s', '2026-12-01', { who: [BEN] }), occurrence('Ours', '2026-12-01')]);
    stores.filter.toggle(BEN);
    stores.search.setText('s');
    clock.advance(200);
    expect(stores.search.found.value?.map((row) => row.title)).toEqual(['Ours']);
  });
});

test('[V5] an event of a calendar elsewhere does not move', async () => {
  const row = {
    ...occurrence('Match', '2026-11-24', { at: '17:00', to: '18:00' }),
    source: { feed: 'club' as FeedId },
  };
  const { stores, bodies } = await start([row]);
  expect(stores.moves.shift(row, { days: 1, minutes: 0 })).toBe(false);
  expect(stores.moves.moving.value).toBeNull();
  void stores.moves.drop();
  await settle();
  expect(bodies()).toEqual([]);
});
