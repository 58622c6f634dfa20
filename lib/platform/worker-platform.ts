import * as v from 'valibot';
import type {
  Alarms,
  Badge,
  CalendarPlace,
  Clock,
  ContextMenus,
  DocStorage,
  KeyStore,
  KeyValue,
  LineCode,
  Log,
  NetworkHint,
  Notifier,
  PagePort,
  RoomSocketFactory,
  TabCapture,
} from '../ports/ports.ts';
import type { WebCalendars } from '../ports/web-calendars.ts';
import { type ListId, ListIdSchema } from '../protocol/ids.ts';
import { PORT_NAME } from '../protocol/messages.ts';
import { MAX_TEXT_LENGTH } from '../protocol/values.ts';
import { browser } from './browser.ts';
import { createBrowserCalendars } from './browser-calendars.ts';
import { createBrowserKeyValue } from './browser-key-value.ts';
import { createBrowserNotifier } from './browser-notifier.ts';
import { listenToOmnibox, type OmniboxHandlers } from './browser-omnibox.ts';
import { createBrowserBadge, createBrowserMenus } from './browser-toolbar.ts';
import { createIndexeddbDocStorage } from './indexeddb-doc-storage.ts';
import { createIndexeddbKeyStore } from './indexeddb-key-store.ts';
import { loadLineCode, registerLineCode } from './line-code.ts';
import { createPartykitRoomSockets } from './partykit-room-socket.ts';
import { readSelection } from './run-in-tab.ts';
import { openSidePanel } from './side-panel.ts';
import { consoleLog, createBrowserAlarms, systemClock, workerNetworkHint } from './system.ts';

/** Every real port of the worker in this browser. */
export function createWorkerPlatform(): {
  clock: Clock;
  random: () => number;
  alarms: Alarms;
  keyValue: KeyValue;
  sessionValue: KeyValue;
  keyStore: KeyStore;
  network: NetworkHint;
  sockets: RoomSocketFactory;
  docStorage(databaseName: string): DocStorage;
  log: Log;
  badge: Badge;
  calendars: WebCalendars;
  menus: ContextMenus;
  notifier: Notifier;
  openCalendar(place: CalendarPlace): void;
  zone(): string;
  language: string;
  loadLineCode(): Promise<LineCode>;
  deviceName: string;
} {
  return {
    clock: systemClock,
    random: Math.random,
    alarms: createBrowserAlarms(),
    keyValue: createBrowserKeyValue('local'),
    sessionValue: createBrowserKeyValue('session'),
    keyStore: createIndexeddbKeyStore(),
    network: workerNetworkHint,
    sockets: createPartykitRoomSockets(),
    docStorage: (databaseName) => createIndexeddbDocStorage(databaseName),
    log: consoleLog,
    badge: createBrowserBadge(),
    calendars: createBrowserCalendars(),
    menus: createBrowserMenus(),
    notifier: createBrowserNotifier(),
    openCalendar: ({ date, row }) =>
      void openTab(`sidepanel.html#calendar/${date}${row === undefined ? '' : `/${encodeURIComponent(row)}`}`),
    zone: () => Temporal.Now.timeZoneId(),
    language: browser.i18n.getUILanguage(),
    loadLineCode,
    deviceName: describeBrowser(navigator.userAgent),
  };
}

/** What the worker does when the browser calls. */
export interface WorkerHandlers {
  connectPage(port: PagePort): void;
  addFromTab(capture: TabCapture, list?: ListId): void;
  omnibox: OmniboxHandlers;
  installed(): void;
  browserStarted(): void;
}

/**
 * Registers for every browser event that may wake the worker. Must run synchronously at the worker's top level: an event that
 * wakes it is delivered only to listeners that are there by then.
 */
export function listenToBrowser(handlers: WorkerHandlers): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== PORT_NAME || port.sender?.id !== browser.runtime.id) return;
    handlers.connectPage({
      send(message) {
        try {
          port.postMessage(message);
        } catch {
          // The page went away in this very moment; its disconnect follows.
        }
      },
      onMessage: (callback) => port.onMessage.addListener((message: unknown) => callback(message)),
      onDisconnect: (callback) => port.onDisconnect.addListener(() => callback()),
    });
  });

  browser.contextMenus.onClicked.addListener((info, tab) => {
    const list = v.safeParse(ListIdSchema, info.menuItemId);
    handlers.addFromTab(
      {
        selection: info.selectionText,
        linkUrl: info.linkUrl,
        linkText: info.linkText,
        pageUrl: info.pageUrl ?? tab?.url,
        pageTitle: tab?.title,
      },
      list.success ? list.output : undefined,
    );
  });

  listenToOmnibox(handlers.omnibox);
  registerLineCode();

  browser.commands.onCommand.addListener((command, tab) => {
    if (command === 'open-panel') void openSidePanel(tab?.windowId);
    if (command === 'add-page') void currentTab(tab).then((page) => handlers.addFromTab(page));
  });

  // Alarms may be gone after a restart of the browser; being woken, the worker sets them anew.
  browser.runtime.onStartup.addListener(() => handlers.browserStarted());

  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') handlers.installed();
  });
}

/** Opens one of the extension's own pages in a tab. */
export async function openTab(page: 'welcome.html' | `sidepanel.html#${string}`): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(page) });
}

/** A shortcut grants `activeTab`, but not every browser hands the tab on. */
async function currentTab(tab: { id?: number; url?: string; title?: string } | undefined): Promise<TabCapture> {
  const current = tab?.url ? tab : (await browser.tabs.query({ active: true, currentWindow: true }))[0];
  const pageSelection = await readSelection(current?.id, MAX_TEXT_LENGTH);
  return { pageUrl: current?.url, pageTitle: current?.title, pageSelection };
}

/** "Chrome on Linux": enough to tell one's devices apart, and nothing that a fingerprint would add. */
function describeBrowser(userAgent: string): string {
  const name = /Edg\//.test(userAgent) ? 'Edge' : /Firefox\//.test(userAgent) ? 'Firefox' : 'Chrome';
  const system = /Windows/.test(userAgent)
    ? 'Windows'
    : /Mac OS X/.test(userAgent)
      ? 'macOS'
      : /CrOS/.test(userAgent)
        ? 'ChromeOS'
        : /Android/.test(userAgent)
          ? 'Android'
          : 'Linux';
  return `${name} on ${system}`;
}
