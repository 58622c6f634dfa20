import { describe, expect, it } from 'vitest';
import type { When } from '../../../lib/protocol/event-values.ts';
import type { FeedId } from '../../../lib/protocol/ids.ts';
import { ana, createFamily, event, id, item, mirror, putRaw, sync, todo } from '../../doubles/family-fixture.ts';

const training = event('Training');
const november = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: 'Europe/Madrid' } as const;
const evening: When = { allDay: false, start: '2026-11-24T17:00', end: '2026-11-24T18:30', zone: 'Europe/Madrid' };
const plain = { type: 'addEvent', id: training, title: 'Training', when: evening, who: [ana] } as const;
const link = { url: 'https://example.org/club', title: 'The club' };

describe('an event', () => {
  it('[E9] carries category, link, reminders, that it needs somebody, and where it comes from', () => {
    const { a, b } = createFamily();
    const fields = { category: 'Sport', link, reminders: [{ minutes: 30 }, { minutes: -540 }], needsSomeone: true };
    const source = { feed: id<FeedId>('Club') };
    const extra = ['X-CLUB:7'];
    a.run({ ...plain, who: [ana], place: null, notes: null, ...fields, source, uid: '7@club', extra });
    sync(a, b);
    expect(b.rows(november)).toMatchObject([{ ...fields, source, by: ana }]);
    expect(b.family.export().events).toMatchObject([
      { category: 'Sport', link, reminders: [30, -540], needsSomeone: true, uid: '7@club', extra },
    ]);
  });

  it('[E9] merges each of them apart, and gives each back', () => {
    const { a, b, c } = createFamily();
    a.run({ ...plain, who: [ana], place: null, notes: null, category: 'Sport' });
    sync(a, b, c);
    a.run({ type: 'changeEvent', id: training, change: { reminders: [{ minutes: 15 }], birthday: true } });
    const linked = b.undoable({ type: 'changeEvent', id: training, change: { link, needsSomeone: true } });
    const unlabelled = c.undoable({ type: 'changeEvent', id: training, change: { category: null } });
    sync(a, b, c);
    const all = { reminders: [{ minutes: 15 }], birthday: true, link, needsSomeone: true };
    expect(a.rows(november)).toMatchObject([all]);
    expect(a.rows(november)[0]).not.toHaveProperty('category');
    b.run({ type: 'undo', inverse: linked });
    c.run({ type: 'undo', inverse: unlabelled });
    sync(a, b, c);
    expect(a.rows(november)).toMatchObject([{ reminders: [{ minutes: 15 }], category: 'Sport' }]);
    expect(a.rows(november)[0]).not.toHaveProperty('link');
    expect(a.rows(november)[0]).not.toHaveProperty('needsSomeone');
  });

  it('[L20] changed to what it carries already writes nothing', () => {
    const { a } = createFamily();
    a.run({ ...plain, who: [ana], place: null, notes: null, reminders: [{ minutes: 15 }] });
    const change = { reminders: [{ minutes: 15 }], category: null, link: null, needsSomeone: false, birthday: null };
    expect(a.run({ type: 'changeEvent', id: training, change })).toEqual({ ok: true });
  });

  it('[D2] is shown without what a later version wrote into a field', () => {
    const { a } = createFamily();
    const core = { title: 'Training', when: evening, who: [], at: 1, reminders: 'an hour before', category: 7 };
    putRaw(a, `event/${training}/core`, [1, core]);
    expect(a.rows(november)).toMatchObject([{ title: 'Training' }]);
    expect(a.rows(november)[0]).not.toHaveProperty('reminders');
  });

  it('[E10] with a rule that nobody can read is refused', () => {
    const { a } = createFamily();
    const body = { ...plain, who: [ana], place: null, notes: null };
    const broken = { ...evening, rrule: 'FREQ=SOMETIMES' };
    expect(a.run({ ...body, when: broken })).toEqual({ ok: false, error: 'bad-input' });
    a.run(body);
    const change = { when: broken };
    expect(a.run({ type: 'changeEvent', id: training, change })).toEqual({ ok: false, error: 'bad-input' });
  });
});

describe('entries due between two dates', () => {
  it('[L26] are open and done ones of all lists, and follow what changes', () => {
    const { a } = createFamily();
    const add = (title: string, due: string) =>
      a.run({ type: 'addItems', list: todo, items: [{ id: item(title), title, due }] });
    add('Before', '2026-11-22');
    add('First', '2026-11-23');
    add('Last', '2026-11-29');
    add('After', '2026-11-30');
    a.run({ type: 'setDone', ids: [item('Last')], done: true });
    const week = { type: 'dueBetween', from: '2026-11-23', to: '2026-11-29' } as const;
    expect(a.rows(week).map((row) => row.title)).toEqual(['First', 'Last']);
    const { rows } = mirror(a, week);
    a.run({ type: 'changeItem', ids: [item('First')], change: { due: '2026-12-01' } });
    a.run({ type: 'changeItem', ids: [item('After')], change: { due: '2026-11-25' } });
    expect([...rows.values()].map((row) => row.title).toSorted()).toEqual(['After', 'Last']);
  });
});
