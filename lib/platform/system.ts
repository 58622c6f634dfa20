import type { Alarms, Clock, Log, NetworkHint } from '../ports/ports.ts';
import { browser } from './browser.ts';

/** The system clock and its timers. Timers end with the worker; what must happen later is an alarm. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Browser alarms. The browser may lengthen a delay to its minimum (30 s in Chrome). */
export function createBrowserAlarms(): Alarms {
  return {
    set(name, delayMs) {
      void browser.alarms.create(name, { delayInMinutes: delayMs / 60_000, periodInMinutes: delayMs / 60_000 });
    },
    setAt(name, at) {
      void browser.alarms.create(name, { when: at });
    },
    clear(name) {
      void browser.alarms.clear(name);
    },
    onAlarm(callback) {
      browser.alarms.onAlarm.addListener((alarm) => callback(alarm.name));
    },
  };
}

/** The worker's `online` event. */
export const workerNetworkHint: NetworkHint = {
  onOnline(callback) {
    globalThis.addEventListener('online', callback);
  },
};

/** Warnings on the extension's own console. */
export const consoleLog: Log = {
  warn(event, detail) {
    console.warn(`[family-os] ${event}`, detail ?? '');
  },
};
