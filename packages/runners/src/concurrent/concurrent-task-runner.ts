import type { Attempt, TaskRunner } from '@millrace/core';
import { parseOptions, type ConcurrentTaskRunnerOptions } from './options.js';

/**
 * Runs attempts in this event loop, many at a time: right for work that waits, such as requests, queries and files.
 *
 * It does not make computations run in parallel, since JavaScript has one thread for them. It holds nothing, so disposing
 * of it does nothing. One instance may serve any number of flows; its `concurrency` then holds for all of them together.
 *
 * @example
 * class Crawl {
 *   @Flow({ runner: new ConcurrentTaskRunner({ concurrency: 8 }) })
 *   async crawl(urls: string[]) { await tasks(this).fetch.map(urls); } // eight requests at a time
 * }
 * @throws InvalidOptionError if `concurrency` is neither a whole number from 1 up nor `Infinity`
 */
export class ConcurrentTaskRunner implements TaskRunner {
  readonly name = 'concurrent';
  readonly concurrency: number;

  constructor(options: ConcurrentTaskRunnerOptions = {}) {
    this.concurrency = parseOptions(options).concurrency;
  }

  // Not async, no wrapper: this runs once for every attempt, and a second promise would cost as much as a small task.
  execute(attempt: Attempt): Promise<unknown> {
    return attempt.invoke();
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
