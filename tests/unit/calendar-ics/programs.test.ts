import { describe, expect, it } from 'vitest';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import type { IcsEvent } from '../../../lib/calendar/ics-types.ts';
import { bytesOf, calendar, vevent } from './ics-fixtures.ts';
import { violations } from './strict-validator.ts';

const STAMP = '2026-11-22T12:00:00Z';

function wide(text: string, isBig: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), !isBig);
  return bytes;
}

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const bare = (...lines: string[]) => [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:a',
  ...lines,
  'END:VEVENT',
  'END:VCALENDAR',
];
const europe = (tzid: string) => [
  'BEGIN:VTIMEZONE',
  `TZID:${tzid}`,
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
];

type Expected = Partial<IcsEvent>;

const files: readonly (readonly [string, Uint8Array, readonly Expected[], readonly string[]])[] = [
  [
    'Google: UTC, a series, the calendar’s zone',
    calendar(
      'X-WR-TIMEZONE:America/New_York',
      ...vevent(
        'DTSTART:20261124T200000Z',
        'DTEND:20261124T210000Z',
        'SUMMARY:Dentist\\, 2nd',
        'RRULE:FREQ=WEEKLY;BYDAY=TU',
      ),
    ),
    [
      {
        title: 'Dentist, 2nd',
        start: '2026-11-24T20:00:00Z',
        end: '2026-11-24T21:00:00Z',
        rrule: 'FREQ=WEEKLY;BYDAY=TU',
      },
    ],
    [],
  ],
  [
    'a zone nobody knows in a calendar that names one',
    calendar('X-WR-TIMEZONE:Asia/Tokyo', ...vevent('DTSTART;TZID=Nowhere/Here:20261124T200000')),
    [{ start: '2026-11-24T11:00:00Z', timeZone: 'Asia/Tokyo' }],
    ['unknown-zone 8'],
  ],
  [
    'Outlook: a Windows name, UNTIL as a date',
    calendar(
      ...vevent(
        'DTSTART;TZID="Pacific Standard Time":20261124T080000',
        'SUMMARY;LANGUAGE=en-us:W',
        'RRULE:FREQ=WEEKLY;UNTIL=20261231;BYDAY=TU',
      ),
    ),
    [
      {
        start: '2026-11-24T16:00:00Z',
        timeZone: 'America/Los_Angeles',
        rrule: 'FREQ=WEEKLY;UNTIL=20270101T075959Z;BYDAY=TU',
      },
    ],
    [],
  ],
  [
    'Outlook: a display name',
    calendar(...vevent('DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20260701T080000')),
    [{ start: '2026-07-01T12:00:00Z' }],
    [],
  ],
  [
    'Exchange: its own name for a zone',
    calendar(
      ...europe('tzone://Microsoft/Custom'),
      ...vevent('DTSTART;TZID="tzone://Microsoft/Custom":20260701T080000'),
    ),
    [{ start: '2026-07-01T06:00:00Z', timeZone: 'Europe/Madrid' }],
    [],
  ],
  [
    'Exchange: a whole day from midnight to midnight, said to be one',
    calendar(
      ...vevent(
        'DTSTART;TZID=Romance Standard Time:20261224T000000',
        'DTEND;TZID=Romance Standard Time:20261226T000000',
        'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
        'RRULE:FREQ=YEARLY',
        'EXDATE;TZID=Romance Standard Time:20271224T000000',
      ),
    ),
    [{ allDay: true, start: '2026-12-24', end: '2026-12-26', exdates: ['20271224'] }],
    [],
  ],
  [
    'Exchange: whole days in a zone that is not the person’s, the rest of them in UTC',
    calendar(
      ...vevent(
        'DTSTART;TZID=Tokyo Standard Time:20261224T000000',
        'DTEND;TZID=Tokyo Standard Time:20261225T000000',
        'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
        'RRULE:FREQ=DAILY;UNTIL=20261227T150000Z',
        'EXDATE:20261224T150000Z',
      ),
      ...vevent('RECURRENCE-ID:20261225T150000Z', 'DTSTART;VALUE=DATE:20261230'),
    ),
    [
      { start: '2026-12-24', rrule: 'FREQ=DAILY;UNTIL=20261228', exdates: ['20261225'] },
      { recurrenceId: '2026-12-26', start: '2026-12-30' },
    ],
    [],
  ],
  [
    'Exchange: times, said to be a whole day',
    calendar(...vevent('DTSTART:20261224T090000Z', 'DTEND:20261224T100000Z', 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE')),
    [{ allDay: false, start: '2026-12-24T09:00:00Z', end: '2026-12-24T10:00:00Z' }],
    [],
  ],
  [
    'from midnight to midnight without a word',
    calendar(...vevent('DTSTART;TZID=Europe/Madrid:20261224T000000', 'DTEND;TZID=Europe/Madrid:20261225T000000')),
    [{ allDay: false, start: '2026-12-23T23:00:00Z' }],
    [],
  ],
  [
    'a school: floating times',
    calendar(
      ...vevent(
        'DTSTART:20261201T083000',
        'DTEND:20261201T153000',
        'RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20261222T235959Z',
      ),
    ),
    [{ floating: true, start: '2026-12-01T08:30:00', end: '2026-12-01T15:30:00' }],
    [],
  ],
  [
    'DURATION in full',
    calendar(...vevent('DTSTART:20261201T083000Z', 'DURATION:P0DT1H30M0S')),
    [{ end: '2026-12-01T10:00:00Z' }],
    [],
  ],
  [
    'quoted parameters',
    calendar(
      ...vevent(
        'DTSTART;X-A="a;b:c,d";TZID="America/New_York":20261124T100000',
        'ATTENDEE;CN="Ana; Ben: x, y":mailto:a@example.org',
      ),
    ),
    [{ start: '2026-11-24T15:00:00Z', extra: ['ATTENDEE;CN="Ana; Ben: x, y":mailto:a@example.org'] }],
    [],
  ],
  [
    'RDATE as periods',
    calendar(
      ...vevent(
        'DTSTART;TZID=Europe/Madrid:20261124T100000',
        'RDATE;VALUE=PERIOD;TZID=Europe/Madrid:20261125T100000/20261125T120000,20261126T100000/PT2H',
      ),
    ),
    [{ rdates: ['20261125T100000', '20261126T100000'] }],
    ['unsupported 8'],
  ],
  [
    'several EXDATE in several forms',
    calendar(
      ...vevent(
        'DTSTART;TZID=Europe/Madrid:20261123T100000',
        'RRULE:FREQ=DAILY;COUNT=6',
        'EXDATE;TZID=Europe/Madrid:20261124T100000',
        'EXDATE:20261125T090000Z',
        'EXDATE;TZID=America/New_York:20261126T040000',
        'EXDATE;VALUE=DATE:20261127',
      ),
    ),
    [{ exdates: ['20261124T100000', '20261125T100000', '20261126T100000', '20261127'] }],
    [],
  ],
  [
    'Latin-1',
    latin(bare('DTSTART:20261124', 'SUMMARY:Caf\u00e9 M\u00fcller').join('\r\n')),
    [{ title: 'Café Müller' }],
    [],
  ],
  [
    'UTF-16',
    wide(`\uFEFF${bare('DTSTART:20261124', 'SUMMARY:Café 🎂').join('\r\n')}`, false),
    [{ title: 'Café 🎂' }],
    [],
  ],
  [
    'UTF-16, the other way, no mark',
    wide(bare('DTSTART:20261124', 'SUMMARY:Café').join('\r\n'), true),
    [{ title: 'Café' }],
    [],
  ],
  ['CR alone', bytesOf(bare('DTSTART:20261124', 'SUMMARY:long', ' er').join('\r')), [{ title: 'longer' }], []],
  ['no title', calendar(...vevent('DTSTART:20261124', 'SUMMARY:')), [{ title: '' }], []],
  [
    'several versions',
    calendar(
      ...vevent('SEQUENCE:1', 'DTSTART:20261124', 'SUMMARY:old'),
      ...vevent('SEQUENCE:3', 'DTSTART:20261125', 'SUMMARY:new'),
      ...vevent('SEQUENCE:2', 'DTSTART:20261126', 'SUMMARY:mid'),
    ),
    [{ title: 'new' }],
    [],
  ],
  ['METHOD:CANCEL', calendar('METHOD:CANCEL', ...vevent('DTSTART:20261124', 'SUMMARY:m')), [{ cancelled: true }], []],
  [
    'components within others',
    calendar(
      'BEGIN:X-FOO',
      'BEGIN:X-BAR',
      'FOO:1',
      'END:X-BAR',
      'END:X-FOO',
      ...vevent('DTSTART:20261124', 'BEGIN:X-IN', 'A:1', 'END:X-IN'),
    ),
    [{ extra: ['BEGIN:X-IN', 'A:1', 'END:X-IN'] }],
    [],
  ],
  [
    'cut off within a value',
    bytesOf(
      [...bare('DTSTART:20261124', 'SUMMARY:ok').slice(0, -1), 'BEGIN:VEVENT', 'UID:b', 'DTSTART:2026112'].join('\r\n'),
    ),
    [{ title: 'ok' }],
    ['skipped 7', 'bad-line 9', 'bad-value 9'],
  ],
  [
    'the groups of vCard',
    calendar(...vevent('DTSTART:20261124', 'item1.URL:https://example.org/', 'item1.X-LABEL:home')),
    [{ url: 'https://example.org/', extra: ['X-LABEL:home'] }],
    [],
  ],
  [
    'a change named by its day',
    calendar(
      ...vevent('DTSTART;TZID=Europe/Madrid:20261124T100000', 'RRULE:FREQ=DAILY;COUNT=4'),
      ...vevent('RECURRENCE-ID;VALUE=DATE:20261125', 'DTSTART;TZID=Europe/Madrid:20261125T120000'),
    ),
    [{ rrule: 'FREQ=DAILY;COUNT=4' }, { recurrenceId: '2026-11-25T09:00:00Z', start: '2026-11-25T11:00:00Z' }],
    [],
  ],
  [
    '24:00',
    calendar(...vevent('DTSTART:20261220T100000', 'DTEND:20261220T240000')),
    [{ end: '2026-12-21T00:00:00' }],
    [],
  ],
  [
    'a rule that is none',
    calendar(...vevent('DTSTART:20261220', 'RRULE:FREQ=DAYLY')),
    [{ start: '2026-12-20' }],
    ['bad-value 8'],
  ],
  [
    'a zone behind an old prefix',
    calendar(...vevent('DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20260701T100000')),
    [{ start: '2026-07-01T09:00:00Z' }],
    [],
  ],
  [
    'vCalendar 1.0: quoted-printable over two lines',
    bytesOf(
      bare(
        'DTSTART:20261124T100000Z',
        'SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 with =',
        'L=C3=A9a',
        'DESCRIPTION;QUOTED-PRINTABLE:one=0D=0Atwo',
        'LOCATION;ENCODING=QUOTED-PRINTABLE:Caf=E9',
      ).join('\r\n'),
    ),
    [{ title: 'Café with Léa', description: 'one\ntwo', location: 'Café' }],
    [],
  ],
  [
    'a zone that needs quotes and has none, before several dates',
    calendar(
      ...vevent(
        'DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20260701T100000',
        'RRULE:FREQ=DAILY;COUNT=4',
        'EXDATE;TZID=(UTC+01:00) Amsterdam, Berlin:20260702T100000,20260703T100000',
        'X-A;TZID=(UTC+01:00) Amsterdam, Berlin:20260702T100000',
      ),
    ),
    [{ exdates: ['20260702T100000', '20260703T100000'], extra: ['X-A;TZID=Europe/Amsterdam:20260702T100000'] }],
    [],
  ],
  [
    'an address with backslashes, and one with commas as text has them',
    calendar(
      ...vevent('DTSTART:20261124', 'URL:file:\\\\server\\news'),
      ...vevent('RECURRENCE-ID:20261125', 'DTSTART:20261125', 'URL:https://example.org/?a=1\\,2\\\\\\;3'),
    ),
    [{ url: 'file:\\\\server\\news' }, { url: 'https://example.org/?a=1,2;3' }],
    [],
  ],
  [
    'a mail around it',
    bytesOf(['Content-Type: text/calendar', '', ...bare('DTSTART:20261124')].join('\r\n')),
    [{ start: '2026-11-24' }],
    ['bad-line 1'],
  ],
  [
    'blanks where none belong',
    bytesOf(
      'BEGIN:VCALENDAR \r\nBEGIN: VEVENT\r\nUID : a\r\nDTSTART ; VALUE=DATE : 20261124\r\nSUMMARY : spaced\r\nEND:VEVENT\r\nEND:VCALENDAR',
    ),
    [{ uid: 'a', title: 'spaced', start: '2026-11-24' }],
    [],
  ],
  [
    'for ever, written as the last day of all',
    calendar(
      ...vevent(
        'DTSTART;TZID=America/New_York:20261124T100000',
        'DTEND;TZID=America/New_York:99991231T235959',
        'RRULE:FREQ=DAILY;UNTIL=99991231',
      ),
    ),
    [{ start: '2026-11-24T15:00:00Z', end: '9999-12-28T00:00:00Z', rrule: 'FREQ=DAILY;UNTIL=99991229T000000Z' }],
    ['bad-value 8'],
  ],
  [
    'an event at the end of time',
    calendar(...vevent('DTSTART:99991231'), ...vevent('DTSTART:20261124')),
    [{ start: '2026-11-24' }],
    ['bad-value 7', 'skipped 4'],
  ],
];

describe.each(files)('[F9] %s', (_, bytes, expected, warned) => {
  it('is read', async () => {
    const result = await importIcs(bytes, { zone: 'Europe/Madrid' });
    expect(result.events).toMatchObject(expected);
    expect(result.warnings.map(({ code, line }) => `${code} ${line}`).sort()).toEqual([...warned].sort());
  });

  it('[F5] reads back equal, by strict readers too', async () => {
    const { events } = await importIcs(bytes, { zone: 'Europe/Madrid' });
    const text = exportIcs(events, { stamp: STAMP });
    expect((await importIcs(bytesOf(text), { zone: 'Asia/Tokyo' })).events).toEqual(events);
    expect(violations(text)).toEqual([]);
  });
});

it('EXRULE is understood, but not kept in force', async () => {
  const bytes = calendar(
    ...vevent('DTSTART:20261220T100000Z', 'RRULE:FREQ=DAILY;COUNT=3', 'EXRULE:FREQ=WEEKLY;COUNT=3'),
  );
  const { events, warnings } = await importIcs(bytes, { zone: 'UTC' });
  expect(warnings).toMatchObject([{ code: 'unsupported', line: 9 }]);
  expect(events).toMatchObject([{ rrule: 'FREQ=DAILY;COUNT=3', extra: ['EXRULE:FREQ=WEEKLY;COUNT=3'] }]);
});

it('an alarm of thousands of years is none', async () => {
  const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:P99999W999999DT9999999H', 'END:VALARM'];
  const { events, warnings } = await importIcs(calendar(...vevent('DTSTART:20261220', ...alarm)), { zone: 'UTC' });
  expect(events[0]?.alarms).toBeUndefined();
  expect(warnings).toMatchObject([{ code: 'bad-value', line: 10 }]);
});
