import type { Doc } from 'yjs';
import { createWorkerApp } from '../../lib/background/worker-app.ts';
import { createPartykitRoomSockets } from '../../lib/platform/partykit-room-socket.ts';
import type { Clock } from '../../lib/ports/ports.ts';
import type { CommandBody } from '../../lib/protocol/commands.ts';
import type { Query, RowOf } from '../../lib/protocol/queries.ts';
import { createSnapshotCache } from '../../lib/stores/snapshot-cache.ts';
import { createWorkerClient } from '../../lib/stores/worker-client.ts';
import { createMemoryCalendars } from '../doubles/memory-calendars.ts';
import { createMemoryDisk, createMemoryDocStorage } from '../doubles/memory-doc-storage.ts';
import { createMemoryKeyStore, createMemoryKeyValue } from '../doubles/memory-key-value.ts';
import { createPageWire } from '../doubles/page-wire.ts';
import { until } from '../server/until.ts';

/**
 * A member's browser in this process: the whole worker and a page's client as they are, real sockets, the real clock. What the browser
 * would keep is in memory, to be looked at.
 */
export interface RealMember {
  readonly name: string;
  /** storage.local: JSON texts by key. */
  readonly stored: Map<string, string>;
  /** The key store: CryptoKey objects and what lies beside them. */
  readonly keys: Map<string, unknown>;
  /** The family's document, once it is open; of the present or the last session. */
  readonly doc: Doc | null;
  /** What the worker logged, as it would stand on the console. */
  readonly warnings: readonly string[];
  /** Sends a command from the page and answers what it came to; throws where it failed. */
  run(body: CommandBody): Promise<Record<string, unknown>>;
  /** The command's error, or null. */
  fails(body: CommandBody): Promise<string | null>;
  rows<Q extends Query>(query: Q): RowOf<Q['type']>[];
  /** Resolves once the rows are as wanted. */
  sees<Q extends Query>(what: string, query: Q, isThere: (rows: RowOf<Q['type']>[]) => boolean): Promise<void>;
  /** Resolves once the relay has confirmed everything that was written here. */
  isSent(): Promise<void>;
  close(): Promise<void>;
}

const LIMIT_MS = 30_000;
const clock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** `host`: `127.0.0.1:<port>` of the relay, or of a proxy before it. */
export function createRealMember(name: string, host: string): RealMember {
  const keyValue = createMemoryKeyValue();
  const keys = new Map<string, unknown>();
  const warnings: string[] = [];
  let doc: Doc | null = null;
  const disk = createMemoryDisk();
  const app = createWorkerApp({
    clock,
    random: Math.random,
    alarms: { set: () => {}, setAt: () => {}, clear: () => {}, onAlarm: () => {} },
    keyValue,
    sessionValue: createMemoryKeyValue(),
    keyStore: createMemoryKeyStore(keys),
    network: { onOnline: () => {} },
    sockets: createPartykitRoomSockets(),
    docStorage() {
      const storage = createMemoryDocStorage(disk);
      return {
        ...storage,
        open(opened) {
          doc = opened;
          return storage.open(opened);
        },
      };
    },
    log: { warn: (event, detail) => warnings.push(`${event} ${JSON.stringify(detail ?? {})}`) },
    calendars: createMemoryCalendars(),
    badge: { flash: () => {}, count: () => {} },
    notifier: {
      show: async () => {},
      clear: () => {},
      onScreen: async () => [],
      onClicked: () => {},
      onButton: () => {},
      onClosed: () => {},
    },
    openCalendar: () => {},
    zone: () => 'UTC',
    menus: { show: () => {} },
    defaultHost: host,
    language: 'en-US',
    loadLineCode: () => Promise.reject(new Error('no lines are read here')),
    deviceName: `${name}’s browser`,
  });
  void app.start();

  const life = { isVisible: () => true, onVisible: () => {}, onLeave: () => {} };
  const cached = new Map<string, unknown>();
  const page = createWorkerClient({
    platform: {
      connect() {
        const wire = createPageWire();
        app.connectPage(wire.worker);
        return wire.page;
      },
      outbox: {
        put: (command) => keyValue.set(`outbox/${command.id}`, command),
        remove: (id) => keyValue.remove(`outbox/${id}`),
      },
    },
    clock,
    life,
    cache: createSnapshotCache({
      cache: {
        read: (key) => cached.get(key),
        write: (key, value) => cached.set(key, value),
        clear: () => cached.clear(),
      },
      clock,
      life,
    }),
  });
  const lives = new Map<string, { rows: { peek(): ReadonlyMap<string, unknown> } }>();

  function rows<Q extends Query>(query: Q): RowOf<Q['type']>[] {
    const key = JSON.stringify(query);
    const live = lives.get(key) ?? page.live(query);
    lives.set(key, live);
    return [...live.rows.peek().values()] as RowOf<Q['type']>[];
  }

  const member: RealMember = {
    name,
    stored: keyValue.content,
    keys,
    get doc() {
      return doc;
    },
    warnings,
    async run(body) {
      const outcome = await page.run(body);
      if (!outcome.ok) throw new Error(`${name}: ${body.type} failed: ${outcome.error}`);
      return outcome.value ?? {};
    },
    async fails(body) {
      const outcome = await page.run(body);
      return outcome.ok ? null : outcome.error;
    },
    rows,
    sees: (what, query, isThere) => until(`${name}: ${what}`, () => isThere(rows(query)), LIMIT_MS),
    isSent: () => member.sees('everything is sent', { type: 'sync' }, ([row]) => row?.state === 'synced'),
    async close() {
      page.close();
      await app.stop();
    },
  };
  return member;
}
