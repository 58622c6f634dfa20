import { describe, expect, it } from 'vitest';
import { importIcs } from '../../../lib/calendar/ics.ts';
import { bytesOf, calendar, vevent } from './ics-fixtures.ts';

const read = (bytes: Uint8Array) => importIcs(bytes, { zone: 'Europe/Madrid' });
const codes = (result: Awaited<ReturnType<typeof read>>) => result.warnings.map(({ code, line }) => `${code} ${line}`);

describe('a file of which nothing can be made says why', () => {
  it.each([
    ['nothing', '', 'empty-file'],
    ['white space', ' \r\n\t\r\n', 'empty-file'],
    ['a web page', '<!doctype html>\n<p>BEGIN:VCALENDAR</p>', 'not-a-calendar'],
    ['text', 'Dear all,\nno calendar here: sorry', 'not-a-calendar'],
    ['a calendar with nothing in it', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'no-events'],
    ['a calendar of to-dos', 'BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a\nEND:VTODO\nEND:VCALENDAR', 'no-events'],
    ['an event without start', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR', 'no-usable-events'],
  ])('%s', async (_, text, rejected) => {
    expect(await read(bytesOf(text))).toMatchObject({ rejected, events: [] });
  });

  it('names the event that cannot be used', async () => {
    const { warnings, skipped } = await read(calendar(...vevent('SUMMARY:Dentist', 'DTSTART:soon')));
    expect(skipped).toBe(1);
    expect(warnings).toContainEqual({ code: 'skipped', line: 4, text: '“Dentist”: its start cannot be read' });
  });
});

function observance(name: string, from: string, to: string, month: number): string[] {
  const rule = `RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=-1SU`;
  return [`BEGIN:${name}`, 'DTSTART:19700101T020000', `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`, rule];
}

describe('structure that is not whole', () => {
  it('missing ends: every event counts', async () => {
    const text =
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:a\nBEGIN:VALARM\nTRIGGER:-PT5M\nBEGIN:VEVENT\nDTSTART:20260102\nSUMMARY:b';
    const result = await read(bytesOf(text));
    expect(result.events).toMatchObject([{ title: 'a', alarms: [{ trigger: '-PT5M' }] }, { title: 'b' }]);
    expect(codes(result)).toEqual(['bad-line 7', 'bad-line 9']);
  });

  it('missing ends within a zone and between alarms', async () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Z', ...observance('STANDARD', '+0200', '+0100', 10), 'END:VTIMEZONE'];
    zone.splice(-1, 0, ...observance('DAYLIGHT', '+0100', '+0200', 3), 'END:DAYLIGHT');
    const alarms = ['BEGIN:VALARM', 'TRIGGER:-PT5M', 'BEGIN:VALARM', 'TRIGGER:-PT9M', 'END:VALARM'];
    const result = await read(calendar(...zone, ...vevent('DTSTART;TZID=Z:20260701T100000', ...alarms)));
    expect(result.events).toMatchObject([
      { start: '2026-07-01T08:00:00Z', alarms: [{ trigger: '-PT5M' }, { trigger: '-PT9M' }] },
    ]);
    expect(codes(result)).toEqual(['bad-line 11', 'bad-line 24']);
  });

  it('stray ends and lines that are no property', async () => {
    const result = await read(calendar('END:VEVENT', 'X', ...vevent('no colon', 'DTSTART:20260101', 'two words: x')));
    expect(result.events).toHaveLength(1);
    expect(codes(result)).toEqual(['bad-line 4', 'bad-line 5', 'bad-line 9', 'bad-line 11']);
  });

  it('an event without a calendar around it, as pasted', async () => {
    expect((await read(bytesOf(vevent('DTSTART:20260101', 'SUMMARY:a').join('\n')))).events).toMatchObject([
      { title: 'a' },
    ]);
  });

  it('several calendars in one file, each with its own zones', async () => {
    const zone = (offset: string) => [
      'BEGIN:VTIMEZONE',
      'TZID:Z1',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      `TZOFFSETFROM:${offset}`,
      `TZOFFSETTO:${offset}`,
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    const one = (uid: string) => ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTART;TZID=Z1:20260101T120000', 'END:VEVENT'];
    const bytes = Uint8Array.from([
      ...calendar(...zone('+0300'), ...one('a')),
      ...calendar(...zone('-0300'), ...one('b')),
    ]);
    expect((await read(bytes)).events).toMatchObject([
      { start: '2026-01-01T09:00:00Z' },
      { start: '2026-01-01T15:00:00Z' },
    ]);
  });

  it('names in small letters', async () => {
    const text =
      'begin:vcalendar\nbegin:vevent\ndtstart;value=date:20260101\nrrule:freq=daily;count=2\nend:vevent\nend:vcalendar';
    expect((await read(bytesOf(text))).events).toMatchObject([{ allDay: true, rrule: 'FREQ=DAILY;COUNT=2' }]);
  });
});

describe('values that are not as they should be', () => {
  const one = async (...lines: string[]) => {
    const result = await read(calendar(...vevent(...lines)));
    return { ...result.events[0], warned: result.warnings.map(({ code }) => code) };
  };

  it('forms that leave no doubt', async () => {
    expect(await one('DTSTART:2026-07-15T10:00:00+02:00', 'DTEND:2026-07-15T11:00Z')).toMatchObject({
      start: '2026-07-15T08:00:00Z',
      end: '2026-07-15T11:00:00Z',
      warned: [],
    });
    expect(await one('DTSTART:20260715T1000')).toMatchObject({
      start: '2026-07-15T10:00:00',
      floating: true,
      warned: [],
    });
    expect(await one('DTSTART;VALUE=DATE:20260715T000000')).toMatchObject({
      start: '2026-07-15',
      allDay: true,
      warned: [],
    });
  });

  it('a quote in the wrong place', async () => {
    expect(await one('DTSTART;TZID="W. Europe Standard Time:20200609T090000"')).toMatchObject({
      start: '2020-06-09T07:00:00Z',
      warned: ['bad-value'],
    });
  });

  it('a day beyond the end of its month goes on into the next', async () => {
    expect(await one('DTSTART:20240230T100000Z')).toMatchObject({
      start: '2024-03-01T10:00:00Z',
      warned: ['bad-value'],
    });
  });

  it('the first of two starts', async () => {
    expect(await one('DTSTART:20240201', 'DTSTART:20240202')).toMatchObject({
      start: '2024-02-01',
      warned: ['bad-line'],
    });
  });

  it('an end before the start, of another kind, or none', async () => {
    expect(await one('DTSTART:20240201T100000Z', 'DTEND:20240201T090000Z')).toMatchObject({
      end: '2024-02-01T10:00:00Z',
      warned: ['bad-value'],
    });
    expect(await one('DTSTART:20240201', 'DTEND:20240203T120000')).toMatchObject({
      end: '2024-02-04',
      warned: ['bad-value'],
    });
    expect(await one('DTSTART:20240201', 'DTEND:20240201')).toMatchObject({ end: '2024-02-02', warned: [] });
    expect(await one('DTSTART:20240201T100000Z', 'DTEND:None')).toMatchObject({
      end: '2024-02-01T10:00:00Z',
      warned: ['bad-value'],
    });
  });

  it('durations: days by the wall clock, times exact', async () => {
    const start = 'DTSTART;TZID=Europe/Madrid:20261024T120000';
    expect(await one(start, 'DURATION:P1D')).toMatchObject({ end: '2026-10-25T11:00:00Z' });
    expect(await one(start, 'DURATION:PT24H')).toMatchObject({ end: '2026-10-25T10:00:00Z' });
    expect(await one('DTSTART:20261024', 'DURATION:P1W')).toMatchObject({ end: '2026-10-31' });
    expect(await one(start, 'DURATION:-PT1H')).toMatchObject({ end: '2026-10-24T10:00:00Z', warned: ['bad-value'] });
  });

  it('a rule that cannot be read leaves a single event; one of another calendar is kept for others', async () => {
    expect(await one('DTSTART:20240201', 'RRULE:FREQ=YEARLY;BYMONTH=13')).toMatchObject({ warned: ['bad-value'] });
    expect(await one('DTSTART:20240201', 'RRULE:RSCALE=HEBREW;FREQ=YEARLY')).toMatchObject({
      warned: ['unsupported'],
      extra: ['RRULE:RSCALE=HEBREW;FREQ=YEARLY'],
    });
  });

  it('UNTIL in the form that the start asks for', async () => {
    expect(await one('DTSTART:20240201', 'RRULE:FREQ=DAILY;UNTIL=20240210T225959Z')).toMatchObject({
      rrule: 'FREQ=DAILY;UNTIL=20240210',
    });
    expect(
      await one('DTSTART;TZID=Europe/Madrid:20240201T100000', 'RRULE:FREQ=DAILY;UNTIL=20240210;INTERVAL=2'),
    ).toMatchObject({
      rrule: 'FREQ=DAILY;UNTIL=20240210T225959Z;INTERVAL=2',
    });
    expect(
      await one('DTSTART;TZID=Europe/Madrid:20240201T100000', 'RRULE:FREQ=DAILY;UNTIL=20240210T100000'),
    ).toMatchObject({
      rrule: 'FREQ=DAILY;UNTIL=20240210T090000Z',
    });
    expect(await one('DTSTART:20240201T100000', 'RRULE:FREQ=DAILY;UNTIL=20240210T090000Z')).toMatchObject({
      rrule: 'FREQ=DAILY;UNTIL=20240210T100000',
    });
  });

  it('control characters go', async () => {
    expect(await one('DTSTART:20240201', 'SUMMARY:a\u0000b\u001b[1mc')).toMatchObject({ title: 'ab[1mc' });
  });

  it('markup is text', async () => {
    expect(await one('DTSTART:20240201', 'SUMMARY:<img src=x onerror=alert(1)>')).toMatchObject({
      title: '<img src=x onerror=alert(1)>',
    });
  });
});

describe('which event it is', () => {
  const both = async (a: string[], b: string[]) => read(calendar(...a, ...b));

  it('of one UID the higher SEQUENCE counts, then the later DTSTAMP, then the later in the file', async () => {
    const version = (title: string, ...lines: string[]) => [
      'BEGIN:VEVENT',
      'UID:x',
      'DTSTART:20240201',
      `SUMMARY:${title}`,
      ...lines,
      'END:VEVENT',
    ];
    const winner = async (a: string[], b: string[]) =>
      (await both(version('a', ...a), version('b', ...b))).events.map(({ title }) => title);
    expect(await winner(['SEQUENCE:2'], ['SEQUENCE:1', 'DTSTAMP:20300101T000000Z'])).toEqual(['a']);
    expect(await winner(['DTSTAMP:20250101T000000Z'], ['DTSTAMP:20240101T000000Z'])).toEqual(['a']);
    expect(await winner([], [])).toEqual(['b']);
  });

  it('of one UID, with nothing to tell which is newer, those at different times are different events', async () => {
    const lesson = (start: string, stamp = '20260101T000000Z') => [
      ...['BEGIN:VEVENT', 'UID:event', `DTSTAMP:${stamp}`, `DTSTART:${start}`, 'END:VEVENT'],
    ];
    const old = lesson('20240131', '20250101T000000Z');
    const { events, warnings } = await read(
      calendar(...old, ...lesson('20240201'), ...lesson('20240202'), ...lesson('20240202')),
    );
    expect(events).toMatchObject([
      { uid: 'event', start: '2024-02-01' },
      { uid: 'event/20240202', start: '2024-02-02' },
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['bad-value']);
  });

  it('without UID it is the content, whatever changes with every export', async () => {
    const event = (...lines: string[]) => ['BEGIN:VEVENT', 'DTSTART:20240201', ...lines, 'END:VEVENT'];
    const uidOf = async (...lines: string[]) => (await read(calendar(...event(...lines)))).events[0]?.uid;
    expect(await uidOf('SUMMARY:a', 'DTSTAMP:20240101T000000Z')).toBe(
      await uidOf('SUMMARY:a', 'DTSTAMP:20250101T000000Z'),
    );
    expect(await uidOf('SUMMARY:a')).not.toBe(await uidOf('SUMMARY:b'));
    expect(new Set((await both(event(), event())).events.map(({ uid }) => uid)).size).toBe(2);
  });

  it('called off by METHOD or STATUS', async () => {
    expect((await read(calendar('METHOD:CANCEL', ...vevent('DTSTART:20240201')))).events).toMatchObject([
      { cancelled: true },
    ]);
    expect((await read(calendar(...vevent('DTSTART:20240201', 'STATUS:Cancelled')))).events).toMatchObject([
      { cancelled: true },
    ]);
    expect((await read(calendar(...vevent('DTSTART:20240201', 'STATUS:TENTATIVE')))).events).toMatchObject([
      { extra: ['STATUS:TENTATIVE'] },
    ]);
  });
});

describe('alarms', () => {
  const alarm = (...lines: string[]) => ['BEGIN:VALARM', ...lines, 'END:VALARM'];

  it('before, at and after, from start or end, or at an instant', async () => {
    const { events, warnings } = await read(
      calendar(
        ...vevent(
          'DTSTART:20240201T100000Z',
          'SUMMARY:Choir',
          ...alarm('ACTION:DISPLAY', 'TRIGGER:-PT15M', 'DESCRIPTION:Choir'),
          ...alarm('ACTION:AUDIO', 'TRIGGER;RELATED=END:P0DT0H0M0S', 'ATTACH:ping.wav'),
          ...alarm('TRIGGER;VALUE=DATE-TIME:20240131T090000Z', 'DESCRIPTION:Buy a ticket'),
          ...alarm('ACTION:DISPLAY', 'TRIGGER:soon'),
        ),
      ),
    );
    expect(events[0]?.alarms).toEqual([
      { action: 'DISPLAY', trigger: '-PT15M' },
      { action: 'AUDIO', trigger: 'P0DT0H0M0S', relatedTo: 'end', extra: ['ATTACH:ping.wav'] },
      { action: 'DISPLAY', trigger: '2024-01-31T09:00:00Z', description: 'Buy a ticket' },
    ]);
    expect(warnings).toMatchObject([{ code: 'bad-value' }]);
  });
});
