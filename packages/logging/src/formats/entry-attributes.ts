import type { LogRun } from '@millrace/core';
import type { LogEntry } from './log-entry.js';
import type { PlainValue } from './plain-value.js';

/**
 * A log entry as one flat object: what a line of JSON holds and what winston transports are given. A field whose name is
 * taken gets an underscore behind it.
 *
 * @example { timestamp: '2026-…Z', level: 'info', message: 'loaded', flowRunId: …, flowRunName: 'mauve-otter', rows: 3 }
 */
export function entryAttributes(entry: LogEntry): { level: string; message: string; [key: string]: PlainValue } {
  const attributes: { level: string; message: string; [key: string]: PlainValue } = {
    timestamp: new Date(entry.timestamp).toISOString(),
    level: entry.level,
    message: entry.message,
  };
  if (entry.run !== undefined) addRun(attributes, entry.run);
  for (const [key, value] of Object.entries(entry.fields)) {
    let free = key;
    while (Object.hasOwn(attributes, free)) free += '_';
    attributes[free] = value;
  }
  return attributes;
}

function addRun(attributes: Record<string, PlainValue>, run: LogRun): void {
  const isTask = run.kind === 'task';
  const named: Record<string, string | undefined> = {
    flowRunId: isTask ? run.flowRunId : run.id,
    flowRunName: isTask ? run.flowRunName : run.name,
    flowName: run.flowName,
    taskRunId: isTask ? run.id : undefined,
    taskRunName: isTask ? run.name : undefined,
    taskName: run.taskName,
  };
  for (const [key, value] of Object.entries(named)) if (value !== undefined) attributes[key] = value;
}
