import type { Clock } from '../../lib/ports/ports.ts';

/** A clock that stands still until `advance`: timers due by then run in order, each at its own moment. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** Delays of the timers still set, in milliseconds from now. */
  readonly pending: number[];
}

export function createFakeClock(start = Date.UTC(2026, 10, 22, 12)): FakeClock {
  let now = start;
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.callback();
      }
      now = end;
    },
    get pending() {
      return timers.map(({ at }) => at - now);
    },
  };
}
