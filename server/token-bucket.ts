/** An allowance that refills with time. */
export interface TokenBucket {
  /** Takes `amount` if it is there; else takes nothing and answers false. `now` in milliseconds. */
  take(amount: number, now: number): boolean;
  /** Whether `take` would. */
  has(amount: number, now: number): boolean;
  /** Part of the allowance that is left, 0 to 1. */
  level(now: number): number;
}

/** Full at first. A clock that goes back refills nothing and takes nothing away. */
export function createTokenBucket(rate: { burst: number; perSecond: number }, now: number): TokenBucket {
  let tokens = rate.burst;
  let at = now;
  const refill = (time: number) => {
    if (time > at) tokens = Math.min(rate.burst, tokens + ((time - at) / 1_000) * rate.perSecond);
    at = time;
  };
  return {
    take(amount, time) {
      refill(time);
      if (amount > tokens) return false;
      tokens -= amount;
      return true;
    },
    has(amount, time) {
      refill(time);
      return amount <= tokens;
    },
    level(time) {
      refill(time);
      return tokens / rate.burst;
    },
  };
}
