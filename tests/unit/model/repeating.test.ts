import { describe, expect, it } from 'vitest';
import { nextDue } from '../../../lib/model/next-due.ts';
import type { NewItem } from '../../../lib/protocol/commands.ts';
import type { Repeat } from '../../../lib/protocol/values.ts';
import {
  ana,
  ben,
  createFamily,
  type Device,
  getRaw,
  groceries,
  id,
  item,
  lea,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';

const bins = item('Bins');
const weekly: Repeat = { rrule: 'FREQ=WEEKLY', from: 'due' };

function withBins(more: Partial<NewItem> = {}) {
  const family = createFamily();
  const entry = { id: bins, title: 'Bins', due: '2026-11-23', repeat: weekly, ...more };
  family.a.run({ type: 'addItems', list: todo, items: [entry] });
  sync(family.a, family.b, family.c);
  return family;
}
const row = (device: Device) => device.list(todo).find(({ ids }) => ids.includes(bins));
const tick = (
  device: Device,
  today: string,
  options?: { at?: number; isResent?: boolean; seen?: string | undefined },
) => {
  const seen = options && 'seen' in options ? options.seen : row(device)?.version;
  return device.run({ type: 'setDone', ids: [bins], done: true, today, ...(seen && { seen }) }, options);
};

describe('[D7] taking back what an entry was due on, or who for', () => {
  const changeOf = (device: Device, change: object) =>
    device.undoable({ type: 'changeItem', ids: [bins], change, ...(row(device) && { seen: row(device)?.version }) });

  it.each<[string, object, Partial<NewItem>]>([
    ['due', { due: '2026-11-24' }, {}],
    ['who', { who: [ben] }, { rotation: [ana, ben, lea] }],
  ])('leaves the %s from which somebody else has ticked it', (_, change, more) => {
    const { a, b } = withBins(more);
    const before = row(a);
    const inverse = changeOf(a, change);
    sync(a, b);
    const ticked = tick(b, '2026-11-24');
    sync(a, b);
    const after = row(a);
    expect(a.run({ type: 'undo', inverse })).toMatchObject({ ok: true, isOvertaken: true });
    expect(row(a)).toEqual(after);
    if (!ticked.ok) throw new Error(ticked.error);
    b.run({ type: 'undo', inverse: ticked.inverse ?? [] });
    sync(a, b);
    expect(a.run({ type: 'undo', inverse })).not.toHaveProperty('isOvertaken');
    expect([row(a)?.due, row(a)?.who]).toEqual([before?.due, before?.who]);
  });
});

describe('[L27] the next due date', () => {
  it.each<[string, Repeat, { due: string | undefined; today: string; steps?: number }, string | null]>([
    ['from due, on the day', weekly, { due: '2026-11-23', today: '2026-11-23' }, '2026-11-30'],
    ['from due, early', weekly, { due: '2026-11-23', today: '2026-11-20' }, '2026-11-30'],
    ['from due, late by a day', weekly, { due: '2026-11-23', today: '2026-11-24' }, '2026-11-30'],
    ['from due, left for weeks', weekly, { due: '2026-11-02', today: '2026-11-28' }, '2026-11-30'],
    ['from due, left until its next day', weekly, { due: '2026-11-16', today: '2026-11-23' }, '2026-11-23'],
    [
      'every other week',
      { rrule: 'FREQ=WEEKLY;INTERVAL=2', from: 'due' },
      { due: '2026-11-23', today: '2026-11-24' },
      '2026-12-07',
    ],
    [
      'weekdays, from a Friday',
      { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: 'due' },
      { due: '2026-11-27', today: '2026-11-27' },
      '2026-11-30',
    ],
    ['the 31st', { rrule: 'FREQ=MONTHLY', from: 'due' }, { due: '2026-08-31', today: '2026-08-31' }, '2026-10-31'],
    ['29 February', { rrule: 'FREQ=YEARLY', from: 'due' }, { due: '2028-02-29', today: '2028-02-29' }, '2032-02-29'],
    [
      'from completion',
      { rrule: 'FREQ=DAILY;INTERVAL=3', from: 'done' },
      { due: '2026-11-10', today: '2026-11-28' },
      '2026-12-01',
    ],
    [
      'from completion, on a weekday',
      { rrule: 'FREQ=WEEKLY;BYDAY=MO', from: 'done' },
      { due: undefined, today: '2026-11-28' },
      '2026-11-30',
    ],
    ['without a due date', weekly, { due: undefined, today: '2026-11-28' }, '2026-12-05'],
    [
      'three times, after the second',
      { rrule: 'FREQ=DAILY;COUNT=3', from: 'due' },
      { due: '2026-11-23', today: '2026-11-23', steps: 1 },
      '2026-11-24',
    ],
    [
      'three times, after the third',
      { rrule: 'FREQ=DAILY;COUNT=3', from: 'due' },
      { due: '2026-11-23', today: '2026-11-23', steps: 2 },
      null,
    ],
    [
      'until a day that is over',
      { rrule: 'FREQ=DAILY;UNTIL=20261123', from: 'due' },
      { due: '2026-11-23', today: '2026-11-23' },
      null,
    ],
    [
      'by a rule that nobody knows',
      { rrule: 'FREQ=SOMETIMES', from: 'due' },
      { due: '2026-11-23', today: '2026-11-23' },
      null,
    ],
  ])('%s', (_, repeat, { steps = 0, ...when }, expected) => {
    expect(nextDue(repeat, { ...when, steps })).toBe(expected);
  });
});

describe('[L27] ticking a to-do that repeats', () => {
  it('takes it to its next due date, open, with its time', () => {
    const { a } = withBins({ dueTime: '07:30' });
    expect(tick(a, '2026-11-23')).toMatchObject({ ok: true, value: { next: '2026-11-30' } });
    expect(row(a)).toMatchObject({ due: '2026-11-30', dueTime: '07:30', done: null });
    expect(tick(a, '2026-11-30')).toMatchObject({ value: { next: '2026-12-07' } });
  });

  it('by the worker’s own calendar where the page says no day', () => {
    const { a } = withBins({ repeat: { rrule: 'FREQ=DAILY', from: 'done' } });
    const at = new Date(2026, 10, 28, 23, 59).getTime();
    expect(a.run({ type: 'setDone', ids: [bins], done: true }, { at })).toMatchObject({
      value: { next: '2026-11-29' },
    });
  });

  it('after the last time ticks it for good', () => {
    const { a } = withBins({ repeat: { rrule: 'FREQ=DAILY;COUNT=2', from: 'due' } });
    expect(tick(a, '2026-11-23')).toMatchObject({ value: { next: '2026-11-24' } });
    const last = tick(a, '2026-11-24');
    expect(last.ok && last.value).toBeUndefined();
    expect(row(a)?.done).toMatchObject({ by: ana });
  });

  it('by two members offline is one step', () => {
    const { a, b, c } = withBins();
    tick(a, '2026-11-23');
    tick(b, '2026-11-23');
    sync(a, b, c);
    expect([a, b, c].map((device) => row(device)?.due)).toEqual(['2026-11-30', '2026-11-30', '2026-11-30']);
  });

  it('offline twice by one and once by another keeps both steps of the one, whoever’s write is later', () => {
    for (const [fast, slow] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const family = withBins();
      tick(family[fast], '2026-11-23');
      tick(family[fast], '2026-11-30');
      tick(family[slow], '2026-11-23');
      sync(family.a, family.b);
      expect(row(family.a)?.due).toBe('2026-12-07');
      expect(row(family.b)).toEqual(row(family.a));
    }
  });

  it('that another has taken on since the person looked does nothing', () => {
    const { a, b } = withBins();
    const seen = row(a)?.version;
    tick(b, '2026-11-23');
    sync(a, b);
    expect(tick(a, '2026-11-23', { seen })).toEqual({ ok: true, isOvertaken: true });
    expect(row(a)?.due).toBe('2026-11-30');
  });

  it('[D9] sent again is one step, and none over a later one', () => {
    const { a, b } = withBins();
    const seen = row(a)?.version;
    tick(a, '2026-11-23', { at: 5_000, seen });
    expect(tick(a, '2026-11-23', { at: 5_000, seen, isResent: true })).toMatchObject({ value: { next: '2026-11-30' } });
    expect(row(a)?.due).toBe('2026-11-30');
    sync(a, b);
    tick(b, '2026-11-30', { at: 6_000 });
    sync(a, b);
    expect(tick(a, '2026-11-30', { at: 5_500, seen: undefined, isResent: true })).toEqual({
      ok: true,
      isOvertaken: true,
    });
    expect(row(a)?.due).toBe('2026-12-07');
  });

  it('[D7] is taken back, and takes nothing back of another member’s step', () => {
    const { a, b } = withBins({ rotation: [ana, ben] });
    const first = tick(a, '2026-11-23');
    if (!first.ok || !first.inverse) throw new Error('no inverse');
    a.run({ type: 'undo', inverse: first.inverse });
    expect(row(a)).toMatchObject({ due: '2026-11-23', who: [ana] });
    const again = tick(a, '2026-11-23');
    if (!again.ok || !again.inverse) throw new Error('no inverse');
    sync(a, b);
    tick(b, '2026-11-30');
    sync(a, b);
    a.run({ type: 'undo', inverse: again.inverse });
    sync(a, b);
    expect(row(a)).toMatchObject({ due: '2026-12-07', who: [ana] });
    expect(row(b)).toEqual(row(a));
  });

  it('gives way to a due date set by hand, which steps then start from', () => {
    const { a, b } = withBins();
    tick(a, '2026-11-23');
    sync(a, b);
    b.run({ type: 'changeItem', ids: [bins], change: { due: '2026-12-02' } });
    sync(a, b);
    expect(row(a)?.due).toBe('2026-12-02');
    tick(a, '2026-12-02');
    expect(row(a)?.due).toBe('2026-12-09');
    a.run({ type: 'changeItem', ids: [bins], change: { due: '2026-12-09', title: 'Blue bins' } });
    expect(row(a)).toMatchObject({ title: 'Blue bins', due: '2026-12-09' });
  });

  it('keeps the last twenty of what a member did', () => {
    const { a } = withBins({ repeat: { rrule: 'FREQ=DAILY', from: 'due' } });
    for (let day = 0; day < 25; day++) tick(a, '2026-11-23');
    const [, stored] = getRaw(a, `turn/${bins}.${ana}/step`) as [number, { did: { due: string }[]; count: number }];
    expect(stored.count).toBe(25);
    expect(stored.did).toHaveLength(20);
    expect(stored.did.at(-1)?.due).toBe('2026-12-17');
  });

  it('with a rule that nobody knows is refused when it is set, and is an ordinary tick where it arrives', () => {
    const { a } = withBins();
    const repeat: Repeat = { rrule: 'FREQ=SOMETIMES', from: 'due' };
    expect(a.run({ type: 'changeItem', ids: [bins], change: { repeat } })).toEqual({ ok: false, error: 'bad-input' });
    const items = [{ id: item('x'), title: 'x', repeat }];
    expect(a.run({ type: 'addItems', list: todo, items })).toEqual({ ok: false, error: 'bad-input' });
    expect(a.list(todo)).toHaveLength(1);
  });
});

describe('[L28] taking turns', () => {
  it('the answer to a tick says when it is due next, and whose turn it is then', () => {
    const { a } = withBins({ rotation: [ana, ben] });
    expect(tick(a, '2026-11-23')).toMatchObject({ value: { next: '2026-11-30', turn: [ben] } });
    expect(tick(withBins().a, '2026-11-23')).toMatchObject({ ok: true, value: { next: '2026-11-30' } });
  });

  const turns = { rotation: [ana, ben, lea] };

  it('begins with the first and passes on with each tick', () => {
    const { a, b } = withBins(turns);
    const seen = [row(a)?.who];
    for (const today of ['2026-11-23', '2026-11-30', '2026-12-07']) {
      tick(a, today);
      sync(a, b);
      seen.push(row(b)?.who);
    }
    expect(seen).toEqual([[ana], [ben], [lea], [ana]]);
  });

  it('is one step where two tick offline', () => {
    const { a, b } = withBins(turns);
    tick(a, '2026-11-23');
    tick(b, '2026-11-23');
    sync(a, b);
    expect(row(a)?.who).toEqual([ben]);
  });

  it('goes on from whoever somebody gives it to', () => {
    const { a, b } = withBins(turns);
    tick(a, '2026-11-23');
    sync(a, b);
    b.run({ type: 'changeItem', ids: [bins], change: { who: [lea] } });
    sync(a, b);
    expect(row(a)).toMatchObject({ who: [lea], due: '2026-11-30' });
    tick(a, '2026-11-30');
    expect(row(a)?.who).toEqual([ana]);
  });

  it('passes over who was removed from the family', () => {
    const { a } = withBins(turns);
    a.family.addMember({ id: ben, name: 'Ben', device: { id: id('d-Ben'), name: 'Laptop' } });
    a.family.removeMember(ben);
    tick(a, '2026-11-23');
    expect(row(a)?.who).toEqual([lea]);
  });

  it('can be ended', () => {
    const { a } = withBins(turns);
    a.run({ type: 'changeItem', ids: [bins], change: { rotation: [], who: [ben] } });
    tick(a, '2026-11-23');
    expect(row(a)).toMatchObject({ who: [ben], due: '2026-11-30' });
    expect(row(a)?.rotation).toBeUndefined();
  });
});

describe('[L9] date, time, category, rule, turns and priority', () => {
  it('are added whole, changed, taken away and put back', () => {
    const { a } = withBins({ dueTime: '07:30', priority: 1, category: 'Household', rotation: [ana, ben] });
    const before = row(a);
    expect(before).toMatchObject({
      due: '2026-11-23',
      dueTime: '07:30',
      priority: 1,
      category: 'Household',
      repeat: weekly,
      rotation: [ana, ben],
    });
    const change = { dueTime: null, priority: null, category: null, repeat: null, rotation: [] };
    const inverse = a.undoable({ type: 'changeItem', ids: [bins], change });
    const { id: _id, title, due, ...rest } = row(a) ?? {};
    expect({ title, due }).toEqual({ title: 'Bins', due: '2026-11-23' });
    for (const gone of ['dueTime', 'priority', 'category', 'repeat', 'rotation']) expect(rest).not.toHaveProperty(gone);
    expect(a.run({ type: 'changeItem', ids: [bins], change })).toEqual({ ok: true });
    a.run({ type: 'undo', inverse });
    expect({ ...row(a), version: '' }).toEqual({ ...before, version: '' });
  });

  it('of different members offline all hold; a time keeps its date, and goes with it', () => {
    const { a, b, c } = withBins();
    a.run({ type: 'changeItem', ids: [bins], change: { dueTime: '18:00' } });
    b.run({ type: 'changeItem', ids: [bins], change: { priority: 2, category: 'Household' } });
    c.run({ type: 'changeItem', ids: [bins], change: { repeat: null, rotation: [lea, ana] } });
    sync(a, b, c);
    expect(row(a)).toMatchObject({
      due: '2026-11-23',
      dueTime: '18:00',
      priority: 2,
      category: 'Household',
      rotation: [lea, ana],
    });
    expect(row(b)).toEqual(row(a));
    a.run({ type: 'changeItem', ids: [bins], change: { due: '2026-11-25' } });
    expect(row(a)).toMatchObject({ due: '2026-11-25', dueTime: '18:00' });
    a.run({ type: 'changeItem', ids: [bins], change: { due: null } });
    expect(row(a)).not.toHaveProperty('dueTime');
    expect(a.run({ type: 'changeItem', ids: [bins], change: { dueTime: '09:00' } })).toEqual({ ok: true });
    expect(row(a)).not.toHaveProperty('dueTime');
  });

  it('[L11] of a merged row are the soonest, the most urgent, and the oldest’s category', () => {
    const { a } = createFamily();
    const items = [
      { id: item('1'), title: 'Milk', due: '2026-12-01', dueTime: '08:00', priority: 3 as const },
      { id: item('2'), title: 'milk', due: '2026-12-01', dueTime: '07:00', category: 'Drinks' },
      { id: item('3'), title: 'MILK', due: '2026-12-01', priority: 2 as const, category: 'Dairy & eggs' },
    ];
    for (const one of items) a.run({ type: 'addItems', list: groceries, items: [one] });
    expect(a.list()).toMatchObject([{ due: '2026-12-01', dueTime: '07:00', priority: 2, category: 'Drinks' }]);
  });
});
