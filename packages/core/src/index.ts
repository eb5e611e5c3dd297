// State and events
export type { State, StateType } from './state/state.js';
export { isFinal, formatState } from './state/state.js';
export type {
  AttemptFailure,
  FlowRunFacts,
  FlowRunStateEvent,
  MapCounts,
  MapEndedEvent,
  MapFacts,
  MapStartedEvent,
  RunEvent,
  TaskRunFacts,
  TaskRunStateEvent,
} from './events/run-event.js';
export type { FlowRunSnapshot, RunProgress, TaskRunSnapshot } from './events/snapshot.js';
export { projectFlowRun, projectStates, projectTaskRun } from './events/snapshot.js';
// Ports
export type { RunContext } from './ports/run-context.js';
export type { Attempt, AttemptResult, TaskRunner } from './ports/task-runner.js';
export type { RunObserver } from './ports/run-observer.js';
export type { FlowRunQuery, RunStore, TaskRunQuery } from './ports/run-store.js';
export type { Logger, LogLevel, LogRecord, LogRun, RunLogger } from './ports/logger.js';
export { LOG_LEVELS } from './ports/logger.js';
// Definitions
export { Task } from './decorators/task.js';
export { Flow } from './decorators/flow.js';
export type { DecoratorArgs } from './decorators/decorate.js';
export { task, tasks, type Tasks } from './handles/tasks.js';
export { flow, flows, type Flows } from './handles/flows.js';
export type { HandleOf, TaskHandle } from './handles/task-handle.js';
export type { FlowHandle, FlowHandleOf } from './handles/flow-handle.js';
export { FlowRunHandle } from './handles/flow-run-handle.js';
export type { Input, Inputs, MapInputs, Sequence, Source, Static, StreamSource } from './handles/inputs.js';
export type { MillraceTypeError } from './handles/type-error.js';
export type { Hook, HookRun, Hooks } from './definition/hooks.js';
export type { AnyMethod, ErrorClass, RetryDelay, TaskHandleOptions, TaskOptions } from './definition/task-options.js';
export type { AsyncMethod, FlowOptions, StandardSchema } from './definition/flow-options.js';
export type { TaskDefinition } from './definition/task-definition.js';
export type { FlowDefinition } from './definition/flow-definition.js';
export { exponentialBackoff, type BackoffOptions, type RetryPolicy } from './definition/retry-policy.js';
export type { RunNamer } from './definition/run-name.js';
// Futures
export { TaskFuture } from './future/task-future.js';
export { TaskFutureList } from './future/task-future-list.js';
export type { WaitOptions } from './future/wait-options.js';
export { allowFailure, quote, unmapped, type Unmapped } from './future/markers.js';
export { asCompleted, waitAll, type Waited } from './future/collect.js';
export type { StreamOptions } from './engine/stream.js';
// Context, logging, settings
export { getRunContext } from './engine/run-context.js';
export { getLogScope } from './engine/run-logger.js';
export { configure, getRunLogger, setDefaults } from './handles/process.js';
export type { DefaultSettings, Settings } from './engine/settings.js';
export type { Clock, Stop } from './util/clock.js';
export { systemClock } from './util/clock.js';
export { parseDuration, type Duration } from './util/duration.js';
// Errors
export { MillraceError, type MillraceErrorOptions } from './errors/millrace-error.js';
export {
  DefinitionError,
  InvalidOptionError,
  NotAFlowError,
  NotATaskError,
  UnavailableOptionError,
  UnknownOptionError,
} from './errors/definition-errors.js';
export {
  CancelledError,
  DeadlockError,
  FlowTimeoutError,
  IllegalTransitionError,
  MappingLengthMismatch,
  MappingMissingIterable,
  NonErrorThrown,
  ParameterValidationError,
  SyncCallError,
  TaskTimeoutError,
  TimeoutError,
  UpstreamTaskError,
  type ParameterIssue,
} from './errors/run-errors.js';
export { StoreUnavailableError } from './errors/store-errors.js';
export type { TaskRunsFailed } from './engine/unhandled-failures.js';
