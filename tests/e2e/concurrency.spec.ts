import { expect } from 'playwright/test';
import { add, checkbox, entry, expectSync, openEntry, titles } from './family-steps.ts';
import { type TwoMembers, test } from './two-members.ts';

/** Cuts the network, lets both act, mends it, and waits until both say that they are in step. */
async function apart({ relay, anasPanel, bensPanel }: TwoMembers, act: () => Promise<void>): Promise<void> {
  relay.network.cut();
  for (const panel of [anasPanel, bensPanel]) await expectSync(panel, /^Offline/);
  await act();
  relay.network.mend();
  for (const panel of [anasPanel, bensPanel]) await expectSync(panel, 'Synced');
}

test('both tick the same entry offline: one row, ticked', async ({ family }) => {
  const { anasPanel, bensPanel } = family;
  await add(anasPanel, 'Milk');
  await expect(entry(bensPanel, 'Milk')).toBeVisible();
  await apart(family, async () => {
    await checkbox(anasPanel, 'Milk').check();
    await checkbox(bensPanel, 'Milk').check();
  });
  for (const panel of [anasPanel, bensPanel]) {
    await panel.getByRole('button', { name: /^Done/ }).click();
    await expect(panel.getByRole('list', { name: 'Done' }).getByRole('checkbox', { name: 'Milk' })).toHaveCount(1);
  }
  expect(await titles(anasPanel)).toEqual([]);
  expect(await titles(bensPanel)).toEqual([]);
});

test('one renames what the other ticks: both hold', async ({ family }) => {
  const { anasPanel, bensPanel } = family;
  await add(anasPanel, 'Milk');
  await expect(entry(bensPanel, 'Milk')).toBeVisible();
  await apart(family, async () => {
    const dialog = await openEntry(anasPanel, 'Milk');
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Oat milk');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await checkbox(bensPanel, 'Milk').check();
  });
  for (const panel of [anasPanel, bensPanel]) {
    await panel.getByRole('button', { name: /^Done/ }).click();
    await expect(panel.getByRole('list', { name: 'Done' }).getByRole('checkbox', { name: 'Oat milk' })).toBeChecked();
  }
});

test('both add the same and something else offline: one row each', async ({ family }) => {
  const { anasPanel, bensPanel } = family;
  await apart(family, async () => {
    for (const title of ['Milk', 'Bread']) await add(anasPanel, title);
    for (const title of ['milk', 'Eggs']) await add(bensPanel, title);
  });
  await expect.poll(async () => (await titles(anasPanel)).length).toBe(3);
  await expect.poll(async () => (await titles(bensPanel)).length).toBe(3);
  expect(await titles(anasPanel)).toEqual(await titles(bensPanel));
});

test('one deletes what the other ticks, and undoes it: it is there, ticked', async ({ family }) => {
  const { anasPanel, bensPanel } = family;
  await add(anasPanel, 'Milk');
  await expect(entry(bensPanel, 'Milk')).toBeVisible();
  await apart(family, async () => {
    const dialog = await openEntry(anasPanel, 'Milk');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await checkbox(bensPanel, 'Milk').check();
    await anasPanel.getByRole('button', { name: 'Undo' }).click();
  });
  for (const panel of [anasPanel, bensPanel]) {
    await panel.getByRole('button', { name: /^Done/ }).click();
    await expect(panel.getByRole('list', { name: 'Done' }).getByRole('checkbox', { name: 'Milk' })).toHaveCount(1);
  }
});
