import { CancelledError, isError } from '../errors/run-errors.js';
import type { FlowRun } from '../run/flow-run.js';
import { MapRun } from '../run/map-run.js';
import { Run } from '../run/run.js';
import { TaskRun } from '../run/task-run.js';

/** A failure that nobody awaited, handled or passed on, and the run that it comes from. */
interface Unhandled {
  readonly run: Run | undefined;
  readonly error: Error;
}

/** Several task runs of a flow failed and nobody looked. `runs` names them, in the order of `errors`. */
export interface TaskRunsFailed extends AggregateError {
  readonly runs: readonly { readonly id: string; readonly name: string }[];
}

/**
 * The error that the flow ends with because of runs that nobody looked at; undefined if there are none. One failure is
 * thrown as itself, several as an `AggregateError`. A run that could not start leads back to the failure that kept it
 * from starting, which is told once.
 */
export function unhandledFailure(flow: FlowRun): Error | undefined {
  const failures = new Map<Run | Error, Unhandled>();
  let cancelled: Error | undefined;
  for (const run of flow.unsuccessful) {
    if (isHandled(run)) continue;
    const { root, error } = rootOf(run);
    if (error instanceof CancelledError || (root instanceof Run && root.state.type === 'CANCELLED'))
      cancelled ??= error;
    else failures.set(root, { run: root instanceof Run ? root : undefined, error });
  }
  const all = [...failures.values()];
  if (all.length === 0) return cancelled;
  if (all.length === 1) return all[0]!.error;
  const message = `${all.length}/${flow.submitted} task runs failed.`;
  return Object.assign(
    new AggregateError(
      all.map(({ error }) => error),
      message,
    ),
    { runs: all.flatMap(({ run }) => (run === undefined ? [] : [{ id: run.id, name: run.name }])) },
  );
}

function isHandled(run: TaskRun | FlowRun | MapRun): boolean {
  if (run.looked || run.passedOn) return true;
  return run instanceof TaskRun && run.series !== undefined && (run.series.looked || run.series.passedOn);
}

function rootOf(run: TaskRun | FlowRun | MapRun): { root: Run | Error; error: Error } {
  const root = run instanceof MapRun ? (run.root ?? run.error!) : run instanceof TaskRun ? (run.root ?? run) : run;
  if (isError(root)) return { root, error: root };
  const { outcome } = root;
  return { root, error: outcome?.kind === 'error' ? outcome.error : new Error(`Run '${root.name}' did not end.`) };
}
