import { describe, expect, it } from 'vitest';
import type { FeedId } from '../../../lib/protocol/ids.ts';
import type { ImportedEvent } from '../../../lib/protocol/import-values.ts';
import { ana, createFamily, type Device, id, sync } from '../../doubles/family-fixture.ts';
import { importedEvent } from '../../doubles/imported-event.ts';

const school = id<FeedId>('School');
const november = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Madrid' } as const;

function day(title: string, start: string, uid = `${title}@school`): ImportedEvent {
  const end = `${start.slice(0, 8)}${String(Number(start.slice(8)) + 1).padStart(2, '0')}`;
  return importedEvent({ uid, title, when: { allDay: true, start, end } });
}

function follow(device: Device, url = 'https://school.example/dates.ics') {
  return device.run({
    type: 'setFeed',
    id: school,
    name: 'School',
    colour: 'teal',
    source: { kind: 'web', url },
    everyHours: 6,
  });
}

function fetched(device: Device, ...events: ImportedEvent[]) {
  return device.run({ type: 'storeFeed', id: school, content: { events, left: 0 } });
}

const titles = (device: Device) => device.rows(november).map(({ title }) => title);

describe('feeds', () => {
  it('[F10] show their events among the family’s own, with where they come from', () => {
    const { a, b } = createFamily();
    follow(a);
    fetched(a, day('Trip', '2026-11-24'), day('Closed', '2026-11-20'));
    sync(a, b);
    for (const device of [a, b]) {
      expect(device.rows(november)).toMatchObject([
        { title: 'Closed', source: { feed: school, name: 'School', colour: 'teal' }, firstDay: '2026-11-20', who: [] },
        { title: 'Trip', source: { feed: school } },
      ]);
    }
    expect(a.rows({ type: 'feeds' })).toMatchObject([
      { name: 'School', colour: 'teal', count: 2, isFetchedHere: true },
    ]);
    expect(b.rows({ type: 'feeds' })).toMatchObject([{ name: 'School', count: 2, isFetchedHere: false }]);
  });

  it('[F10] show their events under the name and in the colour that they have now', () => {
    const { a, b } = createFamily();
    follow(a);
    fetched(a, day('Trip', '2026-11-24'));
    sync(a, b);
    const shown: unknown[] = [];
    a.family.watch(november, { snapshot: () => {}, patch: (set) => shown.push(...set.map(({ source }) => source)) });
    const source = { kind: 'web' as const, url: 'https://school.example/dates.ics' };
    b.run({ type: 'setFeed', id: school, name: 'Primary school', colour: null, source, everyHours: 6 });
    sync(a, b);
    expect(shown).toEqual([{ feed: school, name: 'Primary school' }]);
    expect(a.rows(november)).toMatchObject([{ title: 'Trip', source: { feed: school, name: 'Primary school' } }]);
  });

  it('[D15] are in the export with their events; of an address, which may be a key, only the site', () => {
    const { a } = createFamily();
    follow(a, 'https://user:secret@school.example:8443/private-key/dates.ics?token=secret');
    fetched(a, day('Trip', '2026-11-24'));
    const holidays = { kind: 'holidays' as const, country: 'ES', region: 'MD', until: 2030 };
    a.run({
      type: 'setFeed',
      id: id<FeedId>('Holidays'),
      name: 'Spain',
      source: holidays,
      everyHours: 168,
      events: [],
    });
    a.run({ type: 'removeFeed', id: id<FeedId>('Holidays') });
    const exported = a.family.export();
    expect(exported.feeds).toMatchObject([
      { name: 'Spain', from: { country: 'ES', region: 'MD' }, everyHours: 168, events: [], deleted: true },
      {
        name: 'School',
        colour: 'teal',
        from: { site: 'https://school.example:8443' },
        everyHours: 6,
        events: [{ title: 'Trip', when: { start: '2026-11-24' } }],
        deleted: false,
      },
    ]);
    expect(JSON.stringify(exported)).not.toMatch(/secret|private-key/);
    expect(exported.events).toEqual([]);
  });

  it('[F10] refuse every change of their events but hiding and reminders', () => {
    const { a } = createFamily();
    follow(a);
    fetched(a, day('Trip', '2026-11-24'));
    const [trip] = a.rows(november);
    if (!trip) throw new Error('no event');
    const change = (given: object) => a.run({ type: 'changeEvent', id: trip.event, change: given });
    const when = { allDay: true, start: '2026-11-25', end: '2026-11-26' } as const;
    const refused = { ok: false, error: 'from-feed' };
    for (const given of [{ title: 'Mine' }, { when }, { who: [ana] }, { notes: null, reminders: [{ minutes: 60 }] }])
      expect(change(given)).toEqual(refused);
    expect(a.run({ type: 'previewChange', id: trip.event, change: { when } })).toEqual(refused);
    expect(a.run({ type: 'restoreOccurrence', id: trip.event, occurrence: '2026-11-24' })).toEqual(refused);
    expect(a.rows(november)).toEqual([trip]);
    expect(change({ reminders: [{ minutes: 60 }] })).toMatchObject({ ok: true });
    expect(a.rows(november)).toMatchObject([{ title: 'Trip', reminders: [{ minutes: 60 }] }]);
    expect(a.run({ type: 'deleteEvent', id: trip.event })).toMatchObject({ ok: true });
    expect(a.rows(november)).toEqual([]);
  });

  it('[F10] patch the calendar with exactly what changed', () => {
    const { a } = createFamily();
    follow(a);
    fetched(a, day('Trip', '2026-11-24'), day('Closed', '2026-11-20'));
    const patches: { set: string[]; del: number }[] = [];
    a.family.watch(november, {
      snapshot: () => {},
      patch: (set, del) => patches.push({ set: set.map(({ title }) => title), del: del.length }),
    });
    fetched(a, day('Trip', '2026-11-24'), day('Sports', '2026-11-27'));
    expect(patches).toEqual([{ set: ['Sports'], del: 1 }]);
    fetched(a, day('Trip', '2026-11-24'), day('Sports', '2026-11-27'));
    expect(patches).toHaveLength(1);
  });

  it('[F11] are replaced whole: nothing grows where UIDs are others every time', () => {
    const { a } = createFamily();
    follow(a);
    const values = () => a.doc.getMap('values').size;
    fetched(a, day('Trip', '2026-11-24', '1'), day('Closed', '2026-11-20', '2'));
    const [closed] = a.rows(november);
    if (!closed) throw new Error('no event');
    a.run({ type: 'deleteEvent', id: closed.event });
    expect(titles(a)).toEqual(['Trip']);
    const before = values();
    const content = () =>
      a.family
        .snapshotRegisters()
        .map(([key, sealed]) => `${key} ${sealed.length}`)
        .sort();
    const stored = content();
    for (const round of [3, 4, 5])
      fetched(a, day('Trip', '2026-11-24', `t${round}`), day('Closed', '2026-11-20', `c${round}`));
    expect(values()).toBe(before);
    expect(content()).toEqual(stored);
    // What was hidden stays hidden.
    expect(titles(a)).toEqual(['Trip']);
  });

  it('[F12] carry exceptions of series', () => {
    const { a } = createFamily();
    follow(a);
    const daily: ImportedEvent = {
      ...day('Swim', '2026-11-02'),
      when: { allDay: true, start: '2026-11-02', end: '2026-11-03', rrule: 'FREQ=WEEKLY;COUNT=4' },
      ex: ['2026-11-09'],
      occ: [{ occurrence: '2026-11-16', change: { title: 'Swim gala', place: 'Pool' } }],
    };
    fetched(a, daily);
    expect(a.rows(november).map(({ title, firstDay }) => `${firstDay.slice(8)} ${title}`)).toEqual([
      '02 Swim',
      '16 Swim gala',
      '23 Swim',
    ]);
  });

  it('[F13] go with their events when they are removed, and come back with them', () => {
    const { a, b } = createFamily();
    follow(a);
    fetched(a, day('Trip', '2026-11-24'));
    sync(a, b);
    const inverse = b.undoable({ type: 'removeFeed', id: school });
    sync(a, b);
    for (const device of [a, b]) {
      expect(titles(device)).toEqual([]);
      expect(device.rows({ type: 'feeds' })).toEqual([]);
    }
    expect(fetched(a, day('Trip', '2026-11-24'))).toEqual({ ok: false, error: 'not-found' });
    b.run({ type: 'undo', inverse });
    sync(a, b);
    for (const device of [a, b]) expect(titles(device)).toEqual(['Trip']);
  });

  it('[F13] taken back right after adding are gone', () => {
    const { a } = createFamily();
    const result = follow(a);
    a.run({ type: 'undo', inverse: (result.ok && result.inverse) || [] });
    expect(a.rows({ type: 'feeds' })).toEqual([]);
  });

  it('[F14] say why they could not be read, keep what they had, and take over from another browser', () => {
    const { a, b } = createFamily();
    follow(a);
    fetched(a, day('Trip', '2026-11-24'));
    sync(a, b);
    b.run({ type: 'storeFeed', id: school, problem: 'not-found' });
    expect(b.rows({ type: 'feeds' })).toMatchObject([{ problem: 'not-found', count: 1, isFetchedHere: true }]);
    expect(titles(b)).toEqual(['Trip']);
    const hash = b.family.contentHash();
    b.run({ type: 'storeFeed', id: school, problem: 'not-found' });
    expect(b.family.contentHash()).toBe(hash);
    fetched(b, day('Trip', '2026-11-24'));
    expect(b.rows({ type: 'feeds' })[0]?.problem).toBeUndefined();
  });

  it('[F14] keep name, colour and address apart: changed offline, all hold', () => {
    const { a, b } = createFamily();
    follow(a);
    sync(a, b);
    const feed = { type: 'setFeed' as const, id: school, everyHours: 6 };
    const source = { kind: 'web' as const, url: 'https://school.example/dates.ics' };
    a.run({ ...feed, name: 'Léa’s school', colour: 'teal', source });
    b.run({ ...feed, name: 'School', colour: 'rose', source: { ...source, url: 'https://school.example/new.ics' } });
    sync(a, b);
    for (const device of [a, b])
      expect(device.rows({ type: 'feeds' })).toMatchObject([
        { name: 'Léa’s school', colour: 'rose', source: { url: 'https://school.example/new.ics' } },
      ]);
  });

  it('[F15] of holidays bring their events along and are made longer in place', () => {
    const { a } = createFamily();
    const source = { kind: 'holidays' as const, country: 'ES', until: 2026 };
    const set = { type: 'setFeed' as const, id: school, name: 'Holidays: Spain', everyHours: 168 };
    a.run({ ...set, source, events: [day('Todos los Santos', '2026-11-01')] });
    expect(titles(a)).toEqual(['Todos los Santos']);
    a.run({
      ...set,
      source: { ...source, until: 2030 },
      events: [day('Todos los Santos', '2026-11-01'), day('Fiesta', '2026-11-09')],
    });
    expect(titles(a)).toEqual(['Todos los Santos', 'Fiesta']);
    expect(a.rows({ type: 'feeds' })).toMatchObject([{ source: { until: 2030 }, count: 2 }]);
  });
});
