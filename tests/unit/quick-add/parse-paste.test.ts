import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../../lib/quick-add/draft.ts';
import { MAX_PASTED_ENTRIES, type PastedEntry, parsePaste } from '../../../lib/quick-add/parse-paste.ts';
import { growth, LINEAR_GROWTH } from './growth.ts';
import { readFixture } from './quick-add-cases.ts';

interface PasteFixture {
  readonly file: string;
  readonly locale: string;
  readonly target: Target;
  readonly note: string;
  readonly items: readonly (PastedEntry & { readonly titleAlso?: readonly string[] })[];
}

const { cases } = JSON.parse(readFixture('paste/expected.json')) as { cases: readonly PasteFixture[] };

describe('[Q30] pasted text', () => {
  it.each(cases.map((each) => [each.file, each.note, each] as const))(
    '%s: %s',
    async (file, _, { items, ...context }) => {
      const entries = await parsePaste(readFixture(`paste/${file}`), context);
      expect(entries).toEqual(items.map(({ titleAlso: _titleAlso, ...item }) => item));
    },
  );
});

const groceries = (text: string, locale = 'en') => parsePaste(text, { locale, target: 'groceries' });
const todo = (text: string) => parsePaste(text, { locale: 'en', target: 'todo' });
const titles = (entries: readonly PastedEntry[]) => entries.map(({ title }) => title);

describe('[Q31] layout leaves', () => {
  it.each<[string, string]>([
    ['bullets of any kind', '- milk\n* bread\n+ eggs\n• jam\n– oil'],
    ['bullets in one line', '• milk • bread • eggs • jam • oil'],
    ['numbers', '1. milk\n2) bread\n(3) eggs\nd) jam\n5. oil'],
    ['a mail’s quotation', '> milk\n> bread\n>\n> eggs\n>> jam\n> oil'],
    ['trailing separators', 'milk,\nbread;\neggs,\njam,\noil'],
    ['rules and blank lines', 'milk\n---\nbread\n\n***\neggs\n----\n \t\njam\n___\noil\n'],
    ['emphasis', '- **milk**\n- bread\n- *eggs*\n- jam\n- __oil__'],
    ['other line ends', 'milk\rbread\r\neggs\u2028jam\u0085oil'],
    ['a byte order mark', '\uFEFFmilk\nbread\neggs\njam\noil'],
    [
      'senders and times of messengers',
      '[11/21/26, 6:04:11 PM] Ana: milk\n11/21/26, 6:04 PM - Ben Smith: bread\n21.11.26, 18:04 - Léa: eggs\n' +
        '21/11/2026 à 18:04 - Mateo : jam\n[18:04] Ana: oil\n[21/11/2026, 18:05:00] Ana: \u200eimage omitted\n' +
        '21/11/2026, 18:06 - Messages are end-to-end encrypted.',
    ],
  ])('%s', async (_, text) => {
    expect(titles(await groceries(text))).toEqual(['milk', 'bread', 'eggs', 'jam', 'oil']);
  });
});

describe('[Q32] headings', () => {
  it('of sections stay with their entries', async () => {
    const entries = await groceries('# List\n## Produce\n- kale\n## Dairy\n- milk\n**Bakery**\n- bread');
    expect(entries).toEqual([
      { title: 'kale', section: 'Produce' },
      { title: 'milk', section: 'Dairy' },
      { title: 'bread', section: 'Bakery' },
    ]);
  });
  it('need no sign above bullets', async () => {
    const entries = await groceries('Produce\n- lettuce\n- 4 tomatoes\n\nDairy\n- milk\n- cheddar');
    expect(entries.map(({ section }) => section)).toEqual(['Produce', 'Produce', 'Dairy', 'Dairy']);
  });
  it('are not what merely lacks its bullet', async () => {
    expect(titles(await groceries('- milk\nbread\n- eggs\n- jam'))).toEqual(['milk', 'bread', 'eggs', 'jam']);
  });
  it.each(['Ingredients', 'Zutaten für 4 Personen:', 'Lista de la compra', 'Weekly shop\n===========', '# Saturday'])(
    'of the whole are no section: %j',
    async (heading) => {
      expect(await groceries(`${heading}\nmilk\nbread`)).toEqual([{ title: 'milk' }, { title: 'bread' }]);
    },
  );
  it('of a recipe’s method end its ingredients', async () => {
    expect(titles(await groceries('Ingredients\n2 eggs\nsalt\n\nMethod\n1. Beat the eggs.\n2. Add salt.'))).toEqual([
      'eggs',
      'salt',
    ]);
  });
});

describe('[Q33] boxes and check marks', () => {
  it('tell what is done', async () => {
    const entries = await groceries('☐ a1\n☑ b1\n✔ c1\n✅ d1\n( ) e1\n(x) f1\n[✓] g1\n⬜️ h1\n- [ ] i1\n~~j1~~\nk1');
    expect(entries.map(({ done }) => done)).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
      true,
      false,
      false,
      true,
      undefined,
    ]);
  });
});

describe('[Q34] nesting', () => {
  it('is kept, by blanks or tabs', async () => {
    const entries = await todo('- Plan party\n\t- Order cake\n\t\t- Choose flavour\n\t- Invite\n- Fix bike');
    expect(entries.map(({ depth }) => depth ?? 0)).toEqual([0, 1, 2, 1, 0]);
  });
});

