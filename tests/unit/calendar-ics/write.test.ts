import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import type { IcsEvent } from '../../../lib/calendar/ics-types.ts';
import { bytesOf } from './ics-fixtures.ts';
import { violations } from './strict-validator.ts';

const STAMP = '2026-11-22T12:00:00Z';
const write = (...events: IcsEvent[]) => exportIcs(events, { stamp: STAMP });
const unfolded = (...events: IcsEvent[]) =>
  write(...events)
    .replaceAll('\r\n ', '')
    .split('\r\n');
const readBack = async (...events: IcsEvent[]) =>
  (await importIcs(bytesOf(write(...events)), { zone: 'Asia/Tokyo' })).events;

const swimming: IcsEvent = {
  uid: 'swimming@test',
  title: 'Swimming',
  allDay: false,
  start: '2026-11-05T16:30:00Z',
  end: '2026-11-05T17:15:00Z',
  timeZone: 'Europe/Madrid',
  dtstart: '20261105T173000',
  tzid: 'Europe/Madrid',
};

describe('a file', () => {
  it('has its frame, the zones it uses and one event after another', () => {
    expect(unfolded({ ...swimming, rrule: 'FREQ=WEEKLY', exdates: ['20261112T173000', '20261119T173000'] })).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Family OS//Family OS//EN',
      'CALSCALE:GREGORIAN',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Madrid',
      'BEGIN:STANDARD',
      'DTSTART:20251104T173000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:20260329T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'DTSTART:20261025T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:swimming@test',
      'DTSTAMP:20261122T120000Z',
      'DTSTART;TZID=Europe/Madrid:20261105T173000',
      'DTEND;TZID=Europe/Madrid:20261105T181500',
      'RRULE:FREQ=WEEKLY',
      'EXDATE;TZID=Europe/Madrid:20261112T173000,20261119T173000',
      'SUMMARY:Swimming',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('says now where nobody says when', () => {
    expect(exportIcs([swimming])).toMatch(/DTSTAMP:20\d{6}T\d{6}Z\r\n/);
  });

  it('without events is a calendar all the same', () => {
    expect(violations(write())).toEqual([]);
  });
});

describe('an event', () => {
  it('whole days as dates, floating times without zone, UTC with Z, fixed offsets with a zone of their own', () => {
    const { timeZone: _, ...bare } = swimming;
    const days = {
      ...bare,
      timeZone: null,
      tzid: null,
      allDay: true,
      dtstart: '20261105',
      start: '2026-11-05',
      end: '2026-11-07',
    };
    expect(unfolded(days)).toEqual(
      expect.arrayContaining(['DTSTART;VALUE=DATE:20261105', 'DTEND;VALUE=DATE:20261107']),
    );
    const floating = {
      ...swimming,
      timeZone: null,
      tzid: null,
      floating: true as const,
      start: '2026-11-05T17:30:00',
      end: '2026-11-05T18:15:00',
    };
    expect(unfolded(floating)).toEqual(expect.arrayContaining(['DTSTART:20261105T173000', 'DTEND:20261105T181500']));
    const utc = { ...swimming, timeZone: 'UTC', tzid: 'UTC', dtstart: '20261105T163000' };
    expect(unfolded(utc)).toEqual(expect.arrayContaining(['DTSTART:20261105T163000Z', 'DTEND:20261105T171500Z']));
    const offset = { ...swimming, timeZone: '-07:41', tzid: '-07:41', dtstart: '20261105T084900' };
    expect(unfolded(offset)).toEqual(
      expect.arrayContaining(['TZID:UTC-0741', 'TZOFFSETTO:-0741', 'DTSTART;TZID=UTC-0741:20261105T084900']),
    );
  });

  it('that ends in the second of two equal hours says so in UTC', async () => {
    const night = {
      ...swimming,
      dtstart: '20261025T013000',
      start: '2026-10-24T23:30:00Z',
      end: '2026-10-25T01:30:00Z',
    };
    expect(unfolded(night)).toContain('DTEND:20261025T013000Z');
    expect(await readBack(night)).toEqual([night]);
  });

  it('of no length has no DTEND', async () => {
    const moment = { ...swimming, end: swimming.start };
    expect(write(moment)).not.toContain('DTEND');
    expect(await readBack(moment)).toEqual([moment]);
  });

  it('a changed occurrence names it in the zone of its series', async () => {
    const moved = {
      ...swimming,
      recurrenceId: '2026-11-12T16:30:00Z',
      timeZone: 'Asia/Tokyo',
      tzid: 'Asia/Tokyo',
      dtstart: '20261106T013000',
    };
    expect(unfolded({ ...swimming, rrule: 'FREQ=WEEKLY' }, moved)).toContain(
      'RECURRENCE-ID;TZID=Europe/Madrid:20261112T173000',
    );
    expect(await readBack({ ...swimming, rrule: 'FREQ=WEEKLY' }, moved)).toEqual([
      { ...swimming, rrule: 'FREQ=WEEKLY' },
      moved,
    ]);
  });

  it('text escaped, addresses not', async () => {
    const event = {
      ...swimming,
      title: 'a, b; c\\n',
      description: 'one\ntwo\\three',
      location: 'C/ Mayor 5, 2º; B',
      url: 'https://example.org/?a=1,2;b',
      categories: ['School, sport', 'x'],
    };
    expect(unfolded(event)).toEqual(
      expect.arrayContaining([
        'SUMMARY:a\\, b\\; c\\\\n',
        'DESCRIPTION:one\\ntwo\\\\three',
        'URL:https://example.org/?a=1,2;b',
        'CATEGORIES:School\\, sport,x',
      ]),
    );
    expect(await readBack(event)).toEqual([event]);
  });

  it('alarms, with the text that strict readers ask for and we leave out again', async () => {
    const event = {
      ...swimming,
      alarms: [
        { action: 'DISPLAY', trigger: '-PT15M' },
        { action: 'AUDIO', trigger: 'PT0S', relatedTo: 'end' as const, extra: ['ATTACH;VALUE=URI:Basso'] },
        { action: 'DISPLAY', trigger: '2026-11-04T08:00:00Z', description: 'Pack the bag' },
      ],
    };
    expect(unfolded(event)).toContain('DESCRIPTION:Swimming');
    expect(violations(write(event))).toEqual([]);
    expect(await readBack(event)).toEqual([event]);
  });

  it('what we do not know survives, zones of it included', async () => {
    const lines = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20260101',
      'ATTENDEE;CN="Léa, Ana";PARTSTAT=ACCEPTED:mailto:lea@example.org',
      'X-MS-OLK-ORIGINALSTART;TZID="Eastern Standard Time":20260101T090000',
      'GEO:40.4;-3.7',
      'BEGIN:VLOCATION',
      'UID:place',
      'NAME:Pool',
      'END:VLOCATION',
      'END:VEVENT',
      'END:VCALENDAR',
    ];
    const { events } = await importIcs(bytesOf(lines.join('\n')), { zone: 'Europe/Madrid' });
    expect(events[0]?.extra).toEqual([
      'ATTENDEE;CN="Léa, Ana";PARTSTAT=ACCEPTED:mailto:lea@example.org',
      'X-MS-OLK-ORIGINALSTART;TZID=America/New_York:20260101T090000',
      'GEO:40.4;-3.7',
      'BEGIN:VLOCATION',
      'UID:place',
      'NAME:Pool',
      'END:VLOCATION',
    ]);
    expect(violations(write(...events))).toEqual([]);
    expect(await readBack(...events)).toEqual(events);
  });

  it('what came from elsewhere cannot end the event or begin another', async () => {
    const extra = [
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:evil',
      'END:VCALENDAR',
      'X-A:b\r\nBEGIN:VEVENT',
      'BEGIN:X-OPEN',
      'X-C:d',
      'no property',
    ];
    const event = { ...swimming, uid: 'a\r\nBEGIN:VEVENT', title: 'x\r\nEND:VEVENT', extra };
    const text = write(event);
    expect(violations(text)).toEqual([]);
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1);
    expect(await readBack(event)).toMatchObject([{ title: 'x\nEND:VEVENT' }]);
  });
});

