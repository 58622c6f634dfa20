import type { Page } from 'playwright';
import { test as base } from 'playwright/test';
import { createFamily, joinFamily, makeInvite, PHONE, useRelay } from './family-steps.ts';
import { type ChromiumMember, launchMember } from './harness/chromium-member.ts';
import { type Prepared, prepare } from './harness/prepared.ts';
import type { TestRelay } from './harness/test-relay.ts';

/** Ana and Ben in one family, each in a browser of their own with the side panel open, both synced over a real relay. */
export interface TwoMembers {
  relay: TestRelay;
  ana: ChromiumMember;
  ben: ChromiumMember;
  anasPanel: Page;
  bensPanel: Page;
}

/**
 * Fixtures: `relay` alone, one member (`ana`) on it without a family, or `family` with two. Everything ends with the test. What they begin with is made
 * once, as people make it, and copied for each test; main-job.spec.ts walks the whole way anew.
 */
export const test = base.extend<{ relay: TestRelay; ana: ChromiumMember; family: TwoMembers }, { prepared: Prepared }>({
  prepared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from this pattern.
    async ({}, use) => {
      const prepared = await prepare(makeFamily);
      await use(prepared);
      await prepared.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  relay: async ({ prepared }, use) => {
    const relay = await prepared.relay();
    await use(relay);
    await relay.close();
  },

  // It needs the relay to be there, and knows its address from before.
  ana: async ({ prepared, relay: _ }, use) => {
    const ana = await prepared.launch('new');
    await use(ana);
    await ana.close();
  },

  family: async ({ prepared, relay }, use) => {
    const [ana, ben] = await Promise.all([prepared.launch('ana'), prepared.launch('ben')]);
    try {
      const [anasPanel, bensPanel] = await Promise.all([
        ana.openPage('sidepanel', PHONE),
        ben.openPage('sidepanel', PHONE),
      ]);
      await base.expect(anasPanel.getByRole('tab', { name: 'Groceries' })).toBeVisible();
      await base.expect(bensPanel.getByRole('tab', { name: 'Groceries' })).toBeVisible();
      await use({ relay, ana, ben, anasPanel, bensPanel });
    } finally {
      await Promise.all([ana.close(), ben.close()]);
    }
  },
});

/** Ana's and Ben's browsers in a family that has just begun, and one (`new`) that knows no more than the relay's address. */
async function makeFamily(relay: TestRelay, profileDir: (name: string) => string): Promise<void> {
  const fresh = await launchMember({ profileDir: profileDir('new') });
  await useRelay(fresh, relay.authority);
  await fresh.close();
  const ana = await launchMember({ profileDir: profileDir('ana') });
  const ben = await launchMember({ profileDir: profileDir('ben') });
  try {
    await useRelay(ana, relay.authority);
    const anasPanel = await ana.openPage('sidepanel', PHONE);
    await createFamily(anasPanel, 'Ana', 'Sanchez');
    const invite = await makeInvite(anasPanel);
    const bensPanel = await ben.openPage('sidepanel', PHONE);
    await joinFamily(bensPanel, invite, 'Ben');
    for (const panel of [anasPanel, bensPanel]) {
      await base.expect(panel.getByRole('tab', { name: 'Groceries' })).toBeVisible();
      await base.expect(panel.getByRole('status', { name: 'Sync' })).toHaveText('Synced');
    }
  } finally {
    await Promise.all([ana.close(), ben.close()]);
  }
}
