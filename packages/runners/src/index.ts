export { ConcurrentTaskRunner } from './concurrent/concurrent-task-runner.js';
export type { ConcurrentTaskRunnerOptions } from './concurrent/options.js';
export { SequentialTaskRunner } from './sequential/sequential-task-runner.js';
export type { SequentialTaskRunnerOptions } from './sequential/options.js';
