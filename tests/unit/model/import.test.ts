import { describe, expect, it } from 'vitest';
import { exportedEvents } from '../../../lib/calendar/export-events.ts';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import { importedEvents } from '../../../lib/calendar/import-events.ts';
import { importedEventId } from '../../../lib/model/derived-ids.ts';
import type { ImportedEvent } from '../../../lib/protocol/import-values.ts';
import { ana, ben, createFamily, type Device, event, sync } from '../../doubles/family-fixture.ts';
import { bytesOf, calendar, expectedFiles, readFixture, vevent } from '../calendar-ics/ics-fixtures.ts';

const ZONE = 'Europe/Madrid';

async function read(bytes: Uint8Array, zone = ZONE): Promise<ImportedEvent[]> {
  return [...importedEvents((await importIcs(bytes, { zone })).events).events];
}

function bringIn(device: Device, events: ImportedEvent[], who = [ana]) {
  const result = device.run({ type: 'importEvents', events, who });
  if (!result.ok) throw new Error(`not imported: ${result.error}`);
  return result;
}

function written(device: Device): string {
  const { events } = device.family.exportEvents({});
  return exportIcs(exportedEvents(events), { stamp: '2026-11-22T12:00:00Z' });
}

const ASSEMBLY = [
  ...vevent('DTSTART;TZID=Europe/London:20260904T091500', 'DURATION:PT30M', 'RRULE:FREQ=WEEKLY', 'SUMMARY:Assembly'),
];
const november = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: 'Europe/London' } as const;

describe.each(expectedFiles.filter((one) => one.import !== 'reject').map((one) => [one.file, one] as const))(
  '%s, brought into the family',
  (file, expected) => {
    it('[F1] is stored whole, and a second time changes nothing', async () => {
      const { a } = createFamily();
      const events = await read(readFixture(file));
      const first = bringIn(a, events);
      const added = events.filter(({ isCancelled }) => !isCancelled);
      expect(first.value).toEqual({ added: added.length, changed: 0, same: events.length - added.length });
      const stored = a.family.exportEvents({}).events;
      const count = stored.length + stored.reduce((sum, { occ }) => sum + occ.length, 0);
      expect(count).toBeGreaterThanOrEqual(expected.storedMin);
      expect(count).toBeLessThanOrEqual(expected.storedMax);
      const hash = a.family.contentHash();
      const again = bringIn(a, await read(readFixture(file)));
      expect(again.value).toEqual({ added: 0, changed: 0, same: events.length });
      expect(again.inverse).toBeUndefined();
      expect(a.family.contentHash()).toBe(hash);
      expect(a.faults).toEqual([]);
    });

    it('[F5] comes out of the family as it went in', async () => {
      const { a } = createFamily();
      const events = (await read(readFixture(file))).filter(({ isCancelled }) => !isCancelled);
      bringIn(a, events);
      const out = await read(bytesOf(written(a)), 'Asia/Tokyo');
      const byUid = (list: ImportedEvent[]) => list.toSorted((x, y) => (x.uid < y.uid ? -1 : 1));
      expect(byUid(out)).toEqual(byUid(events));
    });
  },
);

