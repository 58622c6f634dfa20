import { describe, expect, it } from 'vitest';
import type { When } from '../../../lib/protocol/event-values.ts';
import { ana, createFamily, type Device, event, getRaw, mirror, putRaw } from '../../doubles/family-fixture.ts';

const training = event('Training');
const december = { type: 'agenda', from: '2026-12-01', to: '2026-12-31', zone: 'Europe/Madrid' } as const;
const tuesdays: When = {
  allDay: false,
  start: '2026-11-24T17:00',
  end: '2026-11-24T18:30',
  zone: 'Europe/Madrid',
  rrule: 'FREQ=WEEKLY;BYDAY=TU',
};

function withSeries(when: When = tuesdays, more: { birthday?: boolean } = {}) {
  const family = createFamily();
  family.a.run({
    type: 'addEvent',
    id: training,
    title: 'Training',
    when,
    who: [ana],
    place: null,
    notes: null,
    ...more,
  });
  return family;
}

const days = (device: Device, query: { from: string; to: string; zone: string } = december) =>
  device.rows({ type: 'agenda', ...query }).map((row) => row.firstDay);
const store = (device: Device, group: string, value: object) =>
  putRaw(device, `event/${training}/${group}`, [1, { ...value, at: 1 }]);

describe('a series on the agenda', () => {
  it('[E11] is a row for each occurrence, which says of which series and which one it is', () => {
    const { a } = withSeries();
    expect(days(a)).toEqual(['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29']);
    const { rrule: _rule, ...plain } = tuesdays;
    expect(a.rows(december)[0]).toMatchObject({
      id: `${training}/2026-12-01`,
      occurrence: '2026-12-01',
      title: 'Training',
      when: { ...plain, start: '2026-12-01T17:00', end: '2026-12-01T18:30' },
      series: { when: tuesdays, from: '2026-11-24' },
      startsAt: '17:00',
    });
    expect(a.rows(december)[0]?.when).not.toHaveProperty('rrule');
    expect(a.rows(december)[0]).not.toHaveProperty('isChanged');
  });

  it('[E11] that began ten years ago and ends by count or date shows what is left', () => {
    const begun = { ...tuesdays, start: '2016-12-06T17:00', end: '2016-12-06T18:30' };
    const left = (rrule: string) => days(withSeries({ ...begun, rrule }).a);
    expect(left('FREQ=WEEKLY;COUNT=524')).toEqual(['2026-12-01', '2026-12-08', '2026-12-15']);
    expect(left('FREQ=WEEKLY;UNTIL=20261208T160000Z')).toEqual(['2026-12-01', '2026-12-08']);
    expect(left('FREQ=WEEKLY;UNTIL=20261207')).toEqual(['2026-12-01']);
  });

  it('[E11] has further dates too, each once', () => {
    const rdates = ['2026-12-01T17:00', '2026-12-03T17:00'];
    expect(days(withSeries({ ...tuesdays, rdates }).a).slice(0, 3)).toEqual(['2026-12-01', '2026-12-03', '2026-12-08']);
  });

  it('[E11] with several a day names each by its time', () => {
    const pills: When = {
      ...tuesdays,
      rrule: 'FREQ=DAILY;BYHOUR=9,17;COUNT=4',
      start: '2026-12-01T09:00',
      end: '2026-12-01T09:00',
    };
    expect(
      withSeries(pills)
        .a.rows(december)
        .map((row) => row.occurrence),
    ).toEqual(['2026-12-01T09:00', '2026-12-01T17:00', '2026-12-02T09:00', '2026-12-02T17:00']);
  });

  it('[E11] shows an occurrence that lasts for days on all of them, whichever month it began in', () => {
    const camp: When = { allDay: true, start: '2025-11-29', end: '2025-12-03', rrule: 'FREQ=YEARLY' };
    const { a } = withSeries(camp);
    expect(a.rows(december)).toMatchObject([{ firstDay: '2026-11-29', lastDay: '2026-12-02' }]);
    expect(a.rows({ ...december, from: '2026-11-01' })).toHaveLength(1);
    expect(a.rows({ ...december, from: '2026-12-03' })).toEqual([]);
  });

  it('[E12] leaves out what is excluded, and shows a single change', () => {
    const { a } = withSeries();
    store(a, 'ex:2026-12-08', { excluded: true });
    store(a, 'occ:2026-12-08:title', { title: 'Match' });
    store(a, 'occ:2026-12-15:title', { title: 'Party' });
    store(a, 'occ:2026-12-22:when', { when: { ...tuesdays, start: '2026-12-23T10:00', end: '2026-12-23T11:00' } });
    expect(
      a.rows(december).map(({ occurrence, firstDay, title, isChanged }) => [occurrence, firstDay, title, isChanged]),
    ).toEqual([
      ['2026-12-01', '2026-12-01', 'Training', undefined],
      ['2026-12-15', '2026-12-15', 'Party', true],
      ['2026-12-22', '2026-12-23', 'Training', true],
      ['2026-12-29', '2026-12-29', 'Training', undefined],
    ]);
  });

  it('[E12] shows one that was moved into another month there, and only there', () => {
    const { a } = withSeries();
    store(a, 'occ:2026-12-29:when', { when: { ...tuesdays, start: '2027-01-02T10:00', end: '2027-01-02T11:00' } });
    expect(days(a)).not.toContain('2026-12-29');
    expect(days(a, { ...december, from: '2027-01-01', to: '2027-01-04' })).toEqual(['2027-01-02']);
  });

  it('[E12] does not show a change of an occurrence that the series has not', () => {
    const { a } = withSeries();
    store(a, 'occ:2026-12-09:when', { when: { ...tuesdays, start: '2026-12-09T10:00', end: '2026-12-09T11:00' } });
    expect(days(a)).not.toContain('2026-12-09');
  });

  it('[E13] goes on otherwise from a split on, each part up to the next', () => {
    const { a } = withSeries();
    store(a, 'split:2026-12-08', { splits: true });
    store(a, 'split:2026-12-08:title', { title: 'Training B' });
    store(a, 'split:2026-12-22', { splits: true });
    const later = { ...tuesdays, start: '2026-12-23T18:00', end: '2026-12-23T19:00', rrule: 'FREQ=WEEKLY;BYDAY=WE' };
    store(a, 'split:2026-12-22:when', { when: later, shift: 1_500 });
    expect(
      a.rows(december).map(({ firstDay, startsAt, title, occurrence }) => [firstDay, startsAt, title, occurrence]),
    ).toEqual([
      ['2026-12-01', '17:00', 'Training', '2026-12-01'],
      ['2026-12-08', '17:00', 'Training B', '2026-12-08'],
      ['2026-12-15', '17:00', 'Training B', '2026-12-15'],
      ['2026-12-23', '18:00', 'Training B', '2026-12-22'],
      ['2026-12-30', '18:00', 'Training B', '2026-12-29'],
    ]);
    expect(a.rows(december).map((row) => [row.series?.from, row.series?.to])).toEqual([
      ['2026-11-24', '2026-12-08'],
      ['2026-12-08', '2026-12-22'],
      ['2026-12-08', '2026-12-22'],
      ['2026-12-22', undefined],
      ['2026-12-22', undefined],
    ]);
  });

  it('[E13] ends where "from here on" was deleted, and its rule says so', () => {
    const { a } = withSeries();
    store(a, 'split:2026-12-15', { splits: true });
    store(a, 'split:2026-12-15:life', { deleted: true });
    store(a, 'split:2026-12-22', { splits: true });
    store(a, 'split:2026-12-22:title', { title: 'Never' });
    expect(days(a)).toEqual(['2026-12-01', '2026-12-08']);
    expect(a.rows(december)[0]?.series).toMatchObject({ when: { rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208' } });
  });

  it('[E14] is a birthday with the age that somebody reaches, where the year is known', () => {
    const born = (start: string, end: string, rrule: string) => {
      const { a } = withSeries({ allDay: true, start, end, rrule }, { birthday: true });
      const years = { ...december, from: '2023-01-01', to: '2025-12-31' };
      return a.rows(years).map((row) => [row.firstDay, row.age]);
    };
    const last = 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1';
    expect(born('2016-02-29', '2016-03-01', last)).toEqual([
      ['2023-02-28', 7],
      ['2024-02-29', 8],
      ['2025-02-28', 9],
    ]);
    expect(born('2016-02-29', '2016-03-01', 'FREQ=YEARLY;BYYEARDAY=60')).toEqual([
      ['2023-03-01', 7],
      ['2024-02-29', 8],
      ['2025-03-01', 9],
    ]);
    expect(born('1604-05-02', '1604-05-03', 'FREQ=YEARLY')).toEqual([
      ['2023-05-02', undefined],
      ['2024-05-02', undefined],
      ['2025-05-02', undefined],
    ]);
  });

  it('[D10] is patched occurrence by occurrence', () => {
    const { a } = withSeries();
    const { rows, patches } = mirror(a, december);
    store(a, 'ex:2026-12-08', { excluded: true });
    store(a, 'occ:2026-12-15:title', { title: 'Party' });
    expect(patches).toEqual([
      { set: [], del: [`${training}/2026-12-08`] },
      { set: [`${training}/2026-12-15`], del: [] },
    ]);
    expect([...rows.values()].toSorted((x, y) => (x.id < y.id ? -1 : 1))).toEqual(a.rows(december));
  });

  it('[E11] is the same asked for by day, by month, by year and for ten years', () => {
    const { a } = withSeries({ ...tuesdays, end: '2026-11-25T09:00' });
    store(a, 'occ:2026-12-08:when', { when: { ...tuesdays, start: '2026-12-31T23:00', end: '2027-01-01T02:00' } });
    const all = a.rows({ ...december, from: '2026-11-01', to: '2034-12-31' });
    expect(all).toHaveLength(423);
    for (const day of ['2026-11-24', '2026-11-25', '2026-12-08', '2026-12-31', '2027-01-01', '2027-12-01']) {
      for (const to of [day, '2027-01-01', '2027-05-31', '2027-12-01'].filter((last) => last >= day)) {
        const rows = a.rows({ ...december, from: day, to });
        expect(rows, `${day} to ${to}`).toEqual(all.filter((row) => row.firstDay <= to && row.lastDay >= day));
      }
    }
  });

  it('[D3] is not changed where a newer version said something of the occurrence, [D2] nor loses what it does not know', () => {
    const { a } = withSeries();
    putRaw(a, `event/${training}/occ:2026-12-08:title`, [99, { title: 'Later', at: 1 }]);
    putRaw(a, `event/${training}/occ:2026-12-15:title`, [1, { title: 'Match', mood: 'good', at: 1 }]);
    putRaw(a, `event/${training}/occ:2026-12-15:mood`, [1, { mood: 'good', at: 1 }]);
    const rename = (occurrence: string) =>
      a.run({ type: 'changeEvent', id: training, occurrence, reach: 'this', change: { title: 'Party' } });
    expect(
      a
        .rows(december)
        .map((row) => row.title)
        .slice(1, 3),
    ).toEqual(['Training', 'Match']);
    expect(rename('2026-12-08')).toEqual({ ok: false, error: 'from-newer' });
    expect(rename('2026-12-15').ok).toBe(true);
    expect(getRaw(a, `event/${training}/occ:2026-12-15:title`)).toMatchObject([1, { title: 'Party', mood: 'good' }]);
    a.run({ type: 'restoreOccurrence', id: training, occurrence: '2026-12-15' });
    expect(getRaw(a, `event/${training}/occ:2026-12-15:title`)).toMatchObject([1, { mood: 'good' }]);
    expect(getRaw(a, `event/${training}/occ:2026-12-15:title`)).not.toHaveProperty('1.title');
    expect(getRaw(a, `event/${training}/occ:2026-12-15:mood`)).toMatchObject([1, { mood: 'good' }]);
  });
});
