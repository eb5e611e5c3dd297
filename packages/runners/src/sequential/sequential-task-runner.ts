import type { Attempt, TaskRunner } from '@millrace/core';
import { parseOptions, type SequentialTaskRunnerOptions } from './options.js';

/**
 * Runs attempts in this event loop, one after the other, in the order in which they became ready: right for debugging,
 * for resources that bear one user at a time, and for output whose order must be the same on every run.
 *
 * Tasks that submit tasks and wait for them are no deadlock: whoever waits gives up its place meanwhile. One instance may
 * serve several flows, and then runs one attempt at a time for all of them together.
 *
 * @example
 * class Migrate {
 *   @Flow({ runner: new SequentialTaskRunner() })
 *   async migrate(files: string[]) { await tasks(this).apply.map(files); } // never two at once
 * }
 */
export class SequentialTaskRunner implements TaskRunner {
  readonly name = 'sequential';
  readonly concurrency = 1;

  constructor(options: SequentialTaskRunnerOptions = {}) {
    parseOptions(options);
  }

  // Not async, no wrapper: this runs once for every attempt, and a second promise would cost as much as a small task.
  execute(attempt: Attempt): Promise<unknown> {
    return attempt.invoke();
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
