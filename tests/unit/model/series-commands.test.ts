import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import type { When } from '../../../lib/protocol/event-values.ts';
import { ana, ben, createFamily, type Device, event, sync } from '../../doubles/family-fixture.ts';

const training = event('Training');
const december = { type: 'agenda', from: '2026-12-01', to: '2026-12-31', zone: 'Europe/Madrid' } as const;
const tuesdays: When = {
  allDay: false,
  start: '2026-11-24T17:00',
  end: '2026-11-24T18:30',
  zone: 'Europe/Madrid',
  rrule: 'FREQ=WEEKLY;BYDAY=TU',
};
type Change = (DocumentCommand & { type: 'changeEvent' })['change'];
type Reach = 'this' | 'following' | 'all';

function withSeries(when: When = tuesdays) {
  const family = createFamily();
  family.a.run({ type: 'addEvent', id: training, title: 'Training', when, who: [ana], place: null, notes: null });
  sync(family.a, family.b, family.c);
  return family;
}

const change = (occurrence: string, reach: Reach, fields: Change) =>
  ({ type: 'changeEvent', id: training, occurrence, reach, change: fields }) as const;
const remove = (occurrence: string, reach: Reach) =>
  ({ type: 'deleteEvent', id: training, occurrence, reach }) as const;
const restore = (occurrence: string) => ({ type: 'restoreOccurrence', id: training, occurrence }) as const;
/** An hour and a half at a time, as the series' first. */
const at = (date: string, time = '17:00', end = '18:30'): When => ({
  allDay: false,
  start: `${date}T${time}`,
  end: `${date}T${end}`,
  zone: 'Europe/Madrid',
});
const from = (device: Device, first = '2026-12-01', last = '2026-12-31') =>
  device
    .rows({ ...december, from: first, to: last })
    .map((row) => `${row.firstDay} ${row.startsAt ?? '-'} ${row.title}`);
const december1 = ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29'];

let moments = 0;
/** Runs a command, checks what it comes to, takes it back and checks that nothing of it is left, then sends it again. */
function check(device: Device, body: DocumentCommand, expected: readonly string[]) {
  const before = device.rows({ ...december, from: '2026-11-01' });
  const moment = Date.UTC(2026, 10, 20) + moments++;
  const result = device.run(body, { at: moment });
  if (!result.ok || !result.inverse) throw new Error(JSON.stringify(result));
  const { inverse } = result;
  expect(from(device)).toEqual(expected);
  const done = device.rows(december);
  expect(device.run(body, { at: moment, isResent: true })).toMatchObject({ ok: true });
  expect(device.rows(december)).toEqual(done);
  expect(device.run({ type: 'undo', inverse })).toMatchObject({ ok: true });
  // Versions move on; what people see does not.
  const plain = (rows: object[]) => rows.map((row) => ({ ...row, version: '' }));
  expect(plain(device.rows({ ...december, from: '2026-11-01' }))).toEqual(plain(before));
}

