import type { FlowRunFacts, LogRun, TaskRunFacts } from '@millrace/core';

/** How a flow run is named in its log records. */
export function flowLogRun(run: FlowRunFacts): LogRun {
  return { kind: 'flow', id: run.id, name: run.name, flowName: run.flowName };
}

/** How a task run is named in its log records, with its flow run where there is one. */
export function taskLogRun(run: TaskRunFacts, flow: FlowRunFacts | undefined): LogRun {
  return {
    kind: 'task',
    id: run.id,
    name: run.name,
    taskName: run.taskName,
    flowRunId: run.flowRunId,
    flowRunName: flow?.name,
    flowName: flow?.flowName,
  };
}
