import type { FlowRunFacts, TaskRunFacts } from '../events/run-event.js';
import type { State } from '../state/state.js';

/**
 * Called when a run enters a state, with the definition, the run and that state, as in Prefect. Awaited; one that throws
 * is logged and the others still run.
 */
// Bivariant on purpose: a hook may ask for less or for a more special run.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Hook = (definition: any, run: any, state: State) => unknown;
export type Hooks = Hook | readonly Hook[];

/** A run as hooks see it. */
export type HookRun = FlowRunFacts | TaskRunFacts;
