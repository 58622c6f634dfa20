import { describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { importIcs } from '../../../lib/calendar/ics.ts';
import { calendar, vevent } from './ics-fixtures.ts';

const read = async (...lines: string[]) => importIcs(calendar(...lines), { zone: 'Asia/Kathmandu' });
const zoneOf = async (tzid: string) => {
  const { events, warnings } = await read(...vevent(`DTSTART;TZID=${tzid}:20260715T120000`));
  return [events[0]?.timeZone, warnings.map(({ code }) => code)];
};

interface Observance {
  readonly name: 'STANDARD' | 'DAYLIGHT';
  readonly start: string;
  readonly from: string;
  readonly to: string;
  readonly rule?: string;
}

function vtimezone(tzid: string, ...observances: Observance[]): string[] {
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${tzid}`,
    ...observances.flatMap(({ name, start, from, to, rule }) => [
      `BEGIN:${name}`,
      `DTSTART:${start}`,
      `TZOFFSETFROM:${from}`,
      `TZOFFSETTO:${to}`,
      ...(rule === undefined ? [] : [`RRULE:FREQ=YEARLY;${rule}`]),
      `END:${name}`,
    ]),
    'END:VTIMEZONE',
  ];
}

const summer = (start: string, from: string, to: string, rule?: string): Observance => ({
  name: 'DAYLIGHT',
  start,
  from,
  to,
  ...(rule !== undefined && { rule }),
});
const winter = (start: string, from: string, to: string, rule?: string): Observance => ({
  ...summer(start, from, to, rule),
  name: 'STANDARD',
});

describe('zones by name alone', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['America/New York', 'America/New_York'],
    ['/mozilla.org/20050126_1/Europe/Berlin', 'Europe/Berlin'],
    ['/mozilla.org/20050126_1/UTC', 'UTC'],
    ['/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['Pacific Daylight Time', 'America/Los_Angeles'],
    ['Nepal Standard Time', 'Asia/Kathmandu'],
    ['Kamchatka Standard Time', 'Asia/Kamchatka'],
    ['Mid-Atlantic Standard Time', 'Etc/GMT+2'],
    ['Mexico Standard Time', 'America/Mexico_City'],
    ['"(UTC-05:00) Eastern Time (US & Canada)"', 'America/New_York'],
    ['"(GMT+10:00) Canberra, Melbourne, Sydney"', 'Australia/Sydney'],
    ['"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"', 'Europe/Amsterdam'],
    ['"(UTC-07:00) Chihuahua, La Paz, Mazatlan"', 'America/Mazatlan'],
    ['"(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi"', 'Asia/Kolkata'],
    ['"(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London"', 'Europe/London'],
    ['(UTC+01:00) Brussels, Copenhagen, Madrid, Paris', 'Europe/Brussels'],
    ['UTC+11', '+11:00'],
    ['"(GMT +01:00)"', '+01:00'],
    ['GMT-0730', '-07:30'],
    ['+05:45', '+05:45'],
    ['UTC−05:00', '-05:00'],
    ['Etc/GMT-2', 'Etc/GMT-2'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['GMT', 'UTC'],
  ])('%s is %s', async (tzid, zone) => {
    expect(await zoneOf(tzid)).toEqual([zone, []]);
  });

  it.each(['Customized Time Zone', 'tzone://Microsoft/Custom', 'Nowhere/Middle', '1', '(UTC+99:00) X'])(
    '%s is the zone of the person, with a warning',
    async (tzid) => {
      expect(await zoneOf(tzid)).toEqual(['Asia/Kathmandu', ['unknown-zone']]);
    },
  );

  it('or the calendar’s own, where it says so', async () => {
    const { events } = await read('X-WR-TIMEZONE:Europe/Madrid', ...vevent('DTSTART;TZID=Nowhere:20260715T120000'));
    expect(events[0]?.timeZone).toBe('Europe/Madrid');
  });

  it('a label of which only the offset is known keeps that, with a warning', async () => {
    expect(await zoneOf('"(UTC+10:00) Neverland"')).toEqual(['+10:00', ['unknown-zone']]);
  });

  it('an unknown zone is said once', async () => {
    const event = vevent('DTSTART;TZID=Nowhere:20260715T120000', 'DTEND;TZID=Nowhere:20260715T130000');
    expect((await read(...event)).warnings).toHaveLength(1);
  });
});

describe('a VTIMEZONE in the file means that VTIMEZONE', () => {
  it('whatever its name', async () => {
    const { events } = await read(
      ...vtimezone('Europe/Berlin', winter('19700101T000000', '+0300', '+0300')),
      ...vevent('DTSTART;TZID=Europe/Berlin:20260715T100000', 'RRULE:FREQ=MONTHLY;COUNT=6'),
    );
    expect(events).toMatchObject([{ timeZone: '+03:00', start: '2026-07-15T07:00:00Z' }]);
  });

  it('without a summer, there is none', async () => {
    const { events } = await read(
      ...vtimezone('America/New_York', winter('19700101T000000', '-0500', '-0500')),
      ...vevent('DTSTART;TZID=America/New_York:20260215T100000', 'RRULE:FREQ=MONTHLY;COUNT=6'),
    );
    expect(events[0] && expand(events[0], { limit: 6 }).every((start) => start.endsWith('T15:00:00Z'))).toBe(true);
  });

  const atNewYork = [
    summer('16010101T020000', '-0500', '-0400', 'BYDAY=2SU;BYMONTH=3'),
    winter('16010101T020000', '-0400', '-0500', 'BYDAY=1SU;BYMONTH=11'),
  ];

  it('its rules find the zone where the name does not', async () => {
    const { events, warnings } = await read(
      ...vtimezone('Customized Time Zone', ...atNewYork),
      ...vevent('DTSTART;TZID=Customized Time Zone:20200825T103500', 'RRULE:FREQ=WEEKLY'),
    );
    expect(events).toMatchObject([{ timeZone: 'America/New_York', start: '2020-08-25T14:35:00Z' }]);
    expect(warnings).toEqual([]);
  });

  it('that gave up summer time has none later on', async () => {
    const { events } = await read(
      ...vtimezone(
        'Customized Time Zone',
        summer('20000326T020000', '+0100', '+0200', 'BYDAY=-1SU;BYMONTH=3;UNTIL=20140330T010000Z'),
        winter('20001029T030000', '+0200', '+0100', 'BYDAY=-1SU;BYMONTH=10;UNTIL=20141026T010000Z'),
      ),
      ...vevent('DTSTART;TZID=Customized Time Zone:20260115T100000', 'RRULE:FREQ=MONTHLY;COUNT=8'),
    );
    expect(events[0] && expand(events[0], { limit: 8 }).map((start) => start.slice(11))).toEqual(
      Array(8).fill('09:00:00Z'),
    );
  });

  it('is looked for beyond its last change, too', async () => {
    const { events } = await read(
      ...vtimezone('1', winter('20110327T020000', '+0600', '+0700'), winter('20141026T020000', '+0700', '+0600')),
      ...vevent('DTSTART;TZID=1:20140615T100000', 'RRULE:FREQ=MONTHLY;COUNT=24'),
    );
    expect(events).toMatchObject([{ timeZone: 'Asia/Omsk', start: '2014-06-15T03:00:00Z' }]);
  });

  it("the person's own zone is preferred among those with the same rules", async () => {
    const lines = [...vtimezone('1', ...atNewYork), ...vevent('DTSTART;TZID=1:20200825T103500')];
    const { events } = await importIcs(calendar(...lines), { zone: 'America/Toronto' });
    expect(events[0]?.timeZone).toBe('America/Toronto');
  });

  it('stands behind the events that use it, its name in other letters', async () => {
    const { events } = await read(
      ...vevent('DTSTART;TZID="x, y":20200825T103500'),
      ...vtimezone(' X\\, Y', ...atNewYork),
    );
    expect(events[0]?.start).toBe('2020-08-25T14:35:00Z');
  });

  it('with the changes of one year only, says nothing about the next', async () => {
    const { events, warnings } = await read(
      ...vtimezone(
        'America/Los_Angeles',
        summer('20240310T100000', '-0800', '-0700'),
        winter('20241103T090000', '-0700', '-0800'),
      ),
      ...vevent('DTSTART;TZID=America/Los_Angeles:20240610T100000', 'RRULE:FREQ=MONTHLY'),
    );
    expect(events).toMatchObject([{ timeZone: 'America/Los_Angeles' }]);
    expect(events[0]?.exdates).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('with rules of another time, keeps the instants of those years', async () => {
    // The rules of the United States until 2006, in a file of 2008.
    const { events, warnings } = await read(
      ...vtimezone(
        'US/Eastern',
        summer('19870405T020000', '-0500', '-0400', 'BYMONTH=4;BYDAY=1SU'),
        winter('19671029T020000', '-0400', '-0500', 'BYMONTH=10;BYDAY=-1SU'),
      ),
      ...vevent('DTSTART;TZID=US/Eastern:20080301T100000', 'RRULE:FREQ=WEEKLY;COUNT=10'),
    );
    expect(events[0]?.timeZone).toBe('US/Eastern');
    expect(events[0] && expand(events[0], { limit: 8 }).map((start) => start.slice(5, 13))).toEqual([
      ...['03-01T15', '03-08T15', '03-15T15', '03-22T15', '03-29T15', '04-05T15', '04-12T14', '04-19T14'],
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['own-zone']);
  });

  describe('of a zone that is nowhere', () => {
    const nowhere = vtimezone(
      'Nowhere',
      summer('20000507T020000', '+0117', '+0217', 'BYMONTH=5;BYDAY=1SU'),
      winter('20000903T020000', '+0217', '+0117', 'BYMONTH=9;BYDAY=1SU'),
    );

    it('a single event is at that instant, with that offset', async () => {
      const { events } = await read(...nowhere, ...vevent('DTSTART;TZID=Nowhere:20260715T100000'));
      expect(events).toMatchObject([{ timeZone: '+02:17', start: '2026-07-15T07:43:00Z' }]);
    });

    it('a series has its instants in summer and winter, EXDATE and changes included', async () => {
      const { events, warnings } = await read(
        ...nowhere,
        ...vevent(
          'DTSTART;TZID=Nowhere:20260715T100000',
          'RRULE:FREQ=MONTHLY;COUNT=5',
          'EXDATE;TZID=Nowhere:20261015T100000',
        ),
        ...vevent('RECURRENCE-ID;TZID=Nowhere:20261115T100000', 'DTSTART;TZID=Nowhere:20261115T120000'),
      );
      expect(events[0] && expand(events[0], { limit: 9 })).toEqual([
        '2026-07-15T07:43:00Z',
        '2026-08-15T07:43:00Z',
        '2026-09-15T08:43:00Z',
        '2026-11-15T08:43:00Z',
      ]);
      expect(events[1]).toMatchObject({ recurrenceId: '2026-11-15T08:43:00Z', start: '2026-11-15T10:43:00Z' });
      expect(warnings.map(({ code }) => code)).toEqual(['own-zone']);
    });

    it('an offset with seconds is kept in UTC, occurrence by occurrence', async () => {
      const { events } = await read(
        ...vtimezone('Old', winter('18000101T000000', '-045602', '-045602')),
        ...vevent('DTSTART;TZID=Old:20260715T100000', 'RRULE:FREQ=DAILY;COUNT=2'),
      );
      expect(events[0] && expand(events[0], { limit: 9 })).toEqual(['2026-07-15T14:56:02Z', '2026-07-16T14:56:02Z']);
    });
  });

  it('without readable rules is as if it were not there, with a warning', async () => {
    const { events, warnings } = await read(
      ...['BEGIN:VTIMEZONE', 'TZID:Europe/Berlin', 'BEGIN:STANDARD', 'DTSTART:soon', 'END:STANDARD', 'END:VTIMEZONE'],
      ...vevent('DTSTART;TZID=Europe/Berlin:20260715T100000'),
    );
    expect(events[0]?.start).toBe('2026-07-15T08:00:00Z');
    expect(warnings.map(({ code }) => code)).toEqual(['bad-value']);
  });
});

describe('dates of a series', () => {
  it('are compared as instants: EXDATE in UTC, in another zone, without zone', async () => {
    const { events } = await read(
      ...vevent(
        'DTSTART;TZID=Europe/Madrid:20261020T100000',
        'RRULE:FREQ=DAILY;COUNT=6',
        'EXDATE:20261021T080000Z',
        'EXDATE;TZID=America/New_York:20261022T040000',
        'EXDATE:20261023T100000,20261025T100000',
      ),
    );
    expect(events[0]?.exdates).toEqual(['20261021T100000', '20261022T100000', '20261023T100000', '20261025T100000']);
    expect(events[0] && expand(events[0], { limit: 9 })).toEqual(['2026-10-20T08:00:00Z', '2026-10-24T08:00:00Z']);
  });

  it('of whole days may be local midnights', async () => {
    const { events } = await importIcs(
      calendar(
        ...vevent(
          'DTSTART;VALUE=DATE:20260219',
          'RRULE:FREQ=DAILY;COUNT=6',
          'EXDATE;TZID=W. Europe Standard Time:20260220T000000',
          'EXDATE:20260220T230000Z',
          'EXDATE:20260222T000000Z',
        ),
      ),
      { zone: 'Europe/Madrid' },
    );
    expect(events[0]?.exdates).toEqual(['20260220', '20260221', '20260222']);
  });

  it('a changed occurrence names its series’ occurrence, in whatever form', async () => {
    const { events } = await read(
      ...vevent('DTSTART;TZID=Europe/Madrid:20260701T100000', 'RRULE:FREQ=DAILY;COUNT=9'),
      ...vevent('RECURRENCE-ID;VALUE=DATE:20260703', 'DTSTART;TZID=Europe/Madrid:20260703T120000'),
      ...vevent('RECURRENCE-ID:20260704T080000Z', 'DTSTART;TZID=Europe/London:20260704T120000', 'STATUS:CANCELLED'),
      ...vevent('RECURRENCE-ID:20260705T100000', 'DTSTART:20260705T120000Z'),
      ...vevent('RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Madrid:20260706T100000', 'DTSTART:20260706T120000Z'),
    );
    expect(events.slice(1)).toMatchObject([
      { recurrenceId: '2026-07-03T08:00:00Z' },
      { recurrenceId: '2026-07-04T08:00:00Z', cancelled: true },
      { recurrenceId: '2026-07-05T08:00:00Z' },
      { recurrenceId: '2026-07-06T08:00:00Z', thisAndFuture: true },
    ]);
  });
});
