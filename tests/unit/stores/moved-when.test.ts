import { describe, expect, test } from 'vitest';
import type { OccurrenceRow, When } from '../../../lib/protocol/event-values.ts';
import { movedWhen, stretchedWhen } from '../../../lib/stores/moved-when.ts';
import { occurrence } from './rows.ts';

const HERE = 'Europe/Madrid';
const timed = (start: string, end: string, zone = HERE): OccurrenceRow => ({
  ...occurrence('Choir', start.slice(0, 10)),
  when: { allDay: false, start, end, zone },
});
const whole = (start: string, end: string): OccurrenceRow => ({
  ...occurrence('Lyon', start),
  when: { allDay: true, start, end },
});
const span = ({ start, end }: When) => `${start} ${end}`;

describe('an event that is moved', () => {
  test('[V5] is as long as it was, over midnight and month ends', () => {
    const row = timed('2026-11-30T22:00', '2026-12-01T01:00');
    expect(span(movedWhen(row, { days: 1, minutes: 135 }, HERE))).toBe('2026-12-02T00:15 2026-12-02T03:15');
    expect(span(movedWhen(whole('2026-11-30', '2026-12-03'), { days: -1, minutes: 600 }, HERE))).toBe(
      '2026-11-29 2026-12-02',
    );
  });

  test('[V5] moves by the clock of who moves it, and keeps its own zone', () => {
    const row = timed('2026-11-24T10:00', '2026-11-24T11:00', 'America/New_York');
    expect(movedWhen(row, { days: 0, minutes: 30 }, HERE)).toEqual({
      allDay: false,
      start: '2026-11-24T10:30',
      end: '2026-11-24T11:30',
      zone: 'America/New_York',
    });
    // Clocks change in New York a week later than in Madrid: the same time here is another there.
    const autumn = timed('2026-10-24T09:00', '2026-10-24T10:00', 'America/New_York');
    expect(span(movedWhen(autumn, { days: 1, minutes: 0 }, HERE))).toBe('2026-10-25T10:00 2026-10-25T11:00');
  });

  test('stays at its time of day over a change of clocks', () => {
    const row = timed('2026-10-24T09:00', '2026-10-24T10:00');
    expect(span(movedWhen(row, { days: 1, minutes: 0 }, HERE))).toBe('2026-10-25T09:00 2026-10-25T10:00');
  });

  test('moves in a zone that nobody knows as if it were the viewer’s', () => {
    const row = timed('2026-11-24T10:00', '2026-11-24T11:00', 'floating');
    expect(movedWhen(row, { days: 0, minutes: 15 }, HERE)).toMatchObject({
      start: '2026-11-24T10:15',
      zone: 'floating',
    });
  });
});

describe('an event whose end is moved', () => {
  test('[V5] stays where it starts, and never gets shorter than a quarter of an hour or a day', () => {
    const row = timed('2026-11-24T10:00', '2026-11-24T11:00');
    expect(span(stretchedWhen(row, { days: 0, minutes: 45 }))).toBe('2026-11-24T10:00 2026-11-24T11:45');
    expect(span(stretchedWhen(row, { days: 0, minutes: -600 }))).toBe('2026-11-24T10:00 2026-11-24T10:15');
    expect(span(stretchedWhen(row, { days: 1, minutes: 0 }))).toBe('2026-11-24T10:00 2026-11-25T11:00');
    expect(span(stretchedWhen(whole('2026-11-24', '2026-11-25'), { days: 2, minutes: 0 }))).toBe(
      '2026-11-24 2026-11-27',
    );
    expect(span(stretchedWhen(whole('2026-11-24', '2026-11-27'), { days: -9, minutes: 0 }))).toBe(
      '2026-11-24 2026-11-25',
    );
  });
});
