import { describe, expect, test } from 'vitest';
import type { OccurrenceRow, When } from '../../../lib/protocol/event-values.ts';
import type { EventId } from '../../../lib/protocol/ids.ts';
import {
  ageOf,
  draftOfEvent,
  type EventDraft,
  type EventPlace,
  newEventDraft,
  problemsOf,
  withAllDay,
  withBirthday,
  withEndTime,
  withStart,
} from '../../../lib/stores/event-draft.ts';
import { changeBetween, fieldsOf } from '../../../lib/stores/event-fields.ts';
import { occurrenceRow } from '../../../lib/stores/occurrence-row.ts';
import { withChoice } from '../../../lib/stores/repeat-draft.ts';
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

  test('carries what few events have, and names none of it where there is none', () => {
    const rare = {
      category: ' School ',
      reminders: [30, 1_440],
      needsSomeone: true,
      link: { url: 'https://school.example/trip', title: 'Trip' },
    };
    expect(fieldsOf(draft(rare))).toMatchObject({
      category: 'School',
      reminders: [{ minutes: 30 }, { minutes: 1_440 }],
      needsSomeone: true,
      link: rare.link,
    });
    expect(Object.keys(fieldsOf(draft()))).toEqual(['title', 'when', 'who', 'place', 'notes']);
  });
});

describe('what is sent of a change', () => {
  const before = draft({ repeat: withChoice(draft().repeat, 'week', 0) });

  test('is only what differs', () => {
    expect(changeBetween(before, { ...before })).toEqual({});
    expect(changeBetween(before, { ...before, title: 'Band', who: [ANA] })).toEqual({ title: 'Band', who: [ANA] });
    const rare = { ...before, category: 'School', reminders: [30] };
    expect(changeBetween(rare, { ...rare, category: '', reminders: [] })).toEqual({ category: null, reminders: null });
  });

  test('leaves a rule that was left alone to the worker, and takes away one that was taken away', () => {
    const moved = changeBetween(before, withStart(before, { startsAt: '16:00' }));
    expect(moved).toEqual({
      when: { allDay: false, start: '2026-11-22T16:00', end: '2026-11-22T17:00', zone: ZONE },
    });
    expect(changeBetween(before, { ...before, repeat: draft().repeat }).when).toMatchObject({ rrule: null });
    expect(changeBetween(before, { ...before, repeat: withChoice(before.repeat, 'month', 0) }).when).toMatchObject({
      rrule: 'FREQ=MONTHLY',
    });
  });

  test('of one of a series starts from that one, with the rule of the series', () => {
    const row = occurrenceRow({
      event: 'e' as EventId,
      fields: fieldsOf(before),
      zone: ZONE,
      by: ANA,
      at: 0,
      version: '1',
    });
    const third: OccurrenceRow = {
      ...row,
      id: 'e/2026-12-06',
      occurrence: '2026-12-06',
      when: { allDay: false, start: '2026-12-06T14:00', end: '2026-12-06T15:00', zone: ZONE },
      series: { when: fieldsOf(before).when, from: '2026-11-22' },
    };
    const opened = draftOfEvent(third, NOW, ZONE);
    expect(opened).toMatchObject({ startsOn: '2026-12-06', repeat: { unit: 'week' } });
    expect(changeBetween(opened, opened)).toEqual({});
  });
});

describe('a birthday', () => {
  const born = { ...withBirthday(draft({ startsOn: '2018-02-28' }), true), title: 'Léa' };
  const rowOf = (birth: EventDraft, thisYear: string): OccurrenceRow => {
    const fields = fieldsOf(birth);
    const row = occurrenceRow({ event: 'e' as EventId, fields, zone: ZONE, by: ANA, at: 0, version: '1' });
    const end = Temporal.PlainDate.from(thisYear).add({ days: 1 }).toString();
    return {
      ...row,
      occurrence: thisYear,
      when: { allDay: true, start: thisYear, end },
      series: { when: fields.when, from: fields.when.start },
    };
  };

  test('is a whole day, every year', () => {
    expect(fieldsOf(born)).toMatchObject({
      when: { allDay: true, start: '2018-02-28', end: '2018-03-01', rrule: 'FREQ=YEARLY' },
      birthday: true,
    });
  });

  test('opens on the day of birth, whichever year was pressed', () => {
    const opened = draftOfEvent(rowOf(born, '2027-02-28'), NOW, ZONE);
    expect(opened).toMatchObject({ startsOn: '2018-02-28', birthday: true, isYearKnown: true });
    expect(changeBetween(opened, { ...opened, title: 'Léa Sanchez' })).toEqual({ title: 'Léa Sanchez' });
  });

  test('without a year shows a year that has the day, and keeps none', () => {
    const leap = { ...withBirthday(draft({ startsOn: '2024-02-29' }), true), title: 'Ben', isYearKnown: false };
    expect(fieldsOf(leap).when).toMatchObject({ start: '1604-02-29', end: '1604-03-01' });
    const opened = draftOfEvent(rowOf(leap, '2026-02-28'), NOW, ZONE);
    expect(opened).toMatchObject({ startsOn: '2024-02-29', endsOn: '2024-02-29', isYearKnown: false });
    expect(changeBetween(opened, opened)).toEqual({});
  });

  test('says how old somebody becomes', () => {
    expect(ageOf('2018-11-28', '2026-11-28')).toEqual({ years: 8, year: 2026 });
    expect(ageOf('2018-11-27', '2026-11-28')).toEqual({ years: 9, year: 2027 });
    expect(ageOf('2027-01-01', '2026-11-28')).toBeUndefined();
  });
});

describe('a new event at a place', () => {
  const at = (place: EventPlace) => newEventDraft(NOW, ZONE, place);
  test('is at the next full hour of that day, at given times, or on whole days', () => {
    expect(at({ day: '2026-12-01' })).toMatchObject({ startsOn: '2026-12-01', startsAt: '14:00', endsAt: '15:00' });
    expect(at({ day: '2026-12-01', from: '23:30' })).toMatchObject({ endsOn: '2026-12-02', endsAt: '00:30' });
    expect(at({ day: '2026-12-01', from: '22:00', to: '01:00' })).toMatchObject({ endsOn: '2026-12-02' });
    expect(at({ day: '2026-12-01', lastDay: '2026-12-03' })).toMatchObject({ allDay: true, endsOn: '2026-12-03' });
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

describe('whole days', () => {
  const late = { ...newEventDraft(Temporal.PlainDateTime.from('2026-11-28T22:30'), 'UTC'), title: 'Party' };

  test('of an event that ends at midnight are the days before it; times come back as they were', () => {
    expect(late).toMatchObject({ startsOn: '2026-11-28', startsAt: '23:00', endsOn: '2026-11-29', endsAt: '00:00' });
    const whole = withAllDay(late, true);
    expect(whole).toMatchObject({ allDay: true, startsOn: '2026-11-28', endsOn: '2026-11-28' });
    expect(withAllDay(whole, false)).toEqual(late);
  });
});
