import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import type { MemberId } from '../../../lib/protocol/ids.ts';
import type { MemberRow } from '../../../lib/protocol/values.ts';
import { AGENDA_DAYS, createAgendaView } from '../../../lib/stores/agenda-view.ts';
import { createEventActions } from '../../../lib/stores/event-actions.ts';
import { newEventDraft } from '../../../lib/stores/event-draft.ts';
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
import { ANA, BEN, entry, member, occurrence } from './rows.ts';

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
  const members = signal<ReadonlyMap<string, MemberRow>>(new Map());
  const view = createAgendaView({ client, events, now, weekStart, members, cache: platform.cache });
  const queries = () =>
    [...worker.port.subs.values()].flatMap(({ query }) =>
      query.type === 'agenda' ? [`${query.from} ${query.to}`] : [],
    );
  const titles = () =>
    view.blocks.value.flatMap((block) => (block.type === 'day' ? block.entries.map((each) => each.row.title) : []));
  return { worker, clock, client, now, view, events, undo, problems, weekStart, members, queries, titles };
}

describe('the days in sight', () => {
  test('are five weeks from today, placed in the viewer’s zone', () => {
    const { view, worker, queries } = start();
    expect(view.from.value).toBe('2026-11-22');
    expect(queries()).toEqual(['2026-11-22 2026-12-26']);
    const [sub] = [...worker.port.subs.values()];
    expect(sub?.query).toMatchObject({ zone: ZONE });
  });

  test('grow by as many on request, and only one query is kept', () => {
    const { view, queries } = start();
    view.showMore();
    expect(queries()).toEqual(['2026-11-22 2027-01-30']);
    expect(AGENDA_DAYS).toBe(35);
  });

  test('go week by week, from where weeks start', () => {
    const { view, weekStart } = start();
    view.next();
    expect(view.from.value).toBe('2026-11-23');
    view.next();
    expect(view.from.value).toBe('2026-11-30');
    view.previous();
    view.previous();
    view.previous();
    expect(view.from.value).toBe('2026-11-09');
    view.goToToday();
    expect(view.from.value).toBe('2026-11-22');
    view.previous();
    expect(view.from.value).toBe('2026-11-16');
    view.goToToday();
    weekStart.value = 7;
    view.next();
    expect(view.from.value).toBe('2026-11-29');
  });

  test('follow midnight while they show today', () => {
    const { view, clock } = start();
    clock.advance(11 * HOUR_MS);
    expect(view.from.value).toBe('2026-11-23');
  });

  test('keep what they showed until the worker has answered for others', () => {
    const { view, worker, titles } = start([occurrence('Choir', '2026-11-25')]);
    worker.isSilent = true;
    view.showMore();
    expect(titles()).toEqual(['Choir']);
  });

  test('leave out members who are hidden, and remember them', () => {
    const { view, worker, titles } = start([
      occurrence('Ana’s', '2026-11-25', { who: [ANA] }),
      occurrence('Ben’s', '2026-11-26', { who: [BEN] }),
    ]);
    view.toggle(BEN);
    expect(titles()).toEqual(['Ana’s']);
    expect(worker.cache.get('agenda/hidden')).toEqual([BEN]);
    view.toggle(BEN);
    expect(titles()).toEqual(['Ana’s', 'Ben’s']);
  });

  test('show what is for a removed member, even if it was hidden: nobody could show it again', () => {
    const { view, members, titles } = start([occurrence('Ben’s', '2026-11-26', { who: [BEN] })]);
    view.toggle(BEN);
    expect(titles()).toEqual([]);
    members.value = new Map([[BEN, member(BEN, 'Ben', { isRemoved: true })]]);
    expect(titles()).toEqual(['Ben’s']);
  });
});

describe('an event that the person', () => {
  const draft = (title: string) => ({ ...newEventDraft(Temporal.PlainDateTime.from('2026-11-25T08:30'), ZONE), title });

  test('adds shows at once and once', async () => {
    const { worker, events, titles } = start([occurrence('Choir', '2026-11-24')]);
    void events.add(draft('Dentist'));
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
    void events.change(row, before, { ...before, title: 'Band' });
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
    await events.change(row, before, { ...before });
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
    const today = createTodayView({ client, overlay, now });
    expect(today.events.value.map((each) => [each.row.title, each.minutesUntil])).toEqual([['Football', 180]]);
    expect(today.due.value.map((row) => row.id)).toEqual(['bill', 'gone', 'form']);
    overlay.lay({ type: 'hide', ids: [entry('gone').id] });
    overlay.lay({ type: 'change', ids: [entry('bill').id], change: { done: { at: 1 } } });
    expect(today.due.value.map((row) => row.id)).toEqual(['form']);
  });
});
