import { expect } from 'playwright/test';
import type { Page } from 'puppeteer-core';
import { add, createFamily, entry, expectSync, makeInvite, PHONE } from './family-steps.ts';
import { byRole, launchFirefoxMember } from './harness/firefox-member.ts';
import { waitUntil } from './harness/wait-until.ts';
import { test } from './two-members.ts';

/** Types into a field of a Firefox page; Enter at the end where wanted. */
async function type(page: Page, name: string, text: string, end?: 'Enter'): Promise<void> {
  const field = await page.waitForSelector(byRole('textbox', name));
  await field?.click();
  await field?.type(text);
  if (end !== undefined) await page.keyboard.press(end);
}

async function press(page: Page, role: string, name: string): Promise<void> {
  const target = await page.waitForSelector(byRole(role, name));
  await target?.click();
}

const shows = (page: Page, text: string) =>
  // biome-ignore lint/performance/useDomNodeTextContent: only what is visible counts.
  waitUntil(`"${text}" in Firefox`, () => page.evaluate((wanted) => document.body.innerText.includes(wanted), text));

test('a member in Firefox joins, and both see what the other adds, ticks and plans', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  const invite = await makeInvite(panel);
  const ben = await launchFirefoxMember();
  try {
    const page = await ben.openPage('sidepanel', PHONE);
    await press(page, 'button', 'Join a family');
    await type(page, 'Invite link', invite);
    await type(page, 'Your name', 'Ben');
    await press(page, 'button', 'Join family');

    await add(panel, 'Milk');
    await shows(page, 'Milk');
    await type(page, 'Add to list', 'Bread', 'Enter');
    await expect(entry(panel, 'Bread')).toContainText('Ben');
    await press(page, 'checkbox', 'Milk');
    await expect(panel.getByRole('checkbox', { name: 'Milk' })).toBeChecked();

    await panel.getByRole('tab', { name: 'Calendar', exact: true }).click();
    await panel.getByRole('button', { name: 'New event' }).click();
    const dialog = panel.getByRole('dialog', { name: 'New event' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Pottery');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await press(page, 'tab', 'Calendar');
    await shows(page, 'Pottery');

    // What it has is its own: the relay is not needed to see it again.
    await ben.restartBrowser();
    const popup = await ben.openPage('popup', PHONE);
    await shows(popup, 'Bread');
    await expectSync(panel, 'Synced');
    expect(ben.problems).toEqual([]);
    expect(ana.problems).toEqual([]);
  } finally {
    await ben.close();
  }
});
