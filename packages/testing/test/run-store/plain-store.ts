import {
  projectFlowRun,
  projectTaskRun,
  type FlowRunFacts,
  type FlowRunQuery,
  type FlowRunSnapshot,
  type RunEvent,
  type RunStore,
  type State,
  type TaskRunFacts,
  type TaskRunQuery,
  type TaskRunSnapshot,
} from '@millrace/core';

type Entry<R> = { run: R; states: [State, ...State[]] };

/** The simplest store that keeps the contract; the broken ones in the tests differ from it in one point each. */
export class PlainStore implements RunStore {
  readonly name: string = 'plain';
  protected readonly flowRuns = new Map<string, Entry<FlowRunFacts>>();
  protected readonly taskRuns = new Map<string, Entry<TaskRunFacts>>();

  append(events: readonly RunEvent[]): void | Promise<void> {
    for (const event of events) {
      if (event.type === 'flow-run-state') this.add(this.flowRuns, event.run, event.state);
      if (event.type === 'task-run-state') this.add(this.taskRuns, event.run, event.state);
    }
  }

  async getFlowRun(id: string): Promise<FlowRunSnapshot | undefined> {
    const entry = this.flowRuns.get(id);
    return entry && projectFlowRun(entry.run, [...entry.states]);
  }

  async getTaskRun(id: string): Promise<TaskRunSnapshot | undefined> {
    const entry = this.taskRuns.get(id);
    return entry && projectTaskRun(entry.run, [...entry.states]);
  }

  async listFlowRuns({ flowName, limit = 100 }: FlowRunQuery = {}): Promise<readonly FlowRunSnapshot[]> {
    const found = [...this.flowRuns.values()].filter(({ run }) => flowName === undefined || run.flowName === flowName);
    return found
      .reverse()
      .slice(0, limit)
      .map(({ run, states }) => projectFlowRun(run, states));
  }

  async listTaskRuns({ flowRunId, taskName, limit = 100 }: TaskRunQuery = {}): Promise<readonly TaskRunSnapshot[]> {
    const found = [...this.taskRuns.values()].filter(
      ({ run }) =>
        (flowRunId === undefined || run.flowRunId === flowRunId) &&
        (taskName === undefined || run.taskName === taskName),
    );
    return found
      .reverse()
      .slice(0, limit)
      .map(({ run, states }) => projectTaskRun(run, states));
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  protected add<R extends { readonly id: string }>(entries: Map<string, Entry<R>>, run: R, state: State): void {
    const entry = entries.get(run.id);
    if (entry === undefined) entries.set(run.id, { run, states: [state] });
    else entry.states.push(state);
  }
}
