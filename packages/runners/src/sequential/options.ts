import { UnknownOptionError } from '@millrace/core';

/** There is nothing to choose: a sequential runner runs one attempt at a time. */
export type SequentialTaskRunnerOptions = Readonly<Record<string, never>>;

/**
 * Refuses every option. `new SequentialTaskRunner({ concurrency: 4 })` must not run one at a time in silence.
 *
 * @throws UnknownOptionError
 */
export function parseOptions(options: SequentialTaskRunnerOptions): SequentialTaskRunnerOptions {
  const [option] = Object.keys(options);
  if (option !== undefined) throw new UnknownOptionError(option, 'SequentialTaskRunner', ['none']);
  return options;
}
