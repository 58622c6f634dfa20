import { defineConfig } from 'vitest/config';

/** One project per kind of test, so that `--project unit` runs one kind. Browser tests are Playwright's: playwright.config.ts. */
const KINDS = ['unit', 'contract', 'convergence', 'faults', 'members', 'compat', 'server', 'security', 'architecture'];

export default defineConfig({
  define: { __RELAY_HOST__: JSON.stringify('127.0.0.1:1999'), __IS_DEVELOPMENT_BUILD__: 'true' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: KINDS.map((name) => ({
      extends: true as const,
      test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`] },
    })),
    // Two cores run browsers and a relay beside the tests; a slow start is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    passWithNoTests: true,
    // The storage contract damages a stored row, on which y-indexeddb leaves a rejection that nobody can catch: lib0's decoder has ended early.
    onUnhandledError: ({ message }) => message !== 'Unexpected end of array',
  },
});
