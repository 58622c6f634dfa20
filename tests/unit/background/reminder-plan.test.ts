import { describe, expect, test } from 'vitest';
import {
  planReminders,
  type Reminder,
  type ReminderChoice,
  remindersOf,
} from '../../../lib/background/reminder-plan.ts';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import type { ItemId, ListId } from '../../../lib/protocol/ids.ts';
import type { EntryRow } from '../../../lib/protocol/values.ts';
import { ana, ben, event, id } from '../../doubles/family-fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Noon in UTC. */
const NOON = Date.UTC(2026, 10, 24, 12);

const CHOICE: ReminderChoice = {
  zone: 'UTC',
  isWanted: (who) => who.length === 0 || who.includes(ana),
  byEvent: new Map(),
  remindsOfDays: true,
};

/** An occurrence in UTC, from `start` for an hour, reminded of ten minutes before. */
function occurrence(title: string, start: string, fields: Partial<OccurrenceRow> = {}): OccurrenceRow {
  const end = Temporal.PlainDateTime.from(start).add({ hours: 1 }).toString({ smallestUnit: 'minute' });
  return {
    id: `${event(title)}/${start}`,
    event: event(title),
    title,
    when: { allDay: false, start, end, zone: 'UTC' },
    firstDay: start.slice(0, 10),
    lastDay: end.slice(0, 10),
    startsAt: start.slice(11),
    endsAt: end.slice(11),
    who: [],
    reminders: [{ minutes: 10 }],
    at: 0,
    version: '1',
    ...fields,
  };
}

function entry(title: string, due: string, fields: Partial<EntryRow> = {}): EntryRow {
  const item = id<ItemId>(title);
  const rest = { quantities: [], who: [], at: 0, done: null, order: 'a', version: '1' };
  return { id: item, ids: [item], list: id<ListId>('Todo'), title, due, ...rest, ...fields };
}

const of = (occurrences: OccurrenceRow[], entries: EntryRow[] = [], choice: Partial<ReminderChoice> = {}) =>
  remindersOf({ occurrences, entries }, { ...CHOICE, ...choice });

interface Memory {
  shown?: string[];
  snoozed?: Record<string, number>;
  since?: number;
}
function plan(reminders: Reminder[], now: number, { shown = [], snoozed = {}, since = 0 }: Memory = {}) {
  const made = planReminders({
    reminders,
    shown: new Set(shown),
    snoozed: new Map(Object.entries(snoozed)),
    since,
    now,
  });
  return {
    single: made.single.map(({ reminder }) => reminder.about.row.title),
    together: made.together?.reminders.map(({ about }) => about.row.title) ?? [],
    isMissed: made.together?.isMissed ?? false,
    keys: [...made.single.flatMap(({ keys }) => keys), ...(made.together?.keys ?? [])],
    next: made.next,
  };
}

describe('[R1] a reminder', () => {
  test('is shown from its moment on, and the next look is for the one after it', () => {
    const reminders = of([occurrence('Dentist', '2026-11-24T12:10'), occurrence('Choir', '2026-11-24T18:00')]);
    expect(plan(reminders, NOON - 1)).toMatchObject({ single: [], next: NOON });
    expect(plan(reminders, NOON)).toMatchObject({ single: ['Dentist'], next: NOON + 5 * HOUR_MS + 50 * MINUTE_MS });
  });

  test('is not shown twice, also from another zone', () => {
    const day: OccurrenceRow = {
      ...occurrence('Feast', '2026-11-24T00:00'),
      when: { allDay: true, start: '2026-11-24', end: '2026-11-25' },
      reminders: [{ minutes: -540 }],
    };
    const here = of([occurrence('Dentist', '2026-11-24T12:10'), day], [entry('Rent', '2026-11-24')]);
    const shown = plan(here, NOON).keys;
    expect(shown).toHaveLength(3);
    const there = of([occurrence('Dentist', '2026-11-24T12:10'), day], [entry('Rent', '2026-11-24')], {
      zone: 'America/New_York',
    });
    // Nine o'clock comes again in New York.
    expect(plan(there, NOON + 3 * HOUR_MS, { shown })).toMatchObject({ single: [], together: [], next: null });
  });

  test('of what was put to another time is another one', () => {
    const shown = plan(of([occurrence('Dentist', '2026-11-24T12:10')]), NOON).keys;
    const moved = occurrence('Dentist', '2026-11-24T12:10', {
      when: { allDay: false, start: '2026-11-24T15:00', end: '2026-11-24T16:00', zone: 'UTC' },
    });
    expect(plan(of([moved]), NOON, { shown }).next).toBe(NOON + 2 * HOUR_MS + 50 * MINUTE_MS);
  });

  test('is one of several of its event; those that ring together are one', () => {
    const reminders = of([
      occurrence('Flight', '2026-11-24T20:00', { reminders: [1_440, 60, 60, 10].map((minutes) => ({ minutes })) }),
    ]);
    expect(reminders).toHaveLength(3);
    const first = plan(reminders, NOON - 16 * HOUR_MS);
    expect(first).toMatchObject({ single: ['Flight'], next: NOON + 7 * HOUR_MS });
    // Nobody looked until five minutes before: one is shown, and it stands for both that were missed.
    const last = plan(reminders, NOON + 8 * HOUR_MS - 5 * MINUTE_MS, { shown: first.keys });
    expect(last).toMatchObject({ single: ['Flight'], next: null });
    expect(last.keys).toHaveLength(2);
  });

  test('is not for what is in the past when it is added, nor for what rang before this device was there', () => {
    const dentist = occurrence('Dentist', '2026-11-24T12:10', { at: NOON + MINUTE_MS });
    expect(plan(of([dentist]), NOON + 2 * MINUTE_MS).single).toEqual([]);
    // Added by a device whose clock is wrong.
    expect(plan(of([{ ...dentist, at: NOON + 9 * HOUR_MS }]), NOON + 2 * MINUTE_MS).single).toEqual(['Dentist']);
    expect(plan(of([{ ...dentist, at: 0 }]), NOON + 2 * MINUTE_MS, { since: NOON + 1 }).single).toEqual([]);
  });
});

