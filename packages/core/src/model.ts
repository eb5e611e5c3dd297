/** States, events and their folds: what a browser needs. Imports nothing from outside. */
export type { State, StateType } from './state/state.js';
export { isFinal, formatState } from './state/state.js';
export { TRANSITIONS, canFollow } from './state/transitions.js';
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
