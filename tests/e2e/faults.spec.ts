import { expect } from 'playwright/test';
import {
  add,
  createFamily,
  entry,
  expectSync,
  joinFamily,
  makeInvite,
  PHONE,
  titles,
  useRelay,
} from './family-steps.ts';
import { launchMember } from './harness/chromium-member.ts';
import { startTestRelay } from './harness/test-relay.ts';
import { test } from './two-members.ts';

test('the worker killed right after Enter loses nothing, and adds nothing twice', async ({
  family: { ana, bensPanel },
}) => {
  const popup = await ana.openPage('popup', PHONE);
  const input = popup.getByRole('textbox', { name: 'Add to list' });
  for (const title of ['Milk', 'Bread', 'Eggs']) {
    await input.fill(title);
    await input.press('Enter');
    await ana.killWorker();
  }
  await expect.poll(() => titles(bensPanel)).toEqual(['Eggs', 'Bread', 'Milk']);
  await expect.poll(() => titles(popup)).toEqual(['Eggs', 'Bread', 'Milk']);
  await expectSync(popup, 'Synced');
});

test('the popup closed and the worker killed right after Enter: the entry is there when it opens again', async ({
  ana,
}) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  const input = popup.getByRole('textbox', { name: 'Add to list' });
  await input.fill('Milk');
  await input.press('Enter');
  await expect(input).toHaveValue('');
  await Promise.all([popup.close(), ana.killWorker()]);
  const again = await ana.openPage('popup', PHONE);
  await expect(entry(again, 'Milk')).toHaveCount(1);
});

test('an unsent line survives the popup closing', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await popup.getByRole('textbox', { name: 'Add to list' }).fill('Half a though');
  await popup.close();
  const again = await ana.openPage('popup', PHONE);
  await expect(again.getByRole('textbox', { name: 'Add to list' })).toHaveValue('Half a though');
});

test('the relay killed with -9 and started again has lost nothing that anyone saw', async ({
  family: { relay, ana, anasPanel, bensPanel },
}) => {
  await add(anasPanel, 'Milk');
  await expect(entry(bensPanel, 'Milk')).toBeVisible();
  await relay.kill9();
  await expectSync(anasPanel, /^Offline/);
  await add(bensPanel, 'Bread');
  await relay.start();
  for (const panel of [anasPanel, bensPanel]) {
    await expect.poll(() => titles(panel)).toEqual(['Bread', 'Milk']);
    await expectSync(panel, 'Synced');
  }
  // A browser that joins now has only the relay to learn from.
  const invite = await makeInvite(anasPanel);
  await ana.close();
  const lea = await launchMember();
  try {
    const panel = await lea.openPage('sidepanel', PHONE);
    await joinFamily(panel, invite, 'Léa');
    await expect.poll(() => titles(panel)).toEqual(['Bread', 'Milk']);
  } finally {
    await lea.close();
  }
});

test('a browser that is restarted, or crashes, has everything at once, relay or not', async ({
  family: { relay, ana, anasPanel },
}) => {
  await add(anasPanel, 'Milk');
  await expectSync(anasPanel, 'Synced');
  relay.network.cut();
  await ana.restartBrowser();
  const offline = await ana.openPage('popup', PHONE);
  await expect(entry(offline, 'Milk')).toBeVisible();
  await expectSync(offline, /^Offline/);
  await add(offline, 'Bread');
  await ana.crashBrowser();
  const crashed = await ana.openPage('popup', PHONE);
  await expect.poll(() => titles(crashed)).toEqual(['Bread', 'Milk']);
  relay.network.mend();
  await expectSync(crashed, 'Synced');
});

test('offline from the first start: family, entries and events are made and stay, and go out once there is a relay', async () => {
  const relay = await startTestRelay({ isRunning: false });
  const ana = await launchMember();
  const ben = await launchMember();
  try {
    await useRelay(ana, relay.authority);
    const panel = await ana.openPage('sidepanel', PHONE);
    await createFamily(panel);
    await expectSync(panel, /^Offline/);
    await add(panel, 'Milk');
    await ana.restartBrowser();
    const again = await ana.openPage('sidepanel', PHONE);
    await expect(entry(again, 'Milk')).toBeVisible();
    await relay.start();
    await expectSync(again, 'Synced');
    const invite = await makeInvite(again);
    const bens = await ben.openPage('popup', PHONE);
    await joinFamily(bens, invite, 'Ben');
    await expect(entry(bens, 'Milk')).toBeVisible();
  } finally {
    await ana.close();
    await ben.close();
    await relay.close();
  }
});
