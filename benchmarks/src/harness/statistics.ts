/** A handful of measurements, told by what noise cannot easily move. */
export interface Summary {
  readonly median: number;
  /** The middle half of the measurements lies between these two. */
  readonly lower: number;
  readonly upper: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

/** The value below which the given fraction of the sorted values lies; between two of them by interpolation. */
function quantile(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lower: quantile(sorted, 0.25),
    upper: quantile(sorted, 0.75),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
    rounds: sorted.length,
  };
}

/**
 * The ratio `a / b`, taken round by round and summarised afterwards: what slowed the machine during a round slowed both
 * sides of it, and drops out.
 */
export function summarizeRatio(a: readonly number[], b: readonly number[]): Summary {
  return summarize(a.map((value, round) => value / (b[round] ?? Number.NaN)));
}
