import { resolve } from 'node:path';
import { InvalidOptionError, parseDuration, UnknownOptionError, type Duration } from '@millrace/core';
import { defaultPath } from './default-path.js';

export interface SqliteStoreOptions {
  /**
   * The file, created with its directory on first use. `':memory:'` keeps everything in memory.
   *
   * @default 'runs.db' in the directory MILLRACE_HOME, or in `.millrace/` beside the nearest package.json
   */
  readonly path?: string;
  /** How long to wait for another process that is writing to the file, before giving up. @default '5s' */
  readonly busyTimeout?: Duration;
}

export interface ParsedOptions {
  readonly path: string;
  /** Milliseconds. */
  readonly busyTimeout: number;
}

const KNOWN = ['path', 'busyTimeout'] as const satisfies (keyof SqliteStoreOptions)[];
const DEFAULT_BUSY_TIMEOUT = '5s';

/**
 * Checks the options and fills in what is missing.
 *
 * @throws InvalidOptionError, UnknownOptionError
 */
export function parseOptions(options: SqliteStoreOptions): ParsedOptions {
  const where = 'SqliteStore';
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError('options', "an object such as { path: 'runs.db' }", options, where);
  }
  for (const option of Object.keys(options)) {
    if (!(KNOWN as readonly string[]).includes(option)) throw new UnknownOptionError(option, where, KNOWN);
  }
  const { path = defaultPath(), busyTimeout = DEFAULT_BUSY_TIMEOUT } = options;
  if (typeof path !== 'string' || path === '') {
    throw new InvalidOptionError('path', "the name of a file, such as 'runs.db'", path, where);
  }
  return {
    path: path === ':memory:' ? path : resolve(path),
    busyTimeout: parseDuration(busyTimeout, 'busyTimeout'),
  };
}
