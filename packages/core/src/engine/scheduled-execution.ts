import type { Lane } from '../scheduler/lane.js';
import type { Outcome } from '../run/run.js';
import type { Scope } from '../run/scope.js';
import type { TaskRun } from '../run/task-run.js';
import type { TaskTarget } from './target.js';
import { TaskExecution, type ExecutionHost } from './task-execution.js';

/** Hears how the children of a map end. */
export interface ChildListener {
  settle(run: TaskRun, outcome: Outcome): void;
}

/** A run that was submitted or mapped: each attempt queues in its flow's lane for a slot at the runner. */
export class ScheduledExecution extends TaskExecution {
  constructor(
    host: ExecutionHost,
    run: TaskRun,
    target: TaskTarget,
    caller: Scope | undefined,
    private readonly lane: Lane<ScheduledExecution>,
    private readonly listener?: ChildListener,
  ) {
    super(host, run, target, caller);
  }

  /** Queues the next attempt. */
  override launch(): void {
    this.lane.push(this);
  }

  protected override onEnd(outcome: Outcome): void {
    this.listener?.settle(this.run, outcome);
  }
}
