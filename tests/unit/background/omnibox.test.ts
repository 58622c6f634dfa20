import { describe, expect, test, vi } from 'vitest';
import type { FamilyHost } from '../../../lib/background/family-host.ts';
import { createObservable } from '../../../lib/background/observable.ts';
import { createOmnibox } from '../../../lib/background/omnibox.ts';
import type { SettingsStore } from '../../../lib/background/settings-store.ts';
import { lineOutside } from '../../../lib/stores/line-outside.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';

const LIST = 'Groceries-------------';
const TODO = 'Todo------------------';
const ANA = 'Ana-------------------';
const rows: Record<string, unknown[]> = {
  lists: [
    { id: TODO, name: 'To-do', kind: 'todo', order: 'b', openCount: 0 },
    { id: LIST, name: 'Groceries', kind: 'groceries', order: 'a', openCount: 0 },
    { id: 'Old-------------------', name: 'Archive', kind: 'plain', order: '0', openCount: 0, isArchived: true },
  ],
  members: [
    { id: ANA, name: 'Ana', colour: 'rose', isYou: true, isRemoved: false, devices: [] },
    { id: 'Ben-------------------', name: 'Ben', colour: 'blue', isYou: false, isRemoved: true, devices: [] },
  ],
};

function open(options: { hasFamily?: boolean; canLoad?: boolean; language?: string } = {}) {
  const { hasFamily = true, canLoad = true, language = 'en-US' } = options;
  const document = {
    watch(query: { type: string }, sink: { snapshot(rows: unknown[]): void }) {
      sink.snapshot(rows[query.type] ?? []);
      return () => {};
    },
  };
  const load = vi.fn(async () => {
    if (!canLoad) throw new Error('gone');
    return lineOutside;
  });
  const omnibox = createOmnibox({
    clock: createFakeClock(),
    language,
    zone: () => 'Europe/Madrid',
    family: {
      current: hasFamily ? { document } : null,
      execute: async ({ text }: { text: string }) => ({
        ok: true,
        value: { suggestions: text === 'mil' ? [{ title: 'Oat milk' }] : [{ title: text }] },
      }),
    } as unknown as FamilyHost,
    settings: { current: createObservable(null) } as unknown as SettingsStore,
    loadLineCode: load,
  });
  return { omnibox, load };
}

describe('[Q60] a line of the address bar', () => {
  test('is read as the add line reads it', async () => {
    const { omnibox } = open();
    expect(await omnibox.read('2x milk @Ana')).toMatchObject({
      list: LIST,
      item: { title: 'milk', quantity: { amount: 2 }, who: [ANA] },
    });
    expect(await omnibox.read('#To-do call the plumber')).toMatchObject({
      list: TODO,
      item: { title: 'call the plumber' },
    });
  });

  test('is read in the browser’s language, then in English', async () => {
    const { omnibox } = open({ language: 'es-MX' });
    expect(await omnibox.read('una docena de huevos')).toMatchObject({
      item: { title: 'huevos', quantity: { amount: 12 } },
    });
    expect(await omnibox.read('a dozen eggs')).toMatchObject({ item: { title: 'eggs', quantity: { amount: 12 } } });
  });

  test('says beforehand what Enter will do', async () => {
    const { omnibox } = open();
    expect(await omnibox.describe('2 kg flour @Ana')).toEqual([
      { content: '2 kg flour @Ana', text: 'flour', detail: '2 kg · Ana · Add to Groceries' },
    ]);
  });

  test('is offered with what the family has added before in place of its title', async () => {
    const { omnibox } = open();
    expect((await omnibox.describe('2x mil @Ana'))[1]).toEqual({
      content: '2x Oat milk @Ana',
      text: 'Oat milk',
      detail: 'Groceries',
    });
  });

  test('is offered no member that was removed, and no archived list', async () => {
    const { omnibox } = open();
    expect(await omnibox.read('bread @Ben #Archive')).toMatchObject({
      list: LIST,
      item: { title: 'bread @Ben #Archive' },
    });
  });

  test('is its text where the code for reading does not load', async () => {
    const { omnibox } = open({ canLoad: false });
    expect(await omnibox.read(' 2x milk ')).toMatchObject({ list: LIST, item: { title: '2x milk' } });
  });

  test.each(['', '   ', 'x'.repeat(501)])('is nothing where there is nothing to add, or too much', async (line) => {
    const { omnibox, load } = open();
    expect(await omnibox.read(line)).toBeNull();
    expect(await omnibox.describe(line)).toEqual([]);
    expect(load).not.toHaveBeenCalled();
  });

  test('is nothing without a family', async () => {
    expect(await open({ hasFamily: false }).omnibox.read('milk')).toBeNull();
  });
});
