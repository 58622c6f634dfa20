import { expect, type Page } from 'playwright/test';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import { namedRows, sendCommand } from '../../scripts/page-messages.ts';
import { objections } from './axe.ts';
import { add, checkbox, createFamily, entry, openEntry, PHONE, titles } from './family-steps.ts';
import { test } from './two-members.ts';

/** Opens the menu of the list in front and chooses from it. */
async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'List options' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Adds a line that is read: what stands in the list is its last word. */
async function addLine(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Add to list' }).fill(line);
  await page.keyboard.press('Enter');
  await expect(entry(page, line.split(' ').at(-1) ?? '')).toBeVisible();
}

test('rows by keyboard alone: pick several, move them, change a title and a quantity in place, take all of it back', async ({
  ana,
}) => {
  const page = await ana.openPage('popup', PHONE);
  await createFamily(page);
  for (const title of ['Bread', '3 Milk', 'Eggs']) await addLine(page, title);
  const keys = page.keyboard;
  const todo = page.getByRole('tab', { name: 'To-do' });
  await expect(page.getByRole('button', { name: 'List options' })).toBeVisible();

  await checkbox(page, 'Eggs').focus();
  await keys.press('ArrowDown');
  await expect(checkbox(page, 'Milk')).toBeFocused();
  await keys.press('F2');
  const field = page.getByRole('textbox', { name: 'Title' });
  await expect(field).toBeFocused();
  await keys.type('Oat milk');
  await keys.press('Enter');
  await expect(checkbox(page, 'Oat milk')).toBeFocused();
  for (let step = 0; step < 3; step += 1) await keys.press('+');
  await expect(entry(page, 'Oat milk')).toContainText('6');
  await keys.press('F2');
  await keys.type('no');
  await keys.press('Escape');
  await expect(checkbox(page, 'Oat milk')).toBeFocused();

  await keys.press('Shift+ArrowDown');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('2 selected');
  expect(await objections(page), 'selecting').toEqual([]);
  await keys.press('ControlOrMeta+a');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('3 selected');
  await keys.press('Escape');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toHaveCount(0);
  await expect(checkbox(page, 'Bread')).toBeFocused();

  await keys.press('Shift+ArrowUp');
  const toolbar = page.getByRole('toolbar', { name: 'Selection' });
  await toolbar.getByRole('button', { name: 'Move to list' }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'To-do' })).toBeFocused();
  expect(await objections(page), 'a menu').toEqual([]);
  await keys.press('Enter');
  await expect.poll(() => titles(page)).toEqual(['Eggs']);
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  await todo.click();
  await expect.poll(async () => (await titles(page, 'To-do')).toSorted()).toEqual(['Bread', 'Oat milk']);

  // Back step by step, long after the offer, in another popup: move, three steps up, title.
  await page.close();
  const again = await ana.openPage('popup', PHONE);
  await again.getByRole('tab', { name: 'Groceries' }).click();
  await checkbox(again, 'Eggs').focus();
  await expect(again.getByRole('button', { name: 'List options' })).toBeVisible();
  await again.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => titles(again)).toEqual(['Eggs', 'Oat milk', 'Bread']);
  for (let step = 0; step < 3; step += 1) await again.keyboard.press('ControlOrMeta+z');
  await expect(entry(again, 'Oat milk')).toContainText('3');
  await again.keyboard.press('ControlOrMeta+z');
  await expect(checkbox(again, 'Milk')).toBeVisible();
});

