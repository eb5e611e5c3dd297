import type { FlowDefinition } from '../definition/flow-definition.js';
import type { FlowRunFacts } from '../events/run-event.js';
import type { TaskRunner } from '../ports/task-runner.js';
import type { MapRun } from './map-run.js';
import { Run } from './run.js';
import type { Scope } from './scope.js';
import type { StreamRun } from './stream-run.js';
import type { TaskRun } from './task-run.js';

/** What a flow waits for. */
export type Live = TaskRun | FlowRun | MapRun | StreamRun;

/** One run of a flow, and the ledger of everything that it started. */
export class FlowRun extends Run {
  readonly kind = 'flow';
  /** Runs that have not ended: the flow waits for them, and they are cancelled with it. */
  readonly live = new Set<Live>();
  /** Runs that ended without success before anybody looked at them. */
  readonly unsuccessful = new Set<TaskRun | FlowRun | MapRun>();
  /** Completed runs that can be undone, in the order in which they completed. */
  readonly undoable: TaskRun[] = [];
  /** How many task runs were submitted or mapped. */
  submitted = 0;
  /** Why the flow takes no more runs: it was cancelled, ran out of time, failed, or has ended. */
  closed: Error | undefined = undefined;
  /** Whoever leads the run to its end; until then. */
  execution: { cancel(reason: Error): void } | undefined = undefined;
  /** The attempt that is under way. */
  scope: Scope | undefined = undefined;
  readonly #counts = new Map<string, number>();
  readonly #idle: (() => void)[] = [];

  constructor(
    readonly definition: FlowDefinition,
    /** Apart from the run itself, since observers and stores keep them. */
    readonly facts: FlowRunFacts,
    /** The flow run in which it was called. */
    readonly parent: FlowRun | undefined,
    /** Where its tasks run. */
    readonly runner: TaskRunner,
  ) {
    super();
  }

  get id(): string {
    return this.facts.id;
  }
  get name(): string {
    return this.facts.name;
  }
  get flowName(): string {
    return this.facts.flowName;
  }
  get tags(): readonly string[] {
    return this.facts.tags;
  }
  get logPrints(): boolean {
    return this.facts.logPrints;
  }

  /** The number of the next run of the task with this name. */
  count(taskName: string): number {
    const count = this.#counts.get(taskName) ?? 0;
    this.#counts.set(taskName, count + 1);
    return count;
  }

  add(run: Live): void {
    this.live.add(run);
  }

  /** Takes a run off the ledger; failures that nobody looked at are on another. */
  remove(run: Live): void {
    this.live.delete(run);
    if (this.live.size === 0) for (const callback of this.#idle.splice(0)) callback();
  }

  /** Calls back once, as soon as nothing is live; at once if nothing is. */
  whenIdle(callback: () => void): void {
    if (this.live.size === 0) callback();
    else this.#idle.push(callback);
  }
}
