// State and events
export type { State, StateType } from './state/state.js';
export { isFinal, formatState } from './state/state.js';
export type * from './events/run-event.js';
export type * from './events/snapshot.js';
export { projectFlowRun, projectStates, projectTaskRun } from './events/snapshot.js';
// Ports
export type { RunContext } from './ports/run-context.js';
export type { Attempt, TaskRunner } from './ports/task-runner.js';
export type { RunObserver } from './ports/run-observer.js';
export type { FlowRunQuery, RunStore, TaskRunQuery } from './ports/run-store.js';
export type { Logger, LogLevel, LogRecord, LogRun, RunLogger } from './ports/logger.js';
export { LOG_LEVELS } from './ports/logger.js';
