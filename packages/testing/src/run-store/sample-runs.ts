import { randomBytes } from 'node:crypto';
import type { FlowRunFacts, RunEvent, State, StateType, TaskRunFacts } from '@millrace/core';

const START = Date.UTC(2025, 0, 1);
let created = 0;

/** A UUIDv7 later than all before: as those of the engine, sample ids sort by creation. */
function nextId(): string {
  const time = (START + created++).toString(16).padStart(12, '0');
  const random = randomBytes(9).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`;
}

export function sampleFlowRun(facts: Partial<FlowRunFacts> = {}): FlowRunFacts {
  const id = nextId();
  return {
    kind: 'flow',
    id,
    name: `flow-${created}`,
    flowName: 'sample',
    tags: [],
    parameters: [],
    logPrints: false,
    ...facts,
  };
}

export function sampleTaskRun(facts: Partial<TaskRunFacts> = {}): TaskRunFacts {
  const id = nextId();
  return { kind: 'task', id, name: `task-${created}`, taskName: 'sample', tags: [], logPrints: false, ...facts };
}

/** `timestamp` is relative to the start of the samples; fractions are what a real clock gives. */
export function sampleState(type: StateType, name: string, timestamp: number, message?: string): State {
  return { type, name, timestamp: START + timestamp, message };
}

export type States = readonly [State, ...State[]];

/** `PENDING`, `RUNNING`, `COMPLETED`, one millisecond apart. */
export const completedStates = (timestamp: number): States => [
  sampleState('PENDING', 'Pending', timestamp),
  sampleState('RUNNING', 'Running', timestamp + 1),
  sampleState('COMPLETED', 'Completed', timestamp + 2),
];

/** One event for each state. Failed states carry an error, as the engine's events do. */
export function eventsOf(run: FlowRunFacts | TaskRunFacts, states: readonly State[]): RunEvent[] {
  return states.map((state, i) => {
    const attempt = states.slice(0, i).filter(({ type }) => type === 'RUNNING').length;
    const error = new Error(state.message ?? state.name);
    const failure = state.type === 'FAILED' || state.type === 'SCHEDULED' ? { error, attempt, retries: 2 } : undefined;
    const step = { state, previous: states[i - 1], failure };
    return run.kind === 'flow' ? { type: 'flow-run-state', run, ...step } : { type: 'task-run-state', run, ...step };
  });
}
