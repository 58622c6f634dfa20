import { expect } from 'playwright/test';
import {
  add,
  checkbox,
  createFamily,
  entry,
  expectSync,
  joinFamily,
  makeInvite,
  openEntry,
  PHONE,
  titles,
} from './family-steps.ts';
import { launchMember } from './harness/chromium-member.ts';
import { test } from './two-members.ts';

test('an entry added in the popup is in the other member’s open side panel, and in their popup when they open it', async ({
  family: { ana, ben, bensPanel },
}) => {
  const popup = await ana.openRealPopup();
  const input = popup.getByRole('textbox', { name: 'Add to list' });
  await expect(input).toBeFocused();
  await popup.keyboard.type('Whole milk');
  await popup.keyboard.press('Enter');
  await expect(input).toHaveValue('');
  await expect(input).toBeFocused();
  await expect(entry(bensPanel, 'Whole milk')).toContainText('Ana');
  const bensPopup = await ben.openRealPopup();
  await expect(entry(bensPopup, 'Whole milk')).toBeVisible();
  await expectSync(bensPopup, 'Synced');
  expect([...ana.problems, ...ben.problems]).toEqual([]);
});

test('what is ticked, unticked, renamed, moved and deleted in the real side panel is so for the other member', async ({
  family: { ana, bensPanel },
}) => {
  const panel = await ana.openRealSidePanel();
  for (const title of ['Bread', 'Butter', 'Milk']) await add(panel, title);
  await expect.poll(() => titles(bensPanel)).toEqual(['Milk', 'Butter', 'Bread']);

  await checkbox(panel, 'Bread').check();
  await expect(checkbox(bensPanel, 'Bread')).toBeChecked();
  await checkbox(panel, 'Bread').uncheck();
  await expect(checkbox(bensPanel, 'Bread')).not.toBeChecked();

  const dialog = await openEntry(panel, 'Milk');
  await dialog.getByRole('button', { name: 'Move down' }).click();
  await expect.poll(() => titles(bensPanel)).toEqual(['Butter', 'Milk', 'Bread']);
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Oat milk');
  await dialog.getByRole('textbox', { name: 'Quantity' }).fill('2 l');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('the blue one');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(entry(bensPanel, 'Oat milk')).toContainText('2 l');
  await expect(entry(bensPanel, 'Oat milk')).toContainText('the blue one');

  const other = await openEntry(panel, 'Butter');
  await other.getByRole('button', { name: 'Delete' }).click();
  await expect(entry(bensPanel, 'Butter')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(entry(bensPanel, 'Butter')).toBeVisible();
});

test('a ticked entry stays in place, then is in Done, from where it is cleared, and the clearing undone', async ({
  ana,
}) => {
  const page = await ana.openPage('popup', PHONE);
  await createFamily(page);
  await add(page, 'Bread');
  await add(page, 'Milk');
  await checkbox(page, 'Bread').check();
  expect(await titles(page)).toEqual(['Milk', 'Bread']);
  await expect.poll(() => titles(page)).toEqual(['Milk']);
  await page.getByRole('button', { name: /^Done/ }).click();
  await expect(page.getByRole('list', { name: 'Done' }).getByRole('checkbox', { name: 'Bread' })).toBeChecked();
  await page.getByRole('button', { name: 'Clear done' }).click();
  await expect(page.getByRole('list', { name: 'Done' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /^Done/ })).toBeVisible();
  expect(await titles(page)).toEqual(['Milk']);
});

test('an entry added from any page by its context menu or by the shortcut reaches the other member, with the page attached', async ({
  family: { ana, bensPanel },
}) => {
  const worker = await ana.worker();
  await worker.evaluate(async () => {
    const tab = { id: 1, title: 'Leek soup', url: 'https://example.org/soup' } as chrome.tabs.Tab;
    const menus = chrome.contextMenus.onClicked as unknown as { dispatch(info: unknown, tab: unknown): void };
    const commands = chrome.commands.onCommand as unknown as { dispatch(command: string, tab: unknown): void };
    menus.dispatch({ menuItemId: 'any', selectionText: '3 leeks', pageUrl: tab.url }, tab);
    commands.dispatch('add-page', tab);
  });
  await expect(entry(bensPanel, '3 leeks')).toBeVisible();
  await expect(entry(bensPanel, 'Leek soup')).toBeVisible();
  const dialog = await openEntry(bensPanel, '3 leeks');
  await expect(dialog.getByRole('link')).toHaveAttribute('href', 'https://example.org/soup');
});

test('a second device of the same member joins as that member', async ({ family: { anasPanel, bensPanel } }) => {
  const invite = await makeInvite(anasPanel, 'Add another device of mine');
  const laptop = await launchMember();
  try {
    const page = await laptop.openPage('welcome');
    await joinFamily(page, invite, '');
    await bensPanel.getByRole('tab', { name: 'Family', exact: true }).click();
    const members = bensPanel.getByRole('list', { name: 'Members' });
    await expect(members.getByText('Chrome on Linux')).toHaveCount(3);
    await expect(members.getByText('Ana')).toHaveCount(1);
  } finally {
    await laptop.close();
  }
});

test('an event made by one member is on the other’s agenda, changes there and goes there', async ({
  family: { anasPanel, bensPanel },
}) => {
  for (const panel of [anasPanel, bensPanel]) await panel.getByRole('tab', { name: 'Calendar', exact: true }).click();
  await anasPanel.getByRole('button', { name: 'New event' }).click();
  const dialog = anasPanel.getByRole('dialog', { name: 'New event' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Football practice');
  const day = await dialog.getByLabel('Starts on').inputValue();
  await dialog.getByLabel('Starts at').fill('16:00');
  await dialog.getByLabel('Ends on').fill(day);
  await dialog.getByLabel('Ends at').fill('17:30');
  await dialog.getByRole('group', { name: 'Who' }).getByRole('checkbox', { name: 'Ben' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const event = bensPanel.getByRole('button', { name: /^Football practice/ });
  await expect(event).toBeVisible();
  await expect(event).toHaveAccessibleName(/4:00.*5:30.*Ben/);

  await event.click();
  const bens = bensPanel.getByRole('dialog', { name: 'Football practice' });
  await bens.getByRole('checkbox', { name: 'All day' }).check();
  await bens.getByRole('textbox', { name: 'Title' }).fill('Football camp');
  await bens.getByRole('button', { name: 'Save' }).click();
  const changed = anasPanel.getByRole('button', { name: /^Football camp/ });
  await expect(changed).toHaveAccessibleName(/all day/i);

  await changed.click();
  await anasPanel.getByRole('dialog', { name: 'Football camp' }).getByRole('button', { name: 'Delete' }).click();
  await expect(bensPanel.getByRole('button', { name: /^Football camp/ })).toHaveCount(0);
});