describe('importing', () => {
  it('[F1] by two members offline makes one event', async () => {
    const { a, b } = createFamily();
    const events = await read(calendar(...ASSEMBLY));
    bringIn(a, events);
    bringIn(b, events);
    sync(a, b);
    for (const device of [a, b])
      expect(device.rows(november).map(({ title }) => title)).toEqual(Array(4).fill('Assembly'));
    expect(a.family.contentHash()).toBe(b.family.contentHash());
  });

  it('[F1] knows what was exported here as the event that it is', async () => {
    const { a } = createFamily();
    const dinner = event('Dinner');
    const when = { allDay: false as const, start: '2026-11-24T20:00', end: '2026-11-24T22:00', zone: ZONE };
    const weekly = { ...when, rrule: 'FREQ=WEEKLY;UNTIL=20261222' };
    a.run({ type: 'addEvent', id: dinner, title: 'Dinner', when: weekly, who: [ben], place: 'Home', notes: null });
    const events = await read(bytesOf(written(a)));
    expect(events.map(({ uid }) => importedEventId(uid))).toEqual([dinner]);
    expect(bringIn(a, events).value).toEqual({ added: 0, changed: 0, same: 1 });
    expect(
      bringIn(
        a,
        events.map((one) => ({ ...one, title: 'Supper' })),
      ).value,
    ).toMatchObject({ changed: 1 });
    expect(a.rows(november)[0]).toMatchObject({ event: dinner, title: 'Supper', who: [ben] });
  });

  it('[F6] leaves alone what the family has changed since, and takes what the file says anew', async () => {
    const { a } = createFamily();
    const [assembly] = await read(calendar(...ASSEMBLY));
    if (!assembly) throw new Error('nothing was read');
    bringIn(a, [assembly]);
    const id = importedEventId(assembly.uid);
    a.run({ type: 'changeEvent', id, change: { title: 'Assembly (Léa sings)' } });
    expect(bringIn(a, [assembly]).value).toEqual({ added: 0, changed: 0, same: 1 });
    const moved = { ...assembly, place: 'Hall', ex: ['2026-11-13'] };
    const result = bringIn(a, [moved]);
    expect(result.value).toEqual({ added: 0, changed: 1, same: 0 });
    const rows = () =>
      a.rows(november).map(({ title, place, firstDay }) => [title, place, firstDay.slice(8)].join(' '));
    expect(rows()).toEqual(['06', '20', '27'].map((day) => `Assembly (Léa sings) Hall ${day}`));
    a.run({ type: 'undo', inverse: result.inverse ?? [] });
    expect(rows()).toEqual(['06', '13', '20', '27'].map((day) => `Assembly (Léa sings)  ${day}`));
    expect(bringIn(a, [moved]).value).toMatchObject({ changed: 1 });
    expect(rows()).toHaveLength(3);
  });

  it('[F6] changes single dates as the file does, and lets go of those that it no longer changes', async () => {
    const { a } = createFamily();
    const [assembly] = await read(calendar(...ASSEMBLY));
    if (!assembly) throw new Error('nothing was read');
    const change = { title: 'With parents', place: 'Hall' };
    bringIn(a, [{ ...assembly, occ: [{ occurrence: '2026-11-13', change }], ex: ['2026-11-20'] }]);
    const rows = () =>
      a.rows(november).map(({ title, place, firstDay }) => `${firstDay.slice(8)} ${title} ${place ?? ''}`.trim());
    expect(rows()).toEqual(['06 Assembly', '13 With parents Hall', '27 Assembly']);
    bringIn(a, [{ ...assembly, occ: [{ occurrence: '2026-11-13', change: { title: 'With all' } }] }]);
    expect(rows()).toEqual(['06 Assembly', '13 With all', '20 Assembly', '27 Assembly']);
    bringIn(a, [assembly]);
    expect(rows()).toEqual(['06 Assembly', '13 Assembly', '20 Assembly', '27 Assembly']);
  });

  it('[F6] does not go back to an older revision of an event', async () => {
    const { a } = createFamily();
    const of = (sequence: number, title: string) =>
      calendar(...vevent('DTSTART:20261124T090000Z', `SEQUENCE:${sequence}`, `SUMMARY:${title}`));
    bringIn(a, await read(of(2, 'New')));
    expect(bringIn(a, await read(of(1, 'Old'))).value).toEqual({ added: 0, changed: 0, same: 1 });
    expect(bringIn(a, await read(of(3, 'Newest'))).value).toMatchObject({ changed: 1 });
    expect(a.rows(november)[0]?.title).toBe('Newest');
  });

  it('[F7] is taken back as one, and what was deleted here comes back with the next import', async () => {
    const { a } = createFamily();
    const events = await read(readFixture('own-school-term.ics'));
    const { inverse } = bringIn(a, events);
    expect(a.family.exportEvents({}).events).toHaveLength(events.length);
    a.run({ type: 'undo', inverse: inverse ?? [] });
    expect(a.family.exportEvents({}).events).toEqual([]);
    expect(bringIn(a, events).value).toEqual({ added: events.length, changed: 0, same: 0 });
    expect(a.family.exportEvents({}).events).toHaveLength(events.length);
  });

  it('[F7] takes away what the file says is called off', async () => {
    const { a } = createFamily();
    const one = (...lines: string[]) => calendar(...vevent('DTSTART:20261124T090000Z', 'SUMMARY:Trip', ...lines));
    expect(bringIn(a, await read(one('STATUS:CANCELLED'))).value).toEqual({ added: 0, changed: 0, same: 1 });
    bringIn(a, await read(one()));
    expect(bringIn(a, await read(one('STATUS:CANCELLED'))).value).toEqual({ added: 0, changed: 1, same: 0 });
    expect(a.rows(november)).toEqual([]);
  });
});

describe('exporting', () => {
  it('[F8] gives one event, or those of some days', async () => {
    const { a } = createFamily();
    const events = await read(readFixture('own-school-term.ics'));
    bringIn(a, events);
    const titles = (choice: Parameters<Device['family']['exportEvents']>[0]) =>
      a.family.exportEvents(choice).events.map(({ title }) => title);
    expect(titles({ event: importedEventId('half-term@school.example') })).toEqual(['Half-term holiday']);
    const range = { from: '2027-01-04', to: '2027-01-04', zone: 'Europe/London' };
    expect(titles({ range })).toEqual(['INSET day (no DTEND: one day)']);
  });

  it('[F8] writes a series that goes on otherwise as a series for each part', async () => {
    const { a } = createFamily();
    bringIn(a, await read(calendar(...ASSEMBLY)));
    const id = importedEventId('one@test');
    const when = { allDay: false as const, start: '2026-11-13T10:00', end: '2026-11-13T10:30', zone: 'Europe/London' };
    const moved = a.run({ type: 'changeEvent', id, occurrence: '2026-11-13', reach: 'following', change: { when } });
    expect(moved.ok).toBe(true);
    const out = await read(bytesOf(written(a)));
    expect(out.map((one) => [one.uid, one.when.start, /UNTIL/.test(one.when.rrule ?? '')])).toEqual([
      ['one@test', '2026-09-04T09:15', true],
      ['one@test/2026-11-13', '2026-11-13T10:00', false],
    ]);
    expect(bringIn(a, out).value).toMatchObject({ added: 0 });
    expect(a.rows(november).map(({ startsAt }) => startsAt)).toEqual(['09:15', '10:00', '10:00', '10:00']);
  });
});
