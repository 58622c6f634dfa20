import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { extensionDir } from '../../scripts/build-extension.ts';
import { firstLoad } from '../../scripts/first-load.ts';
import { type ExtensionPage, launchMember } from './harness/chromium-member.ts';
import { launchFirefoxMember } from './harness/firefox-member.ts';

const PAGES: ExtensionPage[] = ['popup', 'sidepanel', 'options', 'welcome'];
/** Public half of the development key in wxt.config.ts, hashed as Chromium does. */
const DEVELOPMENT_ID = 'amilmkedjlakffjkjcojhhebofbcbfjg';

test('Chromium loads the extension, under its fixed id, and every page opens without an error', async () => {
  const member = await launchMember();
  try {
    expect(member.extensionId).toBe(DEVELOPMENT_ID);
    for (const name of PAGES) {
      const page = await member.openPage(name, { width: 320, height: 600 });
      await expect(page).toHaveTitle(/Family OS/);
      await expect(page.getByRole('heading').or(page.getByRole('textbox')).first()).toBeVisible();
    }
    expect(member.problems).toEqual([]);
  } finally {
    await member.close();
  }
});

test('the real popup and the real side panel open through the browser, and the worker survives being killed', async () => {
  const member = await launchMember();
  try {
    const popup = await member.openRealPopup();
    await expect(popup.getByRole('heading').or(popup.getByRole('textbox')).first()).toBeVisible();
    await popup.close();

    const panel = await member.openRealSidePanel();
    expect(await panel.evaluate(() => innerWidth)).toBeGreaterThanOrEqual(320);
    await expect(panel.getByRole('heading').or(panel.getByRole('textbox')).first()).toBeVisible();

    const worker = await member.worker();
    await worker.evaluate(() => Object.assign(self, { isMarked: true }));
    await member.killWorker();
    const restarted = await member.worker();
    expect(await restarted.evaluate(() => 'isMarked' in self)).toBe(false);
    expect(member.problems).toEqual([]);
  } finally {
    await member.close();
  }
});

test('Firefox loads the extension and every page opens without an error', async () => {
  const member = await launchFirefoxMember();
  try {
    for (const name of PAGES) {
      const page = await member.openPage(name, { width: 360, height: 600 });
      expect(await page.title()).toMatch(/Family OS/);
      await page.waitForSelector('h1, h2, input');
    }
    expect(member.problems).toEqual([]);
  } finally {
    await member.close();
  }
});

test('the manifests ask for no more than the extension needs', async () => {
  const manifest = async (browser: 'chrome' | 'firefox') =>
    JSON.parse(await readFile(join(extensionDir(browser), 'manifest.json'), 'utf8')) as Record<string, unknown>;

  const chrome = await manifest('chrome');
  const asked = ['storage', 'alarms', 'notifications', 'contextMenus', 'activeTab', 'scripting'];
  expect(chrome.permissions).toEqual([...asked, 'sidePanel']);
  expect(chrome.minimum_chrome_version).toBe('148');

  const firefox = await manifest('firefox');
  expect(firefox.permissions).toEqual(asked);
  expect(firefox.minimum_chrome_version).toBeUndefined();

  for (const built of [chrome, firefox]) {
    expect(built.host_permissions).toBeUndefined();
    // Asked for one calendar's site at a time, when a person follows it.
    expect(built.optional_host_permissions).toEqual(['https://*/*', 'http://*/*']);
    expect(built.content_scripts).toBeUndefined();
    expect(built.web_accessible_resources).toBeUndefined();
    const { extension_pages: policy } = built.content_security_policy as { extension_pages: string };
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toContain('unsafe');
  }
});

test('the popup’s first paint waits for two scripts: its own, and the one that it shares', () => {
  for (const browser of ['chrome', 'firefox'] as const) {
    expect(firstLoad(extensionDir(browser), 'popup.html', ['.js'])).toHaveLength(2);
  }
});

test('the worker is one file; what it loads later it loads by importScripts where there is one, since import() throws in a service worker', async () => {
  for (const browser of ['chrome', 'firefox'] as const) {
    const code = await readFile(join(extensionDir(browser), 'background.js'), 'utf8');
    expect(code.length).toBeGreaterThan(1_000);
    expect(code).not.toMatch(/^\s*import\b[^(]/m);
    // Each import() is the other arm of a question for importScripts.
    const imports = [...code.matchAll(/.{60}\bimport\s*\(/g)].map(([text]) => text);
    expect(imports.length).toBeLessThanOrEqual(1);
    for (const text of imports) expect(text).toMatch(/\w+\?\w+\(\w+\):await import\s*\($/);
  }
});
