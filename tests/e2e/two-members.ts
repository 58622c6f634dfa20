import type { Page } from 'playwright';
import { test as base } from 'playwright/test';
import { createFamily, joinFamily, makeInvite, PHONE, useRelay } from './family-steps.ts';
import { type ChromiumMember, launchMember } from './harness/chromium-member.ts';
import { startTestRelay, type TestRelay } from './harness/test-relay.ts';

/** Ana and Ben in one family, each in a browser of their own with the side panel open, both synced over a real relay. */
export interface TwoMembers {
  relay: TestRelay;
  ana: ChromiumMember;
  ben: ChromiumMember;
  anasPanel: Page;
  bensPanel: Page;
}

/** Fixtures: `relay` alone, one member (`ana`) on it without a family, or `family` with two. Everything ends with the test. */
export const test = base.extend<{ relay: TestRelay; ana: ChromiumMember; family: TwoMembers }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from this pattern.
  relay: async ({}, use) => {
    const relay = await startTestRelay();
    await use(relay);
    await relay.close();
  },

  ana: async ({ relay }, use) => {
    const ana = await launchMember();
    await useRelay(ana, relay.authority);
    await use(ana);
    await ana.close();
  },

  family: async ({ relay, ana }, use) => {
    const ben = await launchMember();
    try {
      const anasPanel = await ana.openPage('sidepanel', PHONE);
      await createFamily(anasPanel, 'Ana', 'Sanchez');
      const invite = await makeInvite(anasPanel);
      const bensPanel = await ben.openPage('sidepanel', PHONE);
      await joinFamily(bensPanel, invite, 'Ben');
      await base.expect(bensPanel.getByRole('tab', { name: 'Groceries' })).toBeVisible();
      await use({ relay, ana, ben, anasPanel, bensPanel });
    } finally {
      await ben.close();
    }
  },
});
