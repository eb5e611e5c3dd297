import type { LogLevel, LogRecord, LogRun } from '@millrace/core';

/** Half past noon and a bit, in the time zone of whoever runs the test. */
export const NOON = new Date(2026, 0, 2, 12, 34, 56, 789).getTime();

export const TASK_RUN: LogRun = {
  kind: 'task',
  id: 'task-id',
  name: 'transform-7',
  taskName: 'transform',
  flowRunId: 'flow-id',
  flowRunName: 'mauve-otter',
  flowName: 'etl',
};
export const FLOW_RUN: LogRun = { kind: 'flow', id: 'flow-id', name: 'mauve-otter', flowName: 'etl' };

export function record(message: string, more: Partial<LogRecord> = {}): LogRecord {
  return { level: 'info' satisfies LogLevel, message, timestamp: NOON, ...more };
}
