import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import type { MemberId } from '../../../lib/protocol/ids.ts';
import type { AgendaBlock } from '../../../lib/stores/agenda-blocks.ts';
import { createAgendaView } from '../../../lib/stores/agenda-view.ts';
import { createCalendarMoves } from '../../../lib/stores/calendar-moves.ts';
import { createCalendarPlace } from '../../../lib/stores/calendar-place.ts';
import { createEventActions } from '../../../lib/stores/event-actions.ts';
import { newEventDraft } from '../../../lib/stores/event-draft.ts';
import { changeBetween, fieldsOf } from '../../../lib/stores/event-fields.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { createNow } from '../../../lib/stores/now.ts';
import { createOverlay } from '../../../lib/stores/overlay.ts';
import { createProblems } from '../../../lib/stores/problems.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { createTodayView } from '../../../lib/stores/today-view.ts';
import { createUndo } from '../../../lib/stores/undo.ts';
import { createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { ANA, BEN, entry, occurrence } from './rows.ts';

const ZONE = 'Europe/Madrid';
const HOUR_MS = 3_600_000;

/** Sunday 22 November 2026, 13:00 in Madrid. */
function start(rows: OccurrenceRow[] = []) {
  const worker = createFakeWorker();
  worker.setRows('agenda', rows);
  const clock = createFakeClock();
  const life = createFakeLife();
  const { platform } = worker;
  const client = createWorkerClient({
    platform,
    clock,
    life,
    cache: createSnapshotCache({ cache: platform.cache, clock, life }),
  });
  const now = createNow(clock, ZONE);
  const problems = createProblems();
  const undo = createUndo({
    client,
    clock,
    texts: { undone: () => 'undone', overtaken: () => 'overtaken' },
    onProblem: (code) => problems.tell(code),
  });
  const me = signal<MemberId | undefined>(ANA);
  const events = createEventActions({ client, undo, problems, i18n: createI18n('en'), clock, me, now });
  const weekStart = signal(1);
  const place = createCalendarPlace({ now, weekStart, cache: platform.cache });
  const overlay = createOverlay(clock);
  const hidden = signal<ReadonlySet<MemberId>>(new Set());
  const moves = createCalendarMoves({ events, zone: ZONE });
  const view = createAgendaView({ client, events, moves, overlay, now, place, hidden });
  const queries = () =>
    [...worker.port.subs.values()].flatMap(({ query }) =>
      query.type === 'agenda' ? [`${query.from} ${query.to}`] : [],
    );
  const titlesOf = (blocks: readonly AgendaBlock[]) =>
    blocks.flatMap((block) => (block.type === 'day' ? block.entries.map((each) => each.row.title) : []));
  const titles = () => titlesOf([...view.earlier.value, ...view.ahead.value]);
  return {
    worker,
    clock,
    client,
    now,
    overlay,
    place,
    view,
    events,
    undo,
    problems,
    weekStart,
    hidden,
    queries,
    titles,
  };
}

describe('the days in sight', () => {
  test('are a week from the chosen day, placed in the viewer’s zone', () => {
    const { worker, queries } = start();
    expect(queries()).toEqual(['2026-11-22 2026-11-28']);
    const sub = [...worker.port.subs.values()].find(({ query }) => query.type === 'agenda');
    expect(sub?.query).toMatchObject({ zone: ZONE });
  });

  test('grow at both ends by a stretch of their own, and what is there is not asked for again', () => {
    const { view, queries } = start();
    view.showMore();
    view.showEarlier();
    expect(queries().sort()).toEqual(['2026-11-08 2026-11-21', '2026-11-22 2026-11-28', '2026-11-29 2026-12-12']);
    expect(view.earlier.value).toEqual([{ type: 'gap', from: '2026-11-08', to: '2026-11-21' }]);
    expect(view.ahead.value.at(-1)).toMatchObject({ to: '2026-12-12' });
  });

  test('[V8] never say that a stretch is empty before the worker has answered for it, and ask for one at a time', () => {
    const { view, worker, queries } = start([occurrence('Choir', '2026-11-25')]);
    worker.isSilent = true;
    view.showEarlier();
    view.showEarlier();
    expect(view.earlier.value).toEqual([]);
    expect(queries()).toEqual(['2026-11-22 2026-11-28']);
  });

  test('get what was asked for at one end while the other end waits', () => {
    const { view, worker, queries } = start();
    worker.isSilent = true;
    view.showEarlier();
    worker.isSilent = false;
    view.showMore();
    expect(queries()).toEqual(['2026-11-22 2026-11-28', '2026-11-29 2026-12-12']);
    expect(view.ahead.value.at(-1)).toMatchObject({ to: '2026-12-12' });
  });

  test('grow by fewer days where there is much on each', () => {
    const rows = Array.from({ length: 280 }, (_, n) => occurrence(`Event ${n}`, `2026-11-${22 + (n % 7)}`));
    const { view, queries } = start(rows);
    while (view.isCut.value) view.reveal();
    view.showMore();
    expect(queries()).toEqual(['2026-11-22 2026-11-28', '2026-11-29 2026-11-29']);
  });

  test('[V8] come a few rows at a time, and nobody asks for more days before all are there', () => {
    const rows = Array.from({ length: 280 }, (_, n) => occurrence(`Event ${n}`, `2026-11-${22 + (n % 7)}`));
    const { view, queries, titles } = start(rows);
    const seen = [titles()];
    while (view.isCut.value) {
      view.showMore();
      view.reveal();
      seen.push(titles());
    }
    expect(queries()).toEqual(['2026-11-22 2026-11-28']);
    expect(titles().toSorted()).toEqual(rows.map((row) => row.title).toSorted());
    for (const [index, more] of seen.slice(1).entries()) {
      const before = seen[index] ?? [];
      expect(more.slice(0, before.length)).toEqual(before);
      expect(more.length - before.length).toBeLessThanOrEqual(12);
    }
    // What is all there stays the very same.
    const before = view.ahead.value;
    view.reveal();
    expect(view.ahead.value).toBe(before);
  });

  test('[V8] before the chosen one come a few rows at a time, from the last back', () => {
    const { view, worker } = start();
    worker.setRows(
      'agenda',
      Array.from({ length: 60 }, (_, n) => occurrence(`Event ${n}`, `2026-11-${10 + (n % 12)}`)),
    );
    view.showEarlier();
    const dates = () => view.earlier.value.map((block) => (block.type === 'day' ? block.date : block.from));
    expect(view.earlier.value).toEqual([]);
    view.reveal();
    expect(dates().at(-1)).toBe('2026-11-21');
    expect(dates().length).toBeLessThan(6);
    while (view.isCut.value) view.reveal();
    expect(dates()[0]).toBe('2026-11-08');
  });

  test('[V8] that are there stay there: what comes to them, from others or from under a filter, pushes none out', () => {
    const rows = Array.from({ length: 60 }, (_, n) =>
      occurrence(`Event ${n}`, `2026-11-${22 + (n % 7)}`, { who: [n % 2 === 0 ? ANA : BEN] }),
    );
    const { view, worker, hidden, titles } = start(rows);
    hidden.value = new Set([BEN]);
    while (view.isCut.value) view.reveal();
    expect(titles()).toHaveLength(30);
    hidden.value = new Set();
    expect(titles()).toHaveLength(60);
    worker.patch('agenda', [occurrence('One more', '2026-11-22')]);
    expect(titles()).toHaveLength(61);
    expect(view.isCut.value).toBe(false);
  });

  test('begin anew where one goes, and ask for nothing while another view is in front', () => {
    const { view, place, queries } = start();
    view.showMore();
    place.next();
    expect(queries()).toEqual(['2026-11-23 2026-11-29']);
    place.show('month');
    expect(queries()).toEqual([]);
    place.show('agenda');
    expect(queries()).toEqual(['2026-11-23 2026-11-29']);
  });

  test('follow midnight while they show today', () => {
    const { clock, queries } = start();
    clock.advance(11 * HOUR_MS);
    expect(queries()).toEqual(['2026-11-23 2026-11-29']);
  });

  test('are the same blocks when a minute has passed', () => {
    const { view, clock } = start([occurrence('Choir', '2026-11-22', { at: '17:00', to: '18:00' })]);
    const before = view.ahead.value;
    clock.advance(HOUR_MS);
    expect(view.ahead.value).toBe(before);
  });

  test('[V9] have entries that are due on them, as they are after what the person has just done', () => {
    const { view, worker, overlay } = start();
    worker.patch('dueBetween', [
      entry('form', { due: '2026-11-24' }),
      entry('bill', { due: '2026-11-24' }),
      entry('gone', { due: '2026-11-25' }),
    ]);
    const shown = () =>
      view.ahead.value.flatMap((block) =>
        block.type === 'day'
          ? block.due.map((row) => `${block.date} ${row.id}${row.done === null ? '' : ' done'}`)
          : [],
      );
    expect(shown()).toEqual(['2026-11-24 bill', '2026-11-24 form', '2026-11-25 gone']);
    overlay.lay({ type: 'hide', ids: [entry('gone').id] });
    overlay.lay({ type: 'change', ids: [entry('bill').id], change: { done: { at: 1 } } });
    expect(shown()).toEqual(['2026-11-24 form', '2026-11-24 bill done']);
  });

  test('[V4] leave out members who are hidden', () => {
    const { hidden, titles } = start([
      occurrence('Ana’s', '2026-11-25', { who: [ANA] }),
      occurrence('Ben’s', '2026-11-26', { who: [BEN] }),
    ]);
    hidden.value = new Set([BEN]);
    expect(titles()).toEqual(['Ana’s']);
    hidden.value = new Set();
    expect(titles()).toEqual(['Ana’s', 'Ben’s']);
  });
});

describe('an event that the person', () => {
  const draft = (title: string) => ({ ...newEventDraft(Temporal.PlainDateTime.from('2026-11-25T08:30'), ZONE), title });

  test('adds shows at once and once', async () => {
    const { worker, events, titles } = start([occurrence('Choir', '2026-11-24')]);
    void events.add(fieldsOf(draft('Dentist')));
    expect(titles()).toEqual(['Choir', 'Dentist']);
    await settle();
    const body = worker.commands[0]?.command.body;
    if (body?.type !== 'addEvent') throw new Error('an event was expected');
    expect(body.when).toEqual({ allDay: false, start: '2026-11-25T09:00', end: '2026-11-25T10:00', zone: ZONE });
    const stored = occurrence('Dentist', '2026-11-25', { at: '09:00', to: '10:00' });
    worker.patch('agenda', [{ ...stored, id: `${body.id}/${body.when.start}`, event: body.id }]);
    expect(titles()).toEqual(['Choir', 'Dentist']);
    worker.acknowledge(0);
    await settle();
    expect(titles()).toEqual(['Choir', 'Dentist']);
  });

  test('changes shows the change until the worker does; then only its word counts', async () => {
    const row = occurrence('Choir', '2026-11-25', { at: '17:00', to: '18:00' });
    const { worker, events, titles } = start([row]);
    const before = { ...newEventDraft(Temporal.PlainDateTime.from('2026-11-25T16:30'), ZONE), title: 'Choir' };
    void events.change(row, changeBetween(before, { ...before, title: 'Band' }));
    expect(titles()).toEqual(['Band']);
    await settle();
    expect(worker.commands[0]?.command.body).toEqual({
      type: 'changeEvent',
      id: 'Choir',
      change: { title: 'Band' },
      seen: '1',
    });
    worker.patch('agenda', [{ ...row, title: 'Orchestra', version: '2' }]);
    expect(titles()).toEqual(['Orchestra']);
  });

  test('leaves as it was sends nothing', async () => {
    const row = occurrence('Choir', '2026-11-25', { at: '17:00', to: '18:00' });
    const { worker, events } = start([row]);
    const before = { ...newEventDraft(Temporal.PlainDateTime.from('2026-11-25T16:30'), ZONE), title: 'Choir' };
    await events.change(row, changeBetween(before, { ...before }));
    expect(worker.commands).toHaveLength(0);
  });

  test('deletes goes at once, comes back with undo, and where the worker refuses', async () => {
    const row = occurrence('Choir', '2026-11-25');
    const { worker, events, undo, problems, titles } = start([row]);
    void events.remove(row);
    expect(titles()).toEqual([]);
    undo.undo();
    expect(titles()).toEqual(['Choir']);
    void events.remove(row);
    await settle();
    worker.acknowledge(1, { ok: false, error: 'from-newer' });
    await settle();
    expect(titles()).toEqual(['Choir']);
    expect(problems.shown.value).toBe('from-newer');
  });
});

describe('today', () => {
  test('has its events, and what is due, without what was just ticked or deleted', () => {
    const { worker, clock, client, now } = start([occurrence('Football', '2026-11-22', { at: '16:00', to: '17:30' })]);
    worker.setRows('due', [
      entry('form', { due: '2026-11-22' }),
      entry('bill', { due: '2026-11-20' }),
      entry('gone', { due: '2026-11-21' }),
    ]);
    const overlay = createOverlay(clock);
    const today = createTodayView({
      client,
      overlay,
      now,
      settings: signal({ hidden: [] }),
      members: signal(new Map()),
    });
    expect(today.events.value.map((each) => [each.row.title, each.minutesUntil])).toEqual([['Football', 180]]);
    expect(today.due.value.map((row) => row.id)).toEqual(['bill', 'gone', 'form']);
    overlay.lay({ type: 'hide', ids: [entry('gone').id] });
    overlay.lay({ type: 'change', ids: [entry('bill').id], change: { done: { at: 1 } } });
    expect(today.due.value.map((row) => row.id)).toEqual(['form']);
  });

  test('[B3] puts first what is next, then whole days, last what is over; and leaves out what is hidden here', () => {
    const { worker, clock, client, now } = start([
      occurrence('Breakfast', '2026-11-22', { at: '08:00', to: '09:00' }),
      occurrence('Feast', '2026-11-22'),
      occurrence('Cinema', '2026-11-22', { at: '20:00', to: '22:00', who: [BEN] }),
      occurrence('Football', '2026-11-22', { at: '16:00', to: '17:30', who: [ANA, BEN] }),
      occurrence('Lunch', '2026-11-22', { at: '12:30', to: '14:00' }),
    ]);
    worker.setRows('due', [
      entry('call', { due: '2026-11-22', dueTime: '18:00' }),
      entry('form', { due: '2026-11-22' }),
      entry('his', { due: '2026-11-22', who: [BEN] }),
      entry('urgent', { due: '2026-11-22', priority: 1 }),
    ]);
    const settings = signal<{ hidden: MemberId[] }>({ hidden: [] });
    const members = signal(new Map([[BEN as string, { isRemoved: false }]]));
    const today = createTodayView({ client, overlay: createOverlay(clock), now, settings, members });
    const titles = () => today.events.value.map(({ row }) => row.title);
    expect(titles()).toEqual(['Lunch', 'Football', 'Cinema', 'Feast', 'Breakfast']);
    expect(today.due.value.map(({ id }) => id)).toEqual(['urgent', 'form', 'his', 'call']);
    settings.value = { hidden: [BEN] };
    expect(titles()).toEqual(['Lunch', 'Football', 'Feast', 'Breakfast']);
    expect(today.due.value.map(({ id }) => id)).toEqual(['urgent', 'form', 'call']);
    members.value = new Map([[BEN as string, { isRemoved: true }]]);
    expect(titles()).toHaveLength(5);
  });
});
