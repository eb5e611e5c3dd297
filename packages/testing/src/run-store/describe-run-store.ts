import type { RunStore } from '@millrace/core';
import type { Create } from '../contract/contract.js';
import { describeContract, type DescribeOptions } from '../contract/describe-contract.js';
import { runStoreContract } from './run-store-contract.js';

/**
 * Proves that a store keeps the contract of `RunStore`: call it once in a test file.
 *
 * @example
 * describeRunStore('MemoryStore', () => new MemoryStore({ maxTaskRuns: 20_000 }));
 * @param create makes an empty store for each test; it must have room for 4000 finished runs. The test disposes of it.
 */
export function describeRunStore(name: string, create: Create<RunStore>, options?: DescribeOptions): void {
  describeContract(`${name} keeps the contract of a run store`, runStoreContract, create, options);
}
