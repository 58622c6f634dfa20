import { describe, expect, test } from 'vitest';
import type { When } from '../../../lib/protocol/event-values.ts';
import type { EventId } from '../../../lib/protocol/ids.ts';
import {
  changedFields,
  draftOfEvent,
  type EventDraft,
  fieldsOf,
  newEventDraft,
  problemsOf,
  withEndTime,
  withStart,
} from '../../../lib/stores/event-draft.ts';
import { occurrenceRow } from '../../../lib/stores/occurrence-row.ts';
import { ANA, BEN } from './rows.ts';

const ZONE = 'Europe/Madrid';
const NOW = Temporal.PlainDateTime.from('2026-11-22T13:50');

function draft(part: Partial<EventDraft> = {}): EventDraft {
  return { ...newEventDraft(NOW, ZONE), title: 'Choir', ...part };
}

function placed(when: When, zone: string) {
  const fields = { title: 'x', when, who: [], place: null, notes: null };
  const { firstDay, lastDay, startsAt, endsAt } = occurrenceRow({
    event: 'e' as EventId,
    fields,
    zone,
    by: undefined,
    at: 0,
    version: '',
  });
  return [firstDay, lastDay, startsAt, endsAt];
}

describe('a new event', () => {
  test('is the next full hour, for an hour, here', () => {
    expect(newEventDraft(NOW, ZONE)).toMatchObject({
      startsOn: '2026-11-22',
      startsAt: '14:00',
      endsOn: '2026-11-22',
      endsAt: '15:00',
      zone: ZONE,
      allDay: false,
    });
  });

  test('late in the evening runs into the next day', () => {
    const late = newEventDraft(Temporal.PlainDateTime.from('2026-12-31T23:10'), ZONE);
    expect(late).toMatchObject({ startsOn: '2027-01-01', startsAt: '00:00', endsAt: '01:00' });
    const later = newEventDraft(Temporal.PlainDateTime.from('2026-11-22T22:10'), ZONE);
    expect(later).toMatchObject({ startsAt: '23:00', endsOn: '2026-11-23', endsAt: '00:00' });
  });
});

describe('moving the start', () => {
  test('takes the end along, over days and midnight', () => {
    expect(withStart(draft(), { startsOn: '2026-12-24' })).toMatchObject({ endsOn: '2026-12-24', endsAt: '15:00' });
    expect(withStart(draft(), { startsAt: '23:30' })).toMatchObject({ endsOn: '2026-11-23', endsAt: '00:30' });
    const days = draft({ allDay: true, endsOn: '2026-11-24' });
    expect(withStart(days, { startsOn: '2026-12-30' })).toMatchObject({ endsOn: '2027-01-01' });
  });

  test('leaves the end alone while a date is incomplete, or it ends before it starts already', () => {
    expect(withStart(draft(), { startsOn: '' })).toMatchObject({ startsOn: '', endsOn: '2026-11-22' });
    const wrong = draft({ endsAt: '13:00' });
    expect(withStart(wrong, { startsAt: '12:00' })).toMatchObject({ endsAt: '13:00' });
  });

  test('and then saying when it ends brings the end back to the day, unless the day was chosen', () => {
    const moved = withStart(draft(), { startsAt: '23:00' });
    expect(moved.endsOn).toBe('2026-11-23');
    expect(withEndTime(moved, '23:50', false)).toMatchObject({ endsOn: '2026-11-22', endsAt: '23:50' });
    expect(withEndTime(moved, '23:50', true)).toMatchObject({ endsOn: '2026-11-23' });
    expect(withEndTime(moved, '00:30', false)).toMatchObject({ endsOn: '2026-11-23' });
  });
});

describe('problems', () => {
  test('are none in a complete draft', () => {
    expect(problemsOf(draft())).toEqual({});
    expect(problemsOf(draft({ allDay: true, startsAt: '', endsAt: '' }))).toEqual({});
  });

  test('name the field', () => {
    expect(problemsOf(draft({ title: '  ' }))).toEqual({ title: 'missing' });
    expect(problemsOf(draft({ title: 'x'.repeat(501) }))).toEqual({ title: 'too-long' });
    expect(problemsOf(draft({ startsOn: '' }))).toEqual({ startsOn: 'missing' });
    expect(problemsOf(draft({ endsAt: '' }))).toEqual({ endsAt: 'missing' });
    expect(problemsOf(draft({ notes: 'x'.repeat(10_001) }))).toEqual({ notes: 'too-long' });
    expect(problemsOf(draft({ place: 'x'.repeat(501) }))).toEqual({ place: 'too-long' });
  });

  test('say where it ends before it starts: the day, or on one day the time', () => {
    expect(problemsOf(draft({ endsOn: '2026-11-21' }))).toEqual({ endsOn: 'end-before-start' });
    expect(problemsOf(draft({ endsAt: '13:00' }))).toEqual({ endsAt: 'end-before-start' });
    expect(problemsOf(draft({ allDay: true, endsOn: '2026-11-21' }))).toEqual({ endsOn: 'end-before-start' });
    expect(problemsOf(draft({ endsAt: '14:00' }))).toEqual({});
  });
});

describe('what is sent', () => {
  test('is wall time in a zone, or dates with the end exclusive', () => {
    expect(fieldsOf(draft({ who: [ANA], place: ' Studio ', notes: '' }))).toEqual({
      title: 'Choir',
      when: { allDay: false, start: '2026-11-22T14:00', end: '2026-11-22T15:00', zone: ZONE },
      who: [ANA],
      place: 'Studio',
      notes: null,
    });
    expect(fieldsOf(draft({ allDay: true, endsOn: '2026-11-23' })).when).toEqual({
      allDay: true,
      start: '2026-11-22',
      end: '2026-11-24',
    });
  });

  test('survives the way into the dialog and back', () => {
    for (const part of [{}, { allDay: true, endsOn: '2026-11-24' }, { zone: 'America/New_York', notes: 'n' }]) {
      const fields = fieldsOf(draft({ who: [BEN], ...part }));
      const row = occurrenceRow({ event: 'e' as EventId, fields, zone: ZONE, by: ANA, at: 0, version: '1' });
      expect(fieldsOf(draftOfEvent(row, NOW, ZONE))).toEqual(fields);
    }
  });

  test('of a changed event is only what differs', () => {
    const before = fieldsOf(draft());
    expect(changedFields(before, fieldsOf(draft()))).toEqual({});
    expect(changedFields(before, fieldsOf(draft({ title: 'Band', who: [ANA] })))).toEqual({
      title: 'Band',
      who: [ANA],
    });
  });
});

describe('an event placed for the viewer', () => {
  test('in another zone may fall on other days', () => {
    const when: When = { allDay: false, start: '2026-11-22T20:00', end: '2026-11-22T21:30', zone: 'America/New_York' };
    expect(placed(when, ZONE)).toEqual(['2026-11-23', '2026-11-23', '02:00', '03:30']);
  });
  test('that ends at midnight does not touch the next day', () => {
    const when: When = { allDay: false, start: '2026-11-22T22:00', end: '2026-11-23T00:00', zone: ZONE };
    expect(placed(when, ZONE)).toEqual(['2026-11-22', '2026-11-22', '22:00', '00:00']);
  });
  test('all day is the same days everywhere', () => {
    const when: When = { allDay: true, start: '2026-11-22', end: '2026-11-24' };
    expect(placed(when, 'Pacific/Auckland')).toEqual(['2026-11-22', '2026-11-23', undefined, undefined]);
  });
});
