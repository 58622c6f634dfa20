import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { createFamily, joinFamily, makeInvite, useRelay } from '../tests/e2e/family-steps.ts';
import { type ChromiumMember, type ExtensionPage, launchMember } from '../tests/e2e/harness/chromium-member.ts';
import { startTestRelay } from '../tests/e2e/harness/test-relay.ts';
import { buildExtension } from './build-extension.ts';
import { projectRoot } from './project-root.ts';
import { fillSampleFamily, SAMPLE_ZONE } from './sample-family.ts';

/**
 * `npm run pictures [-- --out DIR] [-- --all]`: pictures of the running product with the sample family. docs/pictures holds the few that
 * the manual shows; `--all` takes every page at every width, light and dark, empty and full, to look at.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(projectRoot, 'docs', 'pictures') },
    all: { type: 'boolean', default: false },
  },
});
/** Beyond the agenda, which the calendar opens with; the manual shows the month. */
const VIEWS = values.all ? ['Day', '3 days', 'Week', 'Month', 'People'] : ['Month'];
const WIDTHS = values.all ? [320, 360, 480, 1000] : [360];

await mkdir(values.out, { recursive: true });
await buildExtension('chrome', { isQuiet: true });
const relay = await startTestRelay();
const ana = await launchMember({ timeZone: SAMPLE_ZONE });
const ben = await launchMember({ timeZone: SAMPLE_ZONE });
try {
  await useRelay(ana, relay.authority);
  if (values.all) await takeAll('empty', ['popup', 'sidepanel', 'welcome', 'options']);
  const panel = await ana.openPage('sidepanel');
  await createFamily(panel, 'Ana', 'Sanchez');
  if (values.all) await takeAll('new', ['popup', 'sidepanel']);
  const bens = await ben.openPage('welcome');
  await joinFamily(bens, await makeInvite(panel), 'Ben');
  await fillSampleFamily(panel, bens);
  await takeAll('family', values.all ? ['popup', 'sidepanel', 'options'] : ['popup', 'sidepanel']);
} finally {
  await Promise.all([ana.close(), ben.close()]);
  await relay.close();
}

async function takeAll(state: string, pages: ExtensionPage[]): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      for (const name of pages) await take(ana, { name, state, colorScheme, width });
    }
  }
}

async function take(
  member: ChromiumMember,
  shot: { name: ExtensionPage; state: string; colorScheme: 'light' | 'dark'; width: number },
): Promise<void> {
  const { name, state, colorScheme, width } = shot;
  const page = await member.openPage(name, { width, height: name === 'popup' ? 580 : 760 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.getByRole('textbox').or(page.getByRole('tab')).first().waitFor();
  // The panel opens where it was left.
  const list = page.getByRole('tab', { name: 'List', exact: true });
  if (await list.isVisible()) await list.click();
  await settled(page);
  const file = (part: string) => join(values.out, `${name}${part}-${state}-${width}-${colorScheme}.png`);
  await page.screenshot({ path: file('') });
  if (name === 'sidepanel' && state !== 'empty') {
    for (const tab of ['Calendar', 'Family']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await settled(page);
      await page.screenshot({ path: file(`-${tab.toLowerCase()}`) });
    }
    await page.getByRole('tab', { name: 'Calendar', exact: true }).click();
    for (const view of VIEWS) {
      await page.getByRole('tab', { name: view, exact: true }).click();
      await settled(page);
      await page.screenshot({ path: file(`-calendar-${view.toLowerCase().replace(' ', '-')}`) });
    }
    await page.getByRole('tab', { name: 'Agenda', exact: true }).click();
    if (values.all) {
      await page.getByRole('tab', { name: 'Family', exact: true }).click();
      await page.getByRole('button', { name: 'Invite someone' }).click();
      await page.getByRole('textbox', { name: 'Invite link' }).waitFor();
      await page.screenshot({ path: file('-invite') });
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Calendar', exact: true }).click();
      await page.getByRole('button', { name: 'New event' }).click();
      await page.getByRole('dialog').waitFor();
      await page.screenshot({ path: file('-new-event') });
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'List', exact: true }).click();
      const more = page.getByRole('button', { name: /^More about/ }).first();
      if ((await more.count()) > 0) {
        await more.click();
        await page.getByRole('dialog').waitFor();
        await page.screenshot({ path: file('-entry') });
      }
    }
  }
  await page.close();
}

/** Once the status says what is true and nothing moves any more. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  const sync = page.getByRole('status', { name: 'Sync' });
  if ((await sync.count()) > 0) await sync.filter({ hasText: /^(Synced|Offline)/ }).waitFor();
}