describe('[R3] what is too late', () => {
  test('is dropped: the event is over, or nobody looked for three days', () => {
    const dentist = of([occurrence('Dentist', '2026-11-24T12:10')]);
    expect(plan(dentist, NOON + 69 * MINUTE_MS).single).toEqual(['Dentist']);
    expect(plan(dentist, NOON + 70 * MINUTE_MS).single).toEqual([]);
    const rent = of([], [entry('Rent', '2026-11-24')]);
    expect(plan(rent, NOON - 3 * HOUR_MS + 72 * HOUR_MS - 1).single).toEqual(['Rent']);
    expect(plan(rent, NOON - 3 * HOUR_MS + 72 * HOUR_MS).single).toEqual([]);
    const wedding = of([occurrence('Wedding', '2026-12-24T12:00', { reminders: [{ minutes: 30 * 1_440 }] })]);
    expect(plan(wedding, NOON + 71 * HOUR_MS).single).toEqual(['Wedding']);
    expect(plan(wedding, NOON + 73 * HOUR_MS)).toMatchObject({ single: [], next: null });
  });

  test('a reminder after the end has an hour', () => {
    const after = of([occurrence('Oven', '2026-11-24T10:00', { reminders: [{ minutes: -120 }] })]);
    expect(plan(after, NOON + 59 * MINUTE_MS).single).toEqual(['Oven']);
    expect(plan(after, NOON + 60 * MINUTE_MS).single).toEqual([]);
  });

  test('missed ones are one, unless it is one; what rings right now stays apart', () => {
    const three = of([
      occurrence('Dentist', '2026-11-24T12:10'),
      occurrence('Choir', '2026-11-24T12:15'),
      occurrence('Call', '2026-11-24T12:30'),
    ]);
    expect(plan(three, NOON + 20 * MINUTE_MS)).toMatchObject({
      single: ['Call'],
      together: ['Dentist', 'Choir'],
      isMissed: true,
    });
    expect(plan(three, NOON + 4 * MINUTE_MS)).toMatchObject({ single: ['Dentist'], together: [] });
  });

  test('many at once are one', () => {
    const due = ['Rent', 'Tax', 'Bin', 'Card'].map((title) => entry(title, '2026-11-24'));
    expect(plan(of([], due.slice(0, 3)), NOON - 3 * HOUR_MS).single).toHaveLength(3);
    expect(plan(of([], due), NOON - 3 * HOUR_MS)).toMatchObject({ single: [], isMissed: false });
    expect(plan(of([], due), NOON - 3 * HOUR_MS).together).toHaveLength(4);
  });
});

describe('[R4] what was put off', () => {
  test('is shown again when its time has come, also after the event, and then no more', () => {
    const [dentist] = of([occurrence('Dentist', '2026-11-24T12:10')]);
    if (dentist === undefined) throw new Error('no reminder');
    const shown = [dentist.key];
    const snoozed = { [dentist.key]: NOON + 75 * MINUTE_MS };
    expect(plan([dentist], NOON, { shown, snoozed })).toMatchObject({ single: [], next: NOON + 75 * MINUTE_MS });
    expect(plan([dentist], NOON + 75 * MINUTE_MS, { shown, snoozed }).single).toEqual(['Dentist']);
    expect(plan([dentist], NOON + 75 * MINUTE_MS, { shown }).single).toEqual([]);
  });
});

describe('[R5] whose', () => {
  const mine = occurrence('Mine', '2026-11-24T12:10', { who: [ana, ben] });
  const his = occurrence('His', '2026-11-24T12:10', { who: [ben] });
  const titles = (reminders: Reminder[]) => reminders.map(({ about }) => about.row.title);

  test('as it was chosen, and for single events otherwise', () => {
    expect(titles(of([mine, his]))).toEqual(['Mine']);
    expect(titles(of([mine, his], [], { isWanted: () => true }))).toEqual(['Mine', 'His']);
    const byEvent = new Map([
      [mine.event, 'off'],
      [his.event, 'on'],
    ] as const);
    expect(titles(of([mine, his], [], { byEvent }))).toEqual(['His']);
  });

  test('entries ring at nine on their day, or leave it to the morning’s summary; done ones never', () => {
    const rent = entry('Rent', '2026-11-24');
    expect(of([], [rent]).map(({ at }) => at)).toEqual([NOON - 3 * HOUR_MS]);
    expect(of([], [rent], { zone: 'Asia/Kathmandu' }).map(({ at }) => at)).toEqual([Date.UTC(2026, 10, 24, 3, 15)]);
    expect(of([], [rent], { remindsOfDays: false })).toEqual([]);
    const call = entry('Call', '2026-11-24', { dueTime: '11:00' });
    expect(of([], [call], { remindsOfDays: false }).map(({ at }) => at)).toEqual([NOON - HOUR_MS]);
    expect(of([], [{ ...rent, done: { at: 1 } }])).toEqual([]);
    expect(of([], [{ ...rent, who: [ben] }])).toEqual([]);
  });
});
