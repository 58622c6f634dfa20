import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { type BrowserContext, chromium, type Page, type Worker } from 'playwright';
import { extensionDir as builtExtensionDir } from '../../../scripts/build-extension.ts';
import { findChromium } from '../../../scripts/find-browser.ts';
import { makeTempDir } from './temp-dir.ts';

// Chromium shows the real popup and the real side panel to DevTools as targets of type "other"; with this, Playwright hands them
// out as pages like any other. It is read at launch.
process.env.PW_CHROMIUM_ATTACH_TO_OTHER = '1';

export type ExtensionPage = 'popup' | 'sidepanel' | 'options' | 'welcome';

export interface ChromiumOptions {
  /** Unpacked extension; the Chrome build in .output by default. */
  extensionDir?: string;
  /** Kept by `close` where it is given; otherwise a temporary one, removed by `close`. */
  profileDir?: string;
  /** A profile of a browser that has ended: the temporary one begins as its copy. */
  profileFrom?: string;
  /** Default true. */
  headless?: boolean;
  /** BCP 47; what `navigator.language` and Intl say in pages. `browser.i18n` follows where the browser carries that language. Default en-US. */
  locale?: string;
  colorScheme?: 'light' | 'dark';
  /** IANA zone of the whole browser, worker included; the machine's by default. */
  timeZone?: string;
  /** Further command-line switches. */
  args?: string[];
  /** Leaves out the browser's banner about being driven by a program: for a person who is to use it. */
  isForPerson?: boolean;
}

/** One member's Chromium with the extension in it, on a profile of its own. */
export interface ChromiumMember {
  /** Of the browser that runs now; another one after `restartBrowser`. */
  readonly context: BrowserContext;
  readonly extensionId: string;
  readonly profileDir: string;
  /** Everything that went wrong unnoticed in a page of the extension or its worker: console errors, uncaught errors, CSP violations. */
  readonly problems: readonly string[];
  pageUrl(page: ExtensionPage): string;
  /** Opens a page of the extension in a tab; its size in CSS pixels where given. */
  openPage(page: ExtensionPage, size?: { width: number; height: number }): Promise<Page>;
  /** The popup as the toolbar button opens it. It closes when the browser takes the focus elsewhere, and by `close()`. */
  openRealPopup(): Promise<Page>;
  /** The side panel as a click opens it, in the window that shows last. It stays open until `close()`. */
  openRealSidePanel(): Promise<Page>;
  /** The service worker that runs now, woken if there is none. */
  worker(): Promise<Worker>;
  /** Ends the service worker at once, as the browser may at any moment. Resolves once it is gone; the next event starts a new one. */
  killWorker(): Promise<void>;
  /** The browser's own offline switch: `navigator.onLine` tells, new connections fail, open ones stay and carry nothing. See CuttableProxy. */
  setOffline(isOffline: boolean): Promise<void>;
  /** Closes the browser and starts it again on the same profile. Pages are gone; open them anew. */
  restartBrowser(): Promise<void>;
  /** Kills the browser with -9 and starts it again on the same profile. */
  crashBrowser(): Promise<void>;
  /** Ends the browser; idempotent. */
  close(): Promise<void>;
}

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[
    // The address bar's list as a web page of the browser's own: a renderer for each window, which tests wait for.
    'WebUIOmniboxPopup',
    'WebUIOmniboxAimPopup',
    // What Playwright switches off, which a switch of one's own replaces.
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'HttpsFirstBalancedModeAutoEnable',
    'LensOverlay',
    'MediaRouter',
    'PaintHolding',
    'ThirdPartyStoragePartitioning',
    'OptimizationHints',
    'NetworkTimeServiceQuerying',
    'AimEnabled',
    'PreconnectToSearch',
  ].join(',')}`,
];

/** Of a profile: what a browser makes anew, and the marks of one that runs on it. */
const NOT_COPIED = /\/(Cache|Code Cache|GPUCache|Dawn\w+Cache|Gr?\w*ShaderCache|Singleton\w+)$/;

/** Starts a browser and resolves once the extension's worker runs. Rejects where there is no browser or no build. */
export async function launchMember(options: ChromiumOptions = {}): Promise<ChromiumMember> {
  const extension = options.extensionDir ?? builtExtensionDir('chrome');
  if (!existsSync(extension)) throw new Error(`There is no extension in ${extension}: run \`npm run build\` first.`);
  const executablePath = await findChromium();
  const temporary = options.profileDir === undefined ? await makeTempDir('chromium') : null;
  const profileDir = options.profileDir ?? temporary?.path ?? '';
  if (options.profileFrom !== undefined) {
    await cp(options.profileFrom, profileDir, { recursive: true, filter: (path) => !NOT_COPIED.test(path) });
  }
  const problems: string[] = [];
  let isClosed = false;

  async function start() {
    const locale = options.locale ?? 'en-US';
    const context = await chromium.launchPersistentContext(profileDir, {
      executablePath,
      headless: options.headless ?? true,
      // The real popup and side panel have sizes of their own, which an emulated viewport would hide.
      viewport: null,
      locale,
      ...(options.isForPerson === true ? { ignoreDefaultArgs: ['--enable-automation'] } : {}),
      ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
      args: [
        ...SWITCHES,
        `--lang=${locale}`,
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
        ...(options.args ?? []),
      ],
      env: {
        ...process.env,
        // On Linux the language of the browser's own UI comes from the environment.
        LANGUAGE: locale.replace('-', '_'),
        ...(options.timeZone === undefined ? {} : { TZ: options.timeZone }),
      },
    });
    watchForProblems(context, problems);
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    const browser = context.browser();
    if (browser === null) throw new Error('Playwright gave no browser for the persistent context.');
    return { context, id: new URL(worker.url()).host, cdp: await browser.newBrowserCDPSession() };
  }

  let running = await start().catch(async (error: unknown) => {
    await temporary?.remove();
    throw error;
  });

  const pageUrl = (page: ExtensionPage) => `chrome-extension://${running.id}/${page}.html`;

  async function openPage(page: ExtensionPage, size?: { width: number; height: number }): Promise<Page> {
    const opened = await running.context.newPage();
    if (size !== undefined) await opened.setViewportSize(size);
    await opened.goto(pageUrl(page));
    // A tab that the browser opened meanwhile is in front of it, and a page behind another gets a frame a second.
    await opened.bringToFront();
    return opened;
  }

  /** A page of the extension's origin with no script of its own, which therefore neither wakes the worker nor talks to it. */
  async function withControlPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
    const page = await running.context.newPage();
    try {
      await page.goto(`chrome-extension://${running.id}/icon/16.png`);
      return await use(page);
    } finally {
      await page.close();
    }
  }

  async function worker(): Promise<Worker> {
    // Playwright's handle stays the same, and valid, while the worker behind it stops and starts.
    const known = running.context.serviceWorkers()[0] ?? (await running.context.waitForEvent('serviceworker'));
    await withControlPage((page) =>
      page.evaluate(async () => {
        // Any message wakes the worker; nobody has to answer this one.
        await chrome.runtime.sendMessage({ type: 'wake' }).catch(() => undefined);
      }),
    );
    return known;
  }

  const nextPage = (name: ExtensionPage) =>
    running.context.waitForEvent('page', (page) => page.url().startsWith(pageUrl(name)));

  async function restart(end: () => Promise<void>): Promise<void> {
    await end();
    running = await start();
  }

  return {
    get context() {
      return running.context;
    },
    get extensionId() {
      return running.id;
    },
    profileDir,
    problems,
    pageUrl,
    openPage,
    worker,

    async openRealPopup() {
      const opened = nextPage('popup');
      const current = await worker();
      await current.evaluate(() => chrome.action.openPopup());
      return loaded(await opened);
    },

    openRealSidePanel: () =>
      withControlPage(async (opener) => {
        const opened = nextPage('sidepanel');
        // The browser opens the panel only for a person's action, so the call hangs on a real click.
        await opener.evaluate(async () => {
          const { id } = await chrome.windows.getCurrent();
          const open = () => void chrome.sidePanel.open({ windowId: id ?? chrome.windows.WINDOW_ID_CURRENT });
          window.addEventListener('click', open, { once: true });
        });
        await opener.bringToFront();
        await opener.mouse.click(5, 5);
        return loaded(await opened);
      }),

    killWorker: () =>
      withControlPage(async (page) => {
        const cdp = await running.context.newCDPSession(page);
        const stopped = Promise.withResolvers<void>();
        // Events come in order, so a worker that its pages wake again at once is not mistaken for one that never stopped.
        cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
          const version = versions.at(-1);
          if (version === undefined) return;
          if (version.runningStatus === 'stopped') stopped.resolve();
          if (version.runningStatus !== 'running') return;
          cdp.send('ServiceWorker.stopWorker', { versionId: version.versionId }).catch(stopped.reject);
        });
        await cdp.send('ServiceWorker.enable');
        await stopped.promise;
        await cdp.detach();
      }),

    setOffline: (isOffline) => running.context.setOffline(isOffline),

    restartBrowser: () => restart(() => running.context.close()),

    crashBrowser: () =>
      restart(async () => {
        const { context, cdp } = running;
        const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
        const pid = processInfo.find(({ type }) => type === 'browser')?.id;
        if (pid === undefined) throw new Error('Chromium named no browser process.');
        const closed = new Promise((resolve) => context.once('close', resolve));
        process.kill(pid, 'SIGKILL');
        await closed;
      }),

    async close() {
      if (isClosed) return;
      isClosed = true;
      await running.context.close();
      await temporary?.remove();
    },
  };
}

