// Contract suites
export { describeTaskRunner } from './task-runner/describe-task-runner.js';
export { taskRunnerContract } from './task-runner/task-runner-contract.js';
export { describeRunStore } from './run-store/describe-run-store.js';
export { runStoreContract } from './run-store/run-store-contract.js';
// To build suites of one's own in the same way
export { checkCase } from './contract/contract.js';
export type { ContractCase, Create } from './contract/contract.js';
export { describeContract } from './contract/describe-contract.js';
export type { DescribeOptions } from './contract/describe-contract.js';
export type { TestFramework } from './contract/test-framework.js';
// Time, events and logs
export { createSimulatedClock } from './clock/simulated-clock.js';
export type { SimulatedClock, SleepOptions } from './clock/simulated-clock.js';
export { collectEvents } from './collect-events.js';
export type { EventCollector } from './collect-events.js';
export { silentLogger } from './silent-logger.js';
