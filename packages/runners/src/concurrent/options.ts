import { InvalidOptionError, UnknownOptionError } from '@millrace/core';

export interface ConcurrentTaskRunnerOptions {
  /** How many attempts may be in flight: a whole number from 1 up, or `Infinity` for no bound. @default 100 */
  readonly concurrency?: number;
}

export const DEFAULT_CONCURRENCY = 100;

/**
 * Checks the options and fills in what is missing.
 *
 * @throws InvalidOptionError, UnknownOptionError
 */
export function parseOptions(options: ConcurrentTaskRunnerOptions): Required<ConcurrentTaskRunnerOptions> {
  const where = 'ConcurrentTaskRunner';
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError('options', 'an object such as { concurrency: 10 }', options, where);
  }
  for (const option of Object.keys(options)) {
    if (option !== 'concurrency') throw new UnknownOptionError(option, where, ['concurrency']);
  }
  const { concurrency = DEFAULT_CONCURRENCY } = options;
  if (concurrency !== Infinity && !(Number.isSafeInteger(concurrency) && concurrency >= 1)) {
    throw new InvalidOptionError('concurrency', 'a whole number from 1 up, or Infinity', concurrency, where);
  }
  return { concurrency };
}
