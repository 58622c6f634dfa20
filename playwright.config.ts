import { defineConfig } from 'playwright/test';

/** Browser tests: real Chromium and Firefox with the built extension, against a real relay. `npm test` builds before it runs them. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  // Every test owns its browsers, profiles, relay and ports. Two browsers take two cores: a second test at a time would gain nothing.
  workers: 1,
  retries: 0,
  // How long one may hang; a busy machine takes a minute for the longest.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
