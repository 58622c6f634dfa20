import type { ReadCalendarAnswer } from '../ports/web-calendars.ts';
import { browser } from './browser.ts';
import { offeredReader } from './offered-reader.ts';

const SCRIPT = '/calendar-reader.js';

/** Only a service worker has it. */
const { importScripts } = globalThis as { importScripts?: (path: string) => void };

/**
 * Reads calendars with a script of its own, loaded at the first one: every start of the worker would evaluate it
 * otherwise. A service worker may load later only what it has loaded once while it was installed; an event page imports.
 * Must be called synchronously at the worker's top level.
 */
export function createCalendarReader(): ReadCalendarAnswer {
  if (importScripts) globalThis.addEventListener('install', () => importScripts(SCRIPT));
  return async (bytes, about) => {
    if (offeredReader() === undefined) {
      if (importScripts) importScripts(SCRIPT);
      else await import(/* @vite-ignore */ browser.runtime.getURL(SCRIPT));
    }
    const read = offeredReader();
    if (read === undefined) throw new Error('The reader of calendars is not there.');
    return read(bytes, about);
  };
}
