import type { Clock } from '../ports/ports.ts';

/** The page's clock and timers; they end with the page. Apart from the worker's, whose module brings the browser's whole API along. */
export const pageClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
