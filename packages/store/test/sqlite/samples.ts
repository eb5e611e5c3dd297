import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlowRunFacts, RunEvent, State, StateType, TaskRunFacts } from '@millrace/core';

/** A file in a directory of its own; neither is there yet. */
export const freshPath = (): string => join(mkdtempSync(join(tmpdir(), 'millrace-store-')), 'home', 'runs.db');

export const stateOf = (type: StateType, timestamp: number): State => {
  return { type, name: type[0] + type.slice(1).toLowerCase(), timestamp };
};

export const taskRun = (id: string, facts: Partial<TaskRunFacts> = {}): TaskRunFacts => {
  return { kind: 'task', id, name: `load-${id}`, taskName: 'load', tags: [], logPrints: false, ...facts };
};

export const flowRun = (id: string, facts: Partial<FlowRunFacts> = {}): FlowRunFacts => {
  return {
    kind: 'flow',
    id,
    name: `otter-${id}`,
    flowName: 'etl',
    tags: [],
    parameters: [],
    logPrints: false,
    ...facts,
  };
};

/** The run enters these states, a millisecond apart. */
export function eventsOf(run: TaskRunFacts | FlowRunFacts, types: readonly StateType[], start = 1): RunEvent[] {
  const states = types.map((type, i) => stateOf(type, start + i));
  return states.map((state, i) => {
    const step = { state, previous: states[i - 1], failure: undefined };
    return run.kind === 'task' ? { type: 'task-run-state', run, ...step } : { type: 'flow-run-state', run, ...step };
  });
}

export const COMPLETED: readonly StateType[] = ['PENDING', 'RUNNING', 'COMPLETED'];
