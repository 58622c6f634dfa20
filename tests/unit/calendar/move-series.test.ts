import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallOf } from '../../../lib/calendar/local-time.ts';
import { moveSeries, withRule } from '../../../lib/calendar/move-series.ts';
import { seriesRun } from '../../../lib/calendar/series-run.ts';
import type { When } from '../../../lib/protocol/event-values.ts';

const at = (date: string, time = '17:00', end = '18:00'): When => ({
  allDay: false,
  start: `${date}T${time}`,
  end: `${date}T${end}`,
  zone: 'Europe/Madrid',
});
const series = (start: string, rrule: string): When => ({ ...at(start), rrule });
const day = (date: string, days = 1): When => ({
  allDay: true,
  start: date,
  end: Temporal.PlainDate.from(date).add({ days }).toString(),
});

/** Start and rule of a series after its occurrence on one day was put on another. */
function moved(when: When, from: string, to: string) {
  const next = moveSeries(when, at(from), at(to));
  return next.isDayKept ? 'kept' : `${next.when.start.slice(0, 10)} ${next.when.rrule}`;
}

describe('moving a series by one of its occurrences', () => {
  it.each([
    // Weeks
    ['2026-11-24', 'FREQ=WEEKLY', '2026-12-01', '2026-12-02', '2026-11-25 FREQ=WEEKLY'],
    ['2026-11-24', 'FREQ=WEEKLY;BYDAY=TU', '2026-12-01', '2026-12-02', '2026-11-25 FREQ=WEEKLY;BYDAY=WE'],
    [
      '2026-11-24',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      '2026-12-08',
      '2026-12-06',
      '2026-11-22 FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
    ],
    ['2026-11-24', 'FREQ=WEEKLY;BYDAY=TU,TH', '2026-12-01', '2026-12-02', '2026-11-25 FREQ=WEEKLY;BYDAY=WE,TH'],
    ['2026-11-24', 'FREQ=WEEKLY;BYDAY=TU,TH', '2026-12-03', '2026-12-04', '2026-11-24 FREQ=WEEKLY;BYDAY=TU,FR'],
    ['2026-11-24', 'FREQ=WEEKLY;BYDAY=TU,TH', '2026-12-01', '2026-12-04', '2026-11-26 FREQ=WEEKLY;BYDAY=TH,FR'],
    ['2026-11-24', 'FREQ=WEEKLY;BYDAY=TU,TH', '2026-12-01', '2026-12-08', '2026-12-01 FREQ=WEEKLY;BYDAY=TU,TH'],
    ['2026-11-24', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', '2026-12-08', '2026-12-14', 'kept'],
    ['2026-11-24', 'FREQ=DAILY;INTERVAL=3', '2026-11-27', '2026-11-28', '2026-11-25 FREQ=DAILY;INTERVAL=3'],
    // Months
    ['2026-11-15', 'FREQ=MONTHLY', '2026-12-15', '2026-12-20', '2026-11-20 FREQ=MONTHLY'],
    ['2026-02-15', 'FREQ=MONTHLY', '2026-12-15', '2026-12-31', '2026-03-31 FREQ=MONTHLY;BYMONTHDAY=31'],
    ['2026-11-15', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15', '2027-01-02', '2026-12-02 FREQ=MONTHLY;BYMONTHDAY=2'],
    ['2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=-1', '2026-12-31', '2026-12-30', '2026-11-29 FREQ=MONTHLY;BYMONTHDAY=-2'],
    [
      '2026-11-01',
      'FREQ=MONTHLY;BYMONTHDAY=1,15',
      '2026-12-15',
      '2026-12-20',
      '2026-11-01 FREQ=MONTHLY;BYMONTHDAY=1,20',
    ],
    ['2026-11-10', 'FREQ=MONTHLY;BYDAY=2TU', '2026-12-08', '2026-12-16', '2026-11-18 FREQ=MONTHLY;BYDAY=3WE'],
    ['2026-11-27', 'FREQ=MONTHLY;BYDAY=-1FR', '2026-12-25', '2026-12-31', '2026-11-26 FREQ=MONTHLY;BYDAY=-1TH'],
    ['2026-11-24', 'FREQ=MONTHLY;BYDAY=4TU', '2026-12-22', '2026-12-29', '2026-11-24 FREQ=MONTHLY;BYDAY=-1TU'],
    ['2026-11-30', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-12-31', '2026-12-30', 'kept'],
    // Years
    ['2026-05-10', 'FREQ=YEARLY', '2027-05-10', '2027-03-03', '2026-03-03 FREQ=YEARLY'],
    [
      '2016-02-29',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1',
      '2026-02-28',
      '2026-03-05',
      '2016-03-05 FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-27',
    ],
    [
      '2016-02-29',
      'FREQ=YEARLY;BYYEARDAY=60',
      '2026-03-01',
      '2026-03-05',
      '2016-03-05 FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5',
    ],
    [
      '2026-11-26',
      'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
      '2026-11-26',
      '2026-12-04',
      '2026-12-04 FREQ=YEARLY;BYMONTH=12;BYDAY=1FR',
    ],
    ['2026-11-23', 'FREQ=YEARLY;BYWEEKNO=48;BYDAY=MO', '2026-11-23', '2026-11-24', 'kept'],
  ])('%s %s, %s to %s: %s', (start, rrule, from, to, expected) => {
    expect(moved(series(start, rrule), from, to)).toBe(expected);
  });

  it('takes its time of day, its length and its zone from the occurrence, and its end along', () => {
    const when = series('2026-11-24', 'FREQ=WEEKLY;UNTIL=20261208T160000Z');
    const later = moveSeries(when, at('2026-12-01'), {
      ...at('2026-12-02', '18:30', '20:00'),
      zone: 'Asia/Tokyo',
    } as When);
    expect(later).toEqual({
      when: {
        allDay: false,
        start: '2026-11-25T18:30',
        end: '2026-11-25T20:00',
        zone: 'Asia/Tokyo',
        rrule: 'FREQ=WEEKLY;UNTIL=20261209T173000Z',
      },
      shift: 1_530,
      isDayKept: false,
    });
    const whole = { ...day('2026-11-24'), rrule: 'FREQ=WEEKLY;UNTIL=20261208' };
    expect(moveSeries(whole, day('2026-12-01'), day('2026-11-30', 2)).when).toEqual({
      ...day('2026-11-23', 2),
      rrule: 'FREQ=WEEKLY;UNTIL=20261207',
    });
  });

  it('moves the times that a rule names, and further dates', () => {
    const twice = { ...series('2026-11-24', 'FREQ=DAILY;BYHOUR=9,17'), rdates: ['2026-12-24T12:00'] };
    expect(moveSeries(twice, at('2026-11-25', '09:00'), at('2026-11-25', '10:30', '11:30')).when).toMatchObject({
      rrule: 'FREQ=DAILY;BYHOUR=10,18;BYMINUTE=30',
      rdates: ['2026-12-24T13:30'],
    });
  });

  it('puts the occurrence where the person put it, or says that no rule can', () => {
    const rule = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=DAILY;INTERVAL=2;COUNT=60',
      'FREQ=WEEKLY',
      'FREQ=WEEKLY;BYDAY=MO,WE,FR',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
      'FREQ=MONTHLY',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'FREQ=MONTHLY;BYMONTHDAY=5,25',
      'FREQ=MONTHLY;BYDAY=1MO',
      'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1SU',
      'FREQ=YEARLY',
      'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
    );
    fc.assert(
      fc.property(rule, fc.nat(200), fc.nat(15), fc.integer({ min: -40, max: 40 }), (rrule, offset, nth, days) => {
        const start = Temporal.PlainDate.from('2026-01-01').add({ days: offset }).toString();
        const when = withRule(at(start), rrule);
        const wall = seriesRun(when).starts(wallOf(when.start), wallOf('2036-01-01'))[nth];
        if (wall === undefined) return;
        const from = new Date(wall).toISOString().slice(0, 10);
        const to = Temporal.PlainDate.from(from).add({ days }).toString();
        const next = moveSeries(when, at(from), at(to, '19:15', '19:30'));
        const run = seriesRun(next.when);
        const target = wallOf(`${next.isDayKept ? from : to}T19:15`);
        expect(run.starts(target, target + 1), `${when.start} ${rrule}: ${from} to ${to}`).toEqual([target]);
        expect(
          run.starts(wallOf(next.when.start), wallOf(next.when.start) + 1),
          'begins with an occurrence',
        ).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a series that is given a rule', () => {
  it('begins on the first day that fits', () => {
    expect(withRule(at('2026-11-24'), 'FREQ=WEEKLY;BYDAY=FR').start).toBe('2026-11-27T17:00');
    expect(withRule(day('2026-11-24'), 'FREQ=MONTHLY;BYMONTHDAY=24')).toEqual({
      ...day('2026-11-24'),
      rrule: 'FREQ=MONTHLY;BYMONTHDAY=24',
    });
  });
});
