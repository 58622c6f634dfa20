import type { KeyValue } from '../ports/ports.ts';
import { browser } from './browser.ts';

/**
 * KeyValue on storage.local, or on storage.session, which lasts as long as the browser runs. Values are JSON; a write that
 * fails (quota, damaged profile) rejects.
 */
export function createBrowserKeyValue(place: 'local' | 'session'): KeyValue {
  const area = browser.storage[place];
  return {
    async get(key) {
      return (await area.get(key))[key];
    },
    set: (key, value) => area.set({ [key]: value }),
    remove: (key) => area.remove(key),
    async list(prefix) {
      const all = await area.get(null);
      return Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith(prefix)));
    },
  };
}
