import { describe, expect, it } from 'vitest';
import type { DocumentQuery } from '../../../lib/model/document-messages.ts';
import type { When } from '../../../lib/protocol/event-values.ts';
import type { MemberId } from '../../../lib/protocol/ids.ts';
import { ana, ben, createFamily, type Device, event, mirror } from '../../doubles/family-fixture.ts';

/** The fixture's clock stands on 9 October 2025, a Thursday. */
const ZONE = 'Europe/Madrid';
const at = (day: string, from: string, to: string, rrule?: string, zone = ZONE): When => ({
  allDay: false,
  start: `${day}T${from}`,
  end: `${day}T${to}`,
  zone,
  ...(rrule !== undefined && { rrule }),
});
const add = (device: Device, title: string, when: When, who: readonly MemberId[]) =>
  device.run({ type: 'addEvent', id: event(title), title, when, who: [...who], place: null, notes: null });
const asked = (when: When, who: MemberId[], except?: string): DocumentQuery & { type: 'clashes' } => ({
  type: 'clashes',
  when,
  who,
  zone: ZONE,
  ...(except !== undefined && { except: event(except) }),
});
const found = (device: Device, ...args: Parameters<typeof asked>) =>
  device
    .rows(asked(...args))
    .map(({ title, day, startsAt, endsAt, dates }) => `${title} ${day} ${startsAt}-${endsAt} ${dates}`);

describe('before an event is saved', () => {
  const plan = at('2025-11-24', '15:30', '16:30');

  it('[V12] it is said who is busy with what, the earlier first', () => {
    const { a } = createFamily();
    add(a, 'Choir', at('2025-11-24', '16:00', '17:00'), [ana, ben]);
    add(a, 'Dentist', at('2025-11-24', '15:00', '16:00'), [ana]);
    add(a, 'Elsewhere', at('2025-11-24', '15:30', '16:30'), [ben]);
    expect(found(a, plan, [ana])).toEqual(['Dentist 2025-11-24 15:00-16:00 1', 'Choir 2025-11-24 16:00-17:00 1']);
    expect(a.rows(asked(plan, [ana, ben])).map(({ who }) => who)).toEqual([[ana], [ben], [ana, ben]]);
  });

  it('[V12] the event itself, what only touches, what has no length, whole days and what is nobody’s are not in the way', () => {
    const { a } = createFamily();
    add(a, 'Choir', plan, [ana]);
    add(a, 'Before', at('2025-11-24', '15:00', '15:30'), [ana]);
    add(a, 'Mark', at('2025-11-24', '16:00', '16:00'), [ana]);
    add(a, 'Trip', { allDay: true, start: '2025-11-24', end: '2025-11-25' }, [ana]);
    add(a, 'Anyone', plan, []);
    expect(found(a, plan, [ana], 'Choir')).toEqual([]);
    expect(found(a, plan, [])).toEqual([]);
    expect(found(a, { allDay: true, start: '2025-11-24', end: '2025-11-25' }, [ana])).toEqual([]);
    expect(found(a, at('2025-11-24', '16:00', '16:00'), [ana])).toEqual([]);
  });

  it('[V12] times are compared as moments, whatever the zones', () => {
    const { a } = createFamily();
    add(a, 'Call', at('2025-11-24', '09:30', '10:00', undefined, 'America/New_York'), [ana]);
    expect(found(a, plan, [ana])).toEqual(['Call 2025-11-24 15:30-16:00 1']);
    expect(found(a, { ...plan, zone: 'floating' } as When, [ana])).toEqual(['Call 2025-11-24 15:30-16:00 1']);
  });

  it('[V12] the coming dates of a series count, each once, with those of other series', () => {
    const { a } = createFamily();
    add(a, 'Dentist', at('2026-03-03', '17:30', '18:30'), [ana]);
    add(a, 'Choir', at('2025-09-02', '18:00', '19:00', 'FREQ=WEEKLY;INTERVAL=2'), [ana]);
    a.run({ type: 'deleteEvent', id: event('Choir'), occurrence: '2025-10-14', reach: 'this' });
    const football = at('2025-10-14', '17:00', '18:15', 'FREQ=WEEKLY');
    // Tuesdays: every other one of 53, but the one that was taken out.
    expect(found(a, football, [ana])).toEqual(['Choir 2025-10-28 18:00-19:00 26', 'Dentist 2026-03-03 17:30-18:30 1']);
    expect(found(a, { ...football, rrule: 'FREQ=WEEKLY;COUNT=2' }, [ana])).toEqual([]);
  });

  it('[V12] of a series only what is to come counts, a hundred dates of a year at most', () => {
    const { a } = createFamily();
    add(a, 'Over', at('2025-10-01', '08:00', '09:00'), [ana]);
    add(a, 'Ahead', at('2025-10-20', '08:00', '09:00'), [ana]);
    add(a, 'Far', at('2026-10-20', '08:00', '09:00'), [ana]);
    add(a, 'Later', at('2026-02-20', '08:00', '09:00'), [ana]);
    expect(found(a, at('2025-01-01', '08:00', '09:00', 'FREQ=DAILY'), [ana])).toEqual([
      'Ahead 2025-10-20 08:00-09:00 1',
    ]);
    expect(found(a, at('2025-01-06', '08:00', '09:00', 'FREQ=WEEKLY;BYDAY=MO,FR'), [ana])).toEqual([
      'Ahead 2025-10-20 08:00-09:00 1',
      'Later 2026-02-20 08:00-09:00 1',
    ]);
    // What does not repeat is looked at wherever it is.
    expect(found(a, at('2025-10-01', '08:30', '09:30'), [ana])).toEqual(['Over 2025-10-01 08:00-09:00 1']);
  });

  it('[V12] a series whose first date clocks cut to nothing has its other dates', () => {
    const { a } = createFamily();
    add(a, 'Late', at('2026-03-30', '03:00', '04:00'), [ana]);
    expect(found(a, at('2026-03-29', '02:30', '03:30', 'FREQ=DAILY'), [ana])).toEqual([
      'Late 2026-03-30 03:00-04:00 1',
    ]);
  });

  it('[V12] it follows what changes meanwhile', () => {
    const { a } = createFamily();
    const { rows } = mirror(a, asked(plan, [ana]));
    add(a, 'Choir', plan, [ana]);
    expect(rows.size).toBe(1);
    a.run({ type: 'changeEvent', id: event('Choir'), change: { who: [ben] } });
    expect(rows.size).toBe(0);
  });
});
