import {
  isFinal,
  type FlowRunFacts,
  type FlowRunStateEvent,
  type MapEndedEvent,
  type MapFacts,
  type MapStartedEvent,
  type TaskRunStateEvent,
} from '@millrace/core';
import { countMapEnd, countMapStart, countState, createTaskTally, type TaskTally } from './task-tally.js';

/** A task name may be made at run time, so the names are bounded too. */
const MOST_TASKS = 200;
const OTHERS = '(others)';

/** What happens inside a root flow run and its subflows, or in a map outside of every flow. */
export interface FlowTally {
  readonly flow: FlowRunFacts | undefined;
  readonly tasks: ReadonlyMap<string, TaskTally>;
}

/** Adds up the events of everything that is on its way. Its size depends on the number of flows and tasks, not of runs. */
export interface Tallies {
  /** The root flow runs, and the maps outside of flows, that have not ended. */
  readonly active: ReadonlySet<FlowTally>;
  countTaskRun(event: TaskRunStateEvent): void;
  /** The tally that this event has brought to its end, if it was a root flow's last. */
  countFlowRun(event: FlowRunStateEvent): FlowTally | undefined;
  countMapStart(event: MapStartedEvent): void;
  countMapEnd(event: MapEndedEvent): void;
}

interface GrowingTally extends FlowTally {
  readonly tasks: Map<string, TaskTally>;
}

export function createTallies(now: () => number): Tallies {
  const active = new Set<GrowingTally>();
  const flows = new Map<string, GrowingTally>();
  const maps = new Map<string, { readonly flow: GrowingTally; readonly task: TaskTally }>();
  // The way from a child of a map to its tally is walked for each of its events: by identity, past the spelled-out ids.
  let tasksOfMaps = new WeakMap<MapFacts, TaskTally>();

  const begin = (flow: FlowRunFacts | undefined): GrowingTally => {
    const tally: GrowingTally = { flow, tasks: new Map() };
    active.add(tally);
    return tally;
  };

  const mapTally = (map: MapFacts): TaskTally | undefined => {
    const known = tasksOfMaps.get(map);
    if (known !== undefined) return known;
    const found = maps.get(map.id)?.task;
    if (found !== undefined) tasksOfMaps.set(map, found);
    return found;
  };

  return {
    active,
    countTaskRun(event) {
      const { run } = event;
      const tally = run.map !== undefined ? mapTally(run.map) : ownTally(flows, run.flowRunId, run.taskName);
      if (tally !== undefined) countState(tally, event);
    },
    countFlowRun({ run, state, previous }) {
      if (previous === undefined) {
        const parent = run.parentFlowRunId === undefined ? undefined : flows.get(run.parentFlowRunId);
        flows.set(run.id, parent ?? begin(run));
      }
      if (!isFinal(state)) return undefined;
      const tally = flows.get(run.id);
      flows.delete(run.id);
      if (tally === undefined || tally.flow?.id !== run.id) return undefined;
      active.delete(tally);
      if (active.size === 0) tasksOfMaps = new WeakMap();
      return tally;
    },
    countMapStart({ map }) {
      const flow = (map.flowRunId === undefined ? undefined : flows.get(map.flowRunId)) ?? begin(undefined);
      const task = taskTally(flow, map.taskName);
      maps.set(map.id, { flow, task });
      countMapStart(task, map, now());
    },
    countMapEnd({ map, counts }) {
      const found = maps.get(map.id);
      if (found === undefined) return;
      maps.delete(map.id);
      countMapEnd(found.task, map, counts, now());
      if (found.flow.flow === undefined) active.delete(found.flow);
    },
  };
}

function ownTally(
  flows: ReadonlyMap<string, GrowingTally>,
  flowRunId: string | undefined,
  task: string,
): TaskTally | undefined {
  const flow = flowRunId === undefined ? undefined : flows.get(flowRunId);
  return flow && taskTally(flow, task);
}

function taskTally({ tasks }: GrowingTally, name: string): TaskTally {
  const key = tasks.has(name) || tasks.size < MOST_TASKS ? name : OTHERS;
  const known = tasks.get(key);
  if (known !== undefined) return known;
  const created = createTaskTally(key);
  tasks.set(key, created);
  return created;
}