describe('one occurrence', () => {
  it('[E15] is changed by itself, field by field', () => {
    const { a } = withSeries();
    const fields = { title: 'Match', when: at('2026-12-09', '10:00', '12:00'), who: [ben] };
    check(a, change('2026-12-08', 'this', fields), [
      '2026-12-01 17:00 Training',
      '2026-12-09 10:00 Match',
      '2026-12-15 17:00 Training',
      '2026-12-22 17:00 Training',
      '2026-12-29 17:00 Training',
    ]);
  });

  it('[E15] is taken out', () => {
    const { a } = withSeries();
    check(
      a,
      remove('2026-12-08', 'this'),
      december1.filter((day) => day !== '2026-12-08').map((day) => `${day} 17:00 Training`),
    );
  });

  it('[E15] is brought back: shown where it was taken out, then as its series is', () => {
    const { a } = withSeries();
    a.run(change('2026-12-08', 'this', { title: 'Match', place: 'Away' }));
    a.run(remove('2026-12-08', 'this'));
    check(
      a,
      restore('2026-12-08'),
      december1.map((day) => `${day} 17:00 ${day === '2026-12-08' ? 'Match' : 'Training'}`),
    );
    a.run(restore('2026-12-08'));
    check(
      a,
      restore('2026-12-08'),
      december1.map((day) => `${day} 17:00 Training`),
    );
    a.run(restore('2026-12-08'));
    expect(a.rows(december)[1]).not.toHaveProperty('isChanged');
    expect(a.rows(december)[1]).not.toHaveProperty('place');
  });

  it('[E15] changed back to what the series says goes with it again', () => {
    const { a } = withSeries();
    a.run(change('2026-12-08', 'this', { title: 'Match', when: at('2026-12-09') }));
    a.run(change('2026-12-08', 'this', { title: 'Training', when: at('2026-12-08') }));
    expect(a.rows(december)[1]).not.toHaveProperty('isChanged');
    a.run(change('2026-12-08', 'all', { title: 'Practice' }));
    expect(a.rows(december)[1]?.title).toBe('Practice');
  });

  it('[L20] changed to what it is writes nothing', () => {
    const { a } = withSeries();
    expect(a.run(change('2026-12-08', 'this', { title: 'Training', when: at('2026-12-08'), place: null }))).toEqual({
      ok: true,
    });
  });

  it('that the series has not is not found', () => {
    const { a } = withSeries();
    expect(a.run(change('2026-12-09', 'this', { title: 'Match' }))).toEqual({ ok: false, error: 'not-found' });
    expect(a.run(remove('2026-12-09', 'following'))).toEqual({ ok: false, error: 'not-found' });
  });

  it('[E15] taken out of a series of several a day leaves the others of that day', () => {
    const { a } = withSeries({ ...at('2026-12-01', '09:00', '09:10'), rrule: 'FREQ=DAILY;BYHOUR=9,17;COUNT=4' });
    a.run(remove('2026-12-01T17:00', 'this'));
    expect(from(a)).toEqual(['2026-12-01 09:00 Training', '2026-12-02 09:00 Training', '2026-12-02 17:00 Training']);
  });
});

