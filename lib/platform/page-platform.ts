import type { PagePlatform, WorkerPort } from '../ports/page-ports.ts';
import { PORT_NAME } from '../protocol/messages.ts';
import type { browser as WebExtensionApi } from './browser.ts';

/** What the polyfill's types do not know: Chrome's side panel, which Firefox does not have. */
interface ChromiumSidePanel {
  sidePanel?: { open(options: { windowId: number }): Promise<void> };
}

/**
 * The native API: every browser that the manifest admits has it, and the polyfill would only hand it on, for 3 KB (gzip) in every
 * page that opens.
 */
const { browser } = globalThis as unknown as { browser: typeof WebExtensionApi & ChromiumSidePanel };

/** As the worker reads it at its start. */
const OUTBOX_PREFIX = 'outbox/';
/** The page's own corner of localStorage. */
const CACHE_PREFIX = 'family-os/';
/** Time for the browser to take a file over before its address is given back. */
const FILE_LIFE_MS = 60_000;

/** The browser as pages see it. One per page; made by entrypoints only. */
export function createPagePlatform(): PagePlatform {
  const area = browser.storage.local;
  let windowId: number | undefined;
  // Opening the panel must not wait for anything, so the window is known before the click.
  browser.windows.getCurrent().then(
    (current) => {
      windowId = current.id;
    },
    () => {},
  );

  return {
    connect,
    outbox: {
      put: (command) => area.set({ [OUTBOX_PREFIX + command.id]: command }),
      remove: (id) => area.remove(OUTBOX_PREFIX + id),
    },
    cache: { read: readCache, write: writeCache, clear: clearCache },
    activePage,
    readPage: async (zone) => (await loadTabReader()).readTab(zone),
    readLinkedEvents: async (url, zone) => (await loadTabReader()).readLinkedEvents(url, zone),
    // Both browsers want the call straight from the click: nothing may be awaited before it.
    openSidePanel: () =>
      browser.sidePanel?.open({ windowId: windowId ?? browser.windows.WINDOW_ID_CURRENT }) ??
      browser.sidebarAction.open(),
    openOptions: () => browser.runtime.openOptionsPage(),
    copyText: (text) => navigator.clipboard.writeText(text),
    saveFile,
    // As with the panel: nothing awaited before.
    allowSite: (site) => browser.permissions.request({ origins: [site] }).catch(() => false),
    language: browser.i18n.getUILanguage(),
    reload: () => location.reload(),
  };
}

// Few popups are opened on a page with anything to read.
const loadTabReader = () => import('./page-tab-reader.ts');

function connect(): WorkerPort {
  const port = browser.runtime.connect({ name: PORT_NAME });
  return {
    send: (message) => port.postMessage(message),
    onMessage: (callback) => port.onMessage.addListener((message: unknown) => callback(message)),
    onDisconnect: (callback) => port.onDisconnect.addListener(() => callback()),
    close: () => port.disconnect(),
  };
}

async function activePage(): ReturnType<PagePlatform['activePage']> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  // Without the person's click on the toolbar the browser leaves the address out.
  if (tab?.url === undefined) return { ok: false, why: 'not-granted' };
  if (!/^https?:/i.test(tab.url)) return { ok: false, why: 'not-a-web-page' };
  return { ok: true, url: tab.url, title: tab.title ?? '' };
}

function saveFile(name: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FILE_LIFE_MS);
}

// A cache may be full, disabled or damaged: a page works without it.
function readCache(key: string): unknown {
  try {
    const text = localStorage.getItem(CACHE_PREFIX + key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writeCache(key: string, value: unknown): void {
  try {
    localStorage.setItem(CACHE_PREFIX + key, JSON.stringify(value));
  } catch {
    try {
      localStorage.removeItem(CACHE_PREFIX + key);
    } catch {
      // Nothing to be done, and nothing lost.
    }
  }
}

function clearCache(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(CACHE_PREFIX)) localStorage.removeItem(key);
  } catch {
    // As above.
  }
}
