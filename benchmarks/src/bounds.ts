/** Every number that Millrace promises to hold and that is measured here. Nowhere else is a bound written down. */
export interface Bound {
  /** What is bounded, as the report prints it. */
  readonly title: string;
  readonly limit: number;
  readonly direction: 'at least' | 'at most';
  readonly unit: '×' | 'MiB' | 'ms' | 'per task';
  /** The suite that measures it. */
  readonly suite: string;
  /** Where the promise comes from. */
  readonly source: string;
  /**
   * How far `--ci` lets a measurement miss the limit, as a fraction of it: the short form has few rounds and shares its
   * processor with other jobs. The full form knows no tolerance.
   */
  readonly tolerance: number;
}

export const BOUNDS = {
  'map-throughput-10': {
    title: 'map of 100 000, tasks a second against p-queue, concurrency 10',
    limit: 1,
    direction: 'at least',
    unit: '×',
    suite: 'map-peers',
    source: 'design: as many tasks a second as p-queue at the same concurrency',
    tolerance: 0.1,
  },
  'map-throughput-100': {
    title: 'map of 100 000, tasks a second against p-queue, concurrency 100',
    limit: 1,
    direction: 'at least',
    unit: '×',
    suite: 'map-peers',
    source: 'design: as many tasks a second as p-queue at the same concurrency',
    tolerance: 0.1,
  },
  'map-cost-growth': {
    title: 'map, cost per item at 1 000 000 against 10 000',
    limit: 1.3,
    direction: 'at most',
    unit: '×',
    suite: 'map-scaling',
    source: 'design: the cost per item does not grow with the number of items',
    tolerance: 0.1,
  },
  'store-sqlite': {
    title: 'map of 100 000 recorded in SQLite, rows a second against a bare loop of inserts',
    limit: 0.5,
    direction: 'at least',
    unit: '×',
    suite: 'store-sqlite',
    source: 'design: half as many rows a second as a bare loop of batched inserts of the same rows',
    tolerance: 0.1,
  },
  'stream-growth': {
    title: 'stream of 1 000 000, growth of resident memory',
    limit: 64,
    direction: 'at most',
    unit: 'MiB',
    suite: 'memory',
    source: 'design: memory stays flat however long the source is',
    tolerance: 0,
  },
  'map-resident': {
    title: 'map of 1 000 000 numbers awaited, resident memory in all',
    limit: 300,
    direction: 'at most',
    unit: 'MiB',
    suite: 'memory',
    source: 'design: a future object exists only where somebody asked for it',
    tolerance: 0,
  },
  'timer-lag': {
    title: 'map of 1 000 000 sync tasks, worst delay of a 10 ms timer',
    limit: 50,
    direction: 'at most',
    unit: 'ms',
    suite: 'timer-lag',
    source: 'semantics 59: a long map does not starve timers',
    tolerance: 0.2,
  },
  'cold-start': {
    title: "import 'millrace' and an empty flow against node -e 0",
    limit: 2,
    direction: 'at most',
    unit: '×',
    suite: 'cold-start',
    source: 'design: under twice the start of Node itself',
    tolerance: 0.1,
  },
  'type-instantiations': {
    title: 'a task and one use of it, type instantiations',
    limit: 300,
    direction: 'at most',
    unit: 'per task',
    suite: 'type-checking',
    source: 'a budget of our own, so that a costly type is noticed in review',
    tolerance: 0,
  },
} as const satisfies Record<string, Bound>;

export type BoundName = keyof typeof BOUNDS;

/** True if `value` keeps the bound; `tolerance` is a fraction of the limit. */
export function holds({ limit, direction }: Bound, value: number, tolerance = 0): boolean {
  return direction === 'at least' ? value >= limit * (1 - tolerance) : value <= limit * (1 + tolerance);
}
