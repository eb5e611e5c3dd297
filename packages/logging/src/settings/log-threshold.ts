import { InvalidOptionError, type LogLevel } from '@millrace/core';
import type { Environment } from './environment.js';

/** From which level on records are written; `silent` writes none. */
export type LogThreshold = LogLevel | 'silent';

const THRESHOLDS: Readonly<Record<string, LogThreshold>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  silent: 'silent',
  off: 'silent',
};

/**
 * Reads a level as people write it.
 *
 * @example parseThreshold('WARNING', 'MILLRACE_LOG_LEVEL') // 'warn'
 * @param name where the value comes from, for the error
 * @throws InvalidOptionError for any other word
 */
export function parseThreshold(value: unknown, name: string): LogThreshold {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const threshold = Object.hasOwn(THRESHOLDS, word) ? THRESHOLDS[word] : undefined;
  if (threshold === undefined) {
    throw new InvalidOptionError(name, "'debug', 'info', 'warning', 'error' or 'silent'", value);
  }
  return threshold;
}

/** The level of `MILLRACE_LOG_LEVEL`, `info` when it is not set. */
export function thresholdOf(env: Environment): LogThreshold {
  const value = env['MILLRACE_LOG_LEVEL'];
  return value === undefined || value === '' ? 'info' : parseThreshold(value, 'MILLRACE_LOG_LEVEL');
}
