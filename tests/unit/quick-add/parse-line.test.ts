import { describe, expect, it } from 'vitest';
import { QUICK_ADD_LOCALES } from '../../../lib/quick-add/draft.ts';
import { parseLine } from '../../../lib/quick-add/parse-line.ts';
import { comparable, readCases } from './quick-add-cases.ts';

describe.each(QUICK_ADD_LOCALES)('a line in %s', (locale) => {
  it.each(readCases(locale).map((each) => [each.id, each.input, each] as const))('%s: %s', async (_, input, each) => {
    const { tokens: _tokens, category, ...draft } = await parseLine(input, each);
    const known = each.expect.category !== undefined && category !== undefined ? { category } : {};
    expect(comparable({ ...draft, ...known })).toEqual(comparable(each.expect));
  });
});

const context = {
  locale: 'en',
  target: 'todo',
  now: '2026-11-22T10:30[America/New_York]',
  members: ['Ana', 'Ben', 'Mary Ann', 'Marybeth'],
  lists: ['Camping', 'Camping trip'],
} as const;

describe('[Q1] where a reading is', () => {
  it('is told by tokens in the input, in order', async () => {
    const input = 'Dentist  Friday 3pm @ana';
    const { tokens } = await parseLine(input, context);
    expect(tokens.map(({ kind, id, start, end }) => [kind, id, input.slice(start, end)])).toEqual([
      ['date', 'date', 'Friday'],
      ['time', 'time', '3pm'],
      ['person', 'person:Ana', '@ana'],
    ]);
  });

  it('counts UTF-16 units, whatever stands before', async () => {
    const input = '🎂 L\u0065\u0301a’s party – tomorrow';
    const { tokens, title } = await parseLine(input, context);
    expect(tokens.map(({ start, end }) => input.slice(start, end))).toEqual(['tomorrow']);
    expect(title).toBe('🎂 L\u0065\u0301a’s party');
  });
});

describe('[Q2] a dropped reading', () => {
  const parse = (input: string, dropped: string[]) => parseLine(input, { ...context, dropped: new Set(dropped) });

  it('stays text and leaves the others', async () => {
    expect(await parse('Dentist Friday 3pm', ['date'])).toMatchObject({ title: 'Dentist Friday', time: '15:00' });
    expect(await parse('Dentist Friday 3pm', ['time'])).toMatchObject({ title: 'Dentist 3pm', date: '2026-11-27' });
  });
  it('is not read in part instead', async () => {
    expect(await parse('Yoga every friday', ['repeat'])).toEqual({ title: 'Yoga every friday', tokens: [] });
  });
  it('may be one person of several', async () => {
    const draft = await parse('Homework @ana @ben', ['person:Ana']);
    expect(draft).toMatchObject({ title: 'Homework @ana', assignees: ['Ben'] });
  });
  it('takes a duration with its time', async () => {
    expect(await parse('Nap 1pm for 2h', ['time'])).toEqual({ title: 'Nap 1pm for 2h', tokens: [] });
  });
});

describe('[Q3] people and lists', () => {
  it.each([
    ['Call @maryb', ['Marybeth']],
    ['Call @Mary Ann', ['Mary Ann']],
    ['Call @mary', undefined],
    ['Call @ana, @ANA', ['Ana']],
    ['Call x@ana', undefined],
  ])('%s', async (input, assignees) => {
    expect((await parseLine(input, context)).assignees).toEqual(assignees);
  });
  it.each([
    ['Tent #camping', 'Camping', 'Tent'],
    ['Tent #camping trip', 'Camping trip', 'Tent'],
    ['Tent #camping trips', 'Camping', 'Tent trips'],
  ])('%s', async (input, list, title) => {
    expect(await parseLine(input, context)).toMatchObject({ list, title });
  });
  it('what joins two people goes with the second', async () => {
    const input = 'Rake @ana, @ben and @Mary Ann';
    const { title, tokens } = await parseLine(input, context);
    expect(title).toBe('Rake');
    expect(tokens.map(({ start, end }) => input.slice(start, end))).toEqual(['@ana', '@ben', 'and @Mary Ann']);
    expect((await parseLine('Rake @ana & @ben', { ...context, dropped: new Set(['person:Ben']) })).title).toBe(
      'Rake & @ben',
    );
  });
  it('a member wins over a day', async () => {
    const draft = await parseLine('milk @fri', { ...context, target: 'groceries', members: ['Frida'] });
    expect(draft).toMatchObject({ title: 'milk', assignees: ['Frida'] });
    expect(draft.date).toBeUndefined();
  });
});

describe('[Q4] a language', () => {
  it.each([
    ['es-MX', 'Cine mañana'],
    ['pt_BR', 'Cinema amanhã'],
    ['it', 'Cinema tomorrow'],
  ])('%s is read by its own grammar, or English', async (locale, input) => {
    expect((await parseLine(input, { ...context, locale })).date).toBe('2026-11-23');
  });
});

describe('[Q5] hours', () => {
  it('pass over a change of the clocks', async () => {
    // Clocks go back at 2:00 on that night: an hour later it is 1:30 again.
    const now = '2026-11-01T01:30-04:00[America/New_York]';
    expect(await parseLine('Check oven in 2 hours', { ...context, now })).toMatchObject({ time: '02:30' });
  });
  it('pass midnight', async () => {
    const now = '2026-11-22T23:30[America/New_York]';
    expect(await parseLine('Check oven in 2 hours', { ...context, now })).toMatchObject({
      date: '2026-11-23',
      time: '01:30',
    });
    expect(await parseLine('Party 11pm for 3h', context)).toMatchObject({ time: '23:00', endTime: '02:00' });
  });
});

describe('[Q9] lines that once failed', () => {
  it.each(['x in 60W'])('%s', async (input) => {
    expect((await parseLine(input, context)).title).toBe(input);
  });
});

describe('[Q6] a wrong moment', () => {
  it('is refused', async () => {
    await expect(parseLine('milk', { ...context, now: 'soon' })).rejects.toThrow(RangeError);
  });
});
