import { describe, expect, it } from 'vitest';
import { eventsOfFile } from '../../../lib/page-reading/calendar-file.ts';
import { findEvents, MAX_PAGE_EVENTS } from '../../../lib/page-reading/event.ts';
import { pageWith } from './page-fixture.ts';

const ZONE = 'Europe/Madrid';
const concert = {
  '@context': 'https://schema.org',
  '@type': 'MusicEvent',
  name: 'Winter concert',
  startDate: '2026-12-12T19:30',
};
const read = (...data: unknown[]) => findEvents(pageWith(data), ZONE);
const when = (change: Record<string, unknown>) => read({ ...concert, ...change })[0]?.when;

describe('[Q52] the event of a page', () => {
  it('gives title, time, place and notes', () => {
    const event = {
      ...concert,
      endDate: '2026-12-12T21:00',
      location: {
        '@type': 'Place',
        name: 'Town hall',
        address: {
          '@type': 'PostalAddress',
          streetAddress: 'Plaza Mayor 1',
          postalCode: '28012',
          addressLocality: 'Madrid',
        },
      },
      description: 'Carols &amp; more.<br>Doors open at 19:00.',
    };
    expect(read(event)).toEqual([
      {
        title: 'Winter concert',
        when: { allDay: false, start: '2026-12-12T19:30', end: '2026-12-12T21:00', zone: ZONE },
        place: 'Town hall, Plaza Mayor 1, 28012 Madrid',
        notes: 'Carols & more.\nDoors open at 19:00.',
      },
    ]);
  });

  it.each([
    ['an offset', { startDate: '2026-12-12T19:30:00-05:00' }, '2026-12-13T01:30', '2026-12-13T02:30'],
    ['UTC', { startDate: '2026-12-12T19:30:00.000Z' }, '2026-12-12T20:30', '2026-12-12T21:30'],
    ['an offset without colon', { startDate: '2026-07-12T19:30+0200' }, '2026-07-12T19:30', '2026-07-12T20:30'],
    ['a blank for the T', { startDate: '2026-12-12 19:30' }, '2026-12-12T19:30', '2026-12-12T20:30'],
    ['a duration', { duration: 'PT1H45M' }, '2026-12-12T19:30', '2026-12-12T21:15'],
    ['an end before it starts', { endDate: '2026-12-12T18:00' }, '2026-12-12T19:30', '2026-12-12T20:30'],
    ['only a day as its end', { endDate: '2026-12-12' }, '2026-12-12T19:30', '2026-12-12T20:30'],
    ['an end after midnight', { endDate: '2026-12-13T00:30' }, '2026-12-12T19:30', '2026-12-13T00:30'],
  ])('has its time with %s', (_, change, start, end) => {
    expect(when(change)).toEqual({ allDay: false, start, end, zone: ZONE });
  });

  it.each([
    ['a day', { startDate: '2026-12-12' }, '2026-12-12', '2026-12-13'],
    [
      'several days, of which the last is named',
      { startDate: '2026-12-12', endDate: '2026-12-14' },
      '2026-12-12',
      '2026-12-15',
    ],
    ['midnight', { startDate: '2026-12-12T00:00:00' }, '2026-12-12', '2026-12-13'],
    [
      'midnight to midnight',
      { startDate: '2026-12-12T00:00', endDate: '2026-12-13T00:00' },
      '2026-12-12',
      '2026-12-13',
    ],
    [
      'midnight to a minute before it',
      { startDate: '2026-12-12T00:00', endDate: '2026-12-13T23:59' },
      '2026-12-12',
      '2026-12-14',
    ],
    ['an end before it starts', { startDate: '2026-12-12', endDate: '2026-12-01' }, '2026-12-12', '2026-12-13'],
  ])('lasts whole days with %s', (_, change, start, end) => {
    expect(when(change)).toEqual({ allDay: true, start, end });
  });

  it.each([
    ['Event', 1],
    ['https://schema.org/ChildrensEvent', 1],
    ['Festival', 1],
    ['PublicationEvent', 0],
    ['Eventually', 0],
  ])('of type %s: %i', (type, count) => {
    expect(read({ ...concert, '@type': type })).toHaveLength(count);
  });

  it('is one of several, each once, in the order of the page', () => {
    const later = { ...concert, name: 'New year concert', startDate: '2027-01-01' };
    expect(read([concert, later], concert).map(({ title }) => title)).toEqual(['Winter concert', 'New year concert']);
  });

  it.each([
    ['was cancelled', { eventStatus: 'https://schema.org/EventCancelled' }],
    ['has no title', { name: ' ' }],
    ['has no start', { startDate: undefined }],
    ['starts on no day', { startDate: '2026-02-30' }],
    ['starts at no time', { startDate: '2026-02-20T25:00' }],
    ['starts in words', { startDate: 'next friday' }],
    ['starts in a list of nothing', { startDate: [] }],
  ])('is left out where it %s', (_, change) => {
    expect(read({ ...concert, ...change })).toEqual([]);
  });

  it('has a place in any form', () => {
    const place = (location: unknown) => read({ ...concert, location })[0]?.place;
    expect(place('The barn')).toBe('The barn');
    expect(place([{ name: 'Hall A' }, { name: 'Hall B' }])).toBe('Hall A');
    expect(place({ address: 'Main St 1' })).toBe('Main St 1');
    expect(place({ '@type': 'VirtualLocation', url: 'https://meet.example/a' })).toBe('https://meet.example/a');
    expect(place([{ name: ['Barn'], address: [{ streetAddress: ['Lane 2'] }] }])).toBe('Barn, Lane 2');
    expect(place(7)).toBe('');
    expect(place({ name: { deep: true }, address: [] })).toBe('');
  });

  it('is bounded in number and length', () => {
    const many = Array.from({ length: 200 }, (_, n) => ({ ...concert, name: `Concert ${n}` }));
    expect(read(many)).toHaveLength(MAX_PAGE_EVENTS);
    const [long] = read({ ...concert, name: 'x'.repeat(9_000), description: 'y'.repeat(90_000) });
    expect([long?.title.length, long?.notes.length]).toEqual([500, 10_000]);
  });
});

