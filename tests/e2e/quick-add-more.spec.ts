import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from 'playwright/test';
import { createFamily, entry, PHONE, useRelay } from './family-steps.ts';
import { type ChromiumMember, launchMember } from './harness/chromium-member.ts';
import { makeGrantedExtension } from './harness/granted-extension.ts';
import { type PageServer, servePages } from './harness/page-server.ts';
import { test as base } from './two-members.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function objections(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

const ld = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
const PAGES = {
  '/soup': `<!doctype html><title>Leek soup</title><h1>Leek soup</h1>
    <p id="tip">Serve it hot</p>
    ${ld({ '@context': 'https://schema.org', '@graph': [{ '@type': 'Recipe', name: 'Leek soup', recipeIngredient: ['3 leeks', '500 g potatoes', '1 l stock'] }] })}`,
  '/microdata': `<!doctype html><title>Pancakes</title><div itemscope itemtype="https://schema.org/Recipe">
    <h1 itemprop="name">Pancakes</h1><ul><li itemprop="recipeIngredient">250 g <b>flour</b></li><li itemprop="recipeIngredient">4 eggs</li></ul></div>`,
  '/concert': `<!doctype html><title>Winter concert</title>${ld({ '@type': 'MusicEvent', name: 'Winter concert', startDate: '2031-12-12T19:30', location: 'Town hall' })}`,
  '/plain': '<!doctype html><title>Nothing here</title>',
  '/match': '<!doctype html><title>Match</title><a href="/match.ics">Add to calendar</a>',
  '/match.ics':
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Away match\r\nDTSTART;VALUE=DATE:20311213\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  '/hostile': `<!doctype html><title>Hostile</title><script>window.hit = 0</script>
    <script type="application/ld+json">{"@type":"Recipe","name":"<img src=x onerror=alert(1)>","recipeIngredient":["<script>alert(1)<\\/script>egg","constructor","\\u202egge"]}</script>
    <script type="application/ld+json">${'['.repeat(200_000)}</script>
    ${'<div itemscope itemtype="https://schema.org/Event"><i itemprop="constructor">x</i></div>'.repeat(500)}`,
};

const test = base.extend<{ site: PageServer; granted: ChromiumMember }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from this pattern.
  site: async ({}, use) => {
    const site = await servePages(PAGES);
    await use(site);
    await site.close();
  },
  granted: async ({ relay }, use) => {
    const extension = await makeGrantedExtension();
    const ana = await launchMember({ extensionDir: extension.path });
    await useRelay(ana, relay.authority);
    const panel = await ana.openPage('sidepanel', PHONE);
    await createFamily(panel);
    await panel.close();
    await use(ana);
    await ana.close();
    await extension.remove();
  },
});

/** The popup as it opens over a page of the site. */
async function popupOn(member: ChromiumMember, url: string, prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const page = await member.context.newPage();
  await page.goto(url);
  const worker = await member.worker();
  await page.bringToFront();
  await prepare?.(page);
  const opened = member.context.waitForEvent('page', (each) => each.url() === member.pageUrl('popup'));
  await worker.evaluate(() => chrome.action.openPopup());
  return opened;
}

test('the ingredients of the page in front are looked over and added with its link', async ({ granted, site }) => {
  const popup = await popupOn(granted, `${site.origin}/soup?utm_source=mail&serves=6`);
  await popup.getByRole('button', { name: 'Add ingredients (3)…' }).click();
  const dialog = popup.getByRole('dialog', { name: 'Add 3 entries?' });
  await expect(dialog.getByRole('listitem')).toHaveCount(3);
  expect(await objections(popup)).toEqual([]);
  await popup.screenshot({ path: test.info().outputPath('ingredients.png') });
  await dialog.getByRole('button', { name: 'Add 3 entries' }).click();
  await expect(entry(popup, 'potatoes').locator('.quantity')).toHaveText('500 g');
  const link = entry(popup, 'leeks').getByRole('link');
  await expect(link).toHaveAttribute('href', `${site.origin}/soup?serves=6`);
  await popup.getByRole('button', { name: 'Undo' }).click();
  await expect(entry(popup, 'potatoes')).toBeHidden();
});

test('the page in front is attached with what is selected on it', async ({ granted, site }) => {
  const popup = await popupOn(granted, `${site.origin}/soup?fbclid=1`, async (page) => {
    await page.locator('#tip').evaluate((tip) => getSelection()?.selectAllChildren(tip));
  });
  await expect(popup.getByText('Leek soup — Serve it hot')).toBeVisible();
  await popup.getByRole('checkbox', { name: 'Attach this page' }).check();
  await popup.getByRole('textbox', { name: 'Add to list' }).press('Enter');
  await expect(entry(popup, 'Leek soup')).toContainText('Serve it hot');
  await expect(entry(popup, 'Leek soup').getByRole('link')).toHaveAttribute('href', `${site.origin}/soup`);
});

test('microdata is read too; a page that holds nothing offers nothing', async ({ granted, site }) => {
  const popup = await popupOn(granted, `${site.origin}/microdata`);
  await popup.getByRole('button', { name: 'Add ingredients (2)…' }).click();
  const titles = popup.getByRole('dialog').getByRole('textbox', { name: 'Title' });
  await expect(titles.first()).toHaveValue('flour');
  await popup.close();
  const plain = await popupOn(granted, `${site.origin}/plain`);
  await expect(plain.getByRole('checkbox', { name: 'Attach this page' })).toBeEnabled();
  await expect(plain.getByRole('button', { name: /^Add (ingredient|event)/ })).toHaveCount(0);
});

for (const [path, title, when] of [
  ['/concert', 'Winter concert', 'Fri, Dec 12, 7:30 PM – 8:30 PM · Town hall'],
  ['/match', 'Away match', 'Sat, Dec 13'],
] as const) {
  test(`an event of the page in front goes to the calendar (${path})`, async ({ granted, site }) => {
    const popup = await popupOn(granted, `${site.origin}${path}`);
    await popup.getByRole('button', { name: 'Add event…' }).click();
    const dialog = popup.getByRole('dialog', { name: 'Add 1 event?' });
    await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue(title);
    await expect(dialog).toContainText(when);
    expect(await objections(popup)).toEqual([]);
    await popup.screenshot({ path: test.info().outputPath('event.png') });
    await dialog.getByRole('textbox', { name: 'Title' }).fill(`${title} with Ben`);
    await dialog.getByRole('button', { name: 'Add 1 event' }).click();
    await expect(popup.getByText(`Added “${title} with Ben”`)).toBeVisible();
    await expect(popup.getByRole('button', { name: 'Undo' })).toBeVisible();
  });
}

test('a hostile page gives text at most', async ({ granted, site }) => {
  const popup = await popupOn(granted, `${site.origin}/hostile`);
  await popup.getByRole('button', { name: 'Add ingredients (3)…' }).click();
  const titles = popup.getByRole('dialog').getByRole('textbox', { name: 'Title' });
  await expect(titles).toHaveCount(3);
  await expect(titles.nth(2)).toHaveValue('gge');
  expect(granted.problems).toEqual([]);
});