describe('[Q35] quantities', () => {
  it.each<[string, PastedEntry]>([
    ['2 onions, finely chopped', { title: 'onions', quantity: { amount: 2 }, note: 'finely chopped' }],
    ['1 (400 g) can tomatoes', { title: 'tomatoes', quantity: { amount: 1, unit: 'can' }, note: '400 g' }],
    ['Milk (2)', { title: 'Milk', quantity: { amount: 2 } }],
    ['milk\t2\tl', { title: 'milk', quantity: { amount: 2, unit: 'l' } }],
    ['3\teggs', { title: 'eggs', quantity: { amount: 3 } }],
    ['1-2 cloves garlic', { title: '1-2 cloves garlic' }],
    ['cake on friday @ana', { title: 'cake on friday @ana' }],
  ])('%j', async (line, entry) => {
    expect(await groceries(`${line}\nsalt`)).toEqual([entry, { title: 'salt' }]);
  });
  it('are read for groceries only', async () => {
    expect(await todo('2 cakes\n3x milk')).toEqual([{ title: '2 cakes' }, { title: '3x milk' }]);
  });
});

describe('[Q36] one line', () => {
  it.each([
    ['leche, 2 panes, 1,5 kg de manzanas, huevos y queso', 'es', ['leche', 'panes', 'manzanas', 'huevos', 'queso']],
    ['milk, bread, and eggs', 'en', ['milk', 'bread', 'eggs']],
    ['milk; bread', 'en', ['milk', 'bread']],
    ['butter, softened', 'en', ['butter']],
    ['"salt, fine", pepper (black, whole)', 'en', ['"salt, fine"', 'pepper (black, whole)']],
  ])('%s', async (line, locale, expected) => {
    expect(titles(await groceries(line, locale))).toEqual(expected);
  });
  it('of things to do is one', async () => {
    expect(await todo('Call Ana, then Ben')).toEqual([{ title: 'Call Ana, then Ben' }]);
  });
});

describe('[Q37] tables', () => {
  it.each([
    ['semicolons', 'Artikel;Menge;Einheit\nReis;2;kg\n"Öl; nativ";;'],
    ['tabs', 'item\tqty\tunit\nReis\t2\tkg\nÖl; nativ\t\t'],
    ['Markdown', '| item | qty | unit |\n|---|:-:|---|\n| Reis | 2 | kg |\n| Öl; nativ | | |'],
    ['French names', 'produit,nombre,unité\nReis,2,kg\n"Öl; nativ",,'],
  ])('with %s', async (_, text) => {
    expect(await groceries(text)).toEqual([
      { title: 'Reis', quantity: { amount: 2, unit: 'kg' } },
      { title: 'Öl; nativ' },
    ]);
  });
  it('may hold notes, sections, check marks and line ends', async () => {
    const text = 'Name,Done,Category,Notes\nmilk,yes,Dairy,"semi,\nskimmed"\n"bread ""rye""",no,Bakery,';
    expect(await todo(text)).toEqual([
      { title: 'milk', done: true, section: 'Dairy', note: 'semi,\nskimmed' },
      { title: 'bread "rye"', done: false, section: 'Bakery' },
    ]);
  });
  it('keep a unit that we do not know as a note', async () => {
    expect(await groceries('item,quantity,unit\nparsley,2,bunches')).toEqual([
      { title: 'parsley', quantity: { amount: 2 }, note: 'bunches' },
    ]);
  });
});

describe('[Q38] hostile text', () => {
  it('holds no entry where there is nothing to read', async () => {
    expect(await groceries('')).toEqual([]);
    expect(await groceries('\n \u0000\n---\n!!!\n✅\n')).toEqual([]);
  });
  it('never fails, and gives entries with a title each', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '- ',
        '[x] ',
        '1. ',
        '# ',
        '**',
        '\t',
        ', ',
        ':',
        '"',
        '(',
        '2 kg ',
        'milk',
        '\n',
        '\r',
        '|',
        ';',
        '~~',
        '☑',
      ),
      fc.constantFrom('item,qty', '[1/1/26, 1:00] Ana: ', '---', '===', '½', '\u0000', 'Method', 'Zutaten', '> '),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('groceries' as const, 'todo' as const), async (pasted, target) => {
        for (const { title, quantity, depth } of await parsePaste(pasted, { locale: 'en', target })) {
          expect(title.trim()).not.toBe('');
          expect(title).not.toMatch(/[\r\n]/);
          if (quantity) expect(quantity.amount).toBeGreaterThan(0);
          if (depth !== undefined) expect(depth).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
  it('is read up to a bound', async () => {
    expect(await todo('a\n'.repeat(MAX_PASTED_ENTRIES + 5))).toHaveLength(MAX_PASTED_ENTRIES);
    expect(await todo('a\n'.repeat(10_000))).toHaveLength(10_000);
  });
  it.each([
    'milk\n',
    '2 kg apples, chopped\n',
    'milk, ',
    '(',
    '"',
    '\t',
    '# ',
    '**a',
    ': ',
    '| a ',
    ',',
    '[1/1/26, 1:00] A',
    '1/2 ',
  ])('takes time in proportion to its length: %j', async (piece) => {
    for (const target of ['groceries', 'todo'] as const) {
      const parse = (length: number) => parsePaste(piece.repeat(length / piece.length), { locale: 'en', target });
      expect(await growth(parse, 4_000), target).toBeLessThan(LINEAR_GROWTH);
    }
  });
});
