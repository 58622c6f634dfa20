/** First ceiling of a delay. */
const FIRST_DELAY_MS = 1_000;
/** No attempt waits longer than this, however often it failed. */
export const MAX_DELAY_MS = 60_000;
/** A connection that lived this long counts as a success; one that died sooner goes on with the back-off. */
export const LASTING_MS = 10_000;

/**
 * Delays with full jitter (uniform between 0 and a doubling ceiling), so that a family's browsers do not come back in step after
 * the relay was away. See "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function createBackOff(random: () => number): { nextDelayMs(): number; reset(): void } {
  let failures = 0;
  return {
    nextDelayMs() {
      const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
      failures = Math.min(failures + 1, 30);
      return Math.round(random() * ceiling);
    },
    reset() {
      failures = 0;
    },
  };
}
