import { vi } from 'vitest';
import { createBrowserKeyValue } from '../../lib/platform/browser-key-value.ts';
import { createMemoryKeyValue } from '../doubles/memory-key-value.ts';
import { createStorageArea } from '../doubles/storage-area.ts';
import { describeKeyValue } from './key-value-contract.ts';

const area = createStorageArea();
// The browser's own storage is what the browser tests (tests/e2e) run on; here the adapter runs on a double of it.
vi.mock('../../lib/platform/browser.ts', () => ({
  browser: {
    storage: {
      get local() {
        return area;
      },
    },
  },
}));

describeKeyValue('memory', () => {
  const content = new Map<string, string>();
  return { open: () => createMemoryKeyValue(content) };
});

describeKeyValue('storage.local', () => {
  area.clear();
  return { open: () => createBrowserKeyValue('local') };
});
