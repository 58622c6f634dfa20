import { beforeAll, describe, expect, test } from 'vitest';
import { formatsFor } from '../../../lib/calendar/formats.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { nextDates } from '../../../lib/stores/next-dates.ts';
import { reminderChoices, reminderText } from '../../../lib/stores/reminder-text.ts';
import { linksIn, placeLink } from '../../../lib/stores/text-links.ts';
import { enEvents } from '../../../locales/en-events.ts';

const english = createI18n('en-US');
english.learn(enEvents);
const spanish = createI18n('es-ES');
beforeAll(() => spanish.use('es'));

describe('reminders', () => {
  const say = (minutes: number, allDay = false) =>
    reminderText(minutes, allDay, english, formatsFor('en-US', 'auto', 'auto'));

  test('are so long before, or after', () => {
    expect(reminderChoices(false).map((minutes) => say(minutes))).toEqual([
      'When it starts',
      '5 minutes before',
      '10 minutes before',
      '15 minutes before',
      '30 minutes before',
      '1 hour before',
      '2 hours before',
      '1 day before',
      '2 days before',
      '1 week before',
    ]);
    expect(say(90)).toBe('90 minutes before');
    expect(say(-15)).toBe('15 minutes after');
  });

  test('of whole days are at an hour of a day', () => {
    expect(reminderChoices(true).map((minutes) => say(minutes, true))).toEqual([
      'On the day, 9:00 AM',
      'The day before, 6:00 PM',
      'The day before, 9:00 AM',
      '2 days before, 9:00 AM',
      '7 days before, 9:00 AM',
    ]);
    expect(say(0, true)).toBe('On the day, 12:00 AM');
    expect(say(-2_000, true)).toBe('1 day after, 9:20 AM');
    expect(reminderText(-540, true, spanish, formatsFor('es-ES', 'auto', 'auto'))).toBe('Ese día, 9:00');
  });
});

describe('links', () => {
  test('in notes are found without what ends the sentence, each once', () => {
    const text =
      'See https://school.example/trip, (http://a.example/b_(c)) and https://school.example/trip. ftp://x.example';
    expect(linksIn(text)).toEqual(['https://school.example/trip', 'http://a.example/b_(c)']);
    expect(linksIn('javascript:alert(1) data:text/html,x')).toEqual([]);
  });

  test('of a place lead to its page, or to a map where it reads like an address', () => {
    expect(placeLink('https://meet.example/abc')).toEqual({ type: 'web', url: 'https://meet.example/abc' });
    expect(placeLink('Calle Mayor 5, Madrid')).toEqual({
      type: 'map',
      url: 'https://www.openstreetmap.org/search?query=Calle%20Mayor%205%2C%20Madrid',
    });
    for (const place of ['', 'School', 'At home', '12']) expect(placeLink(place)).toBeUndefined();
  });
});

describe('the next dates', () => {
  const weekly = {
    allDay: false,
    start: '2026-10-18T20:00',
    end: '2026-10-18T21:00',
    zone: 'America/New_York',
  } as const;

  test('are days where the event is, from the one asked for on', () => {
    expect(nextDates({ ...weekly, rrule: 'FREQ=WEEKLY' }, '2026-10-25', 3)).toEqual([
      '2026-10-25',
      '2026-11-01',
      '2026-11-08',
    ]);
    const days = { allDay: true, start: '2024-02-29', end: '2024-03-01', rrule: 'FREQ=YEARLY;BYYEARDAY=60' } as const;
    expect(nextDates(days, '2026-01-01', 3)).toEqual(['2026-03-01', '2027-03-01', '2028-02-29']);
  });

  test('take in single further ones, and what floats', () => {
    const more = { ...weekly, zone: 'floating', rrule: 'FREQ=WEEKLY;COUNT=2', rdates: ['2026-10-20T08:00'] };
    expect(nextDates(more, '2026-10-01', 5)).toEqual(['2026-10-18', '2026-10-20', '2026-10-25']);
  });

  test('are none of a rule that is over or cannot be read', () => {
    expect(nextDates({ ...weekly, rrule: 'FREQ=WEEKLY;COUNT=2' }, '2027-01-01', 5)).toEqual([]);
    expect(nextDates({ ...weekly, rrule: 'FREQ=SOMETIMES' }, '2026-10-01', 5)).toEqual([]);
  });
});
