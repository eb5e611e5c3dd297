import {
  isFinal,
  type FlowRunFacts,
  type FlowRunStateEvent,
  type Logger,
  type LogRun,
  type MapEndedEvent,
  type RunObserver,
  type TaskRunStateEvent,
} from '@millrace/core';
import { flowLogRun, taskLogRun } from './log-run.js';
import { mapLine, stateLines, type RunLine } from './run-lines.js';

/**
 * Writes the engine's own lines: how each run begins, fails, is retried and ends.
 *
 * The children of a map log theirs at `debug`, since a line costs more than a task; the map itself gets one line.
 */
export function createRunLogObserver(logger: Logger): RunObserver {
  // The flow runs on their way, since a task run knows its flow run's id only.
  const flows = new Map<string, FlowRunFacts>();

  return {
    name: 'run log',
    observe(event) {
      switch (event.type) {
        case 'task-run-state':
          // Called three times a run: with `debug` off, a map's children end here.
          if (event.run.map !== undefined && !logger.isEnabled('debug')) return;
          return logTaskRun(event);
        case 'flow-run-state':
          return logFlowRun(event);
        case 'map-started':
          return;
        case 'map-ended':
          return logMap(event);
      }
    },
    flush: () => logger.flush(),
  };

  function logTaskRun({ run, state, previous, failure }: TaskRunStateEvent): void {
    if (previous === undefined && logger.isEnabled('debug')) {
      const message = `Created task run '${run.name}' for task '${run.taskName}'`;
      write({ level: 'debug', message }, state.timestamp, () => taskLogRun(run, flowOf(run.flowRunId)));
    }
    if (failure === undefined && !isFinal(state)) return;
    const origin = (): LogRun => taskLogRun(run, flowOf(run.flowRunId));
    for (const line of stateLines('Task', state, failure)) {
      write(run.map === undefined ? line : { ...line, level: 'debug' }, state.timestamp, origin);
    }
  }

  function logFlowRun({ run, state, previous, failure }: FlowRunStateEvent): void {
    const origin = (): LogRun => flowLogRun(run);
    if (previous === undefined) {
      flows.set(run.id, run);
      const isSubflow = run.parentFlowRunId !== undefined || run.parentTaskRunId !== undefined;
      const message = `Beginning ${isSubflow ? 'subflow' : 'flow'} run '${run.name}' for flow '${run.flowName}'`;
      write({ level: 'info', message }, state.timestamp, origin);
    }
    for (const line of stateLines('Flow', state, failure)) write(line, state.timestamp, origin);
    if (isFinal(state)) flows.delete(run.id);
  }

  function logMap(event: MapEndedEvent): void {
    const flow = flowOf(event.map.flowRunId);
    write(mapLine(event), event.timestamp, () => flow && flowLogRun(flow));
  }

  function flowOf(id: string | undefined): FlowRunFacts | undefined {
    return id === undefined ? undefined : flows.get(id);
  }

  // The origin is spelled out, ids and all, only for a line that is written.
  function write({ level, message, fields }: RunLine, timestamp: number, origin: () => LogRun | undefined): void {
    if (logger.isEnabled(level)) logger.write({ level, message, timestamp, run: origin(), fields });
  }
}
