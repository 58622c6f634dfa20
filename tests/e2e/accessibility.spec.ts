import { expect } from 'playwright/test';
import { objections } from './axe.ts';
import {
  add,
  checkbox,
  createFamily,
  entry,
  expectSync,
  joinFamily,
  openEntry,
  PHONE,
  tabTo,
  titles,
} from './family-steps.ts';
import { launchMember } from './harness/chromium-member.ts';
import { test } from './two-members.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is clean for axe, empty and in use, ${colorScheme}`, async ({ prepared, relay: _ }) => {
    const ana = await prepared.launch('new', { colorScheme });
    const ben = await launchMember({ colorScheme });
    try {
      for (const name of ['popup', 'sidepanel', 'welcome', 'options'] as const) {
        const page = await ana.openPage(name, PHONE);
        await expect(page.getByRole('textbox').first()).toBeVisible();
        expect(await objections(page), `${name}, no family`).toEqual([]);
        await page.close();
      }
      const popup = await ana.openPage('popup', PHONE);
      await popup.getByRole('button', { name: 'Join a family' }).click();
      await popup.getByRole('button', { name: 'Join family' }).click();
      expect(await objections(popup), 'joining, refused').toEqual([]);
      await popup.reload();
      await createFamily(popup);
      await add(popup, 'Bread');
      await add(popup, 'Milk');
      await checkbox(popup, 'Milk').check();
      expect(await objections(popup), 'popup with a toast').toEqual([]);
      await openEntry(popup, 'Bread');
      expect(await objections(popup), 'an entry’s dialog').toEqual([]);

      const panel = await ana.openPage('sidepanel', PHONE);
      expect(await objections(panel), 'list').toEqual([]);
      await panel.getByRole('tab', { name: 'Calendar', exact: true }).click();
      expect(await objections(panel), 'empty calendar').toEqual([]);
      await panel.getByRole('button', { name: 'New event' }).click();
      const dialog = panel.getByRole('dialog', { name: 'New event' });
      await expect(dialog).toBeVisible();
      expect(await objections(panel), 'new event').toEqual([]);
      await dialog.getByRole('textbox', { name: 'Title' }).fill('Pottery');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(panel.getByRole('button', { name: /^Pottery/ })).toBeVisible();
      expect(await objections(panel), 'calendar').toEqual([]);
      await panel.getByRole('tab', { name: 'Family', exact: true }).click();
      await panel.getByRole('button', { name: 'Invite someone' }).click();
      await expect(panel.getByRole('textbox', { name: 'Invite link' })).toHaveValue(/join#/);
      expect(await objections(panel), 'invite').toEqual([]);
      const invite = await panel.getByRole('textbox', { name: 'Invite link' }).inputValue();
      await panel.keyboard.press('Escape');

      const bens = await ben.openPage('sidepanel', PHONE);
      await bens.getByRole('button', { name: 'Recover a family' }).click();
      await expect(bens.getByRole('textbox', { name: 'Recovery words or link' })).toBeVisible();
      expect(await objections(bens), 'recovering').toEqual([]);
      await bens.reload();
      await joinFamily(bens, invite, 'Ben');
      await panel.getByRole('switch', { name: 'Ask before someone joins' }).check();
      await expect(panel.getByRole('button', { name: 'Remove Ben', exact: true })).toBeVisible();
      expect(await objections(panel), 'family').toEqual([]);
      await panel.getByRole('button', { name: 'Change Ben' }).click();
      await expect(panel.getByRole('dialog')).toBeVisible();
      expect(await objections(panel), 'a member’s dialog').toEqual([]);
      await panel.keyboard.press('Escape');
      await panel.getByRole('button', { name: 'Remove Ben', exact: true }).click();
      await expect(panel.getByRole('dialog')).toBeVisible();
      expect(await objections(panel), 'removing').toEqual([]);
      await panel.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(bens.getByText(/This browser was removed/)).toBeVisible();
      expect(await objections(bens), 'removed').toEqual([]);

      const options = await ana.openPage('options', PHONE);
      await options.getByRole('button', { name: 'Ask the server what it has' }).click();
      await expect(options.getByText(/created the family/)).toBeVisible();
      expect(await objections(options), 'what the server stores').toEqual([]);
      await options.getByRole('button', { name: 'Recovery kit' }).click();
      await options.getByRole('dialog').getByRole('button', { name: 'Make the recovery kit' }).click();
      await expect(options.getByRole('list', { name: 'Recovery words' })).toBeVisible();
      expect(await objections(options), 'recovery kit').toEqual([]);
    } finally {
      await ben.close();
      await ana.close();
    }
  });
}

test('the main job by keyboard alone, with the focus never lost', async ({ ana }) => {
  const page = await ana.openPage('popup', PHONE);
  const keys = page.keyboard;
  const focused = () => page.evaluate(() => document.activeElement !== document.body);
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await keys.type('Ana');
  await keys.press('Tab');
  await keys.type('Sanchez');
  await keys.press('Enter');
  const input = page.getByRole('textbox', { name: 'Add to list' });
  await expect(input).toBeFocused();
  for (const title of ['Bread', 'Milk', 'Eggs']) {
    await keys.type(title);
    await keys.press('Enter');
    await expect(entry(page, title)).toBeVisible();
    await expect(input).toBeFocused();
  }

  // To the tabs, over to the other list and back with the arrows.
  await tabTo(page, page.getByRole('tab', { name: 'Groceries' }));
  await keys.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'To-do' })).toBeFocused();
  await expect(page.getByRole('tab', { name: 'To-do' })).toHaveAttribute('aria-selected', 'true');
  await keys.press('ArrowLeft');

  // Tick, untick, reorder, delete, undo.
  await tabTo(page, checkbox(page, 'Milk'));
  await keys.press('Space');
  await expect(checkbox(page, 'Milk')).toBeChecked();
  await expect.poll(focused).toBe(true);
  await keys.press('Space');
  await expect(checkbox(page, 'Milk')).not.toBeChecked();
  await keys.press('Alt+ArrowUp');
  await expect.poll(() => titles(page)).toEqual(['Milk', 'Eggs', 'Bread']);
  await expect(checkbox(page, 'Milk')).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'More about Milk' }));
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Milk' });
  await tabTo(page, dialog.getByRole('button', { name: 'Delete' }));
  await keys.press('Enter');
  await expect(entry(page, 'Milk')).toHaveCount(0);
  await expect.poll(focused).toBe(true);
  await tabTo(page, page.getByRole('button', { name: 'Undo' }));
  await keys.press('Enter');
  await expect(entry(page, 'Milk')).toBeVisible();
  await expect.poll(focused).toBe(true);
  await expectSync(page, 'Synced');
});

test('the language changes at run time, in every open page, and is kept', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  const options = await ana.openPage('options', PHONE);
  await options.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Español' });
  await expect(options.getByRole('combobox', { name: 'Idioma' })).toBeVisible();
  await expect(popup.getByRole('textbox', { name: 'Añadir a la lista' })).toBeVisible();
  await expect(popup.locator('html')).toHaveAttribute('lang', 'es');
  await ana.restartBrowser();
  const again = await ana.openPage('popup', PHONE);
  await expect(again.getByRole('textbox', { name: 'Añadir a la lista' })).toBeVisible();
  expect(await objections(again)).toEqual([]);
});
