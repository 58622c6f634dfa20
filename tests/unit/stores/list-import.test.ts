import { describe, expect, test } from 'vitest';
import { csvRows } from '../../../lib/interchange/csv-rows.ts';
import { type ImportDraft, readImport } from '../../../lib/stores/list-import.ts';
import { listRow, TODO } from './rows.ts';

const read = (text: string, kind: 'groceries' | 'todo' = 'todo') =>
  readImport(text, { language: 'en', list: listRow({ id: TODO, kind }), format: String });
const titles = ({ items }: ImportDraft) => items.map(({ title }) => title);

describe('Todoist', () => {
  const HEAD = 'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE';

  test('tasks with description, priority, date and parts; sections and comments are no tasks', async () => {
    const draft = await read(
      [
        HEAD,
        'section,Home,,,,,,,,',
        'task,"Paint, the fence","white\nor grey",1,1,Ana (1),,2026-12-05,en,Europe/Madrid',
        'task,Buy paint,,4,2,Ana (1),,every friday,en,',
        'note,who has the ladder?,,,,Ben (2),,,,',
        'task,  ,,4,1,,,,,',
      ].join('\r\n'),
    );
    const [fence, paint] = draft.items;
    expect(fence).toMatchObject({ title: 'Paint, the fence', note: 'white\nor grey', priority: 1, due: '2026-12-05' });
    expect(paint).toMatchObject({ title: 'Buy paint', note: 'every friday', parent: fence?.id });
    expect(paint).not.toHaveProperty('priority');
    expect(draft.leftOut).toEqual([
      { what: 'who has the ladder?', why: 'comment' },
      { what: '', why: 'empty' },
    ]);
  });

  test('a date that no calendar has is no date', async () => {
    const { items } = await read(`${HEAD}\ntask,Leap,,4,1,,,2026-02-31,en,`);
    expect(items).toEqual([{ id: items[0]?.id, title: 'Leap', note: '2026-02-31' }]);
  });
});

describe('Google Keep', () => {
  test('a list gives an entry per line, what is ticked off is left out and named', async () => {
    const draft = await read(
      JSON.stringify({
        title: 'Shopping',
        listContent: [
          { text: 'Milk', isChecked: false },
          { text: 'Bread', isChecked: true },
          { text: ' ', isChecked: false },
        ],
        isTrashed: false,
      }),
    );
    expect(titles(draft)).toEqual(['Milk']);
    expect(draft.leftOut).toEqual([{ what: 'Bread', why: 'done' }]);
  });

  test('several notes; a text is one entry with the rest as its note, what is in the bin stays there', async () => {
    const draft = await read(
      JSON.stringify([
        { title: '', textContent: 'Call the plumber\nbefore nine', isTrashed: false },
        { title: 'Old', textContent: 'x', isTrashed: true },
      ]),
    );
    expect(draft.items).toMatchObject([{ title: 'Call the plumber', note: 'before nine' }]);
    expect(draft.leftOut).toEqual([{ what: 'Old', why: 'trashed' }]);
  });

  test.each(['{"title": 5, "textContent": "x"}', '[1, 2]', '{"a": 1}', 'null', '{"listContent": [{"text": 1}]}'])(
    'what only looks like it is read as text: %s',
    async (text) => {
      expect((await read(text)).leftOut).toEqual([]);
    },
  );
});

describe('text', () => {
  test('of other apps and people, with quantities; what is ticked off is counted', async () => {
    const draft = await read('Produce\n- [ ] 2x pears\n- [x] figs\n- [ ] 500 g rice', 'groceries');
    expect(draft.items.at(-1)).toMatchObject({ title: 'rice', quantity: { amount: 500, unit: 'g' } });
    expect(draft.done).toBe(1);
  });

  test('too long for an entry is left out by its beginning, not cut', async () => {
    const draft = await read(JSON.stringify({ title: 'x'.repeat(600), textContent: '', isTrashed: false }));
    expect(draft.items).toEqual([]);
    expect(draft.leftOut).toMatchObject([{ why: 'tooLong' }]);
  });

  test('of more entries than one command adds is bounded, and says so', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) => ({ text: `Thing ${n}`, isChecked: false }));
    const draft = await read(JSON.stringify({ title: '', listContent: lines }));
    expect(draft.items).toHaveLength(2_000);
    expect(draft.leftOut).toHaveLength(1_000);
    expect(draft.leftOut.every(({ why }) => why === 'tooMany')).toBe(true);
  });

  test('of more lines than are looked at says how many it does not take, and that its end was not read', async () => {
    const draft = await read(Array.from({ length: 12_000 }, (_, n) => `Thing number ${n}`).join('\n'));
    expect(draft.items).toHaveLength(2_000);
    expect(draft).toMatchObject({ leftOut: [], more: 8_000, isCut: true });
  });

  test('that is indented has parts, in lists that have any', async () => {
    const text = '- Party\n  - Balloons\n  - Candles\n- Bins';
    const { items } = await read(text);
    expect(items.map(({ title, parent }) => [title, items.find(({ id }) => id === parent)?.title])).toEqual([
      ['Party', undefined],
      ['Balloons', 'Party'],
      ['Candles', 'Party'],
      ['Bins', undefined],
    ]);
    expect((await read(text, 'groceries')).items.some(({ parent }) => parent !== undefined)).toBe(false);
  });
});

test('cells: quoted, doubled quotes, semicolons, a mark in front, an open quote, a bound', () => {
  expect(csvRows('\ufeffa,"b ""c""\nd"\r\n\r\ne,f', 10)).toEqual([
    ['a', 'b "c"\nd'],
    ['e', 'f'],
  ]);
  expect(csvRows('a;b;c,d\n1;2;3', 10)).toEqual([
    ['a', 'b', 'c,d'],
    ['1', '2', '3'],
  ]);
  expect(csvRows('a,"b', 10)).toEqual([['a', 'b']]);
  expect(csvRows('a\nb\nc', 2)).toEqual([['a'], ['b']]);
});
