import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import type { EventId, MemberId } from '../../../lib/protocol/ids.ts';
import { createEventActions } from '../../../lib/stores/event-actions.ts';
import { draftOfEvent } from '../../../lib/stores/event-draft.ts';
import { changeBetween } from '../../../lib/stores/event-fields.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { createNow } from '../../../lib/stores/now.ts';
import { createProblems } from '../../../lib/stores/problems.ts';
import { NO_REPEAT } from '../../../lib/stores/repeat-draft.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { createUndo } from '../../../lib/stores/undo.ts';
import { createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { ANA, BEN } from './rows.ts';

const ZONE = 'Europe/Madrid';
const CHOIR = 'choir' as EventId;
const NOW = Temporal.PlainDateTime.from('2026-11-22T13:00');
const DAYS = ['2026-11-24', '2026-12-01', '2026-12-08'] as const;

function occurrenceOf(day: string, part: Partial<OccurrenceRow> = {}): OccurrenceRow {
  return {
    id: `${CHOIR}/${day}`,
    event: CHOIR,
    occurrence: day,
    title: 'Choir',
    when: { allDay: false, start: `${day}T17:00`, end: `${day}T18:00`, zone: ZONE },
    series: {
      when: {
        allDay: false,
        start: `${DAYS[0]}T17:00`,
        end: `${DAYS[0]}T18:00`,
        zone: ZONE,
        rrule: 'FREQ=WEEKLY',
      },
      from: DAYS[0],
    },
    firstDay: day,
    lastDay: day,
    startsAt: '17:00',
    endsAt: '18:00',
    who: [],
    at: 0,
    version: '1',
    ...part,
  };
}

/** The events store over rows that the worker has; `shown` is what a view shows: `Choir 2026-11-24 17:00`. */
function start(first: readonly OccurrenceRow[] = DAYS.map((day) => occurrenceOf(day))) {
  const worker = createFakeWorker();
  const clock = createFakeClock();
  const life = createFakeLife();
  const { platform } = worker;
  const client = createWorkerClient({
    platform,
    clock,
    life,
    cache: createSnapshotCache({ cache: platform.cache, clock, life }),
  });
  const problems = createProblems();
  const undo = createUndo({
    client,
    clock,
    texts: { undone: () => 'undone', overtaken: () => 'overtaken' },
    onProblem: (code) => problems.tell(code),
  });
  const me = signal<MemberId | undefined>(ANA);
  const events = createEventActions({
    client,
    undo,
    problems,
    i18n: createI18n('en'),
    clock,
    me,
    now: createNow(clock, ZONE),
  });
  let rows = first;
  const project = () => events.project(new Map(rows.map((row) => [row.id, row])));
  return {
    worker,
    undo,
    events,
    rows: project,
    shown: () => project().map((row) => `${row.title} ${row.firstDay} ${row.startsAt}`),
    has: (next: readonly OccurrenceRow[]) => {
      rows = next;
    },
    body: (index = 0) => worker.commands[index]?.command.body,
  };
}

function second(): OccurrenceRow {
  return occurrenceOf(DAYS[1]);
}

/** A change of the second occurrence, to another title an hour later. */
function edited() {
  const before = draftOfEvent(second(), NOW, ZONE);
  return { before, after: { ...before, title: 'Band', startsAt: '18:00', endsAt: '19:00' } };
}

describe('a change of one of a series', () => {
  test('asks first: nothing is sent or shown before, nor where the person gives up', async () => {
    const { events, shown, worker } = start();
    const { before, after } = edited();
    const done = events.change(second(), changeBetween(before, after));
    expect(events.question.value).toMatchObject({ kind: 'change', canBeOne: true });
    expect(shown()[1]).toBe('Choir 2026-12-01 17:00');
    events.question.value?.answer(null);
    expect(await done).toBe(false);
    expect(events.question.value).toBeNull();
    await settle();
    expect(worker.commands).toHaveLength(0);
  });

  test.each([
    ['this', ['Choir 2026-11-24 17:00', 'Band 2026-12-01 18:00', 'Choir 2026-12-08 17:00']],
    ['following', ['Choir 2026-11-24 17:00', 'Band 2026-12-01 18:00', 'Band 2026-12-08 18:00']],
    ['all', ['Band 2026-11-24 18:00', 'Band 2026-12-01 18:00', 'Band 2026-12-08 18:00']],
  ] as const)('goes as far as %s, at once', async (reach, expected) => {
    const { events, shown, body } = start();
    const { before, after } = edited();
    const done = events.change(second(), changeBetween(before, after));
    events.question.value?.answer(reach);
    await settle();
    expect(shown()).toEqual(expected);
    expect(body()).toEqual({
      type: 'changeEvent',
      id: CHOIR,
      occurrence: DAYS[1],
      reach,
      seen: '1',
      change: {
        title: 'Band',
        when: { allDay: false, start: '2026-12-01T18:00', end: '2026-12-01T19:00', zone: ZONE },
      },
    });
    expect(await done).toBe(true);
  });

  test('leaves what was changed by itself to the worker, whose word counts as soon as it is there', async () => {
    const own = occurrenceOf(DAYS[2], { title: 'Concert', isChanged: true });
    const { events, shown, has } = start([occurrenceOf(DAYS[0]), second(), own]);
    const { before, after } = edited();
    void events.change(second(), changeBetween(before, after));
    events.question.value?.answer('all');
    await settle();
    expect(shown()[2]).toBe('Concert 2026-12-08 17:00');
    has(DAYS.map((day) => occurrenceOf(day, { title: 'Orchestra', version: '2' })));
    expect(shown()).toEqual(DAYS.map((day) => `Orchestra ${day} 17:00`));
  });

  test('to another rule is for more than one', () => {
    const { events } = start();
    const { before } = edited();
    void events.change(second(), changeBetween(before, { ...before, repeat: NO_REPEAT }));
    expect(events.question.value?.canBeOne).toBe(false);
  });

  test('says which single changes it would cost, as the worker has it', async () => {
    const { events, worker } = start();
    const { before, after } = edited();
    void events.change(second(), changeBetween(before, after));
    const lost = events.question.value?.preview('all');
    await settle();
    expect(worker.commands[0]?.command.body).toMatchObject({
      type: 'previewChange',
      occurrence: DAYS[1],
      reach: 'all',
    });
    worker.acknowledge(0, { ok: true, value: { lost: [DAYS[2], 7], isDayKept: true } });
    expect(await lost).toEqual({ lost: [DAYS[2]], isDayKept: true });
  });

  test('gives way to the next question', async () => {
    const { events } = start();
    const { before, after } = edited();
    const first = events.change(second(), changeBetween(before, after));
    const next = events.remove(second());
    expect(await first).toBe(false);
    expect(events.question.value?.kind).toBe('delete');
    events.question.value?.answer(null);
    expect(await next).toBe(false);
  });
});

describe('moving', () => {
  test('asks in a series, and moves an event by itself without asking', async () => {
    const when = { allDay: false, start: '2026-12-02T10:00', end: '2026-12-02T11:00', zone: ZONE } as const;
    const { events, shown } = start();
    void events.move(second(), when);
    expect(events.question.value?.kind).toBe('move');
    events.question.value?.answer('this');
    await settle();
    expect(shown()[1]).toBe('Choir 2026-12-02 10:00');

    const { occurrence: _o, series: _s, ...single } = second();
    const other = start([single]);
    void other.events.move(single, when);
    expect(other.events.question.value).toBeNull();
    expect(other.shown()).toEqual(['Choir 2026-12-02 10:00']);
    await settle();
    expect(other.body()).toEqual({ type: 'changeEvent', id: CHOIR, change: { when }, seen: '1' });
  });
});

describe('deleting', () => {
  test.each([
    ['this', [DAYS[0], DAYS[2]]],
    ['following', [DAYS[0]]],
    ['all', []],
  ] as const)('goes as far as %s, and undo brings it back at once', async (reach, left) => {
    const { events, rows, undo, body } = start();
    const done = events.remove(second());
    events.question.value?.answer(reach);
    await settle();
    expect(rows().map((row) => row.firstDay)).toEqual(left);
    expect(body()).toEqual({ type: 'deleteEvent', id: CHOIR, occurrence: DAYS[1], reach });
    expect(await done).toBe(true);
    undo.undo();
    expect(
      rows()
        .map((row) => row.firstDay)
        .sort(),
    ).toEqual(DAYS);
  });
});

describe('a birthday', () => {
  test('is one event, however often it comes: nothing is asked, and the whole of it is changed', async () => {
    const birthday = occurrenceOf(DAYS[1], {
      title: 'Léa',
      birthday: true,
      when: { allDay: true, start: DAYS[1], end: '2026-12-02' },
      series: {
        when: { allDay: true, start: '2018-12-01', end: '2018-12-02', rrule: 'FREQ=YEARLY' },
        from: '2018-12-01',
      },
    });
    const { events, body } = start([birthday]);
    const before = draftOfEvent(birthday, NOW, ZONE);
    expect(await events.change(birthday, changeBetween(before, { ...before, title: 'Léa Sanchez' }))).toBe(true);
    expect(body()).toEqual({ type: 'changeEvent', id: CHOIR, change: { title: 'Léa Sanchez' }, seen: '1' });
    expect(await events.remove(birthday)).toBe(true);
    expect(body(1)).toEqual({ type: 'deleteEvent', id: CHOIR });
  });
});

describe('one press', () => {
  test('says who does this one, and no other of its series', async () => {
    const { events, rows, body } = start(DAYS.map((day) => occurrenceOf(day, { needsSomeone: true })));
    expect(await events.assign(second(), [BEN])).toBe(true);
    expect(rows().map((row) => row.who)).toEqual([[], [BEN], []]);
    expect(body()).toEqual({
      type: 'changeEvent',
      id: CHOIR,
      occurrence: DAYS[1],
      reach: 'this',
      change: { who: [BEN] },
      seen: '1',
    });
  });

  test('restores a date', async () => {
    const { events, body } = start();
    await events.restore(second(), DAYS[2]);
    expect(body()).toEqual({ type: 'restoreOccurrence', id: CHOIR, occurrence: DAYS[2] });
  });
});
