import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from 'playwright/test';
import { add, createFamily, entry, PHONE, useRelay } from './family-steps.ts';
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

for (const [path, title, day, time] of [
  ['/concert', 'Winter concert', '12', '19:30'],
  ['/match', 'Away match', '13', null],
] as const) {
  test(`an event of the page in front is a draft of the calendar, with the page attached (${path})`, async ({
    granted,
    site,
  }) => {
    const popup = await popupOn(granted, `${site.origin}${path}`);
    await popup.getByRole('button', { name: 'Add event…' }).click();
    const dialog = popup.getByRole('dialog', { name: 'New event' });
    await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue(title);
    await expect(dialog.getByLabel('Starts on')).toHaveValue(new RegExp(`-12-${day}$`));
    if (time !== null) await expect(dialog.getByLabel('Starts at')).toHaveValue(time);
    await expect(dialog.getByRole('checkbox', { name: 'All day' })).toBeChecked({ checked: time === null });
    await expect(dialog.getByRole('link').filter({ hasText: /\S/ }).first()).toHaveAttribute(
      'href',
      `${site.origin}${path}`,
    );
    expect(await objections(popup)).toEqual([]);
    await popup.screenshot({ path: test.info().outputPath('event.png') });
    await dialog.getByRole('textbox', { name: 'Title' }).fill(`${title} with Ben`);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(popup.getByText(`Added “${title} with Ben” to the calendar`)).toBeVisible();
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

const line = (page: Page) => page.getByRole('textbox', { name: 'Add to list' });
const options = (page: Page) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');

test('what was added before is suggested, chosen by the arrows, and comes with its quantity', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await line(popup).fill('2 oat milk');
  await line(popup).press('Enter');
  for (const text of ['mustard', 'bread']) await add(popup, text);
  await line(popup).pressSequentially('m');
  await expect(options(popup)).toHaveCount(2);
  expect(await objections(popup)).toEqual([]);
  await popup.screenshot({ path: test.info().outputPath('suggestions.png') });
  // Enter takes what is typed as long as nothing is chosen; Escape puts the list away.
  await popup.keyboard.press('Escape');
  await expect(options(popup)).toHaveCount(0);
  await expect(line(popup)).toHaveValue('m');
  await line(popup).pressSequentially('il');
  await expect(options(popup)).toHaveText([/oat milk/]);
  await popup.keyboard.press('ArrowDown');
  await expect(options(popup).first()).toHaveAttribute('aria-selected', 'true');
  await expect(line(popup)).toHaveAttribute('aria-activedescendant', /\S/);
  await popup.keyboard.press('Enter');
  await expect(line(popup)).toHaveValue('');
  await expect(line(popup)).toBeFocused();
  await expect(entry(popup, 'oat milk').locator('.quantity')).toHaveText('4');
  await expect(popup.getByText('oat milk: now 4')).toBeVisible();
  await line(popup).pressSequentially('mil');
  await expect(options(popup)).toHaveCount(1);
  await popup.keyboard.press('Enter');
  await expect(entry(popup, 'mil')).toBeVisible();
});

test('what is ticked and added again says so', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await add(popup, 'milk');
  await popup.getByRole('checkbox', { name: 'milk', exact: true }).check();
  await line(popup).fill('milk');
  await line(popup).press('Enter');
  await expect(popup.getByText('milk was ticked: open again')).toBeVisible();
});

test('a line after fam in the address bar is added, and the next page offers to take it back', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  await panel.close();
  const worker = await ana.worker();
  await worker.evaluate(() => {
    const { onInputEntered } = chrome.omnibox as unknown as { onInputEntered: { dispatch(...args: unknown[]): void } };
    onInputEntered.dispatch('2x milk & <b>bread</b> @Ana', 'currentTab');
  });
  const popup = await ana.openPage('popup', PHONE);
  const milk = entry(popup, 'milk & <b>bread</b>');
  await expect(milk.locator('.quantity')).toHaveText('2');
  await expect(milk.getByText('For Ana')).toBeAttached();
  await expect(line(popup)).toBeFocused();
  await popup.getByRole('button', { name: 'Undo' }).click();
  await expect(milk).toBeHidden();
  await popup.close();
  // Once offered, it is not offered again.
  const again = await ana.openPage('popup', PHONE);
  await expect(line(again)).toBeFocused();
  await add(again, 'bread');
  await expect(again.getByText('Added “bread”')).toBeVisible();
});

/** Drags something over the page from outside, and drops it in its middle. */
async function drop(page: Page, data: Record<string, string>): Promise<void> {
  await page.evaluate((carried) => {
    const dataTransfer = new DataTransfer();
    for (const [type, text] of Object.entries(carried)) dataTransfer.setData(type, text);
    const target = document.querySelector('main') ?? document.body;
    for (const type of ['dragenter', 'dragover', 'drop']) {
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, data);
}

test('a link or text that is dragged onto the side panel is added', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  await expect(line(panel)).toBeVisible();
  const link = {
    'text/uri-list': 'https://example.org/pan?utm_source=x',
    'text/html': '<a href="x"><b>A big</b> pan</a>',
  };
  await expect(async () => {
    await drop(panel, link);
    await expect(entry(panel, 'A big pan')).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(entry(panel, 'A big pan').getByRole('link')).toHaveAttribute('href', 'https://example.org/pan');
  await drop(panel, { 'text/plain': 'call the plumber' });
  await expect(entry(panel, 'call the plumber')).toBeVisible();
  await drop(panel, { 'text/plain': '- 2 leeks\n- 3 onions' });
  await panel.getByRole('dialog', { name: 'Add 2 entries?' }).getByRole('button', { name: 'Add 2 entries' }).click();
  await expect(entry(panel, 'leeks').locator('.quantity')).toHaveText('2');
});
