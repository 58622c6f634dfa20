import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { datesOf, monthRange, shiftMonth, timeOf, weekNumber } from '../../../lib/stores/calendar-dates.ts';
import { calendarFormatsFor } from '../../../lib/stores/calendar-formats.ts';
import { type CalendarViewName, createCalendarPlace } from '../../../lib/stores/calendar-place.ts';

/** Sunday 22 November 2026, weeks from Monday. */
function start(stored: Record<string, unknown> = {}) {
  const kept = new Map<string, unknown>(Object.entries(stored));
  const cache = {
    read: (key: string) => kept.get(key),
    write: (key: string, value: unknown) => void kept.set(key, value),
    clear() {},
  };
  const today = signal('2026-11-22');
  const weekStart = signal(1);
  const place = createCalendarPlace({ now: { today }, weekStart, cache });
  const shown = () => `${place.range.value.from} ${place.range.value.to}`;
  return { place, today, weekStart, kept, shown };
}

describe('where one is', () => {
  test.each<[CalendarViewName, string, string, string]>([
    ['agenda', '2026-11-22 2026-11-28', '2026-11-23', '2026-11-16'],
    ['day', '2026-11-22 2026-11-22', '2026-11-23', '2026-11-21'],
    ['threeDays', '2026-11-22 2026-11-24', '2026-11-25', '2026-11-19'],
    ['week', '2026-11-16 2026-11-22', '2026-11-29', '2026-11-15'],
    ['month', '2026-10-26 2026-12-06', '2026-12-22', '2026-10-22'],
    ['people', '2026-11-16 2026-11-22', '2026-11-29', '2026-11-15'],
  ])('%s shows %s, goes on to %s and back to %s', (view, range, next, previous) => {
    const { place, shown } = start();
    place.show(view);
    expect(shown()).toBe(range);
    place.next();
    expect(place.date.value).toBe(next);
    place.goToToday();
    place.previous();
    expect(place.date.value).toBe(previous);
  });

  test('[V6] is today until one goes elsewhere, past midnight too', () => {
    const { place, today } = start();
    today.value = '2026-11-23';
    expect(place.date.value).toBe('2026-11-23');
    place.goTo('2026-12-01');
    today.value = '2026-11-24';
    expect(place.date.value).toBe('2026-12-01');
    place.goTo('2026-11-24');
    today.value = '2026-11-25';
    expect(place.date.value).toBe('2026-11-25');
  });

  test('is in the view of the last time, with as many days of people', () => {
    const { place, kept } = start();
    place.show('people');
    place.setPeopleSpan('day');
    const again = start(Object.fromEntries(kept));
    expect(again.place.view.value).toBe('people');
    expect(again.shown()).toBe('2026-11-22 2026-11-22');
    expect(start({ 'calendar/view': 'nonsense' }).place.view.value).toBe('agenda');
  });

  test('[V6] goes from month to month by the same day, or the last there is', () => {
    const { place } = start();
    place.show('month');
    place.goTo('2027-01-31');
    place.next();
    expect(place.date.value).toBe('2027-02-28');
  });
});

describe('days', () => {
  test('of a month are whole weeks from where weeks start', () => {
    expect(monthRange('2026-11-15', 7)).toEqual({ from: '2026-11-01', to: '2026-12-05' });
    expect(monthRange('2027-02-15', 1)).toEqual({ from: '2027-02-01', to: '2027-02-28' });
    expect(datesOf({ from: '2024-02-28', to: '2024-03-01' })).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(shiftMonth('2024-02-29', -12)).toBe('2023-02-28');
  });

  test('[V7] have the week number of ISO 8601 at year ends, and from other first days that of most of them', () => {
    expect(weekNumber('2026-12-28')).toBe(53);
    expect(weekNumber('2027-01-04')).toBe(1);
    expect(weekNumber('2024-12-30')).toBe(1);
    // Sunday to Saturday: six of these days are in week 48.
    expect(weekNumber('2026-11-22')).toBe(48);
    expect(weekNumber('2026-11-21')).toBe(48);
  });

  test('have minutes that read as times', () => {
    expect([0, 570, 1440, 1455].map(timeOf)).toEqual(['00:00', '09:30', '00:00', '00:15']);
  });
});

describe('the calendar’s dates', () => {
  test('are those of the language, with the person’s clock', () => {
    const english = calendarFormatsFor('en-US', 'auto');
    const range = (from: string, to: string) => english.range({ from, to }, '2026-11-22');
    expect(range('2026-11-23', '2026-11-29')).toBe('Nov 23 – 29');
    expect(range('2026-11-30', '2026-12-06')).toBe('Nov 30 – Dec 6');
    expect(range('2026-12-28', '2027-01-03')).toBe('Dec 28, 2026 – Jan 3, 2027');
    expect(range('2026-11-28', '2026-11-28')).toBe('Sat, Nov 28');
    expect(range('2027-11-28', '2027-11-28')).toBe('Sun, Nov 28, 2027');
    expect(english.hour('15:00')).toBe('3 PM');
    expect(calendarFormatsFor('en-US', '24').hour('15:00')).toBe('15:00');
    expect(calendarFormatsFor('es-ES', 'auto').hour('09:00')).toBe('09:00');
    expect(calendarFormatsFor('es-ES', '12').hour('15:00')).toBe('3 p. m.');
    expect(english.longMonth('2026-11-23')).toBe('November 2026');
    expect(english.day('2026-11-27')).toBe('Friday, November 27');
  });
});
