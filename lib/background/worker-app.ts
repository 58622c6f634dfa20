import type {
  Alarms,
  Badge,
  CalendarPlace,
  ContextMenus,
  KeyValue,
  LineCode,
  Notifier,
  OmniboxSuggestion,
  PagePort,
  TabCapture,
} from '../ports/ports.ts';
import type { WebCalendars } from '../ports/web-calendars.ts';
import type { CommandBody, CommandError, CommandResult } from '../protocol/commands.ts';
import { type CommandId, type ListId, newId } from '../protocol/ids.ts';
import { parseRelayHost, type RelayHost } from '../protocol/relay-host.ts';
import { createBadgeCount } from './badge-count.ts';
import { createCommandRunner, OUTBOX_PREFIX } from './command-runner.ts';
import { createCommands } from './commands.ts';
import { createConnectionDemand } from './connection-demand.ts';
import { createElsewhere } from './elsewhere.ts';
import { createFamilyHost } from './family-host.ts';
import { createFeedKeeper } from './feed-keeper.ts';
import { createListMenus } from './list-menus.ts';
import { createLiveQueries } from './live-queries.ts';
import { createLocalDay } from './local-day.ts';
import { createOmnibox } from './omnibox.ts';
import type { FamilyPorts } from './open-family.ts';
import { createOwnChanges } from './own-changes.ts';
import { createPageConnections } from './page-connections.ts';
import { createReminders } from './reminders.ts';
import { createSettingsStore } from './settings-store.ts';
import { itemFromTab } from './tab-capture.ts';

/** Everything the worker needs from outside. */
export interface WorkerPorts extends FamilyPorts {
  alarms: Alarms;
  badge: Badge;
  calendars: WebCalendars;
  menus: ContextMenus;
  notifier: Notifier;
  /** Shows the calendar at a place, in a tab. */
  openCalendar(place: CalendarPlace): void;
  /** The build's relay, `host[:port]`. */
  defaultHost: string;
  /** Lasts as long as the browser runs, and no longer. */
  sessionValue: KeyValue;
  /** The IANA zone that the device is in now. */
  zone(): string;
  /** The browser's UI language, BCP 47. */
  language: string;
  /** Code that reads lines, loaded when it is first needed. Rejects where it cannot be loaded. */
  loadLineCode(): Promise<LineCode>;
  /** How this browser is called in the list of a member's devices, such as "Chrome on Linux". */
  deviceName: string;
}

/** The whole background worker over its ports. Entrypoints hand browser events in; it calls nothing of the browser itself. */
export interface WorkerApp {
  /** Loads the family and what pages left behind. Called once, at every worker start. */
  start(): Promise<void>;
  connectPage(port: PagePort): void;
  /** Adds what a context menu (`list`: its entry) or a shortcut (the first list) was used on, and confirms it on the badge. */
  addFromTab(capture: TabCapture, list?: ListId): Promise<CommandResult>;
  /** What adding a line of the address bar would do, then what else could be meant; empty where there is nothing to add. */
  describeLine(line: string): Promise<OmniboxSuggestion[]>;
  /** Adds a line of the address bar, read as the add line reads it, and confirms it on the badge. */
  addLine(line: string): Promise<CommandResult>;
  /** The browser has started: fetches what is new without waiting for the alarm. */
  catchUp(): Promise<void>;
  /** Nothing is left running afterwards; what is stored stays. */
  stop(): Promise<void>;
}

export function createWorkerApp(ports: WorkerPorts): WorkerApp {
  const settings = createSettingsStore(ports.keyValue);
  const family = createFamilyHost(ports, relayHost);
  const day = createLocalDay(ports);
  const badgeCount = createBadgeCount({ ...ports, family, settings, day });
  const reminders = createReminders({
    ...ports,
    family,
    settings,
    day,
    ready: () => ready(),
    tick: (ids) => runOwn({ type: 'setDone', ids, done: true }),
  });
  const menus = createListMenus({ ...ports, family, settings });
  const feeds = createFeedKeeper({ ...ports, family, started: () => start() });
  const ownChanges = createOwnChanges({ keyValue: ports.sessionValue });
  const commands = createCommands({ ports, settings, family, feeds, reminders, ownChanges, relayHost, defaultHost });
  const demand = createConnectionDemand({
    ...ports,
    family,
    started: () => start(),
    lookForAnswer: commands.lookForAnswer,
  });
  const runner = createCommandRunner({ ...ports, execute: commands.execute, onDone: ownChanges.note });
  const elsewhere = createElsewhere({ ...ports, run: runOwn });
  const omnibox = createOmnibox({ ...ports, family, settings });
  const pages = createPageConnections({
    epoch: newId<string>(),
    watch: createLiveQueries({ family, settings, reminders, elsewhere: elsewhere.row, ownChanges: ownChanges.rows }),
    async run(command, isResent) {
      await ready();
      return runner.run(command, isResent);
    },
    onUse: demand.used,
  });
  let started: Promise<void> | null = null;
  let drained: Promise<void> | null = null;

  function defaultHost(): RelayHost {
    const host = parseRelayHost(ports.defaultHost);
    if (host === null) throw new Error('PARTYKIT_HOST of this build is not a host');
    return host;
  }

  function relayHost(): RelayHost {
    return parseRelayHost(settings.current.value?.host ?? '') ?? defaultHost();
  }

  function start(): Promise<void> {
    started ??= (async () => {
      await settings.load();
      await Promise.all([family.load(), elsewhere.load(), ownChanges.load()]);
      // What was changed belongs to the family that is gone.
      family.session.watch((session) => {
        if (session !== 'none') return;
        elsewhere.row.set(null);
        ownChanges.clear();
      });
      menus.start();
      badgeCount.start();
      reminders.start();
      demand.start();
      feeds.start();
    })();
    return started;
  }

  /** What pages left behind goes first: a command that comes now, or is sent again, may build on it. */
  function ready(): Promise<void> {
    drained ??= start()
      .then(() => runner.drainOutbox())
      .catch((problem: unknown) => {
        ports.log.warn('outbox', { problem: problem instanceof Error ? problem.name : 'unknown' });
      });
    return drained;
  }

  /** A command of the worker's own. No page remembers it: a worker that dies now finds it at its next start. */
  async function runOwn(body: CommandBody): Promise<CommandResult> {
    const command = { id: newId<CommandId>(), at: ports.clock.now(), body };
    await ports.keyValue.set(OUTBOX_PREFIX + command.id, command).catch(() => {});
    return runner.run(command, false);
  }

  function refused(error: CommandError): CommandResult {
    ports.badge.flash('failed');
    return { ok: false, error };
  }

  return {
    start: ready,

    connectPage: (port) => pages.add(port),

    async addFromTab(capture, list) {
      await ready();
      const target = list ?? menus.firstList;
      const item = itemFromTab(capture);
      if (target === undefined) return refused('no-family');
      return item === null ? refused('bad-input') : elsewhere.add(target, item);
    },

    async describeLine(line) {
      await ready();
      return omnibox.describe(line);
    },

    async addLine(line) {
      await ready();
      const read = await omnibox.read(line);
      if (read !== null) return elsewhere.add(read.list, read.item);
      return refused(family.current === null ? 'no-family' : 'bad-input');
    },

    catchUp: () => demand.catchUp(),

    async stop() {
      demand.stop();
      feeds.stop();
      day.stop();
      reminders.stop();
      await family.open?.close();
    },
  };
}