async function loaded(page: Page): Promise<Page> {
  await page.waitForLoadState('load');
  return page;
}

/** A connection that a test has cut shows as a console error of the browser's own; it is no fault of the extension. */
const EXPECTED =
  /net::ERR_(CONNECTION_\w+|INTERNET_DISCONNECTED|NETWORK_CHANGED|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)|WebSocket connection to .* failed/;

function watchForProblems(context: BrowserContext, problems: string[]): void {
  const note = (url: string, text: string) => {
    // The browser's own viewer, which the control page is, breaks the policy by itself.
    const isOurs = /^chrome-extension:\/\/\w+\/\w+\.(html|js)\b/.test(url);
    if (isOurs && !EXPECTED.test(text)) problems.push(`${new URL(url).pathname}: ${text}`);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') note(message.page()?.url() ?? '', message.text());
  });
  context.on('weberror', (error) => {
    note(error.page()?.url() ?? '', String(error.error()));
  });
  const watchWorker = (worker: Worker) => {
    worker.on('console', (message) => {
      if (message.type() === 'error') note(worker.url(), message.text());
    });
    // Playwright does not tell of a worker's uncaught errors; this lasts until the worker's next start.
    const report = () => {
      const log = (error: unknown) => console.error(`Uncaught ${String(error)}`);
      self.addEventListener('error', (event) => log(event.error));
      self.addEventListener('unhandledrejection', (event) => log(event.reason));
    };
    // A browser that is closed right away has no worker left to watch.
    worker.evaluate(report).catch(() => undefined);
  };
  for (const worker of context.serviceWorkers()) watchWorker(worker);
  context.on('serviceworker', watchWorker);
}
