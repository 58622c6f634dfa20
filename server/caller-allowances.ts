import { MAX_REMEMBERED_CALLERS } from './limits.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** Allowance as in limits.ts. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * How often each caller may do what. A caller is named by a key whose signature holds; those that the family does not know share one
 * name, so that they cannot crowd out anyone but each other. In memory only: a room that is called often enough to matter does not sleep.
 */
export interface CallerAllowances {
  take(caller: string, rate: Rate, now: number, amount?: number): boolean;
  /** Whether `take` would. */
  has(caller: string, rate: Rate, now: number): boolean;
}

export function createCallerAllowances(): CallerAllowances {
  const buckets = new Map<string, TokenBucket>();
  const bucketOf = (caller: string, rate: Rate, now: number) => {
    let bucket = buckets.get(caller);
    if (bucket === undefined) {
      if (buckets.size >= MAX_REMEMBERED_CALLERS) {
        for (const [name, it] of buckets) if (it.level(now) === 1) buckets.delete(name);
      }
      bucket = createTokenBucket(rate, now);
      buckets.set(caller, bucket);
    }
    return bucket;
  };
  return {
    take: (caller, rate, now, amount = 1) => bucketOf(caller, rate, now).take(amount, now),
    has: (caller, rate, now) => bucketOf(caller, rate, now).has(1, now),
  };
}
