import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUICK_ADD_LOCALES } from '../../../lib/quick-add/draft.ts';
import { loadParser } from '../../../lib/quick-add/load-parser.ts';
import { growth, LINEAR_GROWTH } from './growth.ts';
import { readCases } from './quick-add-cases.ts';

const parsers = new Map(await Promise.all(QUICK_ADD_LOCALES.map(async (tag) => [tag, await loadParser(tag)] as const)));
const parserOf = (locale: (typeof QUICK_ADD_LOCALES)[number]) => {
  const parser = parsers.get(locale);
  if (!parser) throw new Error(`no parser for ${locale}`);
  return parser;
};

const context = fc.record({
  target: fc.constantFrom('groceries' as const, 'todo' as const, 'calendar' as const),
  now: fc.constantFrom(
    '2026-11-22T10:30[America/New_York]',
    '2028-02-29T00:00[Europe/Madrid]',
    '2026-12-31T23:59[Pacific/Auckland]',
  ),
  members: fc.constant(['Ana', 'Ben', 'Léa', 'Mateo']),
  lists: fc.constant(['Groceries', 'To-do', 'Camping trip']),
});

/** Words of real lines, in any order, with anything between. */
const words = new Map(
  QUICK_ADD_LOCALES.map((locale) => [locale, [...new Set(readCases(locale).flatMap(({ input }) => input.split(' ')))]]),
);
const line = (locale: (typeof QUICK_ADD_LOCALES)[number]) =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...(words.get(locale) ?? [])) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
        { weight: 1, arbitrary: fc.constantFrom('"', '“', '@', '#', '+', '½', '\u0001', '\u0002', '\u0000', '\u200d') },
      ),
      { maxLength: 14 },
    )
    .chain((parts) => fc.constantFrom(' ', '  ', '\t', ', ').map((joint) => parts.join(joint)));

const collapsed = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters count as blanks.
  text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();

describe.each(QUICK_ADD_LOCALES)('any line in %s', (locale) => {
  const parser = parserOf(locale);
  const anyLine = line(locale);

  it('[Q1] has tokens in order, apart, within it and not blank', () => {
    fc.assert(
      fc.property(anyLine, context, (input, at) => {
        let end = 0;
        for (const token of parser.parse(input, at).tokens) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeLessThanOrEqual(input.length);
          expect(collapsed(input.slice(token.start, token.end))).not.toBe('');
          end = token.end;
        }
      }),
    );
  });

  it('[Q2] is its own title with every reading dropped, and loses only what was dropped', () => {
    fc.assert(
      fc.property(anyLine, context, (input, at) => {
        const { tokens } = parser.parse(input, at);
        const none = parser.parse(input, { ...at, dropped: new Set(tokens.map(({ id }) => id)) });
        expect(none).toEqual({ title: collapsed(input), tokens: [] });
        const [first] = tokens;
        if (!first) return;
        const others = parser.parse(input, { ...at, dropped: new Set([first.id]) }).tokens;
        expect(others).toEqual(tokens.filter(({ id }) => id !== first.id));
      }),
    );
  });

  it('[Q7] has a title unless it is blank, and fields of the right form', () => {
    fc.assert(
      fc.property(anyLine, context, (input, at) => {
        const draft = parser.parse(input, at);
        if (collapsed(input) !== '') expect(draft.title).not.toBe('');
        expect(draft.title).toBe(collapsed(draft.title));
        if (draft.date) expect(Temporal.PlainDate.from(draft.date).toString()).toBe(draft.date);
        if (draft.endDate) expect(draft.endDate > (draft.date ?? '9')).toBe(true);
        for (const time of [draft.time, draft.endTime]) if (time) expect(time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
        if (draft.time ?? draft.rrule) expect(draft.date).toBeDefined();
        if (draft.endTime) expect(draft.time).toBeDefined();
        if (draft.quantity) expect(draft.quantity.amount).toBeGreaterThan(0);
        if (draft.rrule) expect(draft.rrule).toMatch(/^FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[-\w,]+)*$/);
        for (const name of draft.assignees ?? []) expect(at.members).toContain(name);
      }),
    );
  });

  it('[Q8] is not read within quotation marks', () => {
    fc.assert(
      fc.property(anyLine, anyLine, anyLine, context, (before, quoted, after, at) => {
        const plain = [before, quoted, after].map((text) => text.replaceAll(/["“”„«»]/g, ''));
        const input = `${plain[0]} "${plain[1]}" ${plain[2]}`;
        const from = plain[0]?.length ?? 0;
        const to = from + (plain[1]?.length ?? 0) + 3;
        for (const { start, end } of parser.parse(input, at).tokens) expect(end <= from + 1 || start >= to).toBe(true);
      }),
    );
  });

  it('[Q9] takes time in proportion to its length', async () => {
    const pieces = ['at 5 ', 'every mon, ', '@ana ', '"', '1/2 ', 'a@', 'x2 ', '(', 'am 1. de las 3 às '];
    for (const piece of pieces) {
      for (const target of ['todo', 'groceries'] as const) {
        const at = { target, now: '2026-11-22T10:30[America/New_York]', members: ['Ana'], lists: ['Groceries'] };
        const parse = (length: number) => parser.parse(piece.repeat(length / piece.length), at);
        expect(await growth(parse, 1_000), piece).toBeLessThan(LINEAR_GROWTH);
      }
    }
  });
});
