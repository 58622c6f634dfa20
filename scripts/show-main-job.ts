import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { add, createFamily, entry, joinFamily, makeInvite, useRelay } from '../tests/e2e/family-steps.ts';
import type { ChromiumMember } from '../tests/e2e/harness/chromium-member.ts';

/** Long enough for a cold start on a busy machine; a step that takes longer has failed. */
const STEP_LIMIT_MS = 30_000;

/**
 * The main job for real, in two browsers: a family is created, a second member invited, an entry added in the real popup and seen in the
 * other's real, open side panel, and an event likewise. Prints a line for each step with the time it took. Rejects with the step that
 * failed.
 */
export async function showMainJob(members: { ana: ChromiumMember; ben: ChromiumMember }, relay: string): Promise<void> {
  const { ana, ben } = members;
  const PANEL = { width: 400, height: 720 };

  const panels = await step('Both browsers know the relay; Ana’s side panel is open', async () => {
    for (const member of [ana, ben]) await useRelay(member, relay);
    return { ana: await ana.openPage('sidepanel', PANEL), ben: await ben.openPage('sidepanel', PANEL) };
  });
  await step('Ana created the family “Sanchez”', () => createFamily(panels.ana, 'Ana', 'Sanchez'));
  const invite = await step('Ana made an invite in the side panel', () => makeInvite(panels.ana));
  await step('Ben joined with it, in a browser of his own', async () => {
    await joinFamily(panels.ben, invite, 'Ben');
    await expect(panels.ben.getByRole('tab', { name: 'Groceries' })).toBeVisible({ timeout: STEP_LIMIT_MS });
  });
  const bensPanel = await step('Ben opened the real side panel', () => ben.openRealSidePanel());
  const popup = await step('Ana opened the real popup', async () => {
    const opened = await ana.openRealPopup();
    await expect(opened.getByRole('textbox', { name: 'Add to list' })).toBeFocused({ timeout: STEP_LIMIT_MS });
    return opened;
  });
  await step('Ana added “Milk” in the popup, and Ben sees it in his side panel', async () => {
    const seen = expect(entry(bensPanel, 'Milk')).toContainText('Ana', { timeout: STEP_LIMIT_MS });
    await Promise.all([add(popup, 'Milk'), seen]);
  });
  await popup.close();

  for (const panel of [panels.ana, bensPanel]) await panel.getByRole('tab', { name: 'Calendar', exact: true }).click();
  await step('Ana made the event “Football practice”, and Ben sees it on his calendar', async () => {
    const seen = expect(bensPanel.getByRole('button', { name: /^Football practice/ }).first()).toBeVisible({
      timeout: STEP_LIMIT_MS,
    });
    await Promise.all([addEvent(panels.ana, 'Football practice'), seen]);
  });
  await step('Both say “Synced”', async () => {
    for (const panel of [panels.ana, bensPanel]) {
      await expect(panel.getByRole('status', { name: 'Sync' })).toHaveText('Synced', { timeout: STEP_LIMIT_MS });
    }
  });
}

async function addEvent(panel: Page, title: string): Promise<void> {
  await panel.getByRole('button', { name: 'New event' }).click();
  const dialog = panel.getByRole('dialog', { name: 'New event' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('checkbox', { name: 'All day' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    const result = await work();
    console.log(`${String(Math.round(performance.now() - start)).padStart(6)} ms  ${what}`);
    return result;
  } catch (error) {
    throw new Error(`This did not happen: ${what}.\n${error instanceof Error ? error.message : String(error)}`);
  }
}
