import type { Doc } from 'yjs';
import type { Codec } from '../../lib/model/codec.ts';
import type { CalendarPlace, Clock, KeyStore, KeyValue } from '../../lib/ports/ports.ts';
import { createSnapshotCache } from '../../lib/stores/snapshot-cache.ts';
import { createWorkerClient, type WorkerClient } from '../../lib/stores/worker-client.ts';
import { createMemberships } from '../../lib/sync/memberships.ts';
import { type CrashDisk, createCrashDisk } from './crash-disk.ts';
import { createMemoryAlarms, type MemoryAlarms } from './memory-alarms.ts';
import { createMemoryCalendars, type MemoryCalendars } from './memory-calendars.ts';
import { createMemoryKeyStore, createMemoryKeyValue } from './memory-key-value.ts';
import { createMemoryNotifier, type MemoryNotifier } from './memory-notifier.ts';
import type { MemoryLine, MemoryRelay } from './memory-relay.ts';
import { createPageWire } from './page-wire.ts';
import { createSlowWrites, type SlowWrites } from './slow-writes.ts';
import { startWorkerLife, type WorkerLife } from './worker-life.ts';

/** A page on the real page client. */
export interface MemoryPage extends WorkerClient {
  readonly isOpen: boolean;
}

/** A member's browser: what it keeps, a worker that may be killed at any moment, and pages. */
export interface MemoryBrowser {
  readonly name: string;
  readonly line: MemoryLine;
  readonly keyValue: KeyValue & { content: Map<string, string> };
  readonly keyStore: KeyStore;
  readonly disk: CrashDisk;
  /** The worker's writes to `keyValue` on their way. */
  readonly keyWrites: SlowWrites;
  /** What this device's clock is wrong by, in milliseconds. */
  clockSkewMs: number;
  /** The IANA zone that the device is in. */
  zone: string;
  readonly alarms: MemoryAlarms;
  readonly calendars: MemoryCalendars;
  /** What the toolbar button counts; undefined until a worker has said. */
  readonly badge: number | undefined;
  readonly notifier: MemoryNotifier;
  /** Where in the calendar the worker has led, in order. */
  readonly places: readonly CalendarPlace[];
  /** Called just before every effect of the worker on the outside; may kill it, and then the effect does not happen. */
  onStep: (step: string) => void;
  /** The present worker; null while the browser has none. */
  readonly worker: WorkerLife | null;
  /** Yjs clients that wrote here, of all worker lives. */
  readonly clientIds: ReadonlySet<number>;
  /** What workers logged. */
  readonly warnings: readonly string[];
  /** Idempotent. */
  startWorker(): WorkerLife;
  /**
   * At once, wherever it is. Of the writes under way the oldest `kept` (disk) and `keptKeys` (key-value) still happen; `isClean`: what was
   * sent still reaches the relay.
   */
  killWorker(options?: { kept?: number; keptKeys?: number; isClean?: boolean }): void;
  readonly pages: readonly MemoryPage[];
  openPage(): MemoryPage;
  /** As closing a popup does it: what the page has not handed over is lost. */
  closePage(page: MemoryPage): void;
  /** The family's codec, made from what the browser keeps. */
  openCodec(): Promise<Codec>;
  /** Nothing is left running. */
  close(): void;
}

