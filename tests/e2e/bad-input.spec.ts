import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from 'playwright/test';
import { add, createFamily, entry, expectSync, makeInvite, openEntry, PHONE } from './family-steps.ts';
import { launchMember } from './harness/chromium-member.ts';
import { test } from './two-members.ts';

async function connectTo(options: Page, host: string): Promise<void> {
  await options.getByRole('textbox', { name: 'Sync server' }).fill(host);
  await options.getByRole('button', { name: 'Connect' }).click();
}

/** The same link, whole, as a later version would write it: docs/PROTOCOL.md keeps first byte and checksum for all of them. */
function ofVersion(version: number, invite: string): string {
  const [address, payload = ''] = invite.split('#');
  const bytes = Buffer.from(payload, 'base64url');
  bytes[0] = version;
  const content = bytes.subarray(0, -4);
  createHash('sha256').update(content).digest().copy(bytes, content.length, 0, 4);
  return `${address}#${bytes.toString('base64url')}`;
}

test('a relay address that leads nowhere says what is wrong with it, and nothing is lost', async ({ ana, relay }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await add(popup, 'Milk');
  const page = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>A shop</title>');
  });
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  try {
    const options = await ana.openPage('options', PHONE);
    const said = (text: RegExp) => expect(options.getByText(text).first()).toBeVisible();
    await connectTo(options, 'relay.example/parties');
    await said(/not the address of a server|is not an address|without/i);
    await connectTo(options, '127.0.0.1:9');
    await said(/does not answer|no answer/i);
    await expectSync(popup, /^Offline/);
    await connectTo(options, 'nowhere.invalid');
    await said(/nowhere\.invalid.*(does not answer|no answer)|no answer.*nowhere\.invalid/i);
    await connectTo(options, `127.0.0.1:${(page.address() as AddressInfo).port}`);
    await said(/not a Family OS|no Family OS/i);
    await expectSync(popup, /^Cannot sync: /);
    await add(popup, 'Bread');
    await connectTo(options, relay.authority);
    await said(/connected/i);
    await expectSync(popup, 'Synced');
    await expect(entry(popup, 'Milk')).toBeVisible();
    await expect(entry(popup, 'Bread')).toBeVisible();
  } finally {
    page.closeAllConnections();
    page.close();
  }
});

test('an invite that is none, is cut off, or comes from a newer version says which, and stores nothing', async ({
  ana,
}) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  const invite = await makeInvite(panel);
  const ben = await launchMember();
  try {
    const page = await ben.openPage('popup', PHONE);
    await page.getByRole('button', { name: 'Join a family' }).click();
    const cases: [string, RegExp][] = [
      ['https://example.org/', /is not an invite/i],
      [invite.slice(0, -9), /cut|changed|incomplete|damaged/i],
      [ofVersion(1, invite), /older/i],
      [ofVersion(3, invite), /newer/i],
    ];
    for (const [link, says] of cases) {
      await page.getByRole('textbox', { name: 'Invite link' }).fill(link);
      await page.getByRole('textbox', { name: 'Your name' }).fill('Ben');
      await page.getByRole('button', { name: 'Join family' }).click();
      await expect(page.getByRole('alert')).toHaveText(says);
      await expect(page.getByRole('textbox', { name: 'Invite link' })).toHaveValue(link);
    }
    const stored = await (await ben.worker()).evaluate(() => chrome.storage.local.get(null));
    expect(Object.keys(stored)).not.toContain('family');
  } finally {
    await ben.close();
  }
});

test('a page left open from before joining says so when its form is used once more', async ({ ana }) => {
  const first = await ana.openPage('welcome', PHONE);
  await createFamily(first);
  const outcome = await first.evaluate(async () => {
    const port = chrome.runtime.connect({ name: 'family-os' });
    const id = 'AAAAAAAAAAAAAAAAAAAAAA';
    const answer = new Promise<unknown>((resolve) => {
      port.onMessage.addListener((message: { type: string; result?: unknown }) => {
        if (message.type === 'ack') resolve(message.result);
      });
    });
    const body = { type: 'createFamily', yourName: 'Ana', familyName: 'Other' };
    port.postMessage({ type: 'command', isResent: false, command: { id, at: Date.now(), body } });
    return answer;
  });
  expect(outcome).toEqual({ ok: false, error: 'already-in-family' });
});

test('ten thousand characters are refused where they were typed, and kept there', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  const input = popup.getByRole('textbox', { name: 'Add to list' });
  const long = 'milk '.repeat(2_000);
  await input.fill(long);
  await input.press('Enter');
  await expect(popup.getByRole('alert')).toContainText('500');
  await expect(input).toHaveValue(long);
  await input.fill('Milk');
  await expect(popup.getByRole('alert')).toHaveCount(0);
  await input.press('Enter');
  await expect(entry(popup, 'Milk')).toBeVisible();
  const dialog = await openEntry(popup, 'Milk');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('x'.repeat(10_001));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('10,000');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('x'.repeat(10_000));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
});

test('markup, right-to-left text and emoji are text, here and at the other member’s', async ({
  family: { ana, ben, anasPanel, bensPanel },
}) => {
  const titles = [
    '<img src=x onerror="document.title=1"><b>bold</b>',
    'חלב 3% לילדים',
    'حليب',
    '👩‍👩‍👧‍👦 birthday 🎂',
    "“quotes” & 'more' ; --",
  ];
  for (const title of titles) await add(anasPanel, title);
  for (const title of titles) await expect(entry(bensPanel, title)).toBeVisible();
  expect(await bensPanel.locator('img, b:has-text("bold") b').count()).toBe(0);
  expect(await bensPanel.title()).not.toBe('1');
  await expect(bensPanel.getByText('חלב 3% לילדים')).toHaveCSS('direction', 'rtl');
  // Beside its box like all the others.
  await expect(bensPanel.getByText('חלב 3% לילדים')).toHaveCSS('text-align', 'left');
  expect([...ana.problems, ...ben.problems]).toEqual([]);
});

test('leaving with unsent changes warns, offers a file, and then leaves nothing behind', async ({ ana, relay }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await expectSync(popup, 'Synced');
  relay.network.cut();
  await expectSync(popup, /^Offline/);
  await add(popup, 'Milk');
  const options = await ana.openPage('options', PHONE);
  await options.getByRole('button', { name: 'Leave family' }).click();
  const dialog = options.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toBeVisible();
  const download = options.waitForEvent('download');
  await dialog.getByRole('button', { name: /file|export/i }).click();
  const saved = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of saved) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString('utf8')).toContain('"Milk"');
  await dialog.getByRole('button', { name: /leave/i }).click();
  await expect(popup.getByRole('button', { name: 'Create family' })).toBeVisible();
  const left = await options.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.startsWith('family/')),
    stored: Object.keys(await chrome.storage.local.get(null)).filter((key) => key !== 'settings'),
    page: JSON.stringify({ ...localStorage }).includes('Milk'),
  }));
  expect(left).toEqual({ databases: [], stored: [], page: false });
});
