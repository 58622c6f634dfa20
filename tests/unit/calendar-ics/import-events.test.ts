import ICAL from 'ical.js';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { exportedEvents } from '../../../lib/calendar/export-events.ts';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import { importedEvents } from '../../../lib/calendar/import-events.ts';
import { type ImportedEvent, ImportedEventSchema } from '../../../lib/protocol/import-values.ts';
import { bytesOf, calendar, expectedFiles, readFixture, vevent } from './ics-fixtures.ts';
import { violations } from './strict-validator.ts';

const STAMP = '2026-11-22T12:00:00Z';

async function read(bytes: Uint8Array, zone = 'Europe/Madrid'): Promise<readonly ImportedEvent[]> {
  return importedEvents((await importIcs(bytes, { zone })).events).events;
}

function write(events: readonly ImportedEvent[]): string {
  return exportIcs(exportedEvents(events), { stamp: STAMP });
}

async function readOne(...lines: string[]): Promise<ImportedEvent> {
  const [event] = await read(calendar(...vevent(...lines)));
  if (!event) throw new Error('no event came in');
  return event;
}

describe.each(expectedFiles.filter((one) => one.import !== 'reject').map((one) => [one.file, one] as const))(
  '%s, in the family’s terms',
  (file, expected) => {
    const events = async () => (await read(readFixture(file))).filter(({ isCancelled }) => !isCancelled);

    it('[F1] is as many events and changes as the file holds, each one that the worker takes', async () => {
      const all = await events();
      const stored = all.length + all.reduce((sum, { occ }) => sum + occ.length, 0);
      expect(stored).toBeGreaterThanOrEqual(expected.storedMin);
      expect(stored).toBeLessThanOrEqual(expected.storedMax);
      expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length);
      for (const event of all) expect(v.safeParse(ImportedEventSchema, event).issues).toBeUndefined();
    });

    it('[F5] is written so that it reads back equal, wherever it is read', async () => {
      const all = await events();
      const again = await importIcs(bytesOf(write(all)), { zone: 'Asia/Tokyo' });
      expect(again.warnings).toEqual([]);
      expect(importedEvents(again.events).events).toEqual(all);
    });

    it('[F5] is written so that a strict reader finds nothing wrong, and ical.js the same events', async () => {
      const all = await events();
      const text = write(all);
      expect(violations(text)).toEqual([]);
      const theirs = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent');
      expect(theirs.map((one) => [one.getFirstPropertyValue('uid'), one.getFirstPropertyValue('summary')])).toEqual(
        all.flatMap(({ uid, title, occ }) => [[uid, title], ...occ.map(({ change }) => [uid, change.title ?? title])]),
      );
    });
  },
);

describe('[F2] when an event is', () => {
  it('keeps wall time and zone', async () => {
    const { when } = await readOne('DTSTART;TZID=Europe/Berlin:20261124T090000', 'DURATION:PT90M', 'SUMMARY:A');
    expect(when).toEqual({ allDay: false, start: '2026-11-24T09:00', end: '2026-11-24T10:30', zone: 'Europe/Berlin' });
  });

  it('keeps a fixed offset as one, and times without zone as such', async () => {
    const fixed = await readOne('DTSTART;TZID="(GMT+05:30)":20261124T090000', 'SUMMARY:A');
    expect(fixed.when).toMatchObject({ start: '2026-11-24T09:00', zone: '+05:30' });
    const floating = await readOne('DTSTART:20261124T090000', 'SUMMARY:A');
    expect(floating.when).toMatchObject({ start: '2026-11-24T09:00', zone: 'floating' });
    expect(write([floating])).toContain('DTSTART:20261124T090000\r\n');
  });

  it('counts an end in the second of two equal hours as no end before the start', async () => {
    const { when } = await readOne(
      'DTSTART;TZID=Europe/Berlin:20261025T023000',
      'DTEND:20261025T011000Z',
      'SUMMARY:Night shift',
    );
    expect(when).toMatchObject({ start: '2026-10-25T02:30', end: '2026-10-25T02:30' });
  });
});

