import { describe, expect, test } from 'vitest';
import type { OccurrenceRow } from '../../../lib/protocol/event-values.ts';
import { conflictsAhead, findConflicts } from '../../../lib/stores/conflicts.ts';
import { ANA, BEN, occurrence } from './rows.ts';

const ZONE = 'Europe/Madrid';
const DAY = '2026-11-24';

function timed(title: string, at: string, to: string, who = [ANA]): OccurrenceRow {
  return occurrence(title, DAY, { at, to, who });
}

/** `Dentist with Choir (ana)` for each overlap, `? Pick-up` for what nobody does. */
function found(rows: OccurrenceRow[], from?: number): string[] {
  return [...findConflicts(rows, ZONE, from)].flatMap(([id, conflicts]) => {
    const title = id.split('/')[0];
    return conflicts.map((conflict) =>
      conflict.type === 'unclaimed' ? `? ${title}` : `${title} with ${conflict.other.title} (${conflict.who.join()})`,
    );
  });
}

describe('overlaps', () => {
  test('are of one person: both events say so, with whom', () => {
    const rows = [timed('Dentist', '15:00', '16:00', [ANA, BEN]), timed('Choir', '15:30', '17:00', [BEN])];
    expect(found(rows)).toEqual(['Dentist with Choir (ben)', 'Choir with Dentist (ben)']);
  });

  test('are not of different people, nor of everyone', () => {
    expect(found([timed('a', '15:00', '16:00', [ANA]), timed('b', '15:00', '16:00', [BEN])])).toEqual([]);
    expect(found([timed('a', '15:00', '16:00', []), timed('b', '15:00', '16:00', [BEN])])).toEqual([]);
  });

  test('are not where one ends as the other begins, or has no length', () => {
    expect(found([timed('a', '15:00', '16:00'), timed('b', '16:00', '17:00')])).toEqual([]);
    expect(found([timed('a', '15:00', '16:00'), timed('b', '15:30', '15:30')])).toEqual([]);
  });

  test('are not of whole days', () => {
    const day = occurrence('Birthday', DAY, { who: [ANA] });
    const whole = { ...day, when: { allDay: true, start: DAY, end: '2026-11-25' } as const };
    expect(found([whole, timed('Dentist', '15:00', '16:00')])).toEqual([]);
  });

  test('of a long event are found with each of those in it', () => {
    const rows = [timed('c', '17:00', '18:00'), timed('a', '09:00', '18:00'), timed('b', '10:00', '11:00')];
    expect(found(rows).sort()).toEqual(['a with b (ana)', 'a with c (ana)', 'b with a (ana)', 'c with a (ana)']);
  });

  test('are found across zones, and what floats is local', () => {
    const there: OccurrenceRow = {
      ...timed('Call', '15:30', '16:00'),
      when: { allDay: false, start: `${DAY}T09:30`, end: `${DAY}T10:00`, zone: 'America/New_York' },
    };
    const floating: OccurrenceRow = {
      ...timed('Lunch', '15:45', '16:15'),
      when: { allDay: false, start: `${DAY}T15:45`, end: `${DAY}T16:15`, zone: 'floating' },
    };
    expect(found([there, timed('Dentist', '15:00', '15:40')])).toHaveLength(2);
    expect(found([there, floating])).toHaveLength(2);
    expect(found([floating, timed('Dentist', '15:00', '15:40')])).toEqual([]);
  });
});

describe('what somebody has to do', () => {
  test('stands out as long as it is nobody’s, and is not over', () => {
    const pickUp: OccurrenceRow = { ...timed('Pick-up', '16:30', '17:00', []), needsSomeone: true };
    const claimed: OccurrenceRow = { ...timed('Lift', '16:30', '17:00', [BEN]), needsSomeone: true };
    expect(found([pickUp, claimed])).toEqual(['? Pick-up']);
    expect(found([pickUp], Date.parse(`${DAY}T15:59Z`))).toEqual(['? Pick-up']);
    expect(found([pickUp], Date.parse(`${DAY}T16:01Z`))).toEqual([]);
  });
});

describe('what is over', () => {
  const rows = [timed('Dentist', '15:00', '16:00'), timed('Choir', '15:30', '17:00')];
  const [dentist, choir] = rows as [OccurrenceRow, OccurrenceRow];
  const all = findConflicts(rows, ZONE);
  const signs = (row: OccurrenceRow, at: string) =>
    conflictsAhead(row, all.get(row.id), Temporal.PlainDateTime.from(at)).length;

  test('[V11] is marked no more, nor is what overlaps with that alone', () => {
    expect([signs(dentist, `${DAY}T15:59`), signs(choir, `${DAY}T15:59`)]).toEqual([1, 1]);
    expect([signs(dentist, `${DAY}T16:00`), signs(choir, `${DAY}T16:00`)]).toEqual([0, 0]);
    expect(signs(choir, '2026-11-25T00:00')).toBe(0);
    expect(signs(choir, '2026-11-23T23:59')).toBe(1);
  });

  test('[V11] ends at midnight with its last day', () => {
    const late = [timed('Party', '20:00', '00:00'), timed('Call', '23:00', '23:30')].map((row) => ({
      ...row,
      when: { ...row.when, end: row.title === 'Party' ? '2026-11-25T00:00' : row.when.end },
    })) as OccurrenceRow[];
    const found = findConflicts(late, ZONE);
    const [party] = late as [OccurrenceRow];
    const at = (time: string) => conflictsAhead(party, found.get(party.id), Temporal.PlainDateTime.from(time)).length;
    expect([at(`${DAY}T23:29`), at(`${DAY}T23:30`)]).toEqual([1, 0]);
  });

  test('[F10] what stands in a calendar from elsewhere nobody here can take on', () => {
    const theirs = {
      ...timed('Pick-up', '16:30', '17:00', []),
      needsSomeone: true,
      source: { feed: 'f', name: 'School' },
    };
    expect(found([theirs as OccurrenceRow])).toEqual([]);
  });
});