test('rows by mouse: a double press edits, the menu of a row deletes, search finds in every list', async ({ ana }) => {
  const page = await ana.openPage('popup', PHONE);
  await createFamily(page);
  await add(page, 'Bread');
  await expect(page.getByRole('button', { name: 'List options' })).toBeVisible();
  await page.getByText('Bread', { exact: true }).dblclick();
  await page.getByRole('textbox', { name: 'Title' }).fill('Rye bread');
  await page.keyboard.press('Enter');
  await expect(checkbox(page, 'Rye bread')).not.toBeChecked();
  await entry(page, 'Rye bread').hover();
  await page.getByRole('button', { name: 'Increase quantity of Rye bread' }).click();
  await expect(entry(page, 'Rye bread')).toContainText('2');

  await page.getByRole('tab', { name: 'To-do' }).click();
  await add(page, 'Bread knife to be sharpened');
  await add(page, `Bread ${'and more of it '.repeat(20)}`.trim());
  await page.getByRole('button', { name: 'Search all lists' }).click();
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
  await page.keyboard.type('bréad');
  const dialog = page.getByRole('dialog', { name: 'Search all lists' });
  await expect(dialog.getByRole('status')).toHaveText('3 found');
  const sideways = await dialog.locator('.dialog-body').evaluate((body) => body.scrollWidth - body.clientWidth);
  expect(sideways, 'a long title gives way').toBeLessThanOrEqual(0);
  await expect(
    dialog.getByRole('list', { name: 'Groceries' }).getByRole('checkbox', { name: 'Rye bread' }),
  ).toBeVisible();
  expect(await objections(page), 'search').toEqual([]);
  const [box, title] = await Promise.all([
    dialog.getByRole('checkbox', { name: 'Rye bread' }).boundingBox(),
    dialog.getByRole('button', { name: 'Rye bread' }).boundingBox(),
  ]);
  expect((title?.x ?? 999) - (box?.x ?? 0), 'a title that was found stands beside its box').toBeLessThan(40);
  await dialog.getByRole('button', { name: 'Rye bread' }).click();
  await expect(page.getByRole('tab', { name: 'Groceries' })).toHaveAttribute('aria-selected', 'true');
  await expect(checkbox(page, 'Rye bread')).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('knife');
  await expect(dialog.getByRole('status')).toHaveText('1 found');
  await page.keyboard.press('Enter');
  await expect(checkbox(page, 'Bread knife to be sharpened')).toBeFocused();
  await page.getByRole('tab', { name: 'Groceries' }).click();

  // The browser closes a dialog at the second Escape, whatever the page says.
  const details = await openEntry(page, 'Rye bread');
  await details.getByRole('textbox', { name: 'Title' }).fill('');
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Escape');
  await expect(details.getByText('Give it a title.')).toBeVisible();
  await details.getByRole('textbox', { name: 'Title' }).fill('Rye bread');
  await details.getByRole('button', { name: 'Save' }).click();
  await expect(details).toBeHidden();

  await entry(page, 'Rye bread').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(entry(page, 'Rye bread')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(entry(page, 'Rye bread')).toContainText('2');
});

test('a list of any length: what comes pushes no row out, and what search finds gets the keyboard wherever it stands', async ({
  ana,
}) => {
  const page = await ana.openPage('sidepanel', PHONE);
  await createFamily(page);
  const lists = await namedRows(page, 'lists', 2);
  const fill = (name: string, count: number) =>
    sendCommand(page, {
      type: 'addItems',
      list: lists.find((list) => list.name === name)?.id as ListId,
      items: Array.from({ length: count }, (_, n) => ({ id: newId<ItemId>(), title: `${name} no. ${n}` })),
    });
  await fill('Groceries', 12);
  await fill('To-do', 200);
  await expect(page.getByRole('checkbox', { name: /^Groceries no/ })).toHaveCount(12);
  const removed = await page.evaluateHandle(() => {
    const gone: string[] = [];
    new MutationObserver((changes) => {
      for (const { removedNodes } of changes) {
        for (const node of removedNodes) if (node instanceof HTMLLIElement) gone.push(node.textContent);
      }
    }).observe(document.body, { childList: true, subtree: true });
    return gone;
  });
  await add(page, 'One more');
  await expect(page.getByRole('tabpanel').getByRole('checkbox')).toHaveCount(13);
  expect(await removed.jsonValue()).toEqual([]);

  await page.getByRole('button', { name: 'Search all lists' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('To-do no. 170');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /To-do no\. 170/ })
    .click();
  await expect(page.getByRole('checkbox', { name: 'To-do no. 170' })).toBeFocused();
  await expect(page.getByRole('checkbox', { name: 'To-do no. 170' })).toBeInViewport();
  expect(ana.problems).toEqual([]);
});

test('a new list is in front, with the keyboard where its entries are written', async ({ ana }) => {
  const page = await ana.openPage('sidepanel', PHONE);
  await createFamily(page);
  await page.getByRole('button', { name: 'New list' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Garden');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Garden', selected: true })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Add to list' })).toBeFocused();
});

test('tabs that do not fit fade on the side where there are more, and come by key, press and wheel; the chosen one is in sight from the start', async ({
  ana,
}) => {
  const page = await ana.openPage('sidepanel', PHONE);
  await createFamily(page);
  const tabs = page.getByRole('tablist', { name: 'Lists' });
  await expect(page.getByRole('button', { name: 'List options' })).toBeVisible();
  await expect(tabs).toHaveCSS('mask-image', 'none');
  for (const name of ['Camping trip', 'School bag', 'Garden', 'Presents']) {
    await sendCommand(page, { type: 'addList', id: newId<ListId>(), name, kind: 'plain' });
  }
  const fades = (left: boolean, right: boolean) =>
    expect
      .poll(() =>
        tabs.evaluate((list) => {
          const mask = getComputedStyle(list).maskImage;
          return [/\) 32px/.test(mask), /100% - 32px/.test(mask)];
        }),
      )
      .toEqual([left, right]);
  await fades(false, true);

  await page.getByRole('tab', { name: 'Groceries' }).press('End');
  await expect(page.getByRole('tab', { name: 'Presents' })).toBeFocused();
  await fades(true, false);
  await tabs.hover();
  await page.mouse.wheel(0, -60);
  await fades(true, true);
  await page.mouse.wheel(0, -2_000);
  await fades(false, true);
  // The next one shows beside the one that is pressed.
  await page.getByRole('tab', { name: 'To-do' }).click();
  await expect(page.getByRole('tab', { name: 'Camping trip' })).toBeInViewport();

  await page.emulateMedia({ forcedColors: 'active' });
  await expect(tabs).toHaveCSS('mask-image', 'none');
  await expect(tabs).toHaveCSS('border-right-style', 'dashed');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await page.getByRole('tab', { name: 'To-do' }).press('Home');
  await fades(true, false);

  await page.getByRole('tab', { name: 'Groceries' }).press('End');
  const popup = await ana.openPage('popup', PHONE);
  await expect(popup.getByRole('button', { name: 'List options' })).toBeVisible();
  await expect(popup.getByRole('tab', { name: 'Presents', selected: true })).toBeInViewport({ ratio: 0.99 });
});

