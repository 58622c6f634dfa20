import { describe, expect, test } from 'vitest';
import { reminderAt, spanOf } from '../../../lib/calendar/reminder-times.ts';
import type { When } from '../../../lib/protocol/event-values.ts';

const timed = (start: string, zone: string, end = start): When => ({ allDay: false, start, end, zone });
const days = (start: string, end: string): When => ({ allDay: true, start, end });
const utc = (moment: number | undefined) =>
  moment === undefined ? undefined : new Date(moment).toISOString().slice(0, 16);
/** On the wall clock of a zone. */
const local = (moment: number | undefined, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(moment ?? Number.NaN)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString();

const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Europe/Madrid'];

describe('[R2] a reminder of an event with times', () => {
  test('rings the same moment wherever the viewer is', () => {
    const lesson = timed('2026-11-24T17:00', 'Europe/Madrid');
    for (const zone of ZONES) expect(utc(reminderAt(lesson, 10, zone))).toBe('2026-11-24T15:50');
  });

  test('some minutes or hours before are time that passes, also across a clock change', () => {
    // Clocks in Madrid go from 02:00 to 03:00 on 29 March 2026, from 03:00 to 02:00 on 25 October, in New York from 02:00 to 01:00 on 1 November.
    expect(utc(reminderAt(timed('2026-03-29T03:30', 'Europe/Madrid'), 60, 'UTC'))).toBe('2026-03-29T00:30');
    expect(utc(reminderAt(timed('2026-10-25T03:30', 'Europe/Madrid'), 180, 'UTC'))).toBe('2026-10-24T23:30');
    expect(utc(reminderAt(timed('2026-11-01T08:00', 'America/New_York'), 600, 'UTC'))).toBe('2026-11-01T03:00');
  });

  test('whole days before are at the same wall time of the event’s zone', () => {
    const at = (start: string, zone: string, minutes: number) =>
      local(reminderAt(timed(start, zone), minutes, 'UTC'), zone);
    expect(at('2026-03-29T17:00', 'Europe/Madrid', 1_440)).toBe('2026-03-28T17:00:00');
    expect(at('2026-10-26T17:00', 'Europe/Madrid', 2_880)).toBe('2026-10-24T17:00:00');
    expect(at('2026-10-04T09:00', 'Australia/Lord_Howe', 10_080)).toBe('2026-09-27T09:00:00');
    // At 02:30 of the day before there was no such time: it is later by the gap.
    expect(at('2026-03-30T02:30', 'Europe/Madrid', 1_440)).toBe('2026-03-29T03:30:00');
  });

  test('rings after the start where the minutes are negative, and in the viewer’s zone where nobody knows the event’s', () => {
    expect(utc(reminderAt(timed('2026-11-24T17:00', 'Europe/Madrid'), -30, 'UTC'))).toBe('2026-11-24T16:30');
    expect(utc(reminderAt(timed('2026-11-24T17:00', 'Europe/Nowhere'), 0, 'America/New_York'))).toBe(
      '2026-11-24T22:00',
    );
  });
});

describe('[R2] a reminder of whole days', () => {
  test('is on the viewer’s wall clock, from midnight of the first day, in every zone and across clock changes', () => {
    for (const zone of ZONES) {
      for (const day of ['2026-11-24', '2026-03-29', '2026-10-25', '2026-10-04', '2026-11-01', '2027-01-01']) {
        const next = Temporal.PlainDate.from(day).add({ days: 2 }).toString();
        const before = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
        expect(local(reminderAt(days(day, next), -540, zone), zone)).toBe(`${day}T09:00:00`);
        expect(local(reminderAt(days(day, next), 420, zone), zone)).toBe(`${before}T17:00:00`);
      }
    }
  });
});

describe('the span of an occurrence', () => {
  test('is midnight to midnight of the viewer for whole days, 23 or 25 hours where the clocks change', () => {
    const hours = (day: string, next: string, zone: string) => {
      const span = spanOf(days(day, next), zone);
      return ((span?.end ?? 0) - (span?.start ?? 0)) / 3_600_000;
    };
    expect(hours('2026-03-29', '2026-03-30', 'Europe/Madrid')).toBe(23);
    expect(hours('2026-11-01', '2026-11-02', 'America/New_York')).toBe(25);
    expect(hours('2026-10-04', '2026-10-05', 'Australia/Lord_Howe')).toBe(23.5);
  });

  test('never ends before it starts, and is none where the dates are in no calendar', () => {
    const gap = spanOf(timed('2026-03-29T02:30', 'Europe/Madrid', '2026-03-29T03:00'), 'UTC');
    expect(gap).toEqual({ start: Date.UTC(2026, 2, 29, 1, 30), end: Date.UTC(2026, 2, 29, 1, 30) });
    expect(spanOf(days('2026-02-31', '2026-03-01'), 'UTC')).toBeUndefined();
    expect(reminderAt(days('2026-02-31', '2026-03-01'), 0, 'UTC')).toBeUndefined();
  });
});
