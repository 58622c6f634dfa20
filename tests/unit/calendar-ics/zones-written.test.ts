import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import type { IcsEvent } from '../../../lib/calendar/ics-types.ts';
import { bytesOf } from './ics-fixtures.ts';

const STAMP = '2026-11-22T12:00:00Z';
/** Far apart, and on both sides of changes of rules: London's in 1996, New York's in 2007, Samoa's of its day in 2011. */
const TIMES = ['19700101T120000', '19850615T120000', '20050110T120000', '20260715T120000', '20990715T120000'];
const ZONES = [
  'America/New_York',
  'Europe/London',
  'Europe/Madrid',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
];

function eventAt(zone: string, time: string, rrule?: string): IcsEvent {
  const wall = `${time.slice(0, 4)}-${time.slice(4, 6)}-${time.slice(6, 8)}T${time.slice(9, 11)}:00`;
  const start = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant().toString();
  const uid = `${time}${rrule ?? ''}@test`;
  const series = rrule === undefined ? {} : { rrule };
  return { uid, title: time, allDay: false, start, end: start, timeZone: zone, dtstart: time, tzid: zone, ...series };
}

describe.each(ZONES)('[F5] old and new events of %s in one file', (zone) => {
  const events = [
    ...TIMES.map((time) => eventAt(zone, time)),
    // Endless ones from before and after a change of rules.
    eventAt(zone, '19700615T120000', 'FREQ=YEARLY'),
    eventAt(zone, '20260115T120000', 'FREQ=WEEKLY'),
  ];

  it('read back at the same moments', async () => {
    const again = await importIcs(bytesOf(exportIcs(events, { stamp: STAMP })), { zone: 'Asia/Tokyo' });
    expect(again.warnings).toEqual([]);
    expect(again.events).toEqual(events);
  });

  it('are at the same moments to ical.js', () => {
    const calendar = new ICAL.Component(ICAL.parse(exportIcs(events, { stamp: STAMP })) as unknown[]);
    try {
      for (const each of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(each);
      const starts = calendar
        .getAllSubcomponents('vevent')
        .map((each) => `${new Date(new ICAL.Event(each).startDate.toUnixTime() * 1_000).toISOString().slice(0, 19)}Z`);
      expect(starts).toEqual(events.map(({ start }) => start));
    } finally {
      ICAL.TimezoneService.reset();
    }
  });
});