test('a list is renamed, coloured, ordered, archived, put back, made a template, used and deleted, and the other member sees it', async ({
  family: { anasPanel: page, bensPanel },
}) => {
  await add(page, 'Bread');
  await choose(page, 'Change list…');
  const dialog = page.getByRole('dialog', { name: 'Groceries' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Shopping');
  await dialog.getByRole('radio', { name: '🛒' }).check();
  await dialog.getByRole('radio', { name: 'Violet' }).check();
  expect(await objections(page), 'a list’s dialog').toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(bensPanel.getByRole('tab', { name: 'Shopping', exact: true })).toContainText('🛒');

  await choose(page, 'All lists');
  const all = page.getByRole('dialog', { name: 'All lists' });
  expect(await objections(page), 'all lists').toEqual([]);
  await all.getByRole('button', { name: 'Shopping', exact: true }).press('Alt+ArrowDown');
  await expect(bensPanel.getByRole('tablist', { name: 'Lists' }).getByRole('tab').first()).toHaveText('To-do');
  await page.keyboard.press('Escape');

  await choose(page, 'Save as template');
  await page.getByRole('textbox', { name: 'Name' }).fill('Weekly shop');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved the template')).toBeVisible();
  await checkbox(page, 'Bread').check();
  await choose(page, 'Use template…');
  await page.getByRole('menuitem', { name: 'Weekly shop' }).click();
  await expect(checkbox(bensPanel, 'Bread').and(bensPanel.locator(':not(:checked)'))).toBeVisible();

  await choose(page, 'Archive list');
  await expect(page.getByRole('tab', { name: 'Shopping' })).toHaveCount(0);
  await expect(bensPanel.getByRole('tab', { name: 'Shopping' })).toHaveCount(0);
  await choose(page, 'All lists');
  await page.getByRole('button', { name: 'Restore Shopping' }).click();
  await expect(bensPanel.getByRole('tab', { name: 'Shopping' })).toBeVisible();
  await page.getByRole('button', { name: 'Shopping', exact: true }).click();

  await choose(page, 'Delete list');
  await expect(bensPanel.getByRole('tab', { name: 'Shopping' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bensPanel.getByRole('tab', { name: 'Shopping' })).toBeVisible();
});

test('groceries stand by category; a correction is remembered; history brings a title back, the trash an entry', async ({
  ana,
}) => {
  const page = await ana.openPage('sidepanel', PHONE);
  await createFamily(page);
  for (const title of ['Zorgle', 'Milk', 'Bread', 'Bananas']) await add(page, title);
  await expect.poll(() => titles(page)).toEqual(['Zorgle', 'Bananas', 'Bread', 'Milk']);
  await expect(entry(page, 'Bananas').getByRole('heading', { name: 'Produce' })).toBeVisible();
  expect(await objections(page), 'sections').toEqual([]);

  await page.setViewportSize({ width: PHONE.width, height: 340 });
  await add(page, 'Soap');
  await expect(entry(page, 'Soap')).toBeInViewport({ ratio: 1 });
  await expect(entry(page, 'Zorgle')).not.toBeInViewport();
  await expect(page.getByRole('textbox', { name: 'Add to list' })).toBeFocused();
  await page.setViewportSize(PHONE);

  const dialog = await openEntry(page, 'Bread');
  await expect(dialog.getByRole('combobox', { name: 'Category' })).toHaveValue('Bakery');
  await dialog.getByRole('combobox', { name: 'Category' }).selectOption('Breakfast');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Rye bread');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(entry(page, 'Rye bread').getByRole('heading', { name: 'Breakfast' })).toBeVisible();

  const again = await openEntry(page, 'Rye bread');
  await again.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('dialog', { name: 'History of Rye bread' });
  await expect(history.getByRole('listitem').filter({ hasText: 'Ana added it' })).toBeVisible();
  expect(await objections(page), 'history').toEqual([]);
  await history.getByRole('button', { name: 'Restore Bread' }).click();
  await expect(again.getByRole('textbox', { name: 'Title' })).toHaveValue('Bread');
  await again.getByRole('combobox', { name: 'Category' }).selectOption('New category…');
  await again.getByRole('textbox', { name: 'New category' }).fill('Party');
  expect(await objections(page), 'a new category').toEqual([]);
  await again.getByRole('button', { name: 'Save' }).click();
  const bread = entry(page, 'Bread').getByRole('heading');
  await expect(bread).toHaveText('Party');

  await choose(page, 'Order of categories…');
  const categories = page.getByRole('dialog', { name: 'Order of categories' });
  await categories.getByRole('button', { name: 'Rename Party' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(categories.getByRole('button', { name: 'Rename Party' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Fiesta');
  await page.keyboard.press('Enter');
  await expect(categories.getByRole('button', { name: 'Rename Fiesta' })).toBeFocused();
  await categories.getByRole('textbox', { name: 'New category' }).fill('bakery');
  await page.keyboard.press('Enter');
  await expect(categories.getByRole('alert')).toHaveText('There is a category of this name.');
  await categories.getByRole('textbox', { name: 'New category' }).fill('Garden');
  await page.keyboard.press('Enter');
  await expect(categories.getByRole('button', { name: 'Delete Garden' })).toBeVisible();
  expect(await objections(page), 'categories').toEqual([]);
  await categories.getByRole('button', { name: 'Delete Fiesta' }).click();
  await expect(categories.getByRole('button', { name: 'Rename Fiesta' })).toHaveCount(0);
  await expect(categories.getByRole('textbox', { name: 'New category' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(bread).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bread).toHaveText('Fiesta');

  await (await openEntry(page, 'Bread')).getByRole('button', { name: 'Delete' }).click();
  await expect(checkbox(page, 'Bread')).toHaveCount(0);

  await page.getByRole('button', { name: 'List options' }).click();
  await page.getByRole('menuitem', { name: 'Trash…' }).click();
  const trash = page.getByRole('dialog', { name: 'Trash of Groceries' });
  await expect(trash.getByRole('listitem')).toContainText('by Ana');
  expect(await objections(page), 'trash').toEqual([]);
  await trash.getByRole('button', { name: 'Restore Bread' }).click();
  await page.keyboard.press('Escape');
  await expect(checkbox(page, 'Bread')).toBeVisible();
});

test('a to-do has a time, a priority, a repeat and parts, by keyboard; ticked, it comes back on its next day', async ({
  ana,
}) => {
  const page = await ana.openPage('popup', PHONE);
  const keys = page.keyboard;
  await createFamily(page);
  await page.getByRole('tab', { name: 'To-do' }).click();
  for (const title of ['Socks', 'Pack', 'Bins']) await add(page, title);
  await expect(page.getByRole('button', { name: 'List options' })).toBeVisible();

  await checkbox(page, 'Socks').focus();
  await keys.press('Alt+ArrowRight');
  await expect(entry(page, 'Pack')).toContainText('0 of 1 steps');
  await checkbox(page, 'Pack').focus();
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Pack' });
  await dialog.getByRole('textbox', { name: 'New step' }).focus();
  await keys.type('Toothbrush');
  await keys.press('Enter');
  await expect(dialog.getByRole('checkbox', { name: 'Toothbrush' })).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Priority' }).selectOption('High');
  expect(await objections(page), 'a to-do’s dialog').toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(entry(page, 'Pack')).toContainText('High priority');
  await expect.poll(() => titles(page, 'To-do')).toEqual(['Bins', 'Pack', 'Socks', 'Toothbrush']);
  await checkbox(page, 'Socks').focus();
  await keys.press('Alt+ArrowLeft');
  await expect(entry(page, 'Pack')).toContainText('0 of 1 steps');

  const bins = await openEntry(page, 'Bins');
  await bins.getByLabel('Due', { exact: true }).fill('2026-01-05');
  await bins.getByLabel('At', { exact: true }).fill('07:30');
  await bins.getByRole('combobox', { name: 'Repeats' }).selectOption('Every week');
  await bins.getByRole('button', { name: 'Save' }).click();
  await expect(entry(page, 'Bins')).toContainText('Was due Mon, Jan 5, 7:30 AM');
  await checkbox(page, 'Bins').check();
  await expect(entry(page, 'Bins')).not.toContainText('Was due');
  await expect(checkbox(page, 'Bins')).not.toBeChecked();
});

test('a list goes out as text and comes in from another app, with a word on what was left out', async ({ ana }) => {
  const page = await ana.openPage('popup', PHONE);
  await createFamily(page);
  await add(page, 'Bread');
  await page.getByRole('button', { name: 'List options' }).click();
  await page.getByRole('menuitem', { name: 'Share or export…' }).click();
  const sharing = page.getByRole('dialog', { name: 'Share Groceries' });
  await expect(sharing.getByRole('textbox', { name: 'Preview' })).toHaveValue('## Groceries\n\n- [ ] Bread\n');
  await sharing.getByRole('combobox', { name: 'Format' }).selectOption('CSV (for spreadsheets)');
  const download = page.waitForEvent('download');
  await sharing.getByRole('button', { name: 'Save as file' }).click();
  expect((await download).suggestedFilename()).toBe('Share-Groceries.csv');
  expect(await objections(page), 'sharing').toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'List options' }).click();
  await page.getByRole('menuitem', { name: 'Import…' }).click();
  const importing = page.getByRole('dialog', { name: 'Import into Groceries' });
  await importing.getByLabel('File').setInputFiles({
    name: 'note.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        title: 'Shop',
        listContent: [
          { text: 'Eggs', isChecked: false },
          { text: 'Bread', isChecked: false },
          { text: 'Figs', isChecked: true },
        ],
      }),
    ),
  });
  await expect(importing.getByRole('heading', { name: '2 entries found' })).toBeVisible();
  await expect(importing.getByRole('heading', { name: '1 left out' })).toBeVisible();
  expect(await objections(page), 'importing').toEqual([]);
  await importing.getByRole('button', { name: 'Import 2 entries' }).click();
  await expect(importing.getByRole('status')).toContainText('2 entries were added. 1 joined what was there.');
  await importing.getByRole('button', { name: 'Close' }).last().click();
  await expect(checkbox(page, 'Eggs')).toBeVisible();
  await expect(checkbox(page, 'Bread')).toHaveCount(1);
});
