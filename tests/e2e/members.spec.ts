import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { add, checkbox, entry, expectSync, joinFamily, makeInvite, PHONE, titles, useRelay } from './family-steps.ts';
import { type ChromiumMember, launchMember } from './harness/chromium-member.ts';
import { createCuttableProxy } from './harness/cuttable-proxy.ts';
import { makeTempDir } from './harness/temp-dir.ts';
import { test } from './two-members.ts';

const familyTab = (panel: Page) => panel.getByRole('tab', { name: 'Family', exact: true }).click();
const listTab = (panel: Page) => panel.getByRole('tab', { name: 'List', exact: true }).click();
const memberRow = (panel: Page, name: string) =>
  panel.getByRole('list', { name: 'Members', exact: true }).getByRole('listitem').filter({ hasText: name }).first();

/** Another member's browser for the length of `use`. */
async function withMember(use: (member: ChromiumMember) => Promise<void>): Promise<void> {
  const member = await launchMember();
  try {
    await use(member);
  } finally {
    await member.close();
  }
}

async function removeMember(panel: Page, name: string): Promise<void> {
  await familyTab(panel);
  await panel.getByRole('button', { name: `Remove ${name}`, exact: true }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(panel.getByRole('dialog')).toBeHidden();
}

/** The words that the options page shows, as they stand on the sheet. */
async function makeKit(options: Page): Promise<string[]> {
  await options.getByRole('button', { name: 'Recovery kit' }).click();
  const dialog = options.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make the recovery kit' }).click();
  const words = dialog.getByRole('list', { name: 'Recovery words' }).getByRole('listitem');
  await expect(words).toHaveCount(12);
  const texts = await words.allTextContents();
  await dialog.getByRole('button', { name: 'I have it on paper' }).click();
  await expect(dialog).toBeHidden();
  return texts;
}

test('an invite works once; used, revoked and mangled links each say so, and nothing is stored', async ({ family }) => {
  const { anasPanel } = family;
  const used = await makeInvite(anasPanel);
  const revoked = await makeInvite(anasPanel);
  await familyTab(anasPanel);
  const open = anasPanel.getByRole('list', { name: 'Open invites' }).getByRole('listitem');
  await expect(open).toHaveCount(2);
  await open
    .first()
    .getByRole('button', { name: /^Revoke/ })
    .click();
  await expect(open).toHaveCount(1);

  await withMember(async (lea) => {
    const panel = await lea.openPage('sidepanel', PHONE);
    await joinFamily(panel, used, 'Léa');
    await expect(panel.getByRole('tab', { name: 'Groceries' })).toBeVisible();
  });
  await expect(open).toHaveCount(0);
  await expect(memberRow(anasPanel, 'Léa')).toBeVisible();

  await withMember(async (mateo) => {
    const panel = await mateo.openPage('sidepanel', PHONE);
    await panel.getByRole('button', { name: 'Join a family' }).click();
    const tryLink = async (link: string, sentence: RegExp) => {
      await panel.getByRole('textbox', { name: 'Invite link' }).fill(link);
      await panel.getByRole('textbox', { name: 'Your name' }).fill('Mateo');
      await panel.getByRole('button', { name: 'Join family' }).click();
      await expect(panel.getByRole('alert')).toHaveText(sentence);
    };
    await tryLink(used, /used/i);
    await tryLink(revoked, /revoked|taken back|no longer/i);
    await tryLink(used.slice(0, -5), /incomplete|cut|damaged|whole/i);
    await tryLink('hello', /link/i);
  });
});

test('with approval, who joins waits until somebody lets them in', async ({ family: { anasPanel } }) => {
  await familyTab(anasPanel);
  const approval = anasPanel.getByRole('switch', { name: 'Ask before someone joins' });
  await approval.check();
  const invite = await makeInvite(anasPanel);
  await withMember(async (lea) => {
    const panel = await lea.openPage('sidepanel', PHONE);
    await joinFamily(panel, invite, 'Léa');
    await expect(panel.getByText('Waiting for someone in Sanchez to let you in')).toBeVisible();
    await familyTab(anasPanel);
    const waiting = anasPanel.getByRole('list', { name: 'Waiting to join' }).getByRole('listitem');
    await expect(waiting).toHaveCount(1);
    await expect(waiting).toContainText('Léa');
    await lea.killWorker();
    await waiting.getByRole('button', { name: /^Let in/ }).click();
    await expect(panel.getByRole('tab', { name: 'Groceries' })).toBeVisible();
    await expect(memberRow(anasPanel, 'Léa')).toBeVisible();
    await listTab(anasPanel);
    await add(panel, 'Milk');
    await expect(entry(anasPanel, 'Milk')).toBeVisible();
  });
});

test('a member who is here is shown as here, and no longer once gone', async ({ family: { ben, anasPanel } }) => {
  await familyTab(anasPanel);
  await expect(memberRow(anasPanel, 'Ben')).toContainText('here now');
  await ben.close();
  await expect(memberRow(anasPanel, 'Ben')).not.toContainText('here now');
});

test('saving a member’s dialog takes back nothing that the other changed while it was open', async ({
  family: { anasPanel, bensPanel },
}) => {
  await familyTab(anasPanel);
  await familyTab(bensPanel);
  await anasPanel.getByRole('button', { name: 'Change Ben' }).click();
  const dialog = anasPanel.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Green' }).check();

  await bensPanel.getByRole('button', { name: 'Change Ben' }).click();
  await bensPanel.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true }).fill('Benja');
  await bensPanel.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(memberRow(anasPanel, 'Benja')).toBeAttached();

  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await bensPanel.getByRole('button', { name: 'Change Benja' }).click();
  await expect(bensPanel.getByRole('radio', { name: 'Green' })).toBeChecked();
  await expect(bensPanel.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Benja');
});

