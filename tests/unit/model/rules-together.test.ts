import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { When } from '../../../lib/protocol/event-values.ts';
import { ana, createFamily, type Device, event, sync } from '../../doubles/family-fixture.ts';

const choir = event('Choir');
const YEARS = { type: 'agenda', from: '2026-08-01', to: '2027-12-31', zone: 'Europe/Madrid' } as const;
/** Ten Tuesdays: their dates are the names of the occurrences. */
const NAMES = Array.from({ length: 10 }, (_, index) =>
  Temporal.PlainDate.from('2026-10-06').add({ weeks: index }).toString(),
);
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

function timeOn(date: string, hour: number): When {
  const at = (value: number) => `${date}T${String(value).padStart(2, '0')}:00`;
  return { allDay: false, start: at(hour), end: at(hour + 1), zone: 'Europe/Madrid' };
}

/** A new rule as the dialog says it: from the n-th occurrence in hand, its day moved along to one that fits. */
interface NewRule {
  readonly nth: number;
  readonly reach: 'following' | 'all';
  readonly kind: 'weekly' | 'daily' | 'monthly';
  readonly weekday: number;
  readonly hour: number;
  readonly interval: number;
  readonly count: number;
}
const newRule = fc.record({
  nth: fc.integer({ min: 1, max: 8 }),
  reach: fc.constantFrom('following' as const, 'all' as const),
  kind: fc.constantFrom('weekly' as const, 'daily' as const, 'monthly' as const),
  weekday: fc.nat({ max: 6 }),
  hour: fc.constantFrom(9, 17, 20),
  interval: fc.constantFrom(1, 2),
  count: fc.constantFrom(0, 3, 12),
});

function give(device: Device, { nth, reach, kind, weekday, hour, interval, count }: NewRule): void {
  const held = Temporal.PlainDate.from(NAMES[nth] ?? '');
  // Tuesday is the second day of the week.
  const day = kind === 'weekly' ? held.add({ days: weekday - 1 }) : held;
  const rule = {
    weekly: `FREQ=WEEKLY;BYDAY=${WEEKDAYS[weekday]}`,
    daily: 'FREQ=DAILY',
    monthly: `FREQ=MONTHLY;BYMONTHDAY=${day.day}`,
  }[kind];
  const rrule = `${rule};INTERVAL=${interval}${count > 0 ? `;COUNT=${count}` : ''}`;
  const change = { when: { ...timeOn(day.toString(), hour), rrule } };
  expect(device.run({ type: 'changeEvent', id: choir, occurrence: NAMES[nth] ?? '', reach, change })).toMatchObject({
    ok: true,
  });
}

/** When each occurrence is, by its name. */
const timesOf = (device: Device) => new Map(device.rows(YEARS).map((row) => [row.occurrence ?? '', row.when.start]));
/** From which occurrence on a rule holds; empty: from the first. */
const fromOf = ({ reach, nth }: NewRule) => (reach === 'all' ? '' : (NAMES[nth] ?? ''));
const within = (times: ReadonlyMap<string, string>, from: string, to = '~') =>
  new Map([...times].filter(([name]) => name >= from && name < to));
const sorted = (times: ReadonlyMap<string, string>) => [...times].sort(([a], [b]) => (a < b ? -1 : 1));

describe('new rules that two members give one series without seeing each other', () => {
  it('[E23] are never mixed: where both hold one wins wholly, else each holds until the other begins; single changes that fit hold', () => {
    fc.assert(
      fc.property(
        newRule,
        newRule,
        fc.nat({ max: 9 }),
        fc.nat({ max: 9 }),
        fc.boolean(),
        (one, other, skip, call, turn) => {
          const { a, b, c } = createFamily();
          const when = { ...timeOn(NAMES[0] ?? '', 17), rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=10' };
          a.run({ type: 'addEvent', id: choir, title: 'Choir', when, who: [ana], place: null, notes: null });
          sync(a, b, c);
          give(a, one);
          give(b, other);
          const [ofOne, ofOther] = [timesOf(a), timesOf(b)];
          const [skipped, renamed] = [NAMES[skip] ?? '', NAMES[call] ?? ''];
          const about = { id: choir, reach: 'this' } as const;
          c.run({ type: 'changeEvent', ...about, occurrence: renamed, change: { title: 'Concert' } });
          c.run({ type: 'deleteEvent', ...about, occurrence: skipped });
          sync(...(turn ? [a, b, c] : [c, b, a]));
          sync(a, b, c);

          const without = (times: ReadonlyMap<string, string>) =>
            sorted(new Map([...times].filter(([name]) => name !== skipped)));
          const [from, then] = [fromOf(one), fromOf(other)];
          const mixed = (first: typeof ofOne, second: typeof ofOne, at: string) =>
            new Map([...within(first, '', at), ...within(second, at)]);
          const right =
            from === then
              ? [ofOne, ofOther]
              : from < then
                ? [mixed(ofOne, ofOther, then)]
                : [mixed(ofOther, ofOne, from)];
          for (const device of [a, b, c]) {
            const now = timesOf(device);
            expect(right.map(without)).toContainEqual(sorted(now));
            const titles = new Map(device.rows(YEARS).map((row) => [row.occurrence ?? '', row.title]));
            for (const [name, title] of titles) expect(title).toBe(name === renamed ? 'Concert' : 'Choir');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
