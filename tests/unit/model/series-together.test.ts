import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import type { When } from '../../../lib/protocol/event-values.ts';
import { ana, ben, createFamily, type Device, event, sync } from '../../doubles/family-fixture.ts';

const training = event('Training');
const YEAR = { type: 'agenda', from: '2026-08-01', to: '2027-06-30', zone: 'Europe/Madrid' } as const;
/** Ten Tuesdays: their dates are the names of the occurrences. */
const NAMES = Array.from({ length: 10 }, (_, index) =>
  Temporal.PlainDate.from('2026-10-06').add({ weeks: index }).toString(),
);
const series: When = { ...timeOn('2026-10-06', 17), rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=10' };

function timeOn(date: string, hour: number): When {
  const at = (value: number) => `${date}T${String(value).padStart(2, '0')}:00`;
  return { allDay: false, start: at(hour), end: at(hour + 1), zone: 'Europe/Madrid' };
}

function start() {
  const family = createFamily();
  family.a.run({
    type: 'addEvent',
    id: training,
    title: 'Training',
    when: series,
    who: [ana],
    place: null,
    notes: null,
  });
  sync(family.a, family.b, family.c);
  return family;
}

const REACHES = ['this', 'following', 'all'] as const;
type Reach = (typeof REACHES)[number];
/** What a member does while offline, about the n-th occurrence, wherever it is by then. */
type Deed =
  | { readonly type: 'rename' | 'describe'; readonly nth: number; readonly reach: Reach; readonly text: string }
  | { readonly type: 'move'; readonly nth: number; readonly reach: Reach; readonly days: number; readonly hour: number }
  | { readonly type: 'delete'; readonly nth: number; readonly reach: 'this' | 'following' };

const nth = fc.nat({ max: NAMES.length - 1 });
const reach = fc.constantFrom(...REACHES);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    type: fc.constantFrom('rename' as const, 'describe' as const),
    nth,
    reach,
    text: fc.constantFrom('A', 'B', 'C'),
  }),
  fc.record({
    type: fc.constant('move' as const),
    nth,
    reach,
    days: fc.integer({ min: -3, max: 3 }),
    hour: fc.constantFrom(9, 17, 20),
  }),
  fc.record({
    type: fc.constant('delete' as const),
    nth,
    reach: fc.constantFrom('this' as const, 'following' as const),
  }),
);
/** Each member's deeds, one after the other, none of them seeing another's. */
const deeds = fc.array(deed, { minLength: 0, maxLength: 3 });

const rowsOf = (device: Device) => device.rows(YEAR);
const rowOf = (device: Device, name: string | undefined) => rowsOf(device).find((row) => row.occurrence === name);

/** Does it as the person sees it; undefined where that occurrence is not there for them. */
function commandOf(device: Device, one: Deed): DocumentCommand | undefined {
  const name = NAMES[one.nth] ?? '';
  const row = rowOf(device, name);
  if (!row) return undefined;
  const about = { id: training, occurrence: name, reach: one.reach };
  if (one.type === 'delete') return { ...about, type: 'deleteEvent' };
  if (one.type === 'move') {
    const date = Temporal.PlainDate.from(row.when.start.slice(0, 10)).add({ days: one.days }).toString();
    return { ...about, type: 'changeEvent', change: { when: timeOn(date, one.hour) }, seen: row.version };
  }
  if (one.type === 'rename') return { ...about, type: 'changeEvent', change: { title: one.text }, seen: row.version };
  return { ...about, type: 'changeEvent', change: { place: one.text }, seen: row.version };
}

/** Does what it can of the deeds; answers the commands that were done. */
function act(device: Device, list: readonly Deed[]): DocumentCommand[] {
  const done: DocumentCommand[] = [];
  for (const one of list) {
    const body = commandOf(device, one);
    if (!body) continue;
    const result = device.run(body);
    if (!result.ok) throw new Error(`${body.type}: ${result.error}`);
    done.push(body);
  }
  return done;
}

