import { isFinal, type MapCounts, type MapFacts, type TaskRunStateEvent } from '@millrace/core';
import { createHistogram, type Histogram } from './histogram.js';

/** How far the runs of one task have come within a root flow run. Counters only: it is updated three times a run. */
export interface TaskTally {
  readonly task: string;
  runs: number;
  running: number;
  completed: number;
  /** Failed or crashed; runs whose upstream failed are not among them. */
  failed: number;
  retried: number;
  /** Ended, one way or another. */
  done: number;
  /** Of these, children of maps. */
  mapDone: number;
  /** How many children the maps have in all, as far as their sources tell. */
  expected: number;
  /** Maps on their way, and those of them whose size is not known. */
  maps: number;
  unsizedMaps: number;
  /** When its first map began, by the display's clock. */
  mappedSince: number | undefined;
  mappedUntil: number | undefined;
  readonly durations: Histogram;
}

export function createTaskTally(task: string): TaskTally {
  return {
    task,
    ...{ runs: 0, running: 0, completed: 0, failed: 0, retried: 0, done: 0, mapDone: 0 },
    ...{ expected: 0, maps: 0, unsizedMaps: 0, mappedSince: undefined, mappedUntil: undefined },
    durations: createHistogram(),
  };
}

/** Counts a task run's new state. */
export function countState(tally: TaskTally, { run, state, previous, failure }: TaskRunStateEvent): void {
  if (previous === undefined) tally.runs++;
  const wasRunning = previous?.type === 'RUNNING';
  const isRunning = state.type === 'RUNNING';
  if (isRunning && !wasRunning) tally.running++;
  if (wasRunning && !isRunning) tally.running--;
  if (failure?.retryIn !== undefined) tally.retried++;
  if (!isFinal(state)) return;
  tally.done++;
  if (run.map !== undefined) tally.mapDone++;
  if (state.type === 'COMPLETED') tally.completed++;
  if (state.type === 'FAILED' || state.type === 'CRASHED') tally.failed++;
  // The state before tells when the last attempt began, so that nothing has to be kept for each run.
  if (wasRunning) tally.durations.add(state.timestamp - previous.timestamp);
}

export function countMapStart(tally: TaskTally, { size }: MapFacts, now: number): void {
  tally.maps++;
  tally.mappedSince ??= now;
  tally.mappedUntil = undefined;
  if (size === undefined) tally.unsizedMaps++;
  else tally.expected += size;
}

export function countMapEnd(tally: TaskTally, { size }: MapFacts, counts: MapCounts, now: number): void {
  tally.maps--;
  if (tally.maps === 0) tally.mappedUntil = now;
  if (size !== undefined) {
    tally.expected -= counts.neverPulled;
    return;
  }
  tally.unsizedMaps--;
  tally.expected += counts.runs;
}
