import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { formatsFor } from '../../../lib/calendar/formats.ts';
import { createMoments } from '../../../lib/stores/moments.ts';
import { createNow } from '../../../lib/stores/now.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** It is Sunday, November 22, 2026, 13:00 in Madrid. */
function start(locale = 'en-US') {
  const clock = createFakeClock();
  const now = createNow(clock, 'Europe/Madrid');
  const formats = signal(formatsFor(locale, 'auto', 'auto'));
  const moments = createMoments({ i18n: { locale: signal(locale) }, formats, now, clock });
  const ago = (ms: number) => moments.value.ago(clock.now() - ms);
  return { clock, moments, ago };
}

test('what has just been is minutes ago, never in the future', () => {
  const { ago } = start();
  expect(ago(0)).toBe('1 minute ago');
  expect(ago(-2 * MINUTE)).toBe('1 minute ago');
  expect(ago(59 * MINUTE)).toBe('59 minutes ago');
});

test('today counts hours, before that nights, and then there is a date', () => {
  const { ago } = start();
  expect(ago(5 * HOUR)).toBe('5 hours ago');
  expect(ago(14 * HOUR)).toBe('yesterday');
  expect(ago(48 * HOUR)).toBe('2 days ago');
  expect(ago(40 * 24 * HOUR)).toBe('Oct 13, 2026');
});

test('moves on with the clock', () => {
  const { clock, moments } = start();
  const at = clock.now();
  clock.advance(3 * MINUTE);
  expect(moments.value.ago(at)).toBe('3 minutes ago');
});

test('days and moments are written as the person does, in their zone, with the year where it is another', () => {
  const { moments } = start();
  const at = Date.UTC(2026, 10, 24, 23, 5);
  expect(moments.value.day(at)).toBe('Nov 25, 2026');
  expect(moments.value.moment(at)).toBe('Wed, Nov 25, 12:05 AM');
  expect(moments.value.moment(Date.UTC(2025, 0, 2, 3))).toBe('Jan 2, 2025, 4:00 AM');
  expect(start('es-ES').ago(2 * HOUR)).toBe('hace 2 horas');
});
