import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { When } from '../../../lib/protocol/event-values.ts';
import { createFamily, event } from '../../doubles/family-fixture.ts';

const MACHINES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Europe/Madrid'];

const timed = (zone: string, start: string, end: string, rrule?: string): When => ({
  allDay: false,
  start,
  end,
  zone,
  ...(rrule !== undefined && { rrule }),
});
const whole = (start: string, end: string, rrule?: string): When => ({
  allDay: true,
  start,
  end,
  ...(rrule !== undefined && { rrule }),
});

/** What somebody in `zone` sees of one event: days and times there. */
function seen(when: When, zone: string, from: string, to: string): string[] {
  const { a } = createFamily();
  a.run({ type: 'addEvent', id: event('One'), title: 'One', when, who: [], place: null, notes: null });
  return a.rows({ type: 'agenda', from, to, zone }).map(({ firstDay, lastDay, startsAt, endsAt }) => {
    const days = firstDay === lastDay ? firstDay : `${firstDay}…${lastDay}`;
    return startsAt === undefined ? days : `${days} ${startsAt}–${endsAt}`;
  });
}

describe.each(MACHINES)('on a machine in %s', (machine) => {
  const own = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = machine;
  });
  afterEach(() => {
    if (own === undefined) delete process.env.TZ;
    else process.env.TZ = own;
  });

  it('is what this machine takes itself to be', () => {
    const winter = Temporal.Instant.from('2026-01-01T00:00Z');
    const minutes = winter.toZonedDateTimeISO(machine).offsetNanoseconds / 60e9;
    expect(new Date(winter.epochMilliseconds).getTimezoneOffset()).toBe(minutes === 0 ? 0 : -minutes);
  });

  it('[E21] an occurrence keeps its wall time through clock changes', () => {
    const lesson = timed('America/New_York', '2026-03-01T09:00', '2026-03-01T10:00', 'FREQ=WEEKLY');
    expect(seen(lesson, 'America/New_York', '2026-03-01', '2026-04-05')).toEqual(
      ['03-01', '03-08', '03-15', '03-22', '03-29', '04-05'].map((day) => `2026-${day} 09:00–10:00`),
    );
    // New York changes three weeks before Madrid.
    expect(seen(lesson, 'Europe/Madrid', '2026-03-01', '2026-04-05')).toEqual([
      '2026-03-01 15:00–16:00',
      '2026-03-08 14:00–15:00',
      '2026-03-15 14:00–15:00',
      '2026-03-22 14:00–15:00',
      '2026-03-29 15:00–16:00',
      '2026-04-05 15:00–16:00',
    ]);
  });

  it('[E21] a night over a clock change ends when clocks show its end', () => {
    const night = timed('Europe/Madrid', '2026-10-23T23:00', '2026-10-24T04:00', 'FREQ=DAILY;COUNT=3');
    expect(seen(night, 'Europe/Madrid', '2026-10-23', '2026-10-27')).toEqual([
      '2026-10-23…2026-10-24 23:00–04:00',
      '2026-10-24…2026-10-25 23:00–04:00',
      '2026-10-25…2026-10-26 23:00–04:00',
    ]);
  });

  it('[E21] leaves out an occurrence that clocks skip, and shows one that comes twice once', () => {
    const early = timed('Europe/Madrid', '2027-03-27T02:30', '2027-03-27T02:45', 'FREQ=DAILY');
    expect(seen(early, 'Europe/Madrid', '2027-03-27', '2027-03-29')).toEqual([
      '2027-03-27 02:30–02:45',
      '2027-03-29 02:30–02:45',
    ]);
    const late = timed('Europe/Madrid', '2026-10-24T02:30', '2026-10-24T02:45', 'FREQ=DAILY');
    expect(seen(late, 'UTC', '2026-10-24', '2026-10-26')).toEqual([
      '2026-10-24 00:30–00:45',
      '2026-10-25 00:30–00:45',
      '2026-10-26 01:30–01:45',
    ]);
    // Lord Howe Island changes by half an hour.
    const island = timed('Australia/Lord_Howe', '2026-10-03T02:15', '2026-10-03T02:20', 'FREQ=DAILY');
    expect(seen(island, 'Australia/Lord_Howe', '2026-10-03', '2026-10-05')).toEqual([
      '2026-10-03 02:15–02:20',
      '2026-10-05 02:15–02:20',
    ]);
  });

  it('[E21] turns of the year fall where the viewer is', () => {
    const party = timed('America/New_York', '2025-12-31T22:00', '2026-01-01T01:00', 'FREQ=YEARLY');
    const turn = ['2026-12-30', '2027-01-02'] as const;
    expect(seen(party, 'America/New_York', ...turn)).toEqual(['2026-12-31…2027-01-01 22:00–01:00']);
    expect(seen(party, 'Asia/Kathmandu', ...turn)).toEqual(['2027-01-01 08:45–11:45']);
    expect(seen(party, 'Pacific/Apia', ...turn)).toEqual(['2027-01-01 16:00–19:00']);
    expect(seen(party, 'Asia/Kathmandu', '2026-12-30', '2026-12-31')).toEqual([]);
  });

  it('[E3] whole days of a series are the same days wherever one travels', () => {
    const rent = whole('2026-01-31', '2026-02-01', 'FREQ=MONTHLY;BYMONTHDAY=-1');
    for (const zone of MACHINES) {
      expect(seen(rent, zone, '2026-02-01', '2026-03-31')).toEqual(['2026-02-28', '2026-03-31']);
    }
  });

  it('[E21] the day that Samoa skipped has no times, and is a whole day like any other', () => {
    const range = ['2011-12-28', '2012-01-01'] as const;
    const swim = timed('Pacific/Apia', '2011-12-28T10:00', '2011-12-28T11:00', 'FREQ=DAILY;COUNT=4');
    expect(seen(swim, 'Pacific/Apia', ...range)).toEqual([
      '2011-12-28 10:00–11:00',
      '2011-12-29 10:00–11:00',
      '2011-12-31 10:00–11:00',
      '2012-01-01 10:00–11:00',
    ]);
    expect(seen(whole('2011-12-29', '2011-12-30', 'FREQ=DAILY;COUNT=3'), 'Pacific/Apia', ...range)).toEqual([
      '2011-12-29',
      '2011-12-30',
      '2011-12-31',
    ]);
    const call = timed('UTC', '2011-12-29T09:30', '2011-12-29T10:30', 'FREQ=DAILY;COUNT=3');
    expect(seen(call, 'Pacific/Apia', ...range)).toEqual([
      '2011-12-28…2011-12-29 23:30–00:30',
      '2011-12-29…2011-12-31 23:30–00:30',
      '2011-12-31…2012-01-01 23:30–00:30',
    ]);
  });

  it('[E21] names of occurrences do not depend on who looks', () => {
    const { a } = createFamily();
    const when = timed('Asia/Kathmandu', '2026-11-24T03:00', '2026-11-24T04:00', 'FREQ=DAILY;COUNT=3');
    a.run({ type: 'addEvent', id: event('One'), title: 'One', when, who: [], place: null, notes: null });
    const look = (zone: string) => a.rows({ type: 'agenda', from: '2026-11-20', to: '2026-11-30', zone });
    a.run({ type: 'deleteEvent', id: event('One'), occurrence: '2026-11-25', reach: 'this' });
    const [home, away] = [look('Asia/Kathmandu'), look('America/New_York')];
    expect(home.map(({ occurrence, firstDay }) => [occurrence, firstDay])).toEqual([
      ['2026-11-24', '2026-11-24'],
      ['2026-11-26', '2026-11-26'],
    ]);
    expect(away.map(({ occurrence, firstDay, startsAt }) => [occurrence, firstDay, startsAt])).toEqual([
      ['2026-11-24', '2026-11-23', '16:15'],
      ['2026-11-26', '2026-11-25', '16:15'],
    ]);
  });
});
