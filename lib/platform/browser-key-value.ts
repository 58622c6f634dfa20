import type { KeyValue } from '../ports/ports.ts';
import { browser } from './browser.ts';

/** KeyValue on storage.local. Values are JSON; a write that fails (quota, damaged profile) rejects. */
export function createBrowserKeyValue(): KeyValue {
  const area = browser.storage.local;
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
