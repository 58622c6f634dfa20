import { describe, expect, test } from 'vitest';
import { eventDetails } from '../../../components/event-details.ts';
import { formatsFor } from '../../../lib/calendar/formats.ts';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import { entriesByDay } from '../../../lib/stores/agenda.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { withWhen } from '../../../lib/stores/occurrence-row.ts';
import { enPanel } from '../../../locales/en-panel.ts';
import { occurrence } from './rows.ts';

const i18n = createI18n('en-US');
i18n.learn(enPanel);
const formats = formatsFor('en-US', 'auto', 'auto');

function details(row: OccurrenceRow, date = row.firstDay): string {
  const entry = entriesByDay([row], date, date).get(date)?.[0];
  if (entry === undefined) throw new Error(`It is not on ${date}.`);
  return eventDetails(entry, formats, i18n.t).join(' · ');
}
/** As somebody in Madrid sees it. */
const inZone = (start: string, end: string, zone: string) =>
  withWhen(occurrence('Call', '2026-11-24'), { allDay: false, start, end, zone }, 'Europe/Madrid');

describe('what is said of an event', () => {
  test('[V10] is the viewer’s time, and the event’s own where its clock shows another', () => {
    expect(details(inZone('2026-11-24T09:00', '2026-11-24T10:00', 'America/New_York'))).toBe(
      '3:00 PM – 4:00 PM · 9:00 AM in New York',
    );
    expect(details(inZone('2026-11-24T20:00', '2026-11-24T21:00', 'America/New_York'))).toBe(
      '2:00 AM – 3:00 AM · Tue, Nov 24, 8:00 PM in New York',
    );
    expect(details(inZone('2026-11-24T09:00', '2026-11-24T10:00', 'Europe/Paris'))).toBe('9:00 AM – 10:00 AM');
    expect(details(inZone('2026-11-24T09:00', '2026-11-24T10:00', 'floating'))).toBe('9:00 AM – 10:00 AM');
  });

  test('[V1] is which of its days this is, and its part of the day', () => {
    const camp = occurrence('Camp', '2026-11-24', { lastDay: '2026-11-26', at: '18:00', to: '09:00' });
    expect(['2026-11-24', '2026-11-25', '2026-11-26'].map((date) => details(camp, date))).toEqual([
      'from 6:00 PM · day 1 of 3',
      'All day · day 2 of 3',
      'until 9:00 AM · day 3 of 3',
    ]);
  });

  test('is how old somebody gets, and where it is', () => {
    expect(details({ ...occurrence('Mateo', '2026-11-24'), birthday: true, age: 9, place: 'Home' })).toBe(
      'All day · turns 9 · Home',
    );
  });
});
