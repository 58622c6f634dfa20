import type { PagePlatform, WorkerPort } from '../../lib/ports/page-ports.ts';
import type { Command, CommandResult } from '../../lib/protocol/commands.ts';
import { MESSAGES_VERSION, type PageMessage, type WorkerMessage } from '../../lib/protocol/messages.ts';
import type { Query, Row } from '../../lib/protocol/queries.ts';
import type { PageLife } from '../../lib/stores/page-life.ts';

/** One port as the worker sees it. */
export interface FakePort {
  /** What the page has sent, in order. */
  readonly received: PageMessage[];
  /** Subscriptions that stand, by number. */
  readonly subs: Map<number, { query: Query; seq: number }>;
  readonly isOpen: boolean;
  post(message: WorkerMessage | Record<string, unknown>): void;
  /** The worker is gone: the page hears of it. */
  die(): void;
}

/**
 * The worker's end of the messages, in memory: it welcomes, answers subscriptions with the rows set for them, and acknowledges commands when told
 * to. It knows no family; tests say what is true.
 */
export interface FakeWorker {
  readonly ports: FakePort[];
  /** The port of the moment. */
  readonly port: FakePort;
  /** Every command received, on all ports. */
  readonly commands: { command: Command; isResent: boolean }[];
  /** Rows that a query is answered with from now on; a query of another type has none. */
  setRows(type: Query['type'], rows: readonly Row[]): void;
  /** Changes rows and tells who subscribed. */
  patch(type: Query['type'], set: readonly Row[], del?: readonly string[]): void;
  acknowledge(index: number, result?: CommandResult): void;
  /** A worker that is there but says nothing. */
  isSilent: boolean;
  version: number;
  epoch: string;
  /** What the page sees of the browser. */
  readonly platform: PagePlatform;
  readonly outbox: Map<string, Command>;
  readonly cache: Map<string, unknown>;
  /** Makes the outbox refuse. */
  isOutboxBroken: boolean;
}

export function createFakeWorker(): FakeWorker {
  const rows = new Map<Query['type'], readonly Row[]>();
  const outbox = new Map<string, Command>();
  const cache = new Map<string, unknown>();
  const ports: FakePort[] = [];

  const worker: FakeWorker = {
    ports,
    get port() {
      const last = ports.at(-1);
      if (last === undefined) throw new Error('no page has connected');
      return last;
    },
    commands: [],
    isSilent: false,
    version: MESSAGES_VERSION,
    epoch: 'epoch-1',
    outbox,
    cache,
    isOutboxBroken: false,
    setRows: (type, next) => void rows.set(type, next),
    patch(type, set, del = []) {
      const before = (rows.get(type) ?? []).filter((row) => !del.includes(row.id) && !set.some((s) => s.id === row.id));
      rows.set(type, [...before, ...set]);
      for (const port of ports) {
        if (!port.isOpen) continue;
        for (const [sub, state] of port.subs) {
          if (state.query.type !== type) continue;
          state.seq += 1;
          port.post({ type: 'patch', epoch: worker.epoch, sub, seq: state.seq, set: [...set], del: [...del] });
        }
      }
    },
    acknowledge(index, result = { ok: true }) {
      const entry = worker.commands[index];
      if (entry === undefined) throw new Error(`there is no command ${index}`);
      worker.port.post({ type: 'ack', id: entry.command.id, result });
    },
    platform: {
      connect,
      outbox: {
        async put(command) {
          if (worker.isOutboxBroken) throw new Error('the disk is full');
          outbox.set(command.id, structuredClone(command));
        },
        async remove(id) {
          outbox.delete(id);
        },
      },
      cache: {
        read: (key) => structuredClone(cache.get(key)),
        write: (key, value) => void cache.set(key, structuredClone(value)),
        clear: () => cache.clear(),
      },
      activePage: async () => ({ ok: false, why: 'not-granted' }),
      readPage: async () => Promise.reject(new Error('not granted')),
      readLinkedEvents: async () => [],
      openSidePanel: async () => {},
      openOptions: async () => {},
      copyText: async () => {},
      saveFile: () => {},
      allowSite: async () => true,
      language: 'en-US',
      reload: () => {},
    },
  };

  function connect(): WorkerPort {
    let toPage: (message: unknown) => void = () => {};
    let onGone = () => {};
    let isOpen = true;
    const port: FakePort = {
      received: [],
      subs: new Map(),
      get isOpen() {
        return isOpen;
      },
      post(message) {
        if (isOpen) toPage(structuredClone(message));
      },
      die() {
        if (!isOpen) return;
        isOpen = false;
        onGone();
      },
    };
    ports.push(port);
    return {
      send(message) {
        if (!isOpen) throw new Error('Attempting to use a disconnected port object');
        const heard = structuredClone(message) as PageMessage;
        port.received.push(heard);
        if (!worker.isSilent) answer(port, heard);
      },
      onMessage(callback) {
        toPage = callback;
      },
      onDisconnect(callback) {
        onGone = callback;
      },
      close() {
        isOpen = false;
      },
    };
  }

  function answer(port: FakePort, message: PageMessage): void {
    switch (message.type) {
      case 'hello':
        port.post({ type: 'welcome', version: worker.version, epoch: worker.epoch });
        break;
      case 'subscribe':
        port.subs.set(message.sub, { query: message.query, seq: 0 });
        port.post({
          type: 'snapshot',
          epoch: worker.epoch,
          sub: message.sub,
          seq: 0,
          rows: [...(rows.get(message.query.type) ?? [])],
        });
        break;
      case 'unsubscribe':
        port.subs.delete(message.sub);
        break;
      case 'command':
        worker.commands.push({ command: message.command, isResent: message.isResent });
        break;
      case 'alive':
        break;
    }
  }

  return worker;
}

/** A page whose life a test leads. */
export interface FakeLife extends PageLife {
  isShown: boolean;
  show(): void;
  hide(): void;
}

export function createFakeLife(): FakeLife {
  const onVisible: (() => void)[] = [];
  const onLeave: (() => void)[] = [];
  const life: FakeLife = {
    isShown: true,
    isVisible: () => life.isShown,
    onVisible: (callback) => void onVisible.push(callback),
    onLeave: (callback) => void onLeave.push(callback),
    show() {
      life.isShown = true;
      for (const callback of onVisible) callback();
    },
    hide() {
      life.isShown = false;
      for (const callback of onLeave) callback();
    },
  };
  return life;
}

/** Lets everything that only waits for promises happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
