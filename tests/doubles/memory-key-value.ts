import type { KeyStore, KeyValue } from '../../lib/ports/ports.ts';

/** storage.local without a browser: JSON in, JSON out. `content` outlives any number of workers in a test. */
export function createMemoryKeyValue(content = new Map<string, string>()): KeyValue & { content: Map<string, string> } {
  return {
    content,
    async get(key) {
      const text = content.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async set(key, value) {
      content.set(key, JSON.stringify(value));
    },
    async remove(key) {
      content.delete(key);
    },
    async list(prefix) {
      const entries = [...content].filter(([key]) => key.startsWith(prefix));
      return Object.fromEntries(entries.map(([key, text]) => [key, JSON.parse(text)]));
    },
  };
}

/** The key store without IndexedDB: holds CryptoKey objects as they are. */
export function createMemoryKeyStore(content = new Map<string, unknown>()): KeyStore {
  return {
    get: async (name) => content.get(name),
    async set(name, value) {
      content.set(name, value);
    },
    async remove(name) {
      content.delete(name);
    },
  };
}
