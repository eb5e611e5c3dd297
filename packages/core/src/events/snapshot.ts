import { isFinal, type State } from '../state/state.js';
import type { FlowRunFacts, TaskRunFacts } from './run-event.js';

/** How far a run has come: what its states so far add up to. */
export interface RunProgress {
  readonly state: State;
  /** Every state so far, the current one last. */
  readonly states: readonly State[];
  /** When it first entered `RUNNING`. */
  readonly startTime?: number | undefined;
  /** When it entered its final state. */
  readonly endTime?: number | undefined;
  /** Milliseconds in `RUNNING`; waits for inputs, retries and the like are not in it. */
  readonly totalRunTime: number;
  /** How many attempts have started. */
  readonly runCount: number;
}

export interface FlowRunSnapshot extends FlowRunFacts, RunProgress {}
export interface TaskRunSnapshot extends TaskRunFacts, RunProgress {}

/**
 * Folds the states of a run, oldest first, into what they say about it.
 *
 * @example projectStates([pending, running, completed]).runCount // 1
 */
export function projectStates(states: readonly [State, ...State[]]): RunProgress {
  let startTime: number | undefined;
  let totalRunTime = 0;
  let runCount = 0;
  let runningSince: number | undefined;
  let state = states[0];
  for (state of states) {
    if (runningSince !== undefined) totalRunTime += state.timestamp - runningSince;
    runningSince = state.type === 'RUNNING' || state.type === 'CANCELLING' ? state.timestamp : undefined;
    if (state.type === 'RUNNING') {
      startTime ??= state.timestamp;
      runCount++;
    }
  }
  const endTime = isFinal(state) ? state.timestamp : undefined;
  return { state, states, startTime, endTime, totalRunTime, runCount };
}

/** The facts of a flow run and its progress as plain data. */
export function projectFlowRun(facts: FlowRunFacts, states: readonly [State, ...State[]]): FlowRunSnapshot {
  const { kind, id, name, flowName, version, tags, parameters, parentFlowRunId, parentTaskRunId, logPrints } = facts;
  return {
    ...{ kind, id, name, flowName, version, tags, parameters, parentFlowRunId, parentTaskRunId, logPrints },
    ...projectStates(states),
  };
}

/** The facts of a task run and its progress as plain data. */
export function projectTaskRun(facts: TaskRunFacts, states: readonly [State, ...State[]]): TaskRunSnapshot {
  const { kind, id, name, taskName, version, tags, flowRunId, parentTaskRunId, map, mapIndex, logPrints } = facts;
  return {
    ...{ kind, id, name, taskName, version, tags, flowRunId, parentTaskRunId, map, mapIndex, logPrints },
    ...projectStates(states),
  };
}
