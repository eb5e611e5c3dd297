import type { TaskTally } from './task-tally.js';

/** The figures of a mapped task at one moment. */
export interface MapProgress {
  readonly task: string;
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  /** Undefined where a source does not tell its length. */
  readonly size: number | undefined;
  /** Milliseconds since its first map began, until its last one ended. */
  readonly elapsed: number;
  /** Runs a second. */
  readonly rate: number;
  /** Milliseconds; undefined when it cannot be told. */
  readonly timeLeft: number | undefined;
  readonly ended: boolean;
}

/** The progress of a task that has been mapped, or undefined. */
export function mapProgress(tally: TaskTally, now: number): MapProgress | undefined {
  if (tally.mappedSince === undefined) return undefined;
  const { task, mapDone: done, running, failed } = tally;
  const elapsed = Math.max(0, (tally.mappedUntil ?? now) - tally.mappedSince);
  const size = tally.unsizedMaps > 0 ? undefined : Math.max(tally.expected, done);
  const rate = elapsed > 0 ? (done / elapsed) * 1_000 : 0;
  const ended = tally.maps === 0;
  const timeLeft = size === undefined || rate === 0 || ended ? undefined : ((size - done) / rate) * 1_000;
  return { task, done, running, failed, size, elapsed, rate, timeLeft, ended };
}