export function createMemoryBrowser(deps: {
  name: string;
  relay: MemoryRelay;
  clock: Clock;
  random(): number;
  /** Yjs takes client ids from the process; a test's come from its seed. */
  nextClientId(): number;
}): MemoryBrowser {
  const { name, relay } = deps;
  const line = relay.createLine();
  const keyValue = createMemoryKeyValue();
  const sessionValue = createMemoryKeyValue();
  const keyStore = createMemoryKeyStore();
  const disk = createCrashDisk();
  const keyWrites = createSlowWrites();
  const clientIds = new Set<number>();
  const warnings: string[] = [];
  const pages = new Map<MemoryPage, () => void>();
  const deaths = new Set<() => void>();
  let worker: WorkerLife | null = null;

  let clockSkewMs = 0;
  let badge: number | undefined;

  const clock: Clock = {
    now: () => deps.clock.now() + clockSkewMs,
    after: (ms, callback) => deps.clock.after(ms, callback),
  };

  const calendars = createMemoryCalendars();
  const alarms = createMemoryAlarms(clock, (name) => browser.startWorker().fireAlarm(name));

  const notifier = createMemoryNotifier((id, press) => browser.startWorker().pressNote(id, press));
  const places: CalendarPlace[] = [];

  function openPage(): MemoryPage {
    let isOpen = true;
    const pageClock: Clock = { now: clock.now, after: (ms, callback) => clock.after(ms, () => isOpen && callback()) };
    const life = { isVisible: () => isOpen, onVisible: () => {}, onLeave: () => {} };
    const cached = new Map<string, unknown>();
    const client = createWorkerClient({
      platform: {
        connect() {
          const wire = createPageWire();
          deaths.add(wire.workerDied);
          browser.startWorker().connectPage(wire.worker);
          return wire.page;
        },
        outbox: {
          put: (command) => whileOpen(() => keyValue.set(`outbox/${command.id}`, command)),
          remove: (id) => whileOpen(() => keyValue.remove(`outbox/${id}`)),
        },
      },
      clock: pageClock,
      life,
      cache: createSnapshotCache({
        cache: {
          read: (key) => cached.get(key),
          write: (key, value) => cached.set(key, value),
          clear: () => cached.clear(),
        },
        clock: pageClock,
        life,
      }),
    });
    const whileOpen = (work: () => Promise<void>) => (isOpen ? work() : new Promise<void>(() => {}));
    const page: MemoryPage = {
      ...client,
      get isOpen() {
        return isOpen;
      },
    };
    pages.set(page, () => {
      isOpen = false;
      client.close();
    });
    return page;
  }

  const browser: MemoryBrowser = {
    name,
    line,
    keyValue,
    keyStore,
    disk,
    calendars,
    keyWrites,
    get clockSkewMs() {
      return clockSkewMs;
    },
    set clockSkewMs(ms) {
      clockSkewMs = ms;
      alarms.look();
    },
    zone: 'UTC',
    alarms,
    get badge() {
      return badge;
    },
    notifier,
    places,
    onStep: () => {},
    clientIds,
    warnings,
    get worker() {
      return worker;
    },
    startWorker() {
      worker ??= startWorkerLife({
        name,
        clock,
        random: deps.random,
        keyValue,
        sessionValue,
        keyStore,
        keyWrites,
        disk,
        sockets: line.sockets,
        alarms,
        calendars,
        badge: { flash: () => {}, count: (n) => (badge = n) },
        notifier,
        openCalendar: (place) => places.push(place),
        zone: () => browser.zone,
        defaultHost: relay.authority,
        onDocument(doc: Doc) {
          doc.clientID = deps.nextClientId();
          clientIds.add(doc.clientID);
        },
        onStep: (step) => browser.onStep(step),
        onWarning: (warning) => warnings.push(warning),
      });
      return worker;
    },
    killWorker({ kept = 0, keptKeys = 0, isClean = true } = {}) {
      if (worker === null) return;
      for (const link of line.links) {
        if (!isClean) link.sever();
        link.abandon();
      }
      worker.end();
      worker = null;
      disk.crash(kept);
      keyWrites.crash(keptKeys);
      for (const died of [...deaths]) died();
      deaths.clear();
    },
    get pages() {
      return [...pages.keys()];
    },
    openPage,
    closePage(page) {
      pages.get(page)?.();
      pages.delete(page);
    },
    async openCodec() {
      const membership = await createMemberships({ keyStore, keyValue }).load();
      if (membership === null) throw new Error(`${name} is in no family`);
      return membership.codec;
    },
    close() {
      for (const page of [...pages.keys()]) browser.closePage(page);
      alarms.isRinging = false;
      browser.killWorker();
    },
  };
  return browser;
}
