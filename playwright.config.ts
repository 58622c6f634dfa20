import { defineConfig } from 'playwright/test';

/** Browser tests: real Chromium and Firefox with the built extension, against a real relay. `npm test` builds before it runs them. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  // Every test owns its browsers, profiles, relay and ports; two cores carry one such test at a time without starving it.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
