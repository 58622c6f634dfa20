import { expect, test } from 'vitest';
import { createSettingsStore } from '../../../lib/background/settings-store.ts';
import { createMemoryKeyValue } from '../../doubles/memory-key-value.ts';

const DEFAULTS = {
  language: 'auto',
  theme: 'auto',
  weekStart: 'auto',
  timeFormat: 'auto',
  host: '',
  remind: 'mine',
  morning: '',
  badge: 'both',
  hidden: [],
};

async function loaded(keyValue = createMemoryKeyValue()) {
  const store = createSettingsStore(keyValue);
  await store.load();
  return store;
}

test('a new browser has the defaults', async () => {
  expect((await loaded()).current.value).toEqual(DEFAULTS);
});

test('a change outlives the worker and leaves the rest alone', async () => {
  const keyValue = createMemoryKeyValue();
  await (await loaded(keyValue)).change({ theme: 'dark', language: undefined });
  await (await loaded(keyValue)).change({ language: 'es' });
  expect((await loaded(keyValue)).current.value).toEqual({ ...DEFAULTS, theme: 'dark', language: 'es' });
});

test('an unreadable value costs that value only', async () => {
  const keyValue = createMemoryKeyValue();
  await keyValue.set('settings', { theme: 'neon', weekStart: 'monday', unknown: 1 });
  expect((await loaded(keyValue)).current.value).toEqual({ ...DEFAULTS, weekStart: 'monday' });
});

test('something else in its place is as good as nothing', async () => {
  const keyValue = createMemoryKeyValue();
  for (const junk of [null, 7, 'x', []]) {
    await keyValue.set('settings', junk);
    expect((await loaded(keyValue)).current.value).toEqual(DEFAULTS);
  }
});
