import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import type { IcsEvent } from '../../../lib/calendar/ics-types.ts';
import { bytesOf, expectedFiles, readFixture } from './ics-fixtures.ts';
import { violations } from './strict-validator.ts';

const STAMP = '2026-11-22T12:00:00Z';
const usable = expectedFiles.filter((one) => one.import !== 'reject').map((one) => one.file);

describe.each(usable)('%s, read and written again', (file) => {
  const read = async () => (await importIcs(readFixture(file), { zone: 'Europe/Madrid' })).events;

  it('reads back equal, without warnings, wherever it is read', async () => {
    const events = await read();
    const again = await importIcs(bytesOf(exportIcs(events, { stamp: STAMP })), { zone: 'Asia/Tokyo' });
    expect(again.events).toEqual(events);
    expect(again.warnings).toEqual([]);
    expect(again.skipped).toBe(0);
  });

  it('passes a strict reader', async () => {
    expect(violations(exportIcs(await read(), { stamp: STAMP }))).toEqual([]);
  });

  it('is the same to ical.js', async () => {
    const events = await read();
    const theirs = readWithIcal(exportIcs(events, { stamp: STAMP }));
    expect(theirs.map(({ starts: _, ...event }) => event)).toEqual(
      events.map(({ uid, title, start, end }) => ({ uid, title, start, end })),
    );
    for (const [index, event] of events.entries()) {
      if (isComparable(event)) expect(theirs[index]?.starts).toEqual(expand(event, { limit: STARTS }));
    }
  });
});

const STARTS = 8;

/** Its expander leaves out a DTSTART that does not fit the rule, and takes no day away for an EXDATE without time. */
function isComparable(event: IcsEvent): boolean {
  const hasDays = event.exdates?.some((date) => /^\d{8}$/.test(date)) === true && !event.allDay;
  return event.rrule !== undefined && event.rdates === undefined && !hasDays && ruleFits(event);
}

/** Whether DTSTART is one of the weekdays that the rule names, if it names any. */
function ruleFits(event: IcsEvent): boolean {
  const days = /BYDAY=([A-Z,]+)(;|$)/.exec(event.rrule ?? '')?.[1]?.split(',');
  const date = Temporal.PlainDate.from(event.dtstart.slice(0, 8));
  return !days || days.includes(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][date.dayOfWeek - 1] ?? '');
}

interface IcalEvent {
  readonly uid: string;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly starts: readonly string[];
}

function readWithIcal(text: string): IcalEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  try {
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
    return calendar.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      const starts: string[] = [];
      const iterator = event.iterator();
      for (let next = iterator.next(); next && starts.length < STARTS; next = iterator.next())
        starts.push(textOf(next));
      return {
        uid: event.uid,
        title: event.summary ?? '',
        start: textOf(event.startDate),
        end: textOf(event.endDate),
        starts,
      };
    });
  } finally {
    ICAL.TimezoneService.reset();
  }
}

function textOf(time: ICAL.Time): string {
  if (time.isDate || time.zone === ICAL.Timezone.localTimezone) return time.toString();
  return `${new Date(time.toUnixTime() * 1_000).toISOString().slice(0, 19)}Z`;
}
