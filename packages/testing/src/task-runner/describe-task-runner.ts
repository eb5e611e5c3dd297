import type { TaskRunner } from '@millrace/core';
import type { Create } from '../contract/contract.js';
import { describeContract, type DescribeOptions } from '../contract/describe-contract.js';
import { taskRunnerContract } from './task-runner-contract.js';

/**
 * Proves that a runner keeps the contract of `TaskRunner`: call it once in a test file.
 *
 * The cases run whole flows on it. Their tasks are exported by the module `@millrace/testing/contract-tasks`, for runners
 * that load tasks in a thread or in another process.
 *
 * @example
 * describeTaskRunner('ConcurrentTaskRunner', () => new ConcurrentTaskRunner({ concurrency: 4 }));
 * @param create makes a runner for each test, preferably of a small concurrency: some cases fill every place. The test
 *   disposes of it.
 */
export function describeTaskRunner(name: string, create: Create<TaskRunner>, options?: DescribeOptions): void {
  describeContract(`${name} keeps the contract of a task runner`, taskRunnerContract, create, options);
}