describe('an occurrence and those that follow', () => {
  it('[E16] get other fields', () => {
    const { a } = withSeries();
    check(a, change('2026-12-15', 'following', { title: 'Training B' }), [
      '2026-12-01 17:00 Training',
      '2026-12-08 17:00 Training',
      '2026-12-15 17:00 Training B',
      '2026-12-22 17:00 Training B',
      '2026-12-29 17:00 Training B',
    ]);
  });

  it('[E16] get another weekday and time, and their rule says so', () => {
    const { a } = withSeries();
    check(a, change('2026-12-15', 'following', { when: at('2026-12-16', '18:00', '19:00') }), [
      '2026-12-01 17:00 Training',
      '2026-12-08 17:00 Training',
      '2026-12-16 18:00 Training',
      '2026-12-23 18:00 Training',
      '2026-12-30 18:00 Training',
    ]);
    a.run(change('2026-12-15', 'following', { when: at('2026-12-16', '18:00', '19:00') }));
    expect(a.rows(december)[2]?.series).toMatchObject({
      when: { start: '2026-12-16T18:00', end: '2026-12-16T19:00', rrule: 'FREQ=WEEKLY;BYDAY=WE' },
      from: '2026-12-15',
    });
  });

  it('[E16] get another rule, with as many as it says', () => {
    const { a } = withSeries();
    const rule = { ...at('2026-12-08'), rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=2;BYDAY=TU' };
    check(a, change('2026-12-08', 'following', { when: rule }), [
      '2026-12-01 17:00 Training',
      '2026-12-08 17:00 Training',
      '2026-12-22 17:00 Training',
    ]);
  });

  it('[E16] keep the count that is left of the series', () => {
    const { a } = withSeries({ ...tuesdays, rrule: 'FREQ=WEEKLY;COUNT=4' });
    check(a, change('2026-12-08', 'following', { when: at('2026-12-08', '18:00', '19:00') }), [
      '2026-12-01 17:00 Training',
      '2026-12-08 18:00 Training',
      '2026-12-15 18:00 Training',
    ]);
    a.run(change('2026-12-08', 'following', { title: 'Training B' }));
    expect(a.rows(december)[1]?.series?.when.rrule).toBe('FREQ=WEEKLY;COUNT=2');
  });

  it('[E16] no longer repeat, or are gone', () => {
    const { a } = withSeries();
    check(a, change('2026-12-08', 'following', { when: { ...at('2026-12-09'), rrule: null } }), [
      '2026-12-01 17:00 Training',
      '2026-12-09 17:00 Training',
    ]);
    check(a, remove('2026-12-08', 'following'), ['2026-12-01 17:00 Training']);
  });

  it('[E16] from the first one on are all', () => {
    const { a } = withSeries();
    check(
      a,
      change('2026-11-24', 'following', { title: 'Practice' }),
      december1.map((day) => `${day} 17:00 Practice`),
    );
    a.run(remove('2026-11-24', 'following'));
    expect(a.family.export().events).toMatchObject([{ deleted: true }]);
  });

  it('[E16] take parts that began later along', () => {
    const { a } = withSeries();
    a.run(change('2026-12-22', 'following', { title: 'Training C', when: at('2026-12-23') }));
    check(a, change('2026-12-08', 'following', { title: 'Training B', when: at('2026-12-09', '16:00', '17:30') }), [
      '2026-12-01 17:00 Training',
      '2026-12-09 16:00 Training B',
      '2026-12-16 16:00 Training B',
      '2026-12-24 16:00 Training B',
      '2026-12-31 16:00 Training B',
    ]);
    check(a, remove('2026-12-08', 'following'), ['2026-12-01 17:00 Training']);
    const rule = { ...at('2026-12-08'), rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' };
    check(a, change('2026-12-08', 'following', { when: rule }), [
      '2026-12-01 17:00 Training',
      '2026-12-08 17:00 Training',
      '2026-12-22 17:00 Training C',
    ]);
  });
});

describe('all of a series', () => {
  it('[E17] get other fields, whatever parts and the occurrence in hand said', () => {
    const { a } = withSeries();
    a.run(change('2026-12-15', 'following', { title: 'Training B' }));
    a.run(change('2026-12-22', 'this', { title: 'Match' }));
    a.run(change('2026-12-29', 'this', { title: 'Party' }));
    check(a, change('2026-12-22', 'all', { title: 'Practice' }), [
      ...december1.slice(0, 4).map((day) => `${day} 17:00 Practice`),
      '2026-12-29 17:00 Party',
    ]);
  });

  it('[E17] move with the occurrence, by weekday and time; single changes stay with their occurrences', () => {
    const { a } = withSeries();
    a.run(remove('2026-12-08', 'this'));
    a.run(change('2026-12-15', 'this', { title: 'Match' }));
    a.run(change('2026-12-22', 'this', { when: at('2026-12-21', '09:00', '10:00') }));
    check(a, change('2026-12-01', 'all', { when: at('2026-12-03', '18:00', '19:30') }), [
      '2026-12-03 18:00 Training',
      '2026-12-17 18:00 Match',
      '2026-12-21 09:00 Training',
      '2026-12-31 18:00 Training',
    ]);
    a.run(change('2026-12-01', 'all', { when: at('2026-12-03', '18:00', '19:30') }));
    // And once more, from where they are.
    check(a, change('2026-12-01', 'all', { when: at('2026-12-02') }), [
      '2026-12-02 17:00 Training',
      '2026-12-16 17:00 Match',
      '2026-12-21 09:00 Training',
      '2026-12-30 17:00 Training',
    ]);
    expect(a.rows({ ...december, from: '2026-11-01' })[0]).toMatchObject({
      firstDay: '2026-11-26',
      occurrence: '2026-11-24',
    });
  });

  it('[E17] become whole days, or stop being so, and keep what was taken out', () => {
    const { a } = withSeries();
    a.run(remove('2026-12-08', 'this'));
    const whole: When = { allDay: true, start: '2026-12-01', end: '2026-12-02' };
    const left = december1.filter((day) => day !== '2026-12-08');
    check(
      a,
      change('2026-12-01', 'all', { when: whole }),
      left.map((day) => `${day} - Training`),
    );
    a.run(change('2026-12-01', 'all', { when: whole }));
    check(
      a,
      change('2026-12-01', 'all', { when: at('2026-12-01', '08:00', '09:00') }),
      left.map((day) => `${day} 08:00 Training`),
    );
  });

  it('[E17] get another rule; what no longer fits is said before and kept', () => {
    const { a } = withSeries();
    a.run(remove('2026-12-08', 'this'));
    a.run(change('2026-12-15', 'this', { title: 'Match' }));
    const body = change('2026-12-01', 'all', { when: { ...at('2026-12-01'), rrule: 'FREQ=MONTHLY;BYDAY=3TU' } });
    expect(a.run({ ...body, type: 'previewChange' })).toEqual({ ok: true, value: { lost: ['2026-12-08'] } });
    expect(from(a)).toHaveLength(4);
    expect(a.run(body)).toMatchObject({ ok: true, value: { lost: ['2026-12-08'] } });
    expect(from(a, '2026-12-01', '2027-01-31')).toEqual(['2026-12-15 17:00 Match', '2027-01-19 17:00 Training']);
    a.run(change('2026-12-15', 'all', { when: { ...at('2026-12-15'), rrule: 'FREQ=WEEKLY;BYDAY=TU' } }));
    expect(from(a)).not.toContain('2026-12-08 17:00 Training');
  });

  it('[E17] stop repeating: what is left is the one in hand', () => {
    const { a } = withSeries();
    a.run(change('2026-12-15', 'following', { title: 'Training B' }));
    check(a, change('2026-12-08', 'all', { when: { ...at('2026-12-10'), rrule: null } }), [
      '2026-12-10 17:00 Training',
    ]);
  });

  it('[E17] where no rule can say the new day get the time, and the one in hand goes where it was put', () => {
    const { a } = withSeries({ ...at('2026-11-30'), rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1' });
    const body = change('2026-12-31', 'all', { when: at('2026-12-30', '16:00', '17:00') });
    expect(a.run({ ...body, type: 'previewChange' })).toEqual({ ok: true, value: { lost: [], isDayKept: true } });
    check(a, body, ['2026-12-30 16:00 Training']);
    a.run(body);
    expect(from(a, '2027-01-01', '2027-02-28')).toEqual(['2027-01-29 16:00 Training', '2027-02-26 16:00 Training']);
  });

  it('[E17] with a new rule go on where "from here on" was deleted', () => {
    const { a } = withSeries();
    a.run(remove('2026-12-15', 'following'));
    expect(from(a)).toHaveLength(2);
    const rule = { ...at('2026-12-01'), rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20261222' };
    a.run(change('2026-12-01', 'all', { when: rule }));
    expect(from(a)).toHaveLength(4);
  });

  it('[E6] a whole event that moves keeps its rule and its occurrences their names', () => {
    const { a } = withSeries();
    a.run(remove('2026-12-08', 'this'));
    a.run({ type: 'changeEvent', id: training, change: { when: at('2026-11-25') } });
    expect(from(a).map((row) => row.slice(0, 10))).toEqual(['2026-12-02', '2026-12-16', '2026-12-23', '2026-12-30']);
  });
});

describe('a series', () => {
  it('[E10] whose rule leaves no occurrence at all is refused', () => {
    const { a } = withSeries();
    const never = { ...at('2026-12-01'), rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20261001' };
    const body = { type: 'addEvent', id: event('Never'), title: 'Never', who: [], place: null, notes: null } as const;
    expect(a.run({ ...body, who: [], when: never })).toEqual({ ok: false, error: 'bad-input' });
    expect(a.run(change('2026-12-01', 'all', { when: never }))).toEqual({ ok: false, error: 'bad-input' });
    expect(from(a)).toHaveLength(5);
  });

  it('[E13] that is split where it was split and joined before does not remember what was said there', () => {
    const { a } = withSeries();
    a.run(change('2026-12-15', 'following', { title: 'Training B' }));
    a.run(change('2026-12-01', 'all', { when: { ...at('2026-12-01'), rrule: null } }));
    a.run({ type: 'changeEvent', id: training, change: { when: { ...at('2026-12-01'), rrule: 'FREQ=WEEKLY' } } });
    a.run(change('2026-12-15', 'following', { place: 'Hall' }));
    expect(from(a)).toEqual(december1.map((day) => `${day} 17:00 Training`));
    expect(a.rows(december)[2]).toMatchObject({ place: 'Hall' });
  });

  it('[L20] moved to where it is, from there on or whole, is not written, nor split', () => {
    const { a } = withSeries();
    for (const reach of ['following', 'all'] as const) {
      expect(a.run(change('2026-12-08', reach, { when: at('2026-12-08'), title: 'Training' }))).toEqual({ ok: true });
    }
  });

  it('[E22] by the minute shows its beginning', () => {
    const { a } = withSeries({ ...at('2026-12-01', '00:00', '00:00'), rrule: 'FREQ=MINUTELY' });
    const rows = a.rows(december);
    expect(rows).toHaveLength(1_500);
    expect(rows.at(-1)).toMatchObject({ firstDay: '2026-12-02', startsAt: '00:59' });
  });
});
