import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { extensionDir as builtExtensionDir } from '../../../scripts/build-extension.ts';
import { findFirefox } from '../../../scripts/find-browser.ts';
import type { ExtensionPage } from './chromium-member.ts';
import { makeTempDir } from './temp-dir.ts';
import { waitUntil } from './wait-until.ts';

export interface FirefoxOptions {
  /** Unpacked extension; the Firefox build in .output by default. */
  extensionDir?: string;
  /** Kept by `close` where it is given; otherwise a temporary one, removed by `close`. */
  profileDir?: string;
  /** Default true. */
  headless?: boolean;
  /** BCP 47; what `navigator.language` says. Default en-US. */
  locale?: string;
  colorScheme?: 'light' | 'dark';
  /** IANA zone of the whole browser; the machine's by default. */
  timeZone?: string;
}

/** One member's real Firefox with the extension in it, driven over WebDriver BiDi. Pages are Puppeteer's: see `byRole`. */
export interface FirefoxMember {
  /** Of the browser that runs now; another one after `restartBrowser`. */
  readonly browser: Browser;
  readonly profileDir: string;
  /** Console errors, uncaught errors and CSP violations of the pages that were opened here. */
  readonly problems: readonly string[];
  pageUrl(page: ExtensionPage): string;
  /** Opens a page of the extension in a tab; its size in CSS pixels where given. */
  openPage(page: ExtensionPage, size?: { width: number; height: number }): Promise<Page>;
  /** Closes the browser and starts it again on the same profile. Pages are gone; open them anew. */
  restartBrowser(): Promise<void>;
  /** Ends the browser; idempotent. */
  close(): Promise<void>;
}

/** Fixed by wxt.config.ts. */
const GECKO_ID = 'family-os@family-os.invalid';
/** Firefox gives every installation a random host name; this pins it. */
const EXTENSION_UUID = '0f0e0d0c-0b0a-4908-8706-050403020100';
/** Opening an extension page loads it, but the protocol never says so. */
const GOTO_LIMIT_MS = 60_000;

/** A selector for Puppeteer's `page.locator`, `$` and `waitForSelector` by accessible role and exact name, as CONTRACT.md names things. */
export function byRole(role: string, name: string): string {
  return `::-p-aria([name=${JSON.stringify(name)}][role="${role}"])`;
}

/** Starts a browser and installs the extension. Rejects where there is no browser or no build. */
export async function launchFirefoxMember(options: FirefoxOptions = {}): Promise<FirefoxMember> {
  const extension = options.extensionDir ?? builtExtensionDir('firefox');
  if (!existsSync(extension)) {
    throw new Error(`There is no extension in ${extension}: run \`npm run build:firefox\` first.`);
  }
  const executablePath = await findFirefox();
  const temporary = options.profileDir === undefined ? await makeTempDir('firefox') : null;
  const profileDir = options.profileDir ?? temporary?.path ?? '';
  const problems: string[] = [];
  let isClosed = false;

  async function start(): Promise<Browser> {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      headless: options.headless ?? true,
      userDataDir: profileDir,
      args: ['--remote-allow-system-access'],
      env: { ...process.env, ...(options.timeZone === undefined ? {} : { TZ: options.timeZone }) },
      extraPrefsFirefox: {
        'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: EXTENSION_UUID }),
        // The installation is temporary, so a restart removes it; its storage stays for when it is installed again.
        'extensions.webextensions.keepStorageOnUninstall': true,
        'extensions.webextensions.keepUuidOnUninstall': true,
        'intl.accept_languages': options.locale ?? 'en-US',
        'layout.css.prefers-color-scheme.content-override': options.colorScheme === 'dark' ? 0 : 1,
      },
    });
    try {
      await browser.installExtension(extension);
    } catch (error) {
      await browser.close();
      throw error;
    }
    return browser;
  }

  let browser = await start().catch(async (error: unknown) => {
    await temporary?.remove();
    throw error;
  });

  const pageUrl = (page: ExtensionPage) => `moz-extension://${EXTENSION_UUID}/${page}.html`;

  return {
    get browser() {
      return browser;
    },
    profileDir,
    problems,
    pageUrl,

    async openPage(name, size) {
      const page = await browser.newPage();
      if (size !== undefined) await setSize(page, size);
      watchForProblems(page, name, problems);
      const url = pageUrl(name);
      page.goto(url, { timeout: GOTO_LIMIT_MS }).catch(() => undefined);
      await waitUntil(`${name}.html to load in Firefox`, async () => {
        // While the page changes there is no document to ask.
        const state = await page.evaluate(() => `${location.href} ${document.readyState}`).catch(() => '');
        return state === `${url} complete`;
      });
      return page;
    },

    async restartBrowser() {
      await browser.close();
      browser = await start();
    },

    async close() {
      if (isClosed) return;
      isClosed = true;
      await browser.close();
      await temporary?.remove();
    },
  };
}

/** A connection that a test has cut shows as a console error of the browser's own; it is no fault of the extension. */
const EXPECTED = /can.t establish a connection|NetworkError|connection to \S+ was interrupted/i;

function watchForProblems(page: Page, name: string, problems: string[]): void {
  const note = (text: string) => {
    if (!EXPECTED.test(text)) problems.push(`/${name}.html: ${text}`);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') note(message.text());
  });
  page.on('pageerror', (error) => note(String(error)));
}

/** Puppeteer sets the size and the way a screen is held; the latter is unknown to Firefox 140, and of no matter here. */
async function setSize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewport(size).catch((error: unknown) => {
    if (!String(error).includes('emulation.setScreenOrientationOverride')) throw error;
  });
}