test('a removed member is cut off at once, is told by whom, can read and export, and gets nothing new', async ({
  family: { ben, anasPanel, bensPanel },
}) => {
  await add(anasPanel, 'Milk');
  await expect(entry(bensPanel, 'Milk')).toBeVisible();
  const before = Date.now();
  await removeMember(anasPanel, 'Ben');
  await expect(bensPanel.getByText(/This browser was removed from the family by Ana/)).toBeVisible();
  // Generous, since browsers share the machine; the relay's own time is tested on the relay.
  expect(Date.now() - before).toBeLessThan(10_000);
  await expectSync(bensPanel, /removed/);
  await listTab(anasPanel);
  await add(anasPanel, 'Secret');
  await expectSync(anasPanel, 'Synced');

  await expect(entry(bensPanel, 'Milk')).toBeVisible();
  await ben.killWorker();
  await bensPanel.reload();
  await expect(bensPanel.getByText(/This browser was removed/)).toBeVisible();
  await expect(entry(bensPanel, 'Milk')).toBeVisible();
  await expect(entry(bensPanel, 'Secret')).toHaveCount(0);
  await expect(bensPanel.getByRole('textbox', { name: 'Add to list' })).toHaveCount(0);
  await checkbox(bensPanel, 'Milk').click();
  await expect(
    bensPanel
      .getByRole('alert')
      .filter({ hasText: /removed/ })
      .first(),
  ).toBeVisible();
  await expect(checkbox(bensPanel, 'Milk')).not.toBeChecked();
});

test('three browsers: one is removed while another is offline, whose changes then reach the rest, and only them', async ({
  relay,
  family: { anasPanel, bensPanel },
}) => {
  const proxy = await createCuttableProxy(Number(relay.authority.split(':').at(-1)));
  await withMember(async (lea) => {
    const panel = await lea.openPage('sidepanel', PHONE);
    const invite = await makeInvite(anasPanel);
    await joinFamily(panel, invite, 'Léa');
    await expect(panel.getByRole('tab', { name: 'Groceries' })).toBeVisible();
    await useRelay(lea, proxy.authority);
    await expectSync(panel, 'Synced');
    proxy.cut();
    await expectSync(panel, /^Offline/);
    await add(panel, 'Written offline');

    await removeMember(anasPanel, 'Ben');
    await expect(bensPanel.getByText(/This browser was removed/)).toBeVisible();
    proxy.mend();
    await listTab(anasPanel);
    await expect(entry(anasPanel, 'Written offline')).toBeVisible({ timeout: 90_000 });
    await expectSync(panel, 'Synced');
    await expect(entry(bensPanel, 'Written offline')).toHaveCount(0);
    await add(anasPanel, 'Bread');
    await expect(entry(panel, 'Bread')).toBeVisible();
  }).finally(() => proxy.close());
});

