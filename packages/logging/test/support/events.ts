import type {
  AttemptFailure,
  FlowRunFacts,
  FlowRunStateEvent,
  MapCounts,
  MapEndedEvent,
  MapFacts,
  State,
  StateType,
  TaskRunFacts,
  TaskRunStateEvent,
} from '@millrace/core';
import { NOON } from './records.js';

export function flowFacts(more: Partial<FlowRunFacts> = {}): FlowRunFacts {
  return {
    kind: 'flow',
    id: 'flow-id',
    name: 'mauve-otter',
    flowName: 'etl',
    tags: [],
    parameters: [],
    logPrints: false,
    ...more,
  };
}

export function taskFacts(more: Partial<TaskRunFacts> = {}): TaskRunFacts {
  return {
    kind: 'task',
    id: 'task-id',
    name: 'transform-7',
    taskName: 'transform',
    tags: [],
    flowRunId: 'flow-id',
    logPrints: false,
    ...more,
  };
}

export function mapFacts(more: Partial<MapFacts> = {}): MapFacts {
  return { id: 'map-id', taskName: 'transform', flowRunId: 'flow-id', ...more };
}

export function state(type: StateType, timestamp = NOON, message?: string, name = titled(type)): State {
  return { type, name, message, timestamp };
}

export function taskEvent(
  run: TaskRunFacts,
  current: State,
  previous: State | undefined,
  failure?: AttemptFailure,
): TaskRunStateEvent {
  return { type: 'task-run-state', run, state: current, previous, failure };
}

export function flowEvent(
  run: FlowRunFacts,
  current: State,
  previous: State | undefined,
  failure?: AttemptFailure,
): FlowRunStateEvent {
  return { type: 'flow-run-state', run, state: current, previous, failure };
}

export function mapEnded(map: MapFacts, counts: Partial<MapCounts>, duration = 3_140): MapEndedEvent {
  const none: MapCounts = { runs: 0, completed: 0, failed: 0, cancelled: 0, notReady: 0, neverPulled: 0 };
  return { type: 'map-ended', map, counts: { ...none, ...counts }, timestamp: NOON, duration };
}

/** The three events of a run that ends well (or in `end`), with its first at `timestamp` and `took` milliseconds of work. */
export function* lifeOf(
  run: TaskRunFacts,
  { timestamp = NOON, took = 5, end = 'COMPLETED' }: { timestamp?: number; took?: number; end?: StateType } = {},
): Generator<TaskRunStateEvent> {
  const pending = state('PENDING', timestamp);
  const running = state('RUNNING', timestamp);
  yield taskEvent(run, pending, undefined);
  yield taskEvent(run, running, pending);
  yield taskEvent(run, state(end, timestamp + took), running);
}

function titled(type: StateType): string {
  return type[0] + type.slice(1).toLowerCase();
}
