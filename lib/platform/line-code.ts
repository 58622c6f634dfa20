import type { LineCode } from '../ports/ports.ts';

/** The file that entrypoints/line-code.ts becomes. */
const FILE = '/line-code.js';

/** What that file leaves behind. */
interface LineCodeHolder {
  familyOsLines?: LineCode;
}
const holder = globalThis as LineCodeHolder;

/** What only a service worker has: Firefox runs the worker as a page without window. */
interface WorkerScope {
  importScripts?(url: string): void;
  addEventListener(type: 'install', callback: () => void): void;
}
const scope = globalThis as unknown as WorkerScope;

/**
 * Lets the browser keep the code that reads lines: a service worker may load later only what it has loaded while it was installed. Synchronously at the
 * worker's top level.
 */
export function registerLineCode(): void {
  if (scope.importScripts === undefined) return;
  scope.addEventListener('install', () => scope.importScripts?.(FILE));
}

/** The code that reads lines: not part of the worker, which starts often and seldom reads one. Rejects where it cannot be loaded. */
export async function loadLineCode(): Promise<LineCode> {
  if (holder.familyOsLines === undefined) {
    if (scope.importScripts !== undefined) scope.importScripts(FILE);
    else await loadByElement();
  }
  if (holder.familyOsLines === undefined) throw new Error('the code for lines did not load');
  return holder.familyOsLines;
}

/** What the worker's types do not know: in Firefox it has a document. */
interface WithDocument {
  document: {
    createElement(name: 'script'): { src: string; onload: () => void; onerror: () => void };
    head: { append(element: object): void };
  };
}

function loadByElement(): Promise<void> {
  const { document } = globalThis as unknown as WithDocument;
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = FILE;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('the code for lines cannot be loaded'));
    document.head.append(script);
  });
}