describe('[Q54] a calendar file behind a link', () => {
  const file = (lines: string[]) =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');

  it('gives its events in their own zones', async () => {
    const text = file([
      'SUMMARY:Match',
      'LOCATION:Pitch 2',
      'DESCRIPTION:Bring water',
      'DTSTART;TZID=America/New_York:20261212T100000',
      'DTEND;TZID=America/New_York:20261212T113000',
      'RRULE:FREQ=WEEKLY;COUNT=3',
    ]);
    expect(await eventsOfFile(text, ZONE)).toEqual([
      {
        title: 'Match',
        when: {
          allDay: false,
          start: '2026-12-12T10:00',
          end: '2026-12-12T11:30',
          zone: 'America/New_York',
          rrule: 'FREQ=WEEKLY;COUNT=3',
        },
        place: 'Pitch 2',
        notes: 'Bring water',
      },
    ]);
  });

  it('takes floating times as the person’s, and whole days', async () => {
    const [floating] = await eventsOfFile(file(['SUMMARY:A', 'DTSTART:20261212T100000']), ZONE);
    expect(floating?.when).toMatchObject({ start: '2026-12-12T10:00', zone: ZONE });
    const [days] = await eventsOfFile(file(['SUMMARY:A', 'DTSTART;VALUE=DATE:20261212']), ZONE);
    expect(days?.when).toEqual({ allDay: true, start: '2026-12-12', end: '2026-12-13' });
  });

  it.each(['', '<!doctype html><title>Sign in</title>', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'])(
    'is nothing where it is no calendar: %j',
    async (text) => {
      expect(await eventsOfFile(text, ZONE)).toEqual([]);
    },
  );
});
