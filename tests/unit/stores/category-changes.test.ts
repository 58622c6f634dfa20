import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../lib/stores/app.ts';
import {
  addCategory,
  categoryCalled,
  categoryProblem,
  removeCategory,
  renameCategory,
} from '../../../lib/stores/category-changes.ts';
import { enDialogs } from '../../../locales/en-dialogs.ts';
import { enLists } from '../../../locales/en-lists.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';

const NAMES: Record<string, string> = { Bakery: 'Bakery', own: 'Party' };
const arrangement = { categories: signal(Object.keys(NAMES)), nameOf: (category: string) => NAMES[category] ?? '' };
const party = { id: 'own', ids: ['own', 'own-2'], name: 'Party' };

function start() {
  const worker = createFakeWorker();
  const app = createApp({
    platform: worker.platform,
    clock: createFakeClock(),
    life: createFakeLife(),
    texts: [enDialogs, enLists],
  });
  return { worker, app, said: () => app.undo.shown.value?.text() };
}

describe('[L37] own categories', () => {
  test('are made, renamed and taken away, all additions of one name together; each can be taken back', async () => {
    const { worker, app, said } = start();
    addCategory(app, 'Party');
    expect(said()).toBe('Added the category “Party”');
    renameCategory(app, party, 'Fiesta');
    expect(said()).toBe('Renamed the category to “Fiesta”');
    removeCategory(app, party);
    expect(said()).toBe('Deleted the category “Party”');
    await settle();
    expect(worker.commands.map(({ command }) => command.body)).toEqual([
      { type: 'addCategory', id: expect.any(String), name: 'Party' },
      { type: 'changeCategory', ids: ['own', 'own-2'], name: 'Fiesta' },
      { type: 'changeCategory', ids: ['own', 'own-2'], deleted: true },
    ]);
  });

  test('have names of their own, whatever the case', () => {
    const { t } = start().app.i18n;
    expect(categoryCalled(' party ', arrangement)).toBe('own');
    expect(categoryCalled('Party 2', arrangement)).toBeUndefined();
    expect(categoryProblem(t, 'BAKERY', arrangement)).toBe('There is a category of this name.');
    expect(categoryProblem(t, 'PARTY', arrangement, 'own')).toBeUndefined();
    expect(categoryProblem(t, ' ', arrangement)).toBe('Give the category a name.');
    expect(categoryProblem(t, 'x'.repeat(501), arrangement)).toMatch(/501 characters/);
  });
});
