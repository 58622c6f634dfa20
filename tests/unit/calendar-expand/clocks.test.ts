import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';

const at = (tzid: string, dtstart: string, rrule: string, limit = 6) =>
  expand({ dtstart, tzid, allDay: false, rrule }, { limit });
/** The starts as clocks on that wall show them. */
const walls = (tzid: string, dtstart: string, rrule: string, limit = 6) =>
  at(tzid, dtstart, rrule, limit).map((start) =>
    Temporal.Instant.from(start).toZonedDateTimeISO(tzid).toPlainDateTime().toString(),
  );

describe('a wall time that clocks skip', () => {
  it('is left out and not counted (RFC 5545 section 3.3.10)', () => {
    expect(walls('America/New_York', '20260306T023000', 'FREQ=DAILY;COUNT=3')).toEqual([
      '2026-03-06T02:30:00',
      '2026-03-07T02:30:00',
      '2026-03-09T02:30:00',
    ]);
  });

  it('as DTSTART is read one hour later, and moves no other occurrence (section 3.3.5)', () => {
    expect(walls('America/New_York', '20260308T023000', 'FREQ=DAILY;COUNT=3')).toEqual([
      '2026-03-08T03:30:00',
      '2026-03-09T02:30:00',
      '2026-03-10T02:30:00',
    ]);
  });

  it('is half an hour on Lord Howe Island', () => {
    expect(walls('Australia/Lord_Howe', '20261003T021500', 'FREQ=DAILY;COUNT=3')).toEqual([
      '2026-10-03T02:15:00',
      '2026-10-05T02:15:00',
      '2026-10-06T02:15:00',
    ]);
    expect(walls('Australia/Lord_Howe', '20261003T023000', 'FREQ=DAILY;COUNT=2')).toEqual([
      '2026-10-03T02:30:00',
      '2026-10-04T02:30:00',
    ]);
  });

  it('leaves out one hour of an hourly rule', () => {
    expect(walls('Europe/Madrid', '20260329T000000', 'FREQ=HOURLY;COUNT=4')).toEqual([
      '2026-03-29T00:00:00',
      '2026-03-29T01:00:00',
      '2026-03-29T03:00:00',
      '2026-03-29T04:00:00',
    ]);
  });

  it('can be every one of a rule, which then ends', () => {
    expect(at('Europe/London', '20260329T013000', 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU')).toEqual([
      '2026-03-29T01:30:00Z',
    ]);
  });
});

describe('a wall time that comes twice', () => {
  it('means the first (section 3.3.5)', () => {
    expect(at('America/New_York', '20261101T013000', 'FREQ=DAILY;COUNT=2')).toEqual([
      '2026-11-01T05:30:00Z',
      '2026-11-02T06:30:00Z',
    ]);
    expect(at('Australia/Lord_Howe', '20260405T013000', 'FREQ=DAILY;COUNT=1')).toEqual(['2026-04-04T14:30:00Z']);
  });

  it('comes once in an hourly rule', () => {
    expect(at('America/New_York', '20261101T000000', 'FREQ=HOURLY;COUNT=4')).toEqual([
      '2026-11-01T04:00:00Z',
      '2026-11-01T05:00:00Z',
      '2026-11-01T07:00:00Z',
      '2026-11-01T08:00:00Z',
    ]);
  });
});

describe('a day that never was', () => {
  it('is left out where it was (Samoa, 30 December 2011)', () => {
    expect(walls('Pacific/Apia', '20111228T100000', 'FREQ=DAILY;COUNT=4')).toEqual([
      '2011-12-28T10:00:00',
      '2011-12-29T10:00:00',
      '2011-12-31T10:00:00',
      '2012-01-01T10:00:00',
    ]);
  });

  it('is a day like any other for whole days, which have no zone', () => {
    const series = { dtstart: '20111229', tzid: null, allDay: true, rrule: 'FREQ=DAILY;COUNT=3' };
    expect(expand(series, { limit: 5 })).toEqual(['2011-12-29', '2011-12-30', '2011-12-31']);
  });
});

describe('29 February', () => {
  it('is every four years, and not in 2100', () => {
    const series = { dtstart: '20920229', tzid: null, allDay: true, rrule: 'FREQ=YEARLY' };
    expect(expand(series, { limit: 4 })).toEqual(['2092-02-29', '2096-02-29', '2104-02-29', '2108-02-29']);
  });

  it('is on the last of February, or the first of March, where the rule says so (RFC 7529)', () => {
    const birthday = (skip: string) => ({
      dtstart: '20240229',
      tzid: null,
      allDay: true,
      rrule: `FREQ=YEARLY;SKIP=${skip};RSCALE=GREGORIAN`,
    });
    expect(expand(birthday('BACKWARD'), { limit: 3 })).toEqual(['2024-02-29', '2025-02-28', '2026-02-28']);
    expect(expand(birthday('FORWARD'), { limit: 3 })).toEqual(['2024-02-29', '2025-03-01', '2026-03-01']);
  });
});

describe('zones of their own kind', () => {
  it('a quarter of an hour (Kathmandu)', () => {
    expect(at('Asia/Kathmandu', '20261123T070000', 'FREQ=DAILY;COUNT=2')).toEqual([
      '2026-11-23T01:15:00Z',
      '2026-11-24T01:15:00Z',
    ]);
  });

  it('fixed offsets', () => {
    expect(at('-07:41', '20230306T134200', 'FREQ=DAILY;COUNT=1')).toEqual(['2023-03-06T21:23:00Z']);
    expect(at('Etc/GMT-2', '20220715T140000', 'FREQ=YEARLY;COUNT=1')).toEqual(['2022-07-15T12:00:00Z']);
  });

  it('offsets with seconds, as they were before railways', () => {
    expect(at('America/New_York', '18500101T120000', 'FREQ=DAILY;COUNT=1')).toEqual(['1850-01-01T16:56:02Z']);
  });

  it('rules that changed on the way (Brazil gave up summer time in 2019)', () => {
    expect(at('America/Sao_Paulo', '20181215T120000', 'FREQ=YEARLY;COUNT=3')).toEqual([
      '2018-12-15T14:00:00Z',
      '2019-12-15T15:00:00Z',
      '2020-12-15T15:00:00Z',
    ]);
  });
});

describe('the zone of the machine', () => {
  const own = process.env.TZ;
  afterEach(() => {
    if (own === undefined) delete process.env.TZ;
    else process.env.TZ = own;
  });

  it.each(['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'])(
    '%s changes nothing',
    (zone) => {
      process.env.TZ = zone;
      const file = new URL('../../fixtures/recurrence.json', import.meta.url);
      const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: FixtureCase[] };
      for (const one of cases) expect(expand(one, { from: one.from, limit: one.expect.length })).toEqual(one.expect);
    },
  );
});

interface FixtureCase {
  readonly dtstart: string;
  readonly tzid: string | null;
  readonly allDay: boolean;
  readonly rrule: string;
  readonly from?: string;
  readonly expect: string[];
}
