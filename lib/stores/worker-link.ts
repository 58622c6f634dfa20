import { type ReadonlySignal, signal } from '@preact/signals';
import type { WorkerPort } from '../ports/page-ports.ts';
import type { Clock } from '../ports/ports.ts';
import { MESSAGES_VERSION, type PageMessage } from '../protocol/messages.ts';
import { readWorkerMessage } from './envelopes.ts';
import type { PageLife } from './page-life.ts';

/** A worker start takes about 0.1 s on a slow machine; past this the person is told, and a new port tried. */
export const WELCOME_LIMIT_MS = 4_000;
/** Half of the 30 s after which Chrome stops a worker without events. */
export const ALIVE_INTERVAL_MS = 15_000;
/** Waits before the next port when ports die without a welcome, the last one repeated. */
export const RETRY_DELAYS_MS = [0, 250, 1_000, 3_000, 8_000] as const;

export type LinkState = 'connecting' | 'up' | 'slow' | 'outdated';

/**
 * One port to the worker at a time: opens it, greets, shows signs of life, and opens the next when it dies. Knows nothing of
 * queries and commands.
 */
export interface WorkerLink {
  /** Opens the first port; callbacks may come from here on. */
  start(): void;
  readonly state: ReadonlySignal<LinkState>;
  /** Whether the worker has welcomed this port. */
  isUp(): boolean;
  /** Sends on the port of the moment; without one the message is dropped, since everything is asked for again on the next. */
  send(message: PageMessage): void;
  /** Makes sure that there is a port or an attempt at one, even while the page is hidden. */
  wake(): void;
  /** Gives the port up for a new one. */
  renew(): void;
  /** Idempotent. */
  close(): void;
}

export function createWorkerLink(deps: {
  connect: () => WorkerPort;
  clock: Clock;
  life: PageLife;
  /** A new port is there and greeted; subscriptions may go. */
  onOpen: () => void;
  /** The worker has welcomed it and speaks our version. */
  onUp: () => void;
  onMessage: (message: unknown, epoch: string | undefined) => void;
}): WorkerLink {
  const { clock, life } = deps;
  const state = signal<LinkState>('connecting');
  let port: WorkerPort | undefined;
  let epoch: string | undefined;
  let failures = 0;
  let isClosed = false;
  let cancelWelcome = () => {};
  let cancelRetry: (() => void) | undefined;
  let cancelAlive = () => {};

  function open(): void {
    cancelRetry?.();
    cancelRetry = undefined;
    if (isClosed || port !== undefined || state.peek() === 'outdated') return;
    let opened: WorkerPort;
    try {
      opened = deps.connect();
    } catch {
      // An extension that is being reloaded has no worker to connect to.
      lost();
      return;
    }
    port = opened;
    opened.onMessage((message) => {
      if (port === opened) receive(message);
    });
    opened.onDisconnect(() => {
      if (port === opened) lost();
    });
    cancelWelcome = clock.after(WELCOME_LIMIT_MS, () => {
      state.value = 'slow';
      opened.close();
      if (port === opened) lost();
    });
    send({ type: 'hello', version: MESSAGES_VERSION });
    // Sending may have failed and taken the port with it.
    if (port === opened) deps.onOpen();
  }

  function receive(message: unknown): void {
    const welcome = readWorkerMessage(message);
    if (welcome?.type !== 'welcome') {
      deps.onMessage(message, epoch);
      return;
    }
    cancelWelcome();
    if (welcome.version !== MESSAGES_VERSION) {
      state.value = 'outdated';
      drop();
      return;
    }
    epoch = welcome.epoch;
    failures = 0;
    state.value = 'up';
    beat();
    deps.onUp();
  }

  function beat(): void {
    cancelAlive();
    cancelAlive = clock.after(ALIVE_INTERVAL_MS, () => {
      if (life.isVisible()) send({ type: 'alive' });
      if (port !== undefined) beat();
    });
  }

  function drop(): void {
    const old = port;
    port = undefined;
    epoch = undefined;
    cancelWelcome();
    cancelAlive();
    old?.close();
  }

  function lost(): void {
    drop();
    if (isClosed || state.peek() === 'outdated') return;
    if (state.peek() === 'up') state.value = 'connecting';
    // A hidden page must not keep waking the worker: it comes back when it is looked at, or has something to send.
    if (!life.isVisible()) return;
    retryLater();
  }

  function retryLater(): void {
    const delay = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length - 1)] ?? 0;
    failures += 1;
    cancelRetry?.();
    cancelRetry = clock.after(delay, open);
  }

  function send(message: PageMessage): void {
    const target = port;
    if (target === undefined) return;
    try {
      target.send(message);
    } catch {
      // The port died before its disconnect event came.
      if (port === target) lost();
    }
  }

  function wake(): void {
    if (port === undefined && cancelRetry === undefined) open();
  }

  return {
    start() {
      life.onVisible(() => {
        if (port === undefined) {
          failures = 0;
          open();
        } else {
          send({ type: 'alive' });
        }
      });
      open();
    },
    state,
    isUp: () => port !== undefined && epoch !== undefined,
    send,
    wake,
    renew() {
      if (port !== undefined) lost();
    },
    close() {
      isClosed = true;
      cancelRetry?.();
      drop();
    },
  };
}
