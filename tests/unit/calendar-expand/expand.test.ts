import { describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';

const weekly = { dtstart: '20261103T180000', tzid: 'Europe/Madrid', allDay: false, rrule: 'FREQ=WEEKLY' };
const days = { dtstart: '20261101', tzid: null, allDay: true, rrule: 'FREQ=DAILY' };

describe('what a series consists of', () => {
  it('DTSTART and RDATE, without a rule', () => {
    const single = { ...weekly, rrule: undefined };
    expect(expand(single, { limit: 5 })).toEqual(['2026-11-03T17:00:00Z']);
    expect(expand({ ...single, rdates: ['20261105T100000', '20261103T180000'] }, { limit: 5 })).toEqual([
      '2026-11-03T17:00:00Z',
      '2026-11-05T09:00:00Z',
    ]);
  });

  it('DTSTART, even where it does not fit the rule; it counts', () => {
    const series = { ...weekly, rrule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=3' };
    expect(expand(series, { limit: 5 })).toEqual([
      '2026-11-03T17:00:00Z',
      '2026-11-06T17:00:00Z',
      '2026-11-13T17:00:00Z',
    ]);
  });

  it('nothing, where the rule ended before it began', () => {
    expect(expand({ ...weekly, rrule: 'FREQ=WEEKLY;UNTIL=20261101T000000Z' }, { limit: 5 })).toEqual([]);
  });

  it('EXDATE takes away after counting, from RDATE too, in zone, UTC or as a whole day', () => {
    const series = { ...weekly, rrule: 'FREQ=DAILY;COUNT=5', rdates: ['20261120T180000', '20261121T180000'] };
    const exdates = ['20261104T180000', '20261105T170000Z', '20261106', '20261120T180000'];
    expect(expand({ ...series, exdates }, { limit: 9 })).toEqual([
      '2026-11-03T17:00:00Z',
      '2026-11-07T17:00:00Z',
      '2026-11-21T17:00:00Z',
    ]);
  });

  it('an RDATE given as a period counts with its start', () => {
    expect(expand({ ...weekly, rrule: null, rdates: ['20261110T180000/PT2H'] }, { limit: 5 })).toHaveLength(2);
  });

  it('floating times stay local', () => {
    const series = { ...weekly, tzid: null, rrule: 'FREQ=WEEKLY;COUNT=2;UNTIL=20301231T000000Z' };
    expect(expand(series, { limit: 5 })).toEqual(['2026-11-03T18:00:00', '2026-11-10T18:00:00']);
  });

  it('DTSTART in UTC recurs on the wall clock of its zone', () => {
    expect(expand({ ...weekly, dtstart: '20261020T160000Z' }, { limit: 2 })).toEqual([
      '2026-10-20T16:00:00Z',
      '2026-10-27T17:00:00Z',
    ]);
  });
});

describe('UNTIL', () => {
  const last = (rrule: string, series = weekly) => expand({ ...series, rrule }, { limit: 50 }).at(-1);

  it('as a date means the whole of that day', () => {
    expect(last('FREQ=DAILY;UNTIL=20261110')).toBe('2026-11-10T17:00:00Z');
  });

  it('without Z beside a zone is local time', () => {
    expect(last('FREQ=DAILY;UNTIL=20261110T180000')).toBe('2026-11-10T17:00:00Z');
    expect(last('FREQ=DAILY;UNTIL=20261110T175959')).toBe('2026-11-09T17:00:00Z');
  });

  it('in UTC is an instant', () => {
    expect(last('FREQ=DAILY;UNTIL=20261110T170000Z')).toBe('2026-11-10T17:00:00Z');
    expect(last('FREQ=DAILY;UNTIL=20261110T165959Z')).toBe('2026-11-09T17:00:00Z');
  });

  it('in UTC beside whole days counts with its date', () => {
    expect(expand({ ...days, rrule: 'FREQ=DAILY;UNTIL=20261103T235959Z' }, { limit: 50 }).at(-1)).toBe('2026-11-03');
  });
});

describe('the part asked for', () => {
  it('starts with `from` and ends before `to`', () => {
    const range = { from: '2026-11-10T17:00:00Z', to: '2026-11-24T17:00:00Z', limit: 9 };
    expect(expand(weekly, range)).toEqual(['2026-11-10T17:00:00Z', '2026-11-17T17:00:00Z']);
    expect(expand(days, { from: '2026-11-02', to: '2026-11-04', limit: 9 })).toEqual(['2026-11-02', '2026-11-03']);
  });

  it('has at most `limit` starts, RDATE included', () => {
    const series = { ...weekly, rdates: ['20261104T100000', '20300101T100000'] };
    expect(expand(series, { limit: 2 })).toEqual(['2026-11-03T17:00:00Z', '2026-11-04T09:00:00Z']);
    expect(expand(series, { limit: 0 })).toEqual([]);
  });

  it('is the same whether the rule is asked from its start or from the middle', () => {
    for (const rrule of [
      'FREQ=DAILY;INTERVAL=3;BYHOUR=7,19',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU',
      'FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR',
      'FREQ=YEARLY;INTERVAL=3;BYWEEKNO=1,53;BYDAY=MO,SU',
      'FREQ=HOURLY;INTERVAL=7;BYDAY=MO',
      'FREQ=MINUTELY;INTERVAL=100',
      'FREQ=SECONDLY;INTERVAL=7001',
      'FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD',
    ]) {
      const series = { ...weekly, dtstart: '20200131T180000', rrule };
      const all = expand(series, { to: '2024-07-01T00:00:00Z', limit: 100_000 });
      const from = all[Math.floor(all.length * 0.7)] ?? '';
      expect(expand(series, { from, to: '2024-07-01T00:00:00Z', limit: 100_000 }), rrule).toEqual(
        all.filter((start) => start >= from),
      );
    }
  });
});

describe('rules as people and programs write them', () => {
  const first = (rrule: string, limit = 3) => expand({ ...days, rrule }, { limit });

  it('small letters, a name before, spaces, empty and unknown parts', () => {
    expect(first('RRULE:freq=weekly; byday=su, mo;X-FOO=bar;;BYMONTH=')).toEqual([
      '2026-11-01',
      '2026-11-02',
      '2026-11-08',
    ]);
    expect(first('FREQ=DAILY;INTERVAL=0')).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  });

  it('a comma too many, a last day that does not exist', () => {
    expect(first('FREQ=WEEKLY;BYDAY=SU,MO,;COUNT=2')).toEqual(['2026-11-01', '2026-11-02']);
    expect(first('FREQ=MONTHLY;UNTIL=20261131')).toEqual(['2026-11-01', '2026-12-01']);
  });

  it('ordinals where only weekdays count', () => {
    expect(first('FREQ=WEEKLY;BYDAY=1MO')).toEqual(['2026-11-01', '2026-11-02', '2026-11-09']);
  });

  it('hours beside whole days', () => {
    expect(first('FREQ=DAILY;BYHOUR=9,17')).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  });

  it('a position in a set of one', () => {
    expect(first('FREQ=WEEKLY;BYSETPOS=1')).toEqual(['2026-11-01', '2026-11-08', '2026-11-15']);
  });

  it.each([
    'FREQ=SOMETIMES',
    'BYDAY=MO',
    'FREQ=DAILY;BYMONTH=13',
    'FREQ=DAILY;BYMONTHDAY=0',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=-1',
    'FREQ=DAILY;INTERVAL=1.5',
    'FREQ=DAILY;UNTIL=tomorrow',
    'FREQ=YEARLY;RSCALE=HEBREW',
    'nonsense',
  ])('%s is refused, not guessed', (rrule) => {
    expect(() => expand({ ...days, rrule }, { limit: 1 })).toThrow(RangeError);
  });

  it('so are dates and zones that are none', () => {
    expect(() => expand({ ...days, dtstart: '20260230' }, { limit: 1 })).toThrow(RangeError);
    expect(() => expand({ ...weekly, tzid: 'Mars/Olympus' }, { limit: 1 })).toThrow(RangeError);
    expect(() => expand({ ...weekly, exdates: ['x'] }, { limit: 1 })).toThrow(RangeError);
  });
});

describe('a hostile rule costs a blink', () => {
  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
    'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2',
    'FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1',
    'FREQ=SECONDLY;BYMONTH=4;BYMONTHDAY=31',
    'FREQ=SECONDLY;COUNT=999999999',
    'FREQ=DAILY;INTERVAL=999999999',
  ])('%s has nothing in the year 2400, and ends', (rrule) => {
    const series = { ...weekly, dtstart: '20261103T180000', rrule };
    const began = process.cpuUsage().user;
    expect(expand(series, { from: '2400-01-01T00:00:00Z', limit: 10 })).toEqual([]);
    // Microseconds of CPU; about 50 ms where nothing else runs, and generous where something does.
    expect(process.cpuUsage().user - began).toBeLessThan(2_000_000);
  });

  it('ends with the year 9999', () => {
    expect(expand({ ...days, rrule: 'FREQ=YEARLY' }, { from: '9998-01-01', limit: 10 })).toEqual([
      '9998-11-01',
      '9999-11-01',
    ]);
  });
});
