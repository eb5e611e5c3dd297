import { inspect } from 'node:util';
import type { Logger, LogLevel, LogRun, RunLogger } from '../ports/logger.js';
import { currentScope, type Scope } from '../run/scope.js';
import type { Clock } from '../util/clock.js';

/** The run that a scope's log records belong to. */
export function logRunOf(scope: Scope): LogRun {
  const { taskRunId, taskRunName, taskName, flowRunId, flowRunName, flowName } = scope;
  return taskRunId === undefined
    ? { kind: 'flow', id: scope.run.id, name: scope.run.name, flowRunId, flowRunName, flowName }
    : { kind: 'task', id: taskRunId, name: taskRunName!, taskName, flowRunId, flowRunName, flowName };
}

/**
 * Which run the current code belongs to, and whether what it prints are log records: what console capture asks.
 * Undefined outside of every run.
 */
export function getLogScope(): { readonly run: LogRun; readonly logPrints: boolean } | undefined {
  const scope = currentScope();
  if (scope === undefined) return undefined;
  return {
    logPrints: scope.logPrints,
    // Spelled out only for a record that is made.
    get run() {
      return logRunOf(scope);
    },
  };
}

/** A logger whose records carry the run of whoever calls it; outside of runs they carry none. */
export function createRunLogger(settings: { readonly logger: Logger; readonly clock: Clock }): RunLogger {
  const log = (level: LogLevel, message: unknown, fields?: object): void => {
    const { logger, clock } = settings;
    if (!logger.isEnabled(level)) return;
    const scope = currentScope();
    const run = scope === undefined ? undefined : logRunOf(scope);
    logger.write({ level, message: format(message), timestamp: clock.now(), run, fields });
  };
  return {
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
  };
}

/** As `console.log` would show it. A value that throws while it is looked at must not break its run. */
function format(message: unknown): string {
  if (typeof message === 'string') return message;
  try {
    return inspect(message, { breakLength: Infinity });
  } catch (error) {
    return `(a value that cannot be shown: ${error instanceof Error ? error.message : typeof error})`;
  }
}
