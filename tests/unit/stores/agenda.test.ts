import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import type { MemberId } from '../../../lib/protocol/ids.ts';
import { type AgendaBlock, buildAgenda, shiftDate, startOfWeek } from '../../../lib/stores/agenda.ts';
import { ANA, BEN, occurrence } from './rows.ts';

const NOW = Temporal.PlainDateTime.from('2026-11-22T13:50');

function agenda(rows: OccurrenceRow[], part: { from?: string; to?: string; hidden?: MemberId[] } = {}): AgendaBlock[] {
  const { from = '2026-11-22', to = '2026-11-28', hidden = [] } = part;
  return buildAgenda({ rows, from, to, now: NOW, hidden: new Set(hidden) });
}

/** Blocks as short lines: `22 Title(day/days) …`, `gap 23-24`. */
function brief(blocks: AgendaBlock[]): string[] {
  return blocks.map((block) =>
    block.type === 'gap'
      ? `gap ${block.from.slice(8)}-${block.to.slice(8)}`
      : [block.date.slice(8), ...block.entries.map((e) => `${e.row.title}(${e.day}/${e.days})`)].join(' '),
  );
}

function dayOf(blocks: AgendaBlock[], date: string) {
  const block = blocks.find((each) => each.type === 'day' && each.date === date);
  if (block?.type !== 'day') throw new Error(`no day ${date}`);
  return block;
}

describe('days', () => {
  test('without anything fold into stretches; today never does', () => {
    const blocks = agenda([occurrence('Choir', '2026-11-25', { at: '17:00', to: '18:00' })]);
    expect(brief(blocks)).toEqual(['22', 'gap 23-24', '25 Choir(1/1)', 'gap 26-28']);
  });

  test('repeat an event of several, each saying which it is', () => {
    const blocks = agenda([occurrence('Lyon', '2026-11-23', { lastDay: '2026-11-25' })]);
    expect(brief(blocks)).toEqual(['22', '23 Lyon(1/3)', '24 Lyon(2/3)', '25 Lyon(3/3)', 'gap 26-28']);
  });

  test('show of an event that began earlier or ends later only what is in sight', () => {
    const blocks = agenda([
      occurrence('Before', '2026-11-20', { lastDay: '2026-11-23' }),
      occurrence('After', '2026-11-28', { lastDay: '2026-12-02' }),
    ]);
    expect(brief(blocks)).toEqual(['22 Before(3/4)', '23 Before(4/4)', 'gap 24-27', '28 After(1/5)']);
  });

  test('of an event over midnight carry its start and its end on the right one', () => {
    const night = occurrence('Night', '2026-11-24', { lastDay: '2026-11-26', at: '22:00', to: '06:00' });
    const times = ['2026-11-24', '2026-11-25', '2026-11-26'].map((date) => {
      const [entry] = dayOf(agenda([night]), date).entries;
      return [entry?.startsAt, entry?.endsAt];
    });
    expect(times).toEqual([
      ['22:00', undefined],
      [undefined, undefined],
      [undefined, '06:00'],
    ]);
  });

  test('list all-day events first, then by the clock, then by title', () => {
    const blocks = agenda([
      occurrence('B', '2026-11-24', { at: '09:00', to: '10:00' }),
      occurrence('A', '2026-11-24', { at: '09:00', to: '09:30' }),
      occurrence('Early', '2026-11-24', { at: '07:00', to: '08:00' }),
      occurrence('Holiday', '2026-11-24'),
      occurrence('Night', '2026-11-23', { lastDay: '2026-11-24', at: '22:00', to: '06:00' }),
    ]);
    expect(dayOf(blocks, '2026-11-24').entries.map((entry) => entry.row.title)).toEqual([
      'Holiday',
      'Night',
      'Early',
      'A',
      'B',
    ]);
  });
});

describe('now', () => {
  const rows = [
    occurrence('Over', '2026-11-22', { at: '09:30', to: '11:00' }),
    occurrence('Running', '2026-11-22', { at: '13:00', to: '14:00' }),
    occurrence('Next', '2026-11-22', { at: '16:00', to: '17:30' }),
    occurrence('Later', '2026-11-22', { at: '18:00', to: '19:00' }),
    occurrence('Yesterday', '2026-11-21', { at: '23:00', to: '23:30' }),
    occurrence('Tomorrow', '2026-11-23', { at: '01:00', to: '02:00' }),
  ];

  test('stands between what has begun and what is to come', () => {
    const today = dayOf(agenda(rows, { from: '2026-11-21' }), '2026-11-22');
    expect(today.entries.map((entry) => entry.phase)).toEqual(['past', 'now', 'ahead', 'ahead']);
    expect(today.nowBefore).toBe(2);
  });

  test('is last when nothing is to come, and on no other day', () => {
    const blocks = agenda([occurrence('Over', '2026-11-22', { at: '09:30', to: '11:00' }), rows[5] as OccurrenceRow]);
    expect(dayOf(blocks, '2026-11-22').nowBefore).toBe(1);
    expect(dayOf(blocks, '2026-11-23').nowBefore).toBeNull();
  });

  test('gives the time until the next event only', () => {
    const today = dayOf(agenda(rows), '2026-11-22');
    expect(today.entries.map((entry) => entry.minutesUntil)).toEqual([undefined, undefined, 130, undefined]);
  });

  test('makes other days all past or all ahead', () => {
    const blocks = agenda(rows, { from: '2026-11-21' });
    expect(dayOf(blocks, '2026-11-21').entries[0]?.phase).toBe('past');
    expect(dayOf(blocks, '2026-11-23').entries[0]?.phase).toBe('ahead');
  });
});

describe('members', () => {
  const rows = [
    occurrence('Both', '2026-11-23', { who: [ANA, BEN] }),
    occurrence('Ben only', '2026-11-23', { who: [BEN] }),
    occurrence('Everyone', '2026-11-23'),
  ];
  test('who are hidden hide what is for them alone', () => {
    const titles = (hidden: MemberId[]) =>
      dayOf(agenda(rows, { hidden }), '2026-11-23').entries.map((entry) => entry.row.title);
    expect(titles([])).toEqual(['Ben only', 'Both', 'Everyone']);
    expect(titles([BEN])).toEqual(['Both', 'Everyone']);
    expect(titles([ANA, BEN])).toEqual(['Everyone']);
  });
});

test('weeks start where the person says', () => {
  // 22 November 2026 is a Sunday.
  expect(startOfWeek('2026-11-22', 1)).toBe('2026-11-16');
  expect(startOfWeek('2026-11-22', 7)).toBe('2026-11-22');
  expect(startOfWeek('2026-11-22', 6)).toBe('2026-11-21');
  expect(shiftDate('2026-12-31', 1)).toBe('2027-01-01');
});
