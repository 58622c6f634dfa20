/** `browser.storage.local` as far as we use it: JSON in, JSON out, by key or all at once. */
export function createStorageArea(): {
  get(keys: string | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): void;
} {
  const content = new Map<string, string>();
  return {
    async get(keys) {
      const found = [...content].filter(([key]) => keys === null || key === keys);
      return Object.fromEntries(found.map(([key, text]) => [key, JSON.parse(text)]));
    },
    async set(items) {
      for (const [key, value] of Object.entries(items)) content.set(key, JSON.stringify(value));
    },
    async remove(key) {
      content.delete(key);
    },
    clear: () => content.clear(),
  };
}
