import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { CommandBody } from '../../../lib/protocol/commands.ts';
import type { Suggestion } from '../../../lib/protocol/entry-commands.ts';
import type { ListId } from '../../../lib/protocol/ids.ts';
import type { AddDraft } from '../../../lib/stores/add-draft.ts';
import type { LineReading } from '../../../lib/stores/line-reading.ts';
import { createSuggestions, matchOf } from '../../../lib/stores/suggestions.ts';
import type { Outcome } from '../../../lib/stores/worker-client.ts';

const GROCERIES = 'Groceries-------------' as ListId;
const TODO = 'Todo------------------' as ListId;
const suggestion = (title: string, more: Partial<Suggestion> = {}): Suggestion => ({
  title,
  isOpen: false,
  times: 1,
  lastAt: 0,
  ...more,
});

function open() {
  const asked: { body: CommandBody; answer(...all: Suggestion[]): Promise<void> }[] = [];
  const text = signal('');
  const reading = signal<LineReading>({ title: '', parts: [] });
  const added = signal<AddDraft['added']['value']>(null);
  const suggestions = createSuggestions({
    client: {
      run: (body) =>
        new Promise<Outcome>((resolve) => {
          asked.push({
            body,
            async answer(...all) {
              resolve({ ok: true, value: { suggestions: all } });
              await Promise.resolve();
              await Promise.resolve();
            },
          });
        }),
    },
    draft: { text, reading, added },
    list: signal({ id: GROCERIES }),
  });
  const write = (title: string, more: Partial<LineReading> = {}) => {
    text.value = title;
    reading.value = { title, parts: [], ...more };
    suggestions.refresh();
    return asked.at(-1) ?? { body: undefined, answer: async () => {} };
  };
  const titles = () => suggestions.shown.value.map(({ title }) => title);
  return { suggestions, asked, text, added, write, titles };
}

describe('[Q70] suggestions', () => {
  test('are asked for by what the line’s title says, in the list that it goes to', () => {
    const { write } = open();
    expect(write('mil').body).toEqual({ type: 'suggest', list: GROCERIES, text: 'mil', limit: 6 });
    expect(write('call', { list: { id: TODO, name: 'To-do' } }).body).toMatchObject({ list: TODO, text: 'call' });
  });

  test('that come late are dropped', async () => {
    const { write, titles, suggestions } = open();
    const first = write('m');
    const second = write('mi');
    await second.answer(suggestion('Milk'));
    await first.answer(suggestion('Mustard'));
    expect(titles()).toEqual(['Milk']);
    const third = write('mil');
    suggestions.hide();
    await third.answer(suggestion('Milk'));
    expect(titles()).toEqual([]);
  });

  test('name nothing that is typed already, unless they know more of it', async () => {
    const { write, titles } = open();
    await write('Milk').answer(suggestion('Milk'), suggestion('Milk chocolate'));
    expect(titles()).toEqual(['Milk chocolate']);
    await write('Milk').answer(suggestion('Milk', { quantity: { amount: 2 } }));
    expect(titles()).toEqual(['Milk']);
  });

  test('are chosen by arrows, round through the line itself; a letter chooses none again', async () => {
    const { write, suggestions } = open();
    await write('m').answer(suggestion('Milk'), suggestion('Mustard'));
    const places = [1, 1, 1, -1, -1].map((step) => {
      suggestions.move(step as 1 | -1);
      return suggestions.chosen.value;
    });
    expect(places).toEqual([0, 1, -1, 1, 0]);
    await write('mu').answer(suggestion('Mustard'));
    expect(suggestions.chosen.value).toBe(-1);
  });

  test('end where the line does', async () => {
    const { write, titles, asked } = open();
    await write('m').answer(suggestion('Milk'));
    write('');
    expect(titles()).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe('[Q71] often together', () => {
  test('is offered after an add, until something is written or taken', async () => {
    const { added, asked, suggestions, text } = open();
    added.value = { list: GROCERIES, title: 'Pasta' };
    expect(asked[0]?.body).toEqual({ type: 'together', list: GROCERIES, title: 'Pasta', limit: 3 });
    await asked[0]?.answer(suggestion('Pesto'), suggestion('Parmesan'));
    const offered = () => suggestions.together.value?.all.map(({ title }) => title);
    expect(offered()).toEqual(['Pesto', 'Parmesan']);
    suggestions.took('Pesto');
    expect(offered()).toEqual(['Parmesan']);
    text.value = 'o';
    expect(offered()).toBeUndefined();
  });

  test('that comes late, after the next add, is dropped', async () => {
    const { added, asked, suggestions } = open();
    added.value = { list: GROCERIES, title: 'Pasta' };
    added.value = { list: GROCERIES, title: 'Milk' };
    await asked[1]?.answer(suggestion('Bread'));
    await asked[0]?.answer(suggestion('Pesto'));
    expect(suggestions.together.value?.all.map(({ title }) => title)).toEqual(['Bread']);
  });
});

test.each([
  ['Milk', 'mi', 'Mi'],
  ['Oat milk', 'mil', 'mil'],
  ['Camomile', 'mil', null],
  ['Jalapeños', 'jalapen', 'Jalapeñ'],
  ['Crème fraîche', 'creme f', 'Crème f'],
  ['Milk', 'mlik', null],
  ['Milk', ' ', null],
])('[Q72] in %s, %s shows as matching: %s', (title, typed, part) => {
  const match = matchOf(title, typed);
  expect(match && title.slice(match.start, match.end)).toBe(part);
});