/** Names that nobody took out, by themselves or from there on. */
function expectedNames(done: readonly DocumentCommand[]): string[] {
  const isGone = (name: string, body: DocumentCommand) =>
    body.type === 'deleteEvent' &&
    body.occurrence !== undefined &&
    (body.reach === 'this' ? body.occurrence === name : body.occurrence <= name);
  return NAMES.filter((name) => !done.some((body) => isGone(name, body)));
}

describe('a series changed by three members who do not see each other', () => {
  it('[E20] has every occurrence that nobody took out exactly once, the same for everyone', () => {
    fc.assert(
      fc.property(deeds, deeds, deeds, (first, second, third) => {
        const { a, b, c } = start();
        const done = [...act(a, first), ...act(b, second), ...act(c, third)];
        sync(a, b, c);
        expect(rowsOf(b)).toEqual(rowsOf(a));
        expect(rowsOf(c)).toEqual(rowsOf(a));
        expect(b.family.contentHash()).toBe(a.family.contentHash());
        const names = rowsOf(a).map((row) => row.occurrence);
        expect(names.toSorted()).toEqual(expectedNames(done));
        expect(new Set(rowsOf(a).map((row) => row.id)).size).toBe(names.length);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('[E20] keeps the changes that one member made of an occurrence and no other of the same thing', () => {
    fc.assert(
      fc.property(nth, deeds, deeds, (index, second, third) => {
        const name = NAMES[index] ?? '';
        const { a, b, c } = start();
        const isSame = (one: Deed) => one.type === 'rename' && one.nth === index;
        const own = [{ type: 'rename', nth: index, reach: 'this', text: 'Own' }] as const;
        const done = [
          ...act(a, own),
          ...act(
            b,
            second.filter((one) => !isSame(one)),
          ),
          ...act(
            c,
            third.filter((one) => !isSame(one)),
          ),
        ];
        sync(a, b, c);
        if (expectedNames(done).includes(name)) expect(rowOf(a, name)?.title).toBe('Own');
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('[E20] is for one who does it all alone as it would be had another done the last thing after seeing the rest', () => {
    fc.assert(
      fc.property(deeds, deed, (before, last) => {
        const alone = start();
        act(alone.a, [...before, last]);
        const together = start();
        act(together.a, before);
        sync(together.a, together.b);
        act(together.b, [last]);
        const plain = (device: Device) => rowsOf(device).map(({ version: _v, at: _at, ...row }) => row);
        expect(plain(together.b)).toEqual(plain(alone.a));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('[E20] taken back by those who changed it is as it was', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const { a } = start();
        const plain = () => rowsOf(a).map(({ version: _v, ...row }) => row);
        const before = plain();
        const inverses = [];
        for (const one of list) {
          const body = commandOf(a, one);
          const result = body && a.run(body);
          if (result?.ok && result.inverse) inverses.push(result.inverse);
        }
        for (const inverse of inverses.toReversed()) expect(a.run({ type: 'undo', inverse }).ok).toBe(true);
        expect(plain()).toEqual(before);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('two members who do not see each other', () => {
  const change = (occurrence: string, reach: Reach, fields: (DocumentCommand & { type: 'changeEvent' })['change']) =>
    ({ type: 'changeEvent', id: training, occurrence, reach, change: fields }) as const;
  const seen = (device: Device) => rowsOf(device).map((row) => `${row.firstDay} ${row.startsAt} ${row.title}`);
  /** Both do something, in both orders of who wins; answers what everybody sees then. */
  function both(first: (device: Device) => void, second: (device: Device) => void): string[][] {
    return [true, false].map((isFirstAna) => {
      const { a, b } = start();
      const [one, other] = isFirstAna ? [a, b] : [b, a];
      first(one);
      second(other);
      sync(a, b);
      expect(seen(b)).toEqual(seen(a));
      return seen(a);
    });
  }

  it('[E20] moving and renaming one occurrence: it is moved and renamed', () => {
    const results = both(
      (device) => device.run(change('2026-10-13', 'this', { when: timeOn('2026-10-14', 9) })),
      (device) => device.run(change('2026-10-13', 'this', { title: 'Match' })),
    );
    for (const rows of results) expect(rows[1]).toBe('2026-10-14 09:00 Match');
  });

  it('[E20] moving the series and renaming one occurrence, or moving it: both hold', () => {
    const results = both(
      (device) => device.run(change('2026-10-06', 'all', { when: timeOn('2026-10-08', 18) })),
      (device) => {
        device.run(change('2026-10-13', 'this', { title: 'Match' }));
        device.run(change('2026-10-20', 'this', { when: timeOn('2026-10-21', 9) }));
      },
    );
    for (const rows of results) {
      expect(rows.slice(0, 4)).toEqual([
        '2026-10-08 18:00 Training',
        '2026-10-15 18:00 Match',
        '2026-10-21 09:00 Training',
        '2026-10-29 18:00 Training',
      ]);
    }
  });

  it('[E20] moving the series to another day and taking one out: that one is out', () => {
    const results = both(
      (device) => device.run(change('2026-10-06', 'all', { when: timeOn('2026-10-08', 18) })),
      (device) => device.run({ type: 'deleteEvent', id: training, occurrence: '2026-10-13', reach: 'this' }),
    );
    for (const rows of results)
      expect(rows.slice(0, 2)).toEqual(['2026-10-08 18:00 Training', '2026-10-22 18:00 Training']);
  });

  it('[E20] deleting one and editing it: it is deleted', () => {
    const results = both(
      (device) => device.run(change('2026-10-13', 'this', { title: 'Match', when: timeOn('2026-10-14', 9) })),
      (device) => device.run({ type: 'deleteEvent', id: training, occurrence: '2026-10-13', reach: 'this' }),
    );
    for (const rows of results) expect(rows[1]).toBe('2026-10-20 17:00 Training');
  });

  it('[E20] splitting at one date, one the title, the other the time: one part with both', () => {
    const results = both(
      (device) => device.run(change('2026-11-03', 'following', { title: 'Training B' })),
      (device) => device.run(change('2026-11-03', 'following', { when: timeOn('2026-11-04', 18) })),
    );
    for (const rows of results) {
      expect(rows).toHaveLength(10);
      expect(rows.slice(3, 6)).toEqual([
        '2026-10-27 17:00 Training',
        '2026-11-04 18:00 Training B',
        '2026-11-11 18:00 Training B',
      ]);
    }
  });

  it('[E20] splitting at two dates: each part ends where the next begins', () => {
    const results = both(
      (device) => device.run(change('2026-10-20', 'following', { when: timeOn('2026-10-21', 18), who: [ben] })),
      (device) => device.run(change('2026-11-10', 'following', { when: timeOn('2026-11-12', 19), title: 'Club' })),
    );
    for (const rows of results) {
      expect(rows).toEqual([
        '2026-10-06 17:00 Training',
        '2026-10-13 17:00 Training',
        '2026-10-21 18:00 Training',
        '2026-10-28 18:00 Training',
        '2026-11-04 18:00 Training',
        '2026-11-12 19:00 Club',
        '2026-11-19 19:00 Club',
        '2026-11-26 19:00 Club',
        '2026-12-03 19:00 Club',
        '2026-12-10 19:00 Club',
      ]);
    }
  });

  it('[E20] ending the series and changing what comes later: it has ended', () => {
    const results = both(
      (device) => device.run({ type: 'deleteEvent', id: training, occurrence: '2026-10-20', reach: 'following' }),
      (device) => device.run(change('2026-11-10', 'following', { title: 'Club', when: timeOn('2026-11-12', 19) })),
    );
    for (const rows of results) expect(rows).toEqual(['2026-10-06 17:00 Training', '2026-10-13 17:00 Training']);
  });
});