describe('[F3] exceptions of a series', () => {
  const WEEKLY = ['DTSTART;TZID=Europe/London:20260904T091500', 'RRULE:FREQ=WEEKLY', 'SUMMARY:Assembly'];

  it('are named by the original local date', async () => {
    const { ex } = await readOne(...WEEKLY, 'EXDATE:20261030T091500Z', 'EXDATE;VALUE=DATE:20260911');
    expect(ex).toEqual(['2026-09-11', '2026-10-30']);
  });

  it('take nothing away where nothing happens at that time', async () => {
    const { ex } = await readOne(...WEEKLY, 'EXDATE;TZID=Europe/London:20260911T100000');
    expect(ex).toEqual([]);
  });

  it('are named with the time where several fall on one day', async () => {
    const { ex } = await readOne(
      'DTSTART:20260904T080000Z',
      'RRULE:FREQ=DAILY;BYHOUR=8,20',
      'EXDATE:20260905T200000Z',
      'EXDATE;VALUE=DATE:20260907',
      'SUMMARY:Medicine',
    );
    expect(ex).toEqual(['2026-09-05T20:00', '2026-09-07T08:00', '2026-09-07T20:00']);
  });

  it('are named with the time where the rule has another than the start', async () => {
    const events = await read(
      calendar(
        ...vevent(
          'DTSTART;TZID=Europe/Madrid:20261124T080000',
          'RRULE:FREQ=DAILY;BYHOUR=20;COUNT=6',
          'EXDATE;TZID=Europe/Madrid:20261126T200000',
          'SUMMARY:Pills',
        ),
        ...vevent(
          'RECURRENCE-ID;TZID=Europe/Madrid:20261125T200000',
          'DTSTART;TZID=Europe/Madrid:20261125T210000',
          'SUMMARY:Pills',
        ),
      ),
    );
    expect(events).toMatchObject([{ ex: ['2026-11-26T20:00'], occ: [{ occurrence: '2026-11-25T20:00' }] }]);
    expect(await read(bytesOf(write(events)))).toEqual(events);
  });

  it('say only what differs, and nothing of the time where it stays', async () => {
    const [event] = await read(
      calendar(
        ...vevent(...WEEKLY, 'LOCATION:Hall', 'DURATION:PT30M'),
        ...vevent(
          'RECURRENCE-ID;TZID=Europe/London:20260911T091500',
          'DTSTART;TZID=Europe/London:20260911T091500',
          'DURATION:PT30M',
          'SUMMARY:Assembly with parents',
        ),
      ),
    );
    expect(event?.occ).toEqual([{ occurrence: '2026-09-11', change: { title: 'Assembly with parents', place: null } }]);
  });

  it('keep a moved occurrence whose date the file also excludes', async () => {
    const [event] = await read(
      calendar(
        ...vevent(...WEEKLY, 'EXDATE;TZID=Europe/London:20260911T091500'),
        ...vevent(
          'RECURRENCE-ID;TZID=Europe/London:20260911T091500',
          'DTSTART;TZID=Europe/London:20260911T140000',
          'SUMMARY:Assembly',
        ),
      ),
    );
    expect(event?.ex).toEqual([]);
    expect(event?.occ).toMatchObject([{ occurrence: '2026-09-11', change: { when: { start: '2026-09-11T14:00' } } }]);
  });

  it('skip an occurrence that is cancelled', async () => {
    const [event] = await read(
      calendar(
        ...vevent(...WEEKLY),
        ...vevent(
          'RECURRENCE-ID;TZID=Europe/London:20260911T091500',
          'DTSTART;TZID=Europe/London:20260911T091500',
          'STATUS:CANCELLED',
          'SUMMARY:Assembly',
        ),
      ),
    );
    expect(event).toMatchObject({ ex: ['2026-09-11'], occ: [] });
  });

  it('are all there is of an event that happens once', async () => {
    const [once, again] = ['DTSTART:20260904T080000Z', 'RECURRENCE-ID:20260904T080000Z'];
    const moved = await read(
      calendar(...vevent(once, 'SUMMARY:Assembly'), ...vevent(again, 'DTSTART:20260905T080000Z', 'SUMMARY:Later')),
    );
    expect(moved).toMatchObject([{ uid: 'one@test', title: 'Later', when: { start: '2026-09-05T08:00' } }]);
    const cancelled = await read(calendar(...vevent(once), ...vevent(again, once, 'STATUS:CANCELLED')));
    expect(cancelled).toMatchObject([{ uid: 'one@test', isCancelled: true }]);
  });

  it('become events by themselves where the series is not in the file, or has no such occurrence', async () => {
    const change = (uid: string) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'RECURRENCE-ID:20260912T100000Z',
      'DTSTART:20260912T120000Z',
      'SUMMARY:Extra',
      'END:VEVENT',
    ];
    const events = await read(calendar(...vevent(...WEEKLY), ...change('one@test'), ...change('other@test')));
    expect(events.map(({ uid, title, occ }) => [uid, title, occ.length])).toEqual([
      ['one@test', 'Assembly', 0],
      ['one@test/2026-09-12T10:00:00Z', 'Extra', 0],
      ['other@test/2026-09-12T10:00:00Z', 'Extra', 0],
    ]);
  });
});

