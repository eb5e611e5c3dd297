import type { Logger } from '@millrace/core';

/**
 * A logger that says nothing, so that the report of a test is not lost among the lines of its runs.
 *
 * @example configure({ logger: silentLogger });
 */
export const silentLogger: Logger = {
  isEnabled: () => false,
  write: () => {},
  flush: () => Promise.resolve(),
};
