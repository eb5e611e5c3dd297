import { format } from 'node:util';
import { getLogScope, isFinal, type Logger, type LogLevel, type RunObserver } from '@millrace/core';
import { outsideRuns } from '../logger/outside-runs.js';

const LEVELS = {
  debug: 'debug',
  info: 'info',
  log: 'info',
  warn: 'warn',
  error: 'error',
} as const satisfies Record<string, LogLevel>;
type Method = keyof typeof LEVELS;
type Print = (...values: unknown[]) => void;

const METHODS = Object.keys(LEVELS) as Method[];

/**
 * Makes records of what a run with `logPrints` prints with `console`.
 *
 * The methods of `console` are replaced only while such a run is on its way, and even then a call is taken only if it
 * comes from inside one, be it from a helper, a timer or a library; every other call goes where it always went.
 */
export function createConsoleCapture(logger: Logger): RunObserver {
  // By identity, not by id: an id is spelled out only where somebody reads it.
  const running = new Set<object>();
  let restore = (): void => {};

  return {
    name: 'console capture',
    observe(event) {
      if (event.type !== 'task-run-state' && event.type !== 'flow-run-state') return;
      const { run, state } = event;
      if (!run.logPrints) return;
      if (state.type === 'RUNNING') {
        if (running.size === 0) restore = replaceMethods(logger);
        running.add(run);
      } else if (isFinal(state) && running.delete(run) && running.size === 0) {
        restore();
      }
    },
  };
}

function replaceMethods(logger: Logger): () => void {
  const replaced = METHODS.map((method) => {
    const original = console[method] as Print;
    const capturing: Print = (...values) => {
      if (!capture(logger, LEVELS[method], values)) original.apply(console, values);
    };
    console[method] = capturing;
    return { method, original, capturing };
  });
  return () => {
    for (const { method, original, capturing } of replaced) {
      // Somebody who has replaced it since, a test's spy for example, goes on to call ours, which passes everything on.
      if (console[method] === capturing) console[method] = original;
    }
  };
}

/** Whether the call came from a run that wants it. */
function capture(logger: Logger, level: LogLevel, values: unknown[]): boolean {
  const scope = getLogScope();
  if (scope === undefined || !scope.logPrints) return false;
  if (!logger.isEnabled(level)) return true;
  const timestamp = Date.now();
  outsideRuns(() => logger.write({ level, message: format(...values), timestamp, run: scope.run }));
  return true;
}
