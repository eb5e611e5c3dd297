import type { FlowRun } from '../run/flow-run.js';
import { Scope, type SlotHolder } from '../run/scope.js';

/** One attempt of a flow run. A subflow that is called in a task occupies that task's slot. */
export class FlowScope extends Scope {
  constructor(
    readonly run: FlowRun,
    attempt: number,
    slot: SlotHolder | undefined,
  ) {
    super(attempt, slot);
  }

  get flow(): FlowRun {
    return this.run;
  }
  get logPrints(): boolean {
    return this.run.logPrints;
  }
  get tags(): readonly string[] {
    return this.run.tags;
  }
  get taskRunId(): undefined {
    return undefined;
  }
  get taskRunName(): undefined {
    return undefined;
  }
  get taskName(): undefined {
    return undefined;
  }
}
