/** One thing measured on ours and on a peer, in turns on the same machine. Milliseconds of every measured run, in order. */
export interface Comparison {
  readonly name: string;
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  /** Ours may take so many times the peer's; only where there is a target. */
  readonly target?: number;
}

/** How measured runs lie; milliseconds. */
export interface Spread {
  runs: number;
  median: number;
  p10: number;
  p90: number;
  min: number;
  max: number;
}

/** Throws where a run has no figure: such a bench measured nothing. */
export function spreadOf(runs: readonly number[]): Spread {
  if (runs.length === 0 || runs.some((run) => !(run > 0))) throw new Error(`Not all runs were measured: ${runs}`);
  const sorted = runs.toSorted((a, b) => a - b);
  return {
    runs: sorted.length,
    median: quantile(sorted, 0.5),
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
  };
}

/** Ours over the peer's, of the medians. */
export function ratioOf({ ours, peer }: Comparison): number {
  return spreadOf(ours).median / spreadOf(peer).median;
}

/** Interpolated between the two nearest. */
function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}
