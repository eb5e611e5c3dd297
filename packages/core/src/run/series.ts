import type { State } from '../state/state.js';
import type { Outcome } from './run.js';
import type { TaskRun } from './task-run.js';

/** Hears of the members of a series: by index as they appear, and in the order in which they end. */
export interface SeriesListener {
  childCreated?(index: number): void;
  childEnded?(index: number): void;
  /** No more members will appear. */
  exhausted?(): void;
  /** The last member has ended and no more will come. */
  ended?(): void;
}

/** A growing row of results, as `map` makes it: what a list of futures shows, and what the next map pulls from. */
export interface Series {
  /** How many members have appeared so far. */
  readonly length: number;
  /** No more members will appear. */
  readonly exhausted: boolean;
  /** All is known: no more will appear, and all have ended. */
  readonly ended: boolean;
  /** Why no more members came than did. */
  readonly error: Error | undefined;
  readonly firstFailure: TaskRun | undefined;
  /** Somebody waits for the results or took them: failures are theirs now. */
  looked: boolean;
  /** The series is the input of another run, which answers for its failures. */
  passedOn: boolean;
  /** Undefined while the member has not ended. */
  outcome(index: number): Outcome | undefined;
  state(index: number): State;
  child(index: number): TaskRun;
  /** All results in order; only when all completed. */
  values<T>(): T[];
  states(): State[];
  /** Indices of the members that have ended, in the order in which they did. */
  endedInOrder(): number[];
  whenChildEnded(index: number, callback: (outcome: Outcome) => void): void;
  /** Gives what stops listening. Nothing is told any more once the series has ended. */
  listen(listener: SeriesListener): () => void;
  cancel(reason: unknown): void;
}
