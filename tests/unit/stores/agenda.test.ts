import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import { atMoment, entriesByDay, isHiddenFor, shiftDate, startOfWeek } from '../../../lib/stores/agenda.ts';
import { type AgendaBlock, cutBlocks, foldDays, keepBlocks } from '../../../lib/stores/agenda-blocks.ts';
import { ANA, BEN, entry, occurrence } from './rows.ts';

const NOW = Temporal.PlainDateTime.from('2026-11-22T13:50');

function agenda(rows: OccurrenceRow[], part: { from?: string; to?: string } = {}): AgendaBlock[] {
  const range = { from: '2026-11-22', to: '2026-11-28', ...part };
  const events = entriesByDay(rows, range.from, range.to);
  return foldDays({ range, events, due: new Map(), today: NOW.toPlainDate().toString() });
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

describe('as many rows as are painted at a time', () => {
  const rows = ['2026-11-22', '2026-11-22', '2026-11-22', '2026-11-25', '2026-11-25'].map((date, n) =>
    occurrence(`${n}`, date),
  );
  const due = new Map([['2026-11-25', [entry('form', { due: '2026-11-25' })]]]);
  const events = entriesByDay(rows, '2026-11-22', '2026-11-28');
  const blocks = foldDays({ range: { from: '2026-11-22', to: '2026-11-28' }, events, due, today: '2026-11-22' });
  const cut = (limit: number, side: 'start' | 'end') =>
    cutBlocks(blocks, limit, side).map((block) =>
      block.type === 'gap'
        ? 'gap'
        : [...block.due.map(({ id }) => id), ...block.entries.map(({ row }) => row.title)].join(' '),
    );

  test.each([
    [0, []],
    [2, ['0 1']],
    [3, ['0 1 2', 'gap']],
    [4, ['0 1 2', 'gap', 'form']],
    [5, ['0 1 2', 'gap', 'form 3']],
    [6, ['0 1 2', 'gap', 'form 3 4', 'gap']],
  ] as const)('from the first on: %i', (limit, shown) => {
    expect(cut(limit, 'start')).toEqual(shown);
  });

  test.each([
    [0, ['gap']],
    [1, ['4', 'gap']],
    [2, ['3 4', 'gap']],
    [3, ['gap', 'form 3 4', 'gap']],
    [4, ['2', 'gap', 'form 3 4', 'gap']],
    [9, ['0 1 2', 'gap', 'form 3 4', 'gap']],
  ] as const)('from the last back: %i', (limit, shown) => {
    expect(cut(limit, 'end')).toEqual(shown);
  });
});

describe('days', () => {
  test('without anything fold into stretches; today never does', () => {
    const blocks = agenda([occurrence('Choir', '2026-11-25', { at: '17:00', to: '18:00' })]);
    expect(brief(blocks)).toEqual(['22', 'gap 23-24', '25 Choir(1/1)', 'gap 26-28']);
  });

  test('[V1] repeat an event of several, each saying which it is', () => {
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

  test('[V1] of an event over midnight carry its start and its end on the right one', () => {
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

  test('[V2] list all-day events first, then by the clock, then by title', () => {
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

describe('blocks', () => {
  const rows = [occurrence('Choir', '2026-11-25'), occurrence('Dentist', '2026-11-27')];

  test('that say the same as before are the same, whatever changes around them', () => {
    const before = agenda(rows);
    const after = keepBlocks(before, agenda([...rows, occurrence('Band', '2026-11-27')], { to: '2026-12-02' }));
    const same = after.filter((block) => before.includes(block)).map((block) => brief([block])[0]);
    expect(same).toEqual(['22', 'gap 23-24', '25 Choir(1/1)', 'gap 26-26']);
    expect(brief(after)).toContain('27 Band(1/1) Dentist(1/1)');
  });

  test('with entries that are due stand though there is no event', () => {
    const range = { from: '2026-11-23', to: '2026-11-24' };
    const due = new Map([['2026-11-24', [entry('form')]]]);
    const blocks = foldDays({ range, events: new Map(), due, today: '2026-11-22' });
    expect(blocks.map((block) => block.type)).toEqual(['gap', 'day']);
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
  const days = entriesByDay(rows, '2026-11-21', '2026-11-23');
  const seen = (date: string) => atMoment(days.get(date) ?? [], date, NOW);

  test('stands between what has begun and what is to come', () => {
    expect(seen('2026-11-22').entries.map((entry) => entry.phase)).toEqual(['past', 'now', 'ahead', 'ahead']);
    expect(seen('2026-11-22').nowBefore).toBe(2);
  });

  test('is last when nothing is to come', () => {
    const over = entriesByDay([rows[0] as OccurrenceRow], '2026-11-22', '2026-11-22').get('2026-11-22') ?? [];
    expect(atMoment(over, '2026-11-22', NOW).nowBefore).toBe(1);
  });

  test('gives the time until the next event only', () => {
    const minutes = seen('2026-11-22').entries.map((entry) => entry.minutesUntil);
    expect(minutes).toEqual([undefined, undefined, 130, undefined]);
  });

  test('makes other days all past or all ahead', () => {
    expect(seen('2026-11-21').entries[0]?.phase).toBe('past');
    expect(seen('2026-11-23').entries[0]?.phase).toBe('ahead');
  });
});

test('[V4] what is for hidden members alone is hidden', () => {
  expect(isHiddenFor([ANA, BEN], new Set([BEN]))).toBe(false);
  expect(isHiddenFor([BEN], new Set([BEN]))).toBe(true);
  expect(isHiddenFor([], new Set([ANA, BEN]))).toBe(false);
});

test('weeks start where the person says', () => {
  // 22 November 2026 is a Sunday.
  expect(startOfWeek('2026-11-22', 1)).toBe('2026-11-16');
  expect(startOfWeek('2026-11-22', 7)).toBe('2026-11-22');
  expect(startOfWeek('2026-11-22', 6)).toBe('2026-11-21');
  expect(shiftDate('2026-12-31', 1)).toBe('2027-01-01');
});
