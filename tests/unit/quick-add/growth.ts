/** Texts are made so many times as long. */
const FACTOR = 16;
/** As long as the same text in pieces would be 1, quadratic work 16. */
export const LINEAR_GROWTH = 6;
/** Processor time comes in steps of some milliseconds: only what takes many of them can be compared. */
const LEAST_MS = 12;
const MAX_ROUNDS = 6;

/**
 * How many times as long one run of 16 times the length takes as 16 runs of the length: 1 where the work is linear, 16 where it is quadratic.
 * Processor time of this thread, the least of some rounds; stops as soon as that is below LINEAR_GROWTH.
 */
export async function growth(run: (length: number) => unknown, length: number): Promise<number> {
  let times = 1;
  while ((await elapsed(run, length, FACTOR * times)) < LEAST_MS) times *= 2;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS && least >= LINEAR_GROWTH; round++) {
    const pieces = await elapsed(run, length, FACTOR * times);
    const whole = await elapsed(run, length * FACTOR, times);
    least = Math.min(least, whole / Math.max(pieces, 1));
  }
  return least;
}

/** Milliseconds of this thread's own processor time. */
async function elapsed(run: (length: number) => unknown, length: number, times: number): Promise<number> {
  const start = process.threadCpuUsage();
  for (let at = 0; at < times; at++) await run(length);
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1_000;
}
