import { expect, type Locator, type Page } from 'playwright/test';
import type { ChromiumMember } from './harness/chromium-member.ts';

/** What people do, in the words of docs/CONTRACT.md. Each step ends once the page shows that it was done. */

export const PHONE = { width: 360, height: 640 };

/** Points a browser at a relay by its options page. */
export async function useRelay(member: ChromiumMember, authority: string): Promise<void> {
  const page = await member.openPage('options');
  await page.getByRole('textbox', { name: 'Sync server' }).fill(authority);
  await page.getByRole('button', { name: 'Connect' }).click();
  // While it is tried the status says so: a page that closes before the worker has heard of it changes nothing.
  const answer = /^(Connected to|No answer from|Something answers at)/;
  await expect(page.getByRole('status').filter({ hasText: answer })).toBeVisible();
  await page.close();
}

export async function createFamily(page: Page, yourName = 'Ana', familyName = 'Sanchez'): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(yourName);
  await page.getByRole('textbox', { name: 'Family name' }).fill(familyName);
  await page.getByRole('button', { name: 'Create family' }).click();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeHidden();
}

/** The link that the side panel's dialog shows. */
export async function makeInvite(panel: Page, button = 'Invite someone'): Promise<string> {
  await panel.getByRole('tab', { name: 'Family', exact: true }).click();
  await panel.getByRole('button', { name: button }).click();
  const link = panel.getByRole('textbox', { name: 'Invite link' });
  // A link that does not come says why.
  await expect(async () => {
    expect(await panel.getByRole('dialog').getByRole('alert').allInnerTexts()).toEqual([]);
    expect(await link.inputValue()).toMatch(/\/join#/);
  }).toPass({ timeout: 15_000 });
  const value = await link.inputValue();
  await panel.keyboard.press('Escape');
  await expect(link).toBeHidden();
  await panel.getByRole('tab', { name: 'List', exact: true }).click();
  return value;
}

export async function joinFamily(page: Page, invite: string, yourName: string): Promise<void> {
  await page.getByRole('button', { name: 'Join a family' }).click();
  await page.getByRole('textbox', { name: 'Invite link' }).fill(invite);
  await page.getByRole('textbox', { name: 'Your name' }).fill(yourName);
  await page.getByRole('button', { name: 'Join family' }).click();
  await expect(page.getByRole('textbox', { name: 'Invite link' })).toBeHidden();
}

/** Adds with the keyboard and waits until the row is there. */
export async function add(page: Page, title: string): Promise<void> {
  const input = page.getByRole('textbox', { name: 'Add to list' });
  await input.fill(title);
  await input.press('Enter');
  await expect(input).toHaveValue('');
  await expect(entry(page, title).first()).toBeVisible();
}

/** The row of an entry of the shown list, open or just ticked. */
export function entry(page: Page, title: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name: title, exact: true }) });
}

export function checkbox(page: Page, title: string): Locator {
  return page.getByRole('checkbox', { name: title, exact: true });
}

/** Titles of the shown list, top to bottom. */
export async function titles(page: Page, list = 'Groceries'): Promise<string[]> {
  const boxes = page.getByRole('list', { name: list, exact: true }).getByRole('checkbox');
  return boxes.evaluateAll((all) =>
    all.map((box) => box.getAttribute('aria-label') ?? (box as HTMLInputElement).labels?.[0]?.textContent ?? ''),
  );
}

export async function expectSync(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveText(text);
}

/** Opens an entry's dialog. */
export async function openEntry(page: Page, title: string): Promise<Locator> {
  await entry(page, title)
    .getByRole('button', { name: `More about ${title}` })
    .click();
  const dialog = page.getByRole('dialog', { name: title });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The focus never came there by Tab.');
}
