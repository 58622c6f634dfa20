import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import { entriesByDay } from '../../../lib/stores/agenda.ts';
import { isAllThrough, isLong, layWeek } from '../../../lib/stores/month-layout.ts';
import { fitIn, placeInDay } from '../../../lib/stores/time-layout.ts';
import { createSeededRandom } from '../../doubles/seeded-random.ts';
import { occurrence } from './rows.ts';

const DAY = '2026-11-24';
const WEEK = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'];

/** Lanes of one day's events as `title lane/lanes+span`. */
function lanes(rows: OccurrenceRow[]): string[] {
  return placeInDay(entriesByDay(rows, DAY, DAY).get(DAY) ?? [])
    .map(({ entry, lane, lanes, span }) => `${entry.row.title} ${lane}/${lanes}+${span}`)
    .sort();
}
const at = (title: string, from: string, to: string) => occurrence(title, DAY, { at: from, to });

describe('a day by the clock', () => {
  test('gives an event that overlaps nothing the whole width, also right after another', () => {
    expect(lanes([at('A', '09:00', '10:00'), at('B', '10:00', '11:00')])).toEqual(['A 0/1+1', 'B 0/1+1']);
  });

  test('[V3] puts what overlaps side by side, in the first lane that is free', () => {
    expect(lanes([at('A', '09:00', '11:00'), at('B', '09:30', '10:00'), at('C', '10:00', '11:00')])).toEqual([
      'A 0/2+1',
      'B 1/2+1',
      'C 1/2+1',
    ]);
  });

  test('lets an event be as wide as the lanes beside it are free', () => {
    const rows = [
      at('A', '09:00', '12:00'),
      at('B', '09:00', '10:00'),
      at('C', '09:00', '10:00'),
      at('D', '10:00', '11:00'),
    ];
    expect(lanes(rows)).toEqual(['A 0/3+1', 'B 1/3+1', 'C 2/3+1', 'D 1/3+2']);
  });

  test('shares the width only among those that overlap, directly or through others', () => {
    const rows = [
      at('A', '09:00', '10:00'),
      at('B', '09:30', '10:30'),
      at('C', '10:15', '11:00'),
      at('D', '12:00', '13:00'),
    ];
    expect(lanes(rows)).toEqual(['A 0/2+1', 'B 1/2+1', 'C 0/2+1', 'D 0/1+1']);
  });

  test('draws a short event as long as its title needs, and what it would cover moves aside', () => {
    const [call] = placeInDay(entriesByDay([at('Call', '23:50', '23:55')], DAY, DAY).get(DAY) ?? []);
    expect([call?.from, call?.to]).toEqual([1410, 1440]);
    expect(lanes([at('A', '09:00', '09:05'), at('B', '09:10', '09:15')])).toEqual(['A 0/2+1', 'B 1/2+1']);
  });

  test('begins at midnight what runs on from the day before, and ends there what runs into the next', () => {
    const night = occurrence('Night', '2026-11-23', { lastDay: DAY, at: '22:00', to: '06:00' });
    const edges = ['2026-11-23', DAY].map((date) => {
      const [placed] = placeInDay(entriesByDay([night], '2026-11-23', DAY).get(date) ?? []);
      return [placed?.from, placed?.to];
    });
    expect(edges).toEqual([
      [1320, 1440],
      [0, 360],
    ]);
    const [late] = placeInDay(entriesByDay([at('Late', '22:00', '00:00')], DAY, DAY).get(DAY) ?? []);
    expect([late?.from, late?.to]).toEqual([1320, 1440]);
  });

  test('counts what there is no room for where it is, and keeps what is being moved', () => {
    const placed = placeInDay(
      entriesByDay(
        [
          at('A', '09:00', '12:00'),
          at('B', '09:00', '10:00'),
          at('C', '09:15', '10:00'),
          at('D', '09:30', '10:30'),
          at('E', '11:00', '12:00'),
          at('F', '11:10', '12:00'),
          at('G', '11:20', '13:00'),
          at('H', '14:00', '15:00'),
          at('I', '14:00', '15:00'),
        ],
        DAY,
        DAY,
      ).get(DAY) ?? [],
    );
    const fitted = (room: number, kept = '') => {
      const { shown, crowds } = fitIn(placed, room, ({ row }) => row.title === kept);
      return [
        ...shown.map(({ entry, lane, lanes, span }) => `${entry.row.title} ${lane}/${lanes}+${span}`),
        ...crowds.map(({ from, to, count, lanes }) => `${from}–${to}: ${count} of ${lanes}`),
      ];
    };
    const pair = ['H 0/2+1', 'I 1/2+1'];
    expect(fitted(4)).toEqual(['A 0/4+1', 'B 1/4+1', 'C 2/4+1', 'D 3/4+1', 'E 1/4+1', 'F 2/4+1', 'G 3/4+1', ...pair]);
    expect(fitted(3)).toEqual(['A 0/3+1', 'B 1/3+1', 'E 1/3+1', ...pair, '555–630: 2 of 4', '670–780: 2 of 4']);
    expect(fitted(3, 'G')).toEqual([
      'A 0/3+1',
      'B 1/3+1',
      'E 1/3+1',
      'G 2/3+1',
      ...pair,
      '555–630: 2 of 4',
      '670–720: 1 of 4',
    ]);
  });

  test('[V3] never lets two events cover each other, whatever the day', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = createSeededRandom(seed);
      const time = (minutes: number) =>
        `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      const rows = Array.from({ length: 2 + random.below(30) }, (_, index) => {
        const from = random.below(1_400);
        return at(`E${index}`, time(from), time(Math.min(1_439, from + random.below(240))));
      });
      const placed = placeInDay(entriesByDay(rows, DAY, DAY).get(DAY) ?? []);
      expect(placed).toHaveLength(rows.length);
      for (const [index, a] of placed.entries()) {
        expect(a.lane + a.span).toBeLessThanOrEqual(a.lanes);
        expect(a.to).toBeGreaterThan(a.from);
        for (const b of placed.slice(index + 1)) {
          if (a.from >= b.to || b.from >= a.to) continue;
          expect(a.lanes).toBe(b.lanes);
          const isApart = a.lane + a.span <= b.lane || b.lane + b.span <= a.lane;
          expect(isApart, `seed ${seed}: ${a.entry.row.title} and ${b.entry.row.title}`).toBe(true);
        }
      }
    }
  });
});

describe('a week of a month', () => {
  const lay = (rows: OccurrenceRow[], isBar = isLong) =>
    layWeek(WEEK, entriesByDay(rows, WEEK[0] ?? '', WEEK[6] ?? ''), isBar);
  const bars = (rows: OccurrenceRow[], isBar = isLong) =>
    lay(rows, isBar).bars.map(
      (bar) =>
        `${bar.isContinued ? '‹' : ''}${bar.entry.row.title} ${bar.column}+${bar.span} lane ${bar.lane}${bar.goesOn ? '›' : ''}`,
    );

  test('has bars for whole days and for several, cut at its ends', () => {
    const rows = [
      occurrence('Lyon', '2026-11-24', { lastDay: '2026-11-26' }),
      occurrence('Fair', '2026-11-20', { lastDay: '2026-12-02' }),
      occurrence('Night', '2026-11-28', { lastDay: '2026-11-29', at: '22:00', to: '06:00' }),
      occurrence('Choir', '2026-11-25', { at: '17:00', to: '18:00' }),
    ];
    expect(bars(rows)).toEqual(['‹Fair 0+7 lane 0›', 'Lyon 1+3 lane 1', 'Night 5+2 lane 1']);
    const { lanes, rest } = lay(rows);
    expect(lanes).toEqual([1, 2, 2, 2, 1, 2, 2]);
    expect(rest.map((day) => day.map((each) => each.row.title))).toEqual([[], [], ['Choir'], [], [], [], []]);
  });

  test('puts the longest first where bars begin together, and none over another', () => {
    const rows = [
      occurrence('Short', '2026-11-23'),
      occurrence('Long', '2026-11-23', { lastDay: '2026-11-25' }),
      occurrence('After', '2026-11-24'),
    ];
    expect(bars(rows)).toEqual(['Long 0+3 lane 0', 'Short 0+1 lane 1', 'After 1+1 lane 1']);
  });

  test('beside a clock has bars only for the days that an event goes on all through', () => {
    const night = occurrence('Camp', '2026-11-24', { lastDay: '2026-11-27', at: '18:00', to: '09:00' });
    expect(bars([night], isAllThrough)).toEqual(['‹Camp 2+2 lane 0›']);
    expect(lay([night], isAllThrough).rest.map((day) => day.length)).toEqual([0, 1, 0, 0, 1, 0, 0]);
  });
});
