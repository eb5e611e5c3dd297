import type { State } from '../state/state.js';

/** What is known of a flow run from its first moment on and never changes. */
export interface FlowRunFacts {
  readonly kind: 'flow';
  readonly id: string;
  /** For people: `mauve-otter`. */
  readonly name: string;
  readonly flowName: string;
  readonly version?: string | undefined;
  readonly tags: readonly string[];
  /** The arguments of the call, before the schema parsed them. */
  readonly parameters: readonly unknown[];
  readonly parentFlowRunId?: string | undefined;
  readonly parentTaskRunId?: string | undefined;
  /** Whether `console` calls inside become log records of the run. */
  readonly logPrints: boolean;
}

/** What is known of a task run from its first moment on and never changes. */
export interface TaskRunFacts {
  readonly kind: 'task';
  readonly id: string;
  /** For people: `transform-7`. */
  readonly name: string;
  readonly taskName: string;
  readonly version?: string | undefined;
  readonly tags: readonly string[];
  /** Undefined for a task that runs outside of every flow. */
  readonly flowRunId?: string | undefined;
  /** The task run that called or submitted this one, if it was not the flow itself. */
  readonly parentTaskRunId?: string | undefined;
  /** Set on the children of a `map`: which map, and which place in it. */
  readonly map?: MapFacts | undefined;
  readonly mapIndex?: number | undefined;
  readonly logPrints: boolean;
}

/** One call of `map` or `stream`. */
export interface MapFacts {
  readonly id: string;
  readonly taskName: string;
  readonly flowRunId?: string | undefined;
  /** How many children there will be, where the source tells. */
  readonly size?: number | undefined;
}

/** How the children of a map ended. */
export interface MapCounts {
  readonly runs: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Children whose upstream failed; their bodies never ran. */
  readonly notReady: number;
  /** Items that were never pulled from the source, because the map was cancelled; known only for sources with a length. */
  readonly neverPulled: number;
}

/** Why an attempt did not succeed, and what follows. */
export interface AttemptFailure {
  readonly error: unknown;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** How many retries the run has in all. */
  readonly retries: number;
  /** Milliseconds until the next attempt; undefined after the last. */
  readonly retryIn?: number | undefined;
}

/** A run entered a state; `previous` is undefined when the run was just created. */
export interface FlowRunStateEvent {
  readonly type: 'flow-run-state';
  readonly run: FlowRunFacts;
  readonly state: State;
  readonly previous: State | undefined;
  readonly failure: AttemptFailure | undefined;
}

export interface TaskRunStateEvent {
  readonly type: 'task-run-state';
  readonly run: TaskRunFacts;
  readonly state: State;
  readonly previous: State | undefined;
  readonly failure: AttemptFailure | undefined;
}

export interface MapStartedEvent {
  readonly type: 'map-started';
  readonly map: MapFacts;
  readonly timestamp: number;
}

export interface MapEndedEvent {
  readonly type: 'map-ended';
  readonly map: MapFacts;
  readonly counts: MapCounts;
  readonly timestamp: number;
  /** Milliseconds from the call of `map` to the end of its last child. */
  readonly duration: number;
}

/**
 * Everything that happens, in order. A run is told first by its first state.
 *
 * Events are plain data but for `run`, which may be a live object: its facts never change and may be read at any time.
 */
export type RunEvent = FlowRunStateEvent | TaskRunStateEvent | MapStartedEvent | MapEndedEvent;
