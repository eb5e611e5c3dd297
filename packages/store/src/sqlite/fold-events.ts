import { isFinal, type MapEndedEvent, type MapFacts, type RunEvent, type State } from '@millrace/core';
import type { FlowRunFacts, TaskRunFacts } from '@millrace/core';

/** What a batch adds to one run. Sums are added to those of its row, texts are appended or take the place of the old. */
export interface RunChange {
  /** When the first state of the batch was entered. */
  readonly created: number;
  state: State;
  /** The states as a row holds them. */
  states: string;
  startTime: number | null;
  totalRunTime: number;
  runCount: number;
}

/** What a batch adds to the tables: one change a run, however many states it went through. */
export interface BatchChanges {
  readonly flowRuns: ReadonlyMap<FlowRunFacts, RunChange>;
  readonly taskRuns: ReadonlyMap<TaskRunFacts, RunChange>;
  /** Maps that have started; undefined where only their children have been seen. */
  readonly maps: ReadonlyMap<MapFacts, number | undefined>;
  readonly endedMaps: readonly MapEndedEvent[];
}

/** Short tasks begin and end within one batch: folding first makes that one row written in place of three. */
export function foldEvents(events: readonly RunEvent[]): BatchChanges {
  const flowRuns = new Map<FlowRunFacts, RunChange>();
  const taskRuns = new Map<TaskRunFacts, RunChange>();
  const maps = new Map<MapFacts, number | undefined>();
  const endedMaps: MapEndedEvent[] = [];
  for (const event of events) {
    switch (event.type) {
      case 'task-run-state': {
        const { run } = event;
        addState(taskRuns, run, event.state, event.previous);
        if (event.previous === undefined && run.map !== undefined && !maps.has(run.map)) maps.set(run.map, undefined);
        break;
      }
      case 'flow-run-state':
        addState(flowRuns, event.run, event.state, event.previous);
        break;
      case 'map-started':
        maps.set(event.map, event.timestamp);
        break;
      case 'map-ended':
        endedMaps.push(event);
        break;
    }
  }
  return { flowRuns, taskRuns, maps, endedMaps };
}

function addState<R>(changes: Map<R, RunChange>, run: R, state: State, previous: State | undefined): void {
  const change = changes.get(run);
  const startTime = state.type === 'RUNNING' ? state.timestamp : null;
  const runTime = previous !== undefined && isBusyState(previous) ? state.timestamp - previous.timestamp : 0;
  const attempts = startTime === null ? 0 : 1;
  if (change === undefined) {
    const states = encodeState(state);
    const created = state.timestamp;
    changes.set(run, { created, state, states, startTime, totalRunTime: runTime, runCount: attempts });
    return;
  }
  change.state = state;
  change.states += `,${encodeState(state)}`;
  change.startTime ??= startTime;
  change.totalRunTime += runTime;
  change.runCount += attempts;
}

/** Whether the time in this state counts as run time, as `projectStates` counts it. */
const isBusyState = ({ type }: State): boolean => type === 'RUNNING' || type === 'CANCELLING';

export const endTimeOf = (state: State): number | null => (isFinal(state) ? state.timestamp : null);

function encodeState({ type, name, timestamp, message }: State): string {
  const head = `["${type}","${isPlainText(name) ? name : JSON.stringify(name).slice(1, -1)}",${timestamp}`;
  return message === undefined ? `${head}]` : `${head},${JSON.stringify(message)}]`;
}

/** Whether JSON writes the text as it is, as it does with the name of every state of ours. */
const isPlainText = (text: string): boolean => /^\w+$/.test(text);

/** The inverse of what `foldEvents` writes. */
export function decodeStates(states: string): [State, ...State[]] {
  const tuples = JSON.parse(`[${states}]`) as [State['type'], string, number, string?][];
  return tuples.map(([type, name, timestamp, message]) => ({ type, name, timestamp, message })) as [State, ...State[]];
}
