import type { LogLevel } from '@millrace/core';
import type { LogThreshold } from '../settings/log-threshold.js';

/**
 * winston's own levels, so that transports may name each of them, and `silent` above all.
 * The smaller the number, the more it matters.
 */
export const LEVELS = { silent: -1, error: 0, warn: 1, info: 2, http: 3, verbose: 4, debug: 5, silly: 6 } as const;

/** Whether a record of this level is written where `threshold` is set. */
export function reaches(level: LogLevel, threshold: LogThreshold): boolean {
  return LEVELS[level] <= LEVELS[threshold];
}

/** The same for the level of a winston transport, which may be anything. */
export function reachesTransport(level: LogLevel, { level: own }: { readonly level?: string }): boolean {
  return own !== undefined && LEVELS[level] <= (LEVELS[own as keyof typeof LEVELS] ?? LEVELS.silent);
}
