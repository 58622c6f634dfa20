/**
 * Stands in for `lib0/logging`, through which Yjs warns, in the built extension (wxt.config.ts). The original can draw its
 * lines into a page, and brings lib0's schemas and random generators along for that: 3 KB gzipped at every start of the
 * worker. Has what Yjs uses of it (a test holds that).
 */

export const BOLD = '';
export const UNBOLD = '';
export const ORANGE = '';
export const RED = '';

export function print(...words: unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: where Yjs says it by itself.
  console.warn(...words);
}

export const warn = print;
