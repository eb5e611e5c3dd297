const BUCKETS_PER_DOUBLING = 8;
const SMALLEST_MILLISECONDS = 2 ** -10;
/** 33 doublings from a microsecond on: the last bucket begins at three months. */
const BUCKETS = 33 * BUCKETS_PER_DOUBLING;

/** How long things took, in constant memory: counts in buckets that each are 9 % wider than the one before. */
export interface Histogram {
  /** @param duration milliseconds */
  add(duration: number): void;
  /** Milliseconds, right to 5 %; undefined before the first `add`. */
  median(): number | undefined;
}

export function createHistogram(): Histogram {
  const counts = new Uint32Array(BUCKETS);
  let total = 0;
  return {
    add(duration) {
      const bucket = Math.floor(Math.log2(duration / SMALLEST_MILLISECONDS) * BUCKETS_PER_DOUBLING);
      counts[bucket > 0 ? Math.min(bucket, BUCKETS - 1) : 0]!++;
      total++;
    },
    median() {
      if (total === 0) return undefined;
      let seen = 0;
      const bucket = counts.findIndex((count) => (seen += count) >= total / 2);
      return SMALLEST_MILLISECONDS * 2 ** ((bucket + 0.5) / BUCKETS_PER_DOUBLING);
    },
  };
}
