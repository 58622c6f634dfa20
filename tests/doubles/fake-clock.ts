import type { Clock } from '../../lib/ports/ports.ts';

/** A clock that stands still until `advance`: timers due by then run in order, each at its own moment. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** Runs the one timer that is due next, at its own moment, if that is within `ms`; answers whether there was one. */
  runNext(ms: number): boolean;
  /** Delays of the timers still set, in milliseconds from now. */
  readonly pending: number[];
}

export function createFakeClock(start = Date.UTC(2026, 10, 22, 12)): FakeClock {
  let now = start;
  let timers: { at: number; callback: () => void }[] = [];

  /** Of timers due at one moment the one that was set first. */
  function runNext(ms: number): boolean {
    let next: (typeof timers)[number] | undefined;
    for (const timer of timers) if (next === undefined || timer.at < next.at) next = timer;
    if (next === undefined || next.at > now + ms) return false;
    timers.splice(timers.indexOf(next), 1);
    now = Math.max(now, next.at);
    next.callback();
    return true;
  }

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
      while (runNext(end - now));
      now = end;
    },
    runNext,
    get pending() {
      return timers.map(({ at }) => at - now);
    },
  };
}