test('the recovery kit brings back a family that lost every browser, from the relay alone', async ({
  relay,
  family: { ana, ben, anasPanel },
}) => {
  await add(anasPanel, 'Milk');
  await expectSync(anasPanel, 'Synced');
  const options = await ana.openPage('options');
  const words = await makeKit(options);
  await ana.close();
  await ben.close();

  await withMember(async (fresh) => {
    await useRelay(fresh, relay.authority);
    const panel = await fresh.openPage('sidepanel', PHONE);
    await panel.getByRole('button', { name: 'Recover a family' }).click();
    const kit = panel.getByRole('textbox', { name: 'Recovery words or link' });
    await kit.fill([...words.slice(0, 11), 'zebrafish'].join(' '));
    await panel.getByRole('textbox', { name: 'Your name' }).fill('Ana');
    await panel.getByRole('button', { name: 'Recover family' }).click();
    await expect(panel.getByText(/zebrafish/)).toBeVisible();
    await kit.fill(words.join(' '));
    await panel.getByRole('button', { name: 'Recover family' }).click();
    await expect.poll(() => titles(panel)).toEqual(['Milk']);
    await familyTab(panel);
    await expect(
      panel
        .getByRole('list', { name: 'Members', exact: true })
        .getByRole('listitem')
        .filter({ hasText: 'Ana' })
        .first(),
    ).toBeVisible();
  });
});

test('a sealed backup and the kit bring the family back after the relay has lost everything', async ({
  relay,
  family: { ana, ben, anasPanel },
}) => {
  await add(anasPanel, 'Milk');
  await expectSync(anasPanel, 'Synced');
  const options = await ana.openPage('options');
  const words = await makeKit(options);
  const downloading = options.waitForEvent('download');
  await options.getByRole('button', { name: 'Export backup' }).click();
  const backup = await readFile(await (await downloading).path(), 'utf8');
  expect(backup).not.toMatch(/Milk|Sanchez/);
  await ana.close();
  await ben.close();
  await relay.kill9();
  await relay.wipe();
  await relay.start();

  const folder = await makeTempDir('backup');
  const file = join(folder.path, 'backup.json');
  await writeFile(file, backup);
  await withMember(async (fresh) => {
    await useRelay(fresh, relay.authority);
    const page = await fresh.openPage('options');
    await page.getByRole('button', { name: 'Restore backup' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type="file"]').setInputFiles(file);
    await dialog.getByRole('textbox', { name: 'Recovery words or link' }).fill(words.join(' '));
    await dialog.getByRole('textbox', { name: 'Your name' }).fill('Ana');
    await dialog.getByRole('button', { name: 'Recover family' }).click();
    await expect(dialog).toBeHidden();
    const panel = await fresh.openPage('sidepanel', PHONE);
    await expect.poll(() => titles(panel)).toEqual(['Milk']);
    await expectSync(panel, 'Synced');
  }).finally(() => folder.remove());
});

test('what the server stores is shown from the live room, and names nothing of the family', async ({
  family: { ana, anasPanel },
}) => {
  await add(anasPanel, 'Milk');
  await expectSync(anasPanel, 'Synced');
  const options = await ana.openPage('options');
  const section = options.getByRole('region', { name: 'What the server stores' });
  await section.getByRole('button', { name: 'Ask the server what it has' }).click();
  await expect(section).toContainText(/created the family/);
  await expect(section.getByText('Milk')).toHaveCount(0);
});
