import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type When, WhenSchema } from '../../../lib/protocol/event-values.ts';
import { ana, ben, createFamily, event, getRaw, putRaw, sync } from '../../doubles/family-fixture.ts';

const dinner = event('Dinner');
const november = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Madrid' } as const;
const evening: When = { allDay: false, start: '2026-11-24T20:00', end: '2026-11-24T22:00', zone: 'Europe/Madrid' };

function withDinner() {
  const family = createFamily();
  family.a.run({
    type: 'addEvent',
    id: dinner,
    title: ' Dinner ',
    when: evening,
    who: [ana, ben],
    place: 'Home',
    notes: null,
  });
  sync(family.a, family.b, family.c);
  return family;
}

describe('events', () => {
  it('[E1] are added whole, as one value', () => {
    const { b } = withDinner();
    expect(getRaw(b, `event/${dinner}/core`)).toMatchObject([1, { title: 'Dinner', when: evening }]);
    expect(b.rows(november)).toMatchObject([
      {
        id: `${dinner}/2026-11-24T20:00`,
        event: dinner,
        title: 'Dinner',
        when: evening,
        firstDay: '2026-11-24',
        lastDay: '2026-11-24',
        startsAt: '20:00',
        endsAt: '22:00',
        who: [ana, ben],
        place: 'Home',
        by: ana,
      },
    ]);
  });

  it('[E2] are on the agenda of the days that they touch for whoever looks', () => {
    const { a } = withDinner();
    const seen = (from: string, to: string, zone: string) => a.rows({ type: 'agenda', from, to, zone }).length;
    expect(seen('2026-11-24', '2026-11-24', 'Europe/Madrid')).toBe(1);
    expect(seen('2026-11-25', '2026-11-25', 'Europe/Madrid')).toBe(0);
    expect(seen('2026-11-25', '2026-11-25', 'Asia/Tokyo')).toBe(1);
    expect(seen('2026-11-24', '2026-11-24', 'Asia/Tokyo')).toBe(0);
  });

  it('[E2] whole days come before times, then by time', () => {
    const { a } = withDinner();
    const add = (name: string, when: When) =>
      a.run({ type: 'addEvent', id: event(name), title: name, when, who: [], place: null, notes: null });
    add('Lunch', { ...evening, start: '2026-11-24T13:00', end: '2026-11-24T14:00' } as When);
    add('Trip', { allDay: true, start: '2026-11-24', end: '2026-11-27' });
    add('School', { allDay: false, start: '2026-11-23T09:00', end: '2026-11-23T10:00', zone: 'UTC' });
    expect(a.rows(november).map((row) => row.title)).toEqual(['School', 'Trip', 'Lunch', 'Dinner']);
  });

  it('[E7] a new title and a new time made at once both hold', () => {
    const { a, b, c } = withDinner();
    a.run({ type: 'changeEvent', id: dinner, change: { title: 'Supper' } });
    b.run({
      type: 'changeEvent',
      id: dinner,
      change: { when: { allDay: true, start: '2026-11-25', end: '2026-11-26' } },
    });
    c.run({ type: 'changeEvent', id: dinner, change: { place: null, notes: 'bring bread', who: [ben] } });
    sync(a, b, c);
    for (const device of [a, b, c]) {
      const [row] = device.rows(november);
      expect(row).toMatchObject({ title: 'Supper', firstDay: '2026-11-25', notes: 'bring bread', who: [ben] });
      expect(row).not.toHaveProperty('place');
      expect(row).not.toHaveProperty('startsAt');
    }
  });

  it('[E7] a deleted one stays deleted under a concurrent change', () => {
    const { a, b } = withDinner();
    a.run({ type: 'deleteEvent', id: dinner });
    b.run({ type: 'changeEvent', id: dinner, change: { title: 'Supper' } });
    sync(a, b);
    expect(b.rows(november)).toEqual([]);
    expect(a.family.export().events).toMatchObject([{ title: 'Supper', deleted: true }]);
  });

  it('[L2] the same id again adds nothing and brings nothing back', () => {
    const { a } = withDinner();
    const body = {
      type: 'addEvent',
      id: dinner,
      title: 'Dinner',
      when: evening,
      who: [],
      place: null,
      notes: null,
    } as const;
    a.run({ ...body, who: [] });
    expect(a.rows(november)).toHaveLength(1);
    a.run({ type: 'deleteEvent', id: dinner });
    a.run({ ...body, who: [] }, { isResent: true });
    expect(a.rows(november)).toEqual([]);
  });

  it('[L20] to what it is already writes nothing', () => {
    const { a } = withDinner();
    const hash = a.family.contentHash();
    const change = { title: 'Dinner', when: evening, who: [ana, ben], place: 'Home', notes: '' };
    expect(a.run({ type: 'changeEvent', id: dinner, change })).toEqual({ ok: true });
    expect(a.family.contentHash()).toBe(hash);
  });

  it('[E6] keep their rule, and what a later version put beside it, when they are moved', () => {
    const { a } = createFamily();
    const when = { ...evening, rrule: 'FREQ=WEEKLY', skips: ['2026-12-01'] };
    putRaw(a, `event/${dinner}/core`, [1, { title: 'Dinner', when, who: [], at: 1, colour: 'blue' }]);
    const moved: When = { allDay: true, start: '2026-11-25', end: '2026-11-26' };
    a.run({ type: 'changeEvent', id: dinner, change: { when: moved } });
    expect(getRaw(a, `event/${dinner}/when`)).toMatchObject([
      1,
      { when: { ...moved, rrule: 'FREQ=WEEKLY', skips: ['2026-12-01'] } },
    ]);
    expect(getRaw(a, `event/${dinner}/when`)).not.toHaveProperty('1.when.zone');
    a.run({ type: 'changeEvent', id: dinner, change: { when: evening } });
    expect(getRaw(a, `event/${dinner}/when`)).toMatchObject([
      1,
      { when: { ...evening, rrule: 'FREQ=WEEKLY', skips: ['2026-12-01'] } },
    ]);
  });

  it('[E8] on a date that no calendar has are refused', () => {
    for (const when of [
      { allDay: true, start: '2026-02-31', end: '2026-03-02' },
      { allDay: false, start: '2026-02-29T10:00', end: '2026-03-01T10:00', zone: 'UTC' },
      { allDay: false, start: '2026-13-01T10:00', end: '2026-13-01T11:00', zone: 'UTC' },
    ]) {
      expect(v.is(WhenSchema, when), when.start).toBe(false);
    }
    expect(v.is(WhenSchema, { allDay: true, start: '2028-02-29', end: '2028-03-01' })).toBe(true);
  });

  it('[E8] on a date that no calendar has, stored by somebody else, are kept and not shown', () => {
    const { a } = createFamily();
    const stored = [
      1,
      { title: 'Never', when: { allDay: true, start: '2026-02-31', end: '2026-03-02' }, who: [], at: 1 },
    ];
    putRaw(a, `event/${dinner}/core`, stored);
    expect(a.rows({ ...november, from: '2026-01-01' })).toEqual([]);
    expect(a.family.health()).toEqual({ fromNewer: 0, unreadable: 1, lockedOut: 0 });
    expect(getRaw(a, `event/${dinner}/core`)).toEqual(stored);
  });

  it('are refused where nobody knows them', () => {
    const { a } = createFamily();
    expect(a.run({ type: 'deleteEvent', id: dinner })).toEqual({ ok: false, error: 'not-found' });
    expect(a.run({ type: 'changeEvent', id: dinner, change: { title: 'x' } })).toEqual({
      ok: false,
      error: 'not-found',
    });
  });
});
