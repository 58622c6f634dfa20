import { describe, expect, it } from 'vitest';
import type { When } from '../../../lib/protocol/event-values.ts';
import { createFamily, type Device, event, mirror } from '../../doubles/family-fixture.ts';

/** The fixture's clock stands in October 2025. */
const day = (start: string, end: string): When => ({ allDay: true, start, end });
const add = (device: Device, title: string, when: When, more: { place?: string; notes?: string } = {}) =>
  device.run({ type: 'addEvent', id: event(title), title, when, who: [], place: null, notes: null, ...more });
const search = (text: string) => ({ type: 'events', text, zone: 'Europe/Madrid' }) as const;
const found = (device: Device, text: string) => device.rows(search(text)).map((row) => `${row.title} ${row.firstDay}`);
const weekly: When = { ...day('2025-09-02', '2025-09-03'), rrule: 'FREQ=WEEKLY' };

describe('searching events', () => {
  it('[E18] finds every word in title, place, notes and category, whatever case and accents', () => {
    const { a } = createFamily();
    add(a, 'Léa’s concert', day('2025-11-03', '2025-11-04'), { place: 'Teatro Principal', notes: 'Bring FLOWERS' });
    expect(found(a, ' lea   teatro flowers')).toEqual(['Léa’s concert 2025-11-03']);
    expect(found(a, 'lea cinema')).toEqual([]);
    expect(found(a, '  ')).toEqual([]);
  });

  it('[E18] shows what is to come first, soonest first, then the past, latest first', () => {
    const { a } = createFamily();
    add(a, 'Dentist A', day('2025-10-01', '2025-10-02'));
    add(a, 'Dentist B', day('2026-01-10', '2026-01-11'));
    add(a, 'Dentist C', day('2025-12-10', '2025-12-11'));
    add(a, 'Dentist D', day('2020-12-10', '2020-12-11'));
    add(a, 'Dentist E', day('2040-01-01', '2040-01-02'));
    expect(found(a, 'dentist').map((row) => row.slice(8, 9))).toEqual(['C', 'B', 'E', 'A', 'D']);
  });

  it('[E18] shows the next occurrence of a series, or the last', () => {
    const { a } = createFamily();
    add(a, 'Choir', weekly);
    add(a, 'Course', { ...weekly, rrule: 'FREQ=WEEKLY;COUNT=3' });
    expect(found(a, 'choir')).toEqual(['Choir 2025-10-14']);
    a.run({ type: 'deleteEvent', id: event('Choir'), occurrence: '2025-10-14', reach: 'this' });
    expect(found(a, 'choir')).toEqual(['Choir 2025-10-21']);
    expect(found(a, 'course')).toEqual(['Course 2025-09-16']);
  });

  it('[E18] finds what is said of one occurrence alone', () => {
    const { a } = createFamily();
    add(a, 'Choir', weekly);
    const change = { title: 'Concert' };
    a.run({ type: 'changeEvent', id: event('Choir'), occurrence: '2025-12-16', reach: 'this', change });
    expect(found(a, 'concert')).toEqual(['Concert 2025-12-16']);
  });

  it('[E18] follows what changes, fifty at most', () => {
    const { a } = createFamily();
    for (let index = 0; index < 55; index++)
      add(a, `Visit ${index}.`, day(`2026-03-${10 + (index % 20)}`, '2026-04-01'));
    const { rows } = mirror(a, search('visit'));
    expect(rows.size).toBe(50);
    const [first] = [...rows.values()];
    if (!first) throw new Error('nothing found');
    a.run({ type: 'deleteEvent', id: first.event });
    expect(rows.size).toBe(50);
    expect(rows.has(first.id)).toBe(false);
    expect([...rows.values()].map((row) => row.id).toSorted()).toEqual(
      a
        .rows(search('visit'))
        .map((row) => row.id)
        .toSorted(),
    );
  });
});

describe('exceptions of a series', () => {
  const query = { type: 'exceptions', event: event('Choir') } as const;
  const changed = (occurrence: string, title: string, when?: When) =>
    ({
      type: 'changeEvent',
      id: event('Choir'),
      occurrence,
      reach: 'this',
      change: { title, ...(when && { when }) },
    }) as const;

  it('[E19] are what was taken out, changed and moved, and what the series no longer has', () => {
    const { a } = createFamily();
    add(a, 'Choir', weekly);
    const { rows } = mirror(a, query);
    a.run({ type: 'deleteEvent', id: event('Choir'), occurrence: '2025-12-02', reach: 'this' });
    a.run(changed('2025-12-09', 'Concert', day('2025-12-10', '2025-12-11')));
    a.run(changed('2025-12-16', 'Party'));
    const expected = [
      { id: '2025-12-02', kind: 'skipped', date: '2025-12-02' },
      { id: '2025-12-09', kind: 'changed', date: '2025-12-09', movedTo: '2025-12-10' },
      { id: '2025-12-16', kind: 'changed', date: '2025-12-16' },
    ];
    expect([...rows.values()]).toEqual(expected);
    expect(a.rows(query)).toEqual(expected);
    const when = { ...day('2025-09-02', '2025-09-03'), rrule: 'FREQ=WEEKLY;UNTIL=20251210' };
    a.run({ type: 'changeEvent', id: event('Choir'), change: { when } });
    expect(a.rows(query)[2]).toEqual({ ...expected[2], isLost: true });
    a.run({ type: 'restoreOccurrence', id: event('Choir'), occurrence: '2025-12-02' });
    expect(rows.has('2025-12-02')).toBe(false);
  });

  it('[D15] are in the export, with the parts of the series', () => {
    const { a } = createFamily();
    add(a, 'Choir', weekly);
    a.run({ type: 'deleteEvent', id: event('Choir'), occurrence: '2025-12-02', reach: 'this' });
    a.run(changed('2025-12-16', 'Party'));
    const change = { title: 'Choir B' };
    a.run({ type: 'changeEvent', id: event('Choir'), occurrence: '2026-01-06', reach: 'following', change });
    a.run({ type: 'deleteEvent', id: event('Choir'), occurrence: '2026-03-03', reach: 'following' });
    expect(a.family.export().events).toMatchObject([
      {
        skipped: ['2025-12-02'],
        changed: { '2025-12-16': { title: 'Party' } },
        parts: { '2026-01-06': { title: 'Choir B' }, '2026-03-03': { ends: true } },
      },
    ]);
  });
});
