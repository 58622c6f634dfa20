import { describe, expect, test } from 'vitest';
import type { EntryRow } from '../../../lib/protocol/values.ts';
import {
  changeBetween,
  draftOf,
  type EntryDraft,
  NEW_CATEGORY,
  repeatChoiceOf,
} from '../../../lib/stores/entry-draft.ts';
import { ANA, BEN, entry, TODO } from './rows.ts';

const change = (row: Partial<EntryRow>, edit: Partial<EntryDraft>, category?: string) => {
  const before = draftOf(entry('x', row), 'en', category);
  return changeBetween(before, { ...before, ...edit });
};

describe('saving an entry sends only what the person changed', () => {
  test.each<[string, Partial<EntryRow>, Partial<EntryDraft>, object]>([
    ['nothing', { title: 'Milk', quantities: [{ amount: 2, unit: 'l' }] }, {}, {}],
    ['its title', { title: 'Milk' }, { title: ' Oat milk ' }, { title: 'Oat milk' }],
    ['a quantity in words of its own', {}, { quantity: '2,5 l' }, { quantity: { amount: 2.5, unit: 'l' } }],
    ['a note taken away', { note: 'blue' }, { note: '  ' }, { note: null }],
    ['another list', {}, { list: TODO }, { list: TODO }],
    ['a date with a time', {}, { due: '2026-12-01', time: '15:00' }, { due: '2026-12-01', dueTime: '15:00' }],
    ['no date, and so no time', { due: '2026-12-01', dueTime: '15:00' }, { due: '', time: '' }, { due: null }],
    ['no time', { due: '2026-12-01', dueTime: '15:00' }, { time: '' }, { dueTime: null }],
    ['a repeat', {}, { repeat: 'twoWeeks' }, { repeat: { rrule: 'FREQ=WEEKLY;INTERVAL=2', from: 'due' } }],
    [
      'what it is counted from',
      { repeat: { rrule: 'FREQ=DAILY', from: 'due' } },
      { from: 'done' },
      { repeat: { rrule: 'FREQ=DAILY', from: 'done' } },
    ],
    ['no repeat', { repeat: { rrule: 'FREQ=DAILY', from: 'due' } }, { repeat: 'none' }, { repeat: null }],
    ['a priority', {}, { priority: 1 }, { priority: 1 }],
    ['no priority', { priority: 2 }, { priority: undefined }, { priority: null }],
    ['people', { who: [ANA] }, { who: [ANA, BEN] }, { who: [ANA, BEN] }],
  ])('%s', (_, row, edit, expected) => {
    expect(change(row, edit)).toEqual(expected);
  });

  test('[L37] a category that is yet to be made, with its name', () => {
    expect(change({}, { category: NEW_CATEGORY, newCategory: ' Party ' }, 'Produce')).toEqual({
      newCategory: { id: expect.stringMatching(/^[\w-]{22}$/), name: 'Party' },
    });
  });

  test('a category: another, none, or the one under which it stands anyway', () => {
    expect(change({}, { category: 'Bakery' }, 'Produce')).toEqual({ category: 'Bakery' });
    expect(change({ category: 'Bakery' }, { category: '' }, 'Bakery')).toEqual({ category: null });
    expect(change({}, {}, 'Produce')).toEqual({});
  });
});

describe('turns', () => {
  const weekly = { rrule: 'FREQ=WEEKLY', from: 'due' } as const;

  test('begin with the first, and go round all who are chosen', () => {
    expect(change({ who: [BEN, ANA], repeat: weekly }, { hasTurns: true })).toEqual({
      who: [BEN],
      rotation: [BEN, ANA],
    });
  });

  test('stand as they are while nothing of them is changed', () => {
    expect(change({ who: [ANA], rotation: [BEN, ANA], repeat: weekly }, { title: 'Bins' })).toEqual({ title: 'Bins' });
  });

  test('can be given to someone else, and end with the repeat, with one who is left, or when nobody wants them', () => {
    const row = { who: [ANA], rotation: [BEN, ANA], repeat: weekly };
    expect(change(row, { turn: BEN })).toEqual({ who: [BEN] });
    expect(change(row, { who: [BEN] })).toEqual({ who: [BEN], rotation: [] });
    expect(change(row, { hasTurns: false })).toEqual({ who: [BEN, ANA], rotation: [] });
    expect(change(row, { repeat: 'none' })).toEqual({ repeat: null, who: [BEN, ANA], rotation: [] });
  });
});

test('a rule that is none of the choices stays as it is', () => {
  expect(repeatChoiceOf('RRULE:FREQ=WEEKLY;BYDAY=MO,TH')).toBe('kept');
  const repeat = { rrule: 'FREQ=MONTHLY;BYDAY=-1FR', from: 'due' } as const;
  expect(change({ repeat }, { title: 'Rent' })).toEqual({ title: 'Rent' });
  expect(change({ repeat }, { repeat: 'none' })).toEqual({ repeat: null });
});
