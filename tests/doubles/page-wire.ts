import type { WorkerPort } from '../../lib/ports/page-ports.ts';
import type { PagePort } from '../../lib/ports/ports.ts';

/** A port between a page and the worker, both ends. */
export interface PageWire {
  readonly page: WorkerPort;
  readonly worker: PagePort;
  /** The worker is gone, as its page finds out. */
  workerDied(): void;
  /** The page is gone, as the worker finds out. */
  pageClosed(): void;
}

/**
 * `runtime.Port` without a browser: messages arrive in order, each in a later microtask, as copies; after either end is gone nothing is
 * delivered and the other end hears of it once. `carry` may look at every message before it is on its way.
 */
export function createPageWire(
  carry: (direction: 'to-worker' | 'to-page', message: unknown) => void = () => {},
): PageWire {
  const page = createEnd();
  const worker = createEnd();
  let isOpen = true;

  function pass(direction: 'to-worker' | 'to-page', message: unknown): void {
    if (!isOpen) throw new Error('Attempting to use a disconnected port object');
    carry(direction, message);
    const text = JSON.stringify(message);
    const target = direction === 'to-page' ? page : worker;
    queueMicrotask(() => {
      if (isOpen) for (const callback of target.messages) callback(JSON.parse(text));
    });
  }

  function end(told: typeof page): void {
    if (!isOpen) return;
    isOpen = false;
    queueMicrotask(() => {
      for (const callback of told.disconnects) callback();
    });
  }

  return {
    page: {
      send: (message) => pass('to-worker', message),
      onMessage: (callback) => page.messages.push(callback),
      onDisconnect: (callback) => page.disconnects.push(callback),
      close: () => end(worker),
    },
    worker: {
      send: (message) => pass('to-page', message),
      onMessage: (callback) => worker.messages.push(callback),
      onDisconnect: (callback) => worker.disconnects.push(callback),
    },
    workerDied: () => end(page),
    pageClosed: () => end(worker),
  };
}

function createEnd(): { messages: ((message: unknown) => void)[]; disconnects: (() => void)[] } {
  return { messages: [], disconnects: [] };
}
