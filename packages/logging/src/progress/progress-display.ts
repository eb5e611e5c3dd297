import type { FlowTally } from './tallies.js';

/** How progress is shown: live on a terminal, or as lines in the log. */
export interface ProgressDisplay {
  /** Milliseconds between two calls of `show`. */
  readonly period: number;
  /** Shows how far everything has come that is on its way. */
  show(active: Iterable<FlowTally>): void;
  /** A root flow run has ended. */
  finish(tally: FlowTally): void;
  /** Nothing is on its way any more. */
  rest(): void;
}
