import { describe, expect, it } from 'vitest';
import { mayTouch, placeWhen, touches } from '../../../lib/calendar/occurrences.ts';
import type { When } from '../../../lib/protocol/event-values.ts';

const timed = (start: string, end: string, zone = 'Europe/Madrid'): When => ({ allDay: false, start, end, zone });
const days = (start: string, end: string): When => ({ allDay: true, start, end });

describe('placing an event', () => {
  it('[E2] in the zone of whoever looks', () => {
    const call = timed('2026-11-24T23:30', '2026-11-25T00:30');
    expect(placeWhen(call, 'Europe/Madrid')).toEqual({
      firstDay: '2026-11-24',
      lastDay: '2026-11-25',
      startsAt: '23:30',
      endsAt: '00:30',
    });
    expect(placeWhen(call, 'America/New_York')).toEqual({
      firstDay: '2026-11-24',
      lastDay: '2026-11-24',
      startsAt: '17:30',
      endsAt: '18:30',
    });
    expect(placeWhen(call, 'Pacific/Kiritimati')).toMatchObject({ firstDay: '2026-11-25', startsAt: '12:30' });
  });

  it('[E2] an end at midnight does not touch the day it begins', () => {
    expect(placeWhen(timed('2026-11-24T20:00', '2026-11-25T00:00'), 'Europe/Madrid')).toMatchObject({
      lastDay: '2026-11-24',
      endsAt: '00:00',
    });
    expect(placeWhen(timed('2026-11-24T20:00', '2026-11-27T00:00'), 'Europe/Madrid')).toMatchObject({
      lastDay: '2026-11-26',
    });
  });

  it('[E2] no length at midnight touches its day', () => {
    expect(placeWhen(timed('2026-11-25T00:00', '2026-11-25T00:00'), 'Europe/Madrid')).toMatchObject({
      firstDay: '2026-11-25',
      lastDay: '2026-11-25',
    });
  });

  it('[E3] whole days are the same everywhere, end exclusive', () => {
    for (const zone of ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago', 'no such zone']) {
      expect(placeWhen(days('2028-02-28', '2028-03-01'), zone)).toEqual({
        firstDay: '2028-02-28',
        lastDay: '2028-02-29',
      });
    }
  });

  it('[E4] a time skipped by a clock change is later by the gap', () => {
    // Madrid goes from 02:00 to 03:00 on 29 March 2026.
    expect(placeWhen(timed('2026-03-29T02:30', '2026-03-29T04:00'), 'Europe/Madrid')).toMatchObject({
      startsAt: '03:30',
      endsAt: '04:00',
    });
    expect(placeWhen(timed('2026-03-29T02:30', '2026-03-29T03:15'), 'Europe/Madrid')).toMatchObject({
      startsAt: '03:30',
      endsAt: '03:30',
    });
  });

  it('[E4] a time repeated by a clock change is the first of the two', () => {
    // Madrid goes from 03:00 (+2) to 02:00 (+1) on 25 October 2026: 02:30 is first at 00:30 UTC.
    expect(placeWhen(timed('2026-10-25T02:30', '2026-10-25T03:30'), 'UTC')).toMatchObject({
      startsAt: '00:30',
      endsAt: '02:30',
    });
  });

  it('[E5] a zone nobody knows means the viewer’s', () => {
    expect(placeWhen(timed('2026-11-24T09:00', '2026-11-24T10:00', 'Mars/Olympus'), 'Asia/Tokyo')).toMatchObject({
      firstDay: '2026-11-24',
      startsAt: '09:00',
    });
    expect(placeWhen(timed('2026-11-24T09:00', '2026-11-24T10:00', 'UTC'), 'Mars/Olympus')).toMatchObject({
      startsAt: '09:00',
    });
  });

  it.each([
    days('2026-02-31', '2026-03-01'),
    timed('2026-13-01T09:00', '2026-13-01T10:00'),
    timed('0000-00-00T09:00', '9999-12-31T10:00'),
  ])('[E8] a date in no calendar has no place: %o', (when) => {
    expect(placeWhen(when, 'UTC')).toBeUndefined();
  });

  it('a whole day that ends before it starts is still a day', () => {
    expect(placeWhen(days('2026-11-24', '2026-11-24'), 'UTC')).toEqual({
      firstDay: '2026-11-24',
      lastDay: '2026-11-24',
    });
  });
});

describe('sifting', () => {
  it('[E2] touches a range that shares a day with it', () => {
    const placement = { firstDay: '2026-11-24', lastDay: '2026-11-26' };
    expect(touches(placement, '2026-11-26', '2026-11-30')).toBe(true);
    expect(touches(placement, '2026-11-01', '2026-11-24')).toBe(true);
    expect(touches(placement, '2026-11-25', '2026-11-25')).toBe(true);
    expect(touches(placement, '2026-11-27', '2026-11-30')).toBe(false);
    expect(touches(placement, '2026-11-01', '2026-11-23')).toBe(false);
  });

  it('never sifts out what touches, in the two zones furthest apart', () => {
    const late = timed('2026-11-24T23:59', '2026-11-24T23:59', 'Etc/GMT+12');
    const early = timed('2026-11-24T00:00', '2026-11-24T00:00', 'Pacific/Kiritimati');
    const lateDay = placeWhen(late, 'Pacific/Kiritimati')?.firstDay ?? '';
    const earlyDay = placeWhen(early, 'Etc/GMT+12')?.firstDay ?? '';
    expect([lateDay, earlyDay]).toEqual(['2026-11-26', '2026-11-22']);
    expect(mayTouch(late, lateDay, lateDay)).toBe(true);
    expect(mayTouch(early, earlyDay, earlyDay)).toBe(true);
    expect(mayTouch(late, '2026-12-24', '2026-12-24')).toBe(false);
  });
});
