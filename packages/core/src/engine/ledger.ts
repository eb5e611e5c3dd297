import { asError, CancelledError } from '../errors/run-errors.js';
import type { FlowRun } from '../run/flow-run.js';
import { type Live } from '../run/flow-run.js';
import { MapRun } from '../run/map-run.js';
import type { Run } from '../run/run.js';
import type { Scope } from '../run/scope.js';
import { StreamRun } from '../run/stream-run.js';
import { TaskRun } from '../run/task-run.js';
import type { EventLog } from './event-log.js';
import type { FlowHost } from './flow-execution.js';
import { Lifecycle, type Root } from './lifecycle.js';
import type { MapHost } from './map-execution.js';
import type { CurrentSettings } from './settings.js';
import { cancellation } from './task-execution.js';
import { TaskScope } from './task-scope.js';

/**
 * Knows everything that is under way: in which flow, started by which task attempt, or at the root of the process. So it
 * knows what has to be cancelled with what, and whose a failure is. Executions tell it when they have come to their end.
 */
export class Ledger implements MapHost, FlowHost {
  readonly #lifecycle: Lifecycle;
  readonly #roots = new WeakMap<Live, Root>();
  /** The task attempts that started something. */
  readonly #parents = new WeakMap<Live, Scope>();
  /** Runs outside of every flow are numbered for the process. */
  readonly #counts = new Map<string, number>();

  constructor(
    readonly settings: CurrentSettings,
    readonly log: EventLog,
  ) {
    this.#lifecycle = new Lifecycle(settings, () => log.flush());
  }

  /** Takes a run in: into the book of its flow, or of the process, and of the task attempt that started it. */
  add(run: Live, caller: Scope | undefined): void {
    if (caller?.flow === undefined) this.#addRoot(run);
    else caller.flow.add(run);
    if (caller instanceof TaskScope) {
      (caller.children ??= new Set()).add(run);
      this.#parents.set(run, caller);
    }
  }

  /** Takes in what no flow waits for: the process does. */
  #addRoot(run: Live): void {
    const root: Root = {
      cancel: (reason) => {
        if (run instanceof MapRun || run instanceof StreamRun) run.interrupt?.(new CancelledError(reason));
        else run.execution?.cancel(cancellation(run, reason));
      },
      withhold: () => {
        if (!(run instanceof StreamRun)) run.withhold();
      },
    };
    this.#roots.set(run, root);
    this.#lifecycle.enter(root);
  }

  /** The number of the next run of the task: within its flow, or within the process. */
  count(taskName: string, flow: FlowRun | undefined): number {
    if (flow !== undefined) return flow.count(taskName);
    const count = this.#counts.get(taskName) ?? 0;
    this.#counts.set(taskName, count + 1);
    return count;
  }

  ended(run: TaskRun): void {
    const { flow } = run;
    if (flow === undefined) return run.series === undefined ? this.#orphanEnded(run) : undefined;
    if (run.state.type !== 'COMPLETED' && !run.looked) flow.unsuccessful.add(run);
    if (run.state.type === 'COMPLETED' && run.definition.onRollback.length > 0) flow.undoable.push(run);
    if (run.facts.map !== undefined) return;
    this.#remove(run);
    flow.remove(run);
  }

  async flowEnding(run: FlowRun): Promise<Error | undefined> {
    return run.parent === undefined ? this.log.flush() : undefined;
  }

  flowEnded(run: FlowRun): void {
    const flow = run.parent;
    if (flow !== undefined && run.state.type !== 'COMPLETED' && !run.looked) flow.unsuccessful.add(run);
    this.#remove(run);
    flow?.remove(run);
  }

  mapEnded(map: MapRun | StreamRun): void {
    this.log.mapEnded(map.facts, map.counts, map.created);
    const { flow } = map;
    if (flow === undefined) return this.#orphanEnded(map);
    if (map instanceof MapRun && map.error !== undefined && !map.looked) flow.unsuccessful.add(map);
    this.#remove(map);
    flow.remove(map);
  }

  cancelLive(flow: FlowRun, reason: Error): void {
    this.#cancelAll(flow.live, reason);
  }

  cancelChildren(scope: Scope, reason: Error): void {
    if (scope.children !== undefined) this.#cancelAll(scope.children, reason);
  }

  closeStreams(flow: FlowRun): void {
    for (const live of [...flow.live])
      if (live instanceof StreamRun) live.interrupt?.(new CancelledError('Nobody walks the stream any more.'));
  }

  /**
   * What is cancelled with its flow or its task needs nobody else to look at it. The last come first: what waits for
   * another is then cancelled before that one, instead of failing because of it.
   */
  #cancelAll(runs: ReadonlySet<Live>, reason: Error): void {
    for (const run of [...runs].reverse()) {
      run.looked = true;
      if (run instanceof MapRun || run instanceof StreamRun) run.interrupt?.(reason);
      else run.execution?.cancel(cancellation(run, reason));
    }
  }

  reportHook(run: Run, error: unknown): void {
    const { logger } = this.settings;
    const message = `A hook of run '${run.name}' failed: ${asError(error).message}`;
    logger.write({ level: 'error', message, timestamp: this.settings.clock.now(), fields: { error } });
  }

  #remove(run: Live): void {
    this.#parents.get(run)?.children?.delete(run);
    const root = this.#roots.get(run);
    if (root !== undefined) this.#lifecycle.leave(root);
  }

  /** A future outside of every flow belongs to whoever made it; if nobody looks at its failure, the log tells it. */
  #orphanEnded(run: TaskRun | MapRun | StreamRun): void {
    if (errorOf(run) === undefined || run.looked) return this.#remove(run);
    setImmediate(() => {
      if (!run.looked && !run.passedOn) this.#reportOrphan(run);
      this.#remove(run);
    });
  }

  #reportOrphan(run: TaskRun | MapRun | StreamRun): void {
    const error = errorOf(run);
    const what = run instanceof TaskRun ? `Task run '${run.name}'` : `Map of '${run.facts.taskName}'`;
    const message = `${what} failed outside of a flow and nobody awaited it: ${error?.message}`;
    this.settings.logger.write({ level: 'error', message, timestamp: this.settings.clock.now(), fields: { error } });
  }
}

/** Why a run or a map is no success; undefined if it is one. */
function errorOf(run: Run | MapRun | StreamRun): Error | undefined {
  if (run instanceof StreamRun) return run.error;
  if (run instanceof MapRun)
    return run.error ?? (run.firstFailure === undefined ? undefined : errorOf(run.firstFailure));
  return run.outcome?.kind === 'error' ? run.outcome.error : undefined;
}