describe('[F4] what a file says besides', () => {
  const alarm = (...lines: string[]) => ['BEGIN:VALARM', ...lines, 'END:VALARM'];
  const START = ['DTSTART:20261124T090000Z', 'DTEND:20261124T100000Z', 'SUMMARY:Dentist'];

  it('turns alarms into reminders before and after the start', async () => {
    const { reminders, kept } = await readOne(
      ...START,
      ...alarm('ACTION:DISPLAY', 'TRIGGER:-PT15M'),
      ...alarm('ACTION:DISPLAY', 'TRIGGER:-P1D'),
      ...alarm('ACTION:DISPLAY', 'TRIGGER:PT10M'),
    );
    expect(reminders).toEqual([{ minutes: 15 }, { minutes: 1_440 }, { minutes: -10 }]);
    expect(kept).toBeUndefined();
  });

  it('reads alarms from the end and at a moment, drops those that say none, and writes all of them back', async () => {
    const lines = [
      ...START,
      ...alarm('ACTION:AUDIO', 'TRIGGER;RELATED=END:-PT5M', 'ATTACH:ping.wav'),
      ...alarm('ACTION:DISPLAY', 'TRIGGER;VALUE=DATE-TIME:20261124T083000Z'),
      ...alarm('ACTION:NONE', 'TRIGGER;VALUE=DATE-TIME:19760401T005545Z'),
    ];
    const event = await readOne(...lines);
    expect(event.reminders).toEqual([{ minutes: -55 }, { minutes: 30 }]);
    const text = write([event]);
    for (const part of ['ATTACH:ping.wav', 'TRIGGER;VALUE=DATE-TIME:20261124T083000Z', 'ACTION:NONE'])
      expect(text).toContain(part);
    const changed = write([{ ...event, reminders: [{ minutes: 120 }] }]);
    expect(changed).toContain('TRIGGER:-PT2H');
    expect(changed).not.toContain('ping.wav');
    expect(changed).toContain('ACTION:NONE');
  });

  it('keeps properties that nobody here knows, on changed occurrences as well', async () => {
    const [event] = await read(
      calendar(
        ...vevent('DTSTART:20261124T090000Z', 'RRULE:FREQ=DAILY', 'SUMMARY:A', 'X-SCHOOL-ROOM:12', 'TRANSP:OPAQUE'),
        ...vevent('RECURRENCE-ID:20261125T090000Z', 'DTSTART:20261125T110000Z', 'SUMMARY:A', 'X-SCHOOL-ROOM:14'),
      ),
    );
    expect(event?.kept?.extra).toEqual(['X-SCHOOL-ROOM:12', 'TRANSP:OPAQUE']);
    expect(event?.occ[0]?.kept?.extra).toEqual(['X-SCHOOL-ROOM:14']);
    const text = write(event ? [event] : []);
    expect(text.match(/X-SCHOOL-ROOM:\d+/g)).toEqual(['X-SCHOOL-ROOM:12', 'X-SCHOOL-ROOM:14']);
  });

  it('takes a web address as the link and the first category as the category, and writes all back', async () => {
    const event = await readOne(...START, 'URL:https://school.example/trip', 'CATEGORIES:School,Trip');
    expect(event).toMatchObject({ category: 'School', link: { url: 'https://school.example/trip' } });
    expect(write([event])).toContain('CATEGORIES:School,Trip');
    expect(write([{ ...event, category: 'Sport' }])).toContain('CATEGORIES:Sport\r\n');
    const other = await readOne(...START, 'URL:message:%3Cone@mail%3E');
    expect(other.link).toBeNull();
    expect(write([other])).toContain('URL:message:%3Cone@mail%3E');
  });

  it('says whose texts were cut, and keeps an event whose picture is too much', async () => {
    const { events } = await importIcs(
      calendar(
        ...vevent(...START, `DESCRIPTION:${'x'.repeat(10_001)}`, `ATTACH;ENCODING=BASE64:${'A'.repeat(60_000)}`),
      ),
      { zone: 'UTC' },
    );
    const { events: all, cut } = importedEvents(events);
    expect(cut).toEqual(['Dentist']);
    expect(all[0]?.notes).toHaveLength(10_000);
    expect(all[0]?.kept).toBeUndefined();
  });

  it('names an event without title by its place, and marks what is cancelled', async () => {
    const event = await readOne('DTSTART:20261124T090000Z', 'LOCATION:Harbour', 'STATUS:CANCELLED');
    expect(event).toMatchObject({ title: 'Harbour', isCancelled: true });
  });

  it('keeps birthdays and “somebody has to”, which iCalendar has no words for', async () => {
    const event = await readOne('DTSTART;VALUE=DATE:19900203', 'RRULE:FREQ=YEARLY', 'SUMMARY:Léa');
    const marked: ImportedEvent = { ...event, birthday: true, needsSomeone: true };
    expect(await read(bytesOf(write([marked])))).toEqual([marked]);
  });
});