describe('any event', () => {
  const zones = [
    'Europe/Madrid',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Casablanca',
    'UTC',
    '+05:30',
  ];
  const text = fc.string({ unit: 'binary', maxLength: 120 }).map((raw) =>
    raw
      .replace(/\p{Cc}/gu, '')
      .toWellFormed()
      .trim(),
  );
  const events = fc
    .record({
      zone: fc.constantFrom(...zones),
      // From 2000 to 2060, to the minute.
      start: fc.integer({ min: 15_778_080, max: 47_335_680 }).map((minutes) => minutes * 60_000),
      minutes: fc.integer({ min: 0, max: 5_000 }),
      title: text,
      location: text,
      description: text,
      rrule: fc.option(
        fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY;COUNT=5', 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20700101T000000Z'),
      ),
    })
    .map(({ zone, start, minutes, title, location, description, rrule }, index = 0): IcsEvent => {
      const instant = Temporal.Instant.fromEpochMilliseconds(start);
      const wall = instant.toZonedDateTimeISO(zone).toPlainDateTime();
      // A wall time that comes twice names the first.
      const first = wall.toZonedDateTime(zone).toInstant();
      return {
        uid: `${index}@test`,
        title,
        allDay: false,
        start: first.toString(),
        end: first.add({ minutes }).toString(),
        timeZone: zone,
        dtstart: wall.toString({ smallestUnit: 'second' }).replace(/[-:]/g, ''),
        tzid: zone,
        ...(rrule !== null && { rrule }),
        ...(description !== '' && { description }),
        ...(location !== '' && { location }),
      };
    });

  it('passes a strict reader and reads back equal', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (event) => {
        expect(violations(write(event))).toEqual([]);
        expect(await readBack(event)).toEqual([event]);
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
  });
});
