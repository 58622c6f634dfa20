import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OccurrenceRow, When } from '../../../lib/protocol/event-values.ts';
import type { EventId, MemberId } from '../../../lib/protocol/ids.ts';
import type { ClashRow } from '../../../lib/protocol/queries.ts';
import { ana, ben, createDevice, type Device, event, lea } from '../../doubles/family-fixture.ts';

/** The fixture's clock stands on this day, wherever somebody is. */
const TODAY = '2025-10-09';
/** Whatever the plans below may meet. */
const ALL = { from: '2025-06-01', to: '2028-02-28' };

const rule = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3;COUNT=200',
  'FREQ=WEEKLY',
  'FREQ=WEEKLY;BYDAY=MO,TU,TH,SU',
  'FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231',
  'FREQ=MONTHLY;BYDAY=-1SU',
  'FREQ=DAILY;BYHOUR=2,3,17;COUNT=150',
  'FREQ=HOURLY;INTERVAL=5;COUNT=90',
);
const viewerZone = fc.constantFrom('Europe/Madrid', 'Europe/Madrid', 'America/New_York', 'Asia/Kathmandu');
const zone = fc.oneof(viewerZone, fc.constant('floating'));
/** Days on which clocks go back and forward in Madrid are among them. */
const day = fc.oneof(
  fc.constantFrom('2025-10-26', '2026-03-29', TODAY),
  fc.nat({ max: 420 }).map((days) => Temporal.PlainDate.from('2025-09-20').add({ days }).toString()),
);
const timed = fc
  .record({
    day,
    time: fc.constantFrom('00:00', '02:30', '08:00', '16:30', '17:00', '23:15'),
    minutes: fc.constantFrom(0, 30, 60, 180, 9 * 60, 26 * 60, 50 * 60),
    zone,
  })
  .map(({ day, time, minutes, zone }): When => {
    const start = `${day}T${time}`;
    return {
      allDay: false,
      start,
      end: Temporal.PlainDateTime.from(start).add({ minutes }).toString().slice(0, 16),
      zone,
    };
  });
const wholeDays = fc.record({ day, days: fc.constantFrom(1, 3) }).map(
  ({ day, days }): When => ({
    allDay: true,
    start: day,
    end: Temporal.PlainDate.from(day).add({ days }).toString(),
  }),
);
const once = fc.oneof({ weight: 7, arbitrary: timed }, { weight: 1, arbitrary: wholeDays });
const when = fc
  .record({ once, rule: fc.option(rule, { nil: undefined, freq: 4 }), further: fc.array(day, { maxLength: 3 }) })
  .map(({ once, rule: rrule, further }): When => {
    if (rrule !== undefined) return { ...once, rrule };
    if (further.length === 0) return once;
    return { ...once, rdates: further.map((date) => `${date}${once.start.slice(10)}`) };
  });
const who = fc
  .constantFrom([ana], [ben], [ana, ben], [ben, lea], [ana, ben, lea], [])
  .map((members): MemberId[] => [...members]);
const deed = fc.record({
  event: fc.nat({ max: 2 }),
  nth: fc.nat({ max: 40 }),
  reach: fc.constantFrom('this' as const, 'this' as const, 'following' as const),
  change: fc.oneof(
    fc.constant(undefined),
    fc.record({ when: timed }),
    fc.record({ who }),
    fc.record({ title: fc.constant('Otherwise') }),
  ),
});
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;
const plan = fc.record({ when, who: fc.subarray([ana, ben, lea], { minLength: 1 }), zone: viewerZone });

const rowsOf = (device: Device, zone: string) => device.rows({ type: 'agenda', ...ALL, zone });

function add(device: Device, id: EventId, when: When, who: readonly MemberId[]): void {
  const result = device.run({ type: 'addEvent', id, title: id, when, who: [...who], place: null, notes: null });
  if (!result.ok) throw new Error(result.error);
}

function act(device: Device, one: Deed): void {
  const rows = rowsOf(device, 'Europe/Madrid').filter((row) => row.event === event(`Event ${one.event}`));
  const { event: id, occurrence } = rows[one.nth % rows.length] ?? {};
  if (id === undefined || occurrence === undefined) return;
  const about = { id, occurrence, reach: one.reach };
  if (one.change) device.run({ ...about, type: 'changeEvent', change: one.change });
  else device.run({ ...about, type: 'deleteEvent' });
}

/** Instants of a row of the agenda; of none where it is whole days or has no length. */
function spanOf({ when }: OccurrenceRow, viewerZone: string): { start: number; end: number } | undefined {
  if (when.allDay) return undefined;
  const zone = when.zone === 'floating' ? viewerZone : when.zone;
  const instant = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  const [start, end] = [instant(when.start), instant(when.end)];
  return end > start ? { start, end } : undefined;
}

/** What is in the way of a plan: all rows of everything beside all dates of the plan, as the agenda would have them. */
function reference(device: Device, { when, who, zone }: { when: When; who: MemberId[]; zone: string }): ClashRow[] {
  const alone = createDevice(ana);
  add(alone, event('Plan'), when, who);
  const repeats = when.rrule !== undefined || when.rdates !== undefined;
  const from = !repeats || when.start > TODAY ? when.start : TODAY;
  const to = Temporal.PlainDateTime.from(from).add({ days: 366 }).toString().slice(0, 16);
  const dates = rowsOf(alone, zone)
    .filter((row) => row.when.start >= from && row.when.start < to)
    .sort((a, b) => (a.when.start < b.when.start ? -1 : 1))
    .slice(0, 100)
    .flatMap((row) => spanOf(row, zone) ?? []);
  const found = new Map<EventId, { row: ClashRow; start: number; taken: Set<unknown> }>();
  for (const { event: id, ...row } of rowsOf(device, zone)) {
    const shared = row.who.filter((member) => who.includes(member));
    const span = spanOf({ event: id, ...row }, zone);
    if (shared.length === 0 || !span) continue;
    for (const date of dates) {
      if (date.start >= span.end || date.end <= span.start) continue;
      const known = found.get(id);
      const taken = (known?.taken ?? new Set()).add(date);
      const { title, firstDay, startsAt = '', endsAt = '' } = row;
      const own = { id, title, who: shared, day: firstDay, startsAt, endsAt, dates: 0 };
      found.set(id, known && known.start <= span.start ? known : { row: own, start: span.start, taken });
    }
  }
  return [...found.values()]
    .sort((a, b) => a.start - b.start || (a.row.id < b.row.id ? -1 : 1))
    .map(({ row, taken }) => ({ ...row, dates: taken.size }));
}

describe('what is in the way of a plan', () => {
  it('[V12] is what all rows of the agenda beside all dates of the plan say, before and after changes', () => {
    let met = 0;
    fc.assert(
      fc.property(
        fc.array(fc.record({ when, who }), { minLength: 3, maxLength: 6 }),
        fc.array(deed, { minLength: 2, maxLength: 6 }),
        fc.array(plan, { minLength: 1, maxLength: 3 }),
        (events, deeds, plans) => {
          const device = createDevice(ana);
          for (const [index, one] of events.entries()) add(device, event(`Event ${index}`), one.when, one.who);
          const check = () => {
            for (const asked of plans) {
              const rows = device.rows({ type: 'clashes', ...asked });
              expect(rows).toEqual(reference(device, asked));
              met += rows.length;
            }
          };
          check();
          for (const one of deeds) act(device, one);
          check();
        },
      ),
      { numRuns: 100 },
    );
    expect(met).toBeGreaterThan(80);
  }, 60_000);
});
