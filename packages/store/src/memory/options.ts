import { InvalidOptionError, UnknownOptionError } from '@millrace/core';

export interface MemoryStoreOptions {
  /** How many finished flow runs are remembered; the oldest are forgotten first. @default 1000 */
  readonly maxFlowRuns?: number;
  /** How many finished task runs are remembered, over all flows; the oldest are forgotten first. @default 1000 */
  readonly maxTaskRuns?: number;
}

// More would outlive the young generation of the garbage collector, and cost a map a third of its speed.
const DEFAULTS = { maxFlowRuns: 1_000, maxTaskRuns: 1_000 } as const satisfies Required<MemoryStoreOptions>;

/**
 * Checks the options and fills in what is missing.
 *
 * @throws InvalidOptionError, UnknownOptionError
 */
export function parseOptions(options: MemoryStoreOptions): Required<MemoryStoreOptions> {
  const where = 'MemoryStore';
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError('options', 'an object such as { maxTaskRuns: 500 }', options, where);
  }
  for (const option of Object.keys(options)) {
    if (!(option in DEFAULTS)) throw new UnknownOptionError(option, where, Object.keys(DEFAULTS));
  }
  const { maxFlowRuns = DEFAULTS.maxFlowRuns, maxTaskRuns = DEFAULTS.maxTaskRuns } = options;
  for (const [option, value] of Object.entries({ maxFlowRuns, maxTaskRuns })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new InvalidOptionError(option, 'a whole number from 0 up', value, where);
    }
  }
  return { maxFlowRuns, maxTaskRuns };
}
