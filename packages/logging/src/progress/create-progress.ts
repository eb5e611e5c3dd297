import type { Logger, RunObserver } from '@millrace/core';
import { surviveErrors, type LineStream } from '../logger/line-stream.js';
import type { Environment } from '../settings/environment.js';
import { formatOf } from '../settings/log-format.js';
import { createLineDisplay } from './line-display.js';
import { createLiveDisplay } from './live-display.js';
import type { ProgressDisplay } from './progress-display.js';
import { createTallies } from './tallies.js';
import { systemTicker, type Ticker } from './ticker.js';

export interface ProgressOptions {
  /** Gets plain lines where there is no terminal. @default no lines */
  readonly logger?: Logger;
  /** @default process.stderr */
  readonly stream?: LineStream;
  /** Other streams that print to the same terminal. @default process.stdout, where it is one */
  readonly neighbours?: readonly LineStream[];
  /** @default process.env */
  readonly env?: Environment;
  readonly ticker?: Ticker;
  /** Milliseconds of any beginning. */
  readonly now?: () => number;
}

/**
 * Shows how far long maps have come: live on a terminal, with a table at the end of the flow, and elsewhere as a line in
 * the log every ten seconds. `MILLRACE_PROGRESS=0` turns it off.
 *
 * For each event it only counts; what is shown is worked out by a timer that runs while maps do.
 */
export function createProgress(options: ProgressOptions = {}): RunObserver {
  const display = chooseDisplay(options);
  if (display === undefined) return { name: 'progress', observe() {} };

  const ticker = options.ticker ?? systemTicker;
  const tallies = createTallies(options.now ?? monotonic);
  let stop: (() => void) | undefined;

  const restIfIdle = (): void => {
    if (tallies.active.size > 0) return;
    stop?.();
    stop = undefined;
    display.rest();
  };

  return {
    name: 'progress',
    observe(event) {
      switch (event.type) {
        case 'task-run-state':
          return tallies.countTaskRun(event);
        case 'flow-run-state': {
          const ended = tallies.countFlowRun(event);
          if (ended === undefined) return;
          display.finish(ended);
          return restIfIdle();
        }
        case 'map-started':
          tallies.countMapStart(event);
          stop ??= ticker.every(display.period, () => display.show(tallies.active));
          return;
        case 'map-ended':
          tallies.countMapEnd(event);
          return restIfIdle();
      }
    },
  };
}

function chooseDisplay(options: ProgressOptions): ProgressDisplay | undefined {
  const { logger, stream = process.stderr, env = process.env, now = monotonic } = options;
  if (isOff(env['MILLRACE_PROGRESS'])) return undefined;
  const isTerminal = stream.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? 'false') === 'false';
  // In JSON every line on stderr is a record.
  if (!isTerminal || formatOf(env) === 'json') return logger && createLineDisplay(logger, now);
  surviveErrors(stream);
  const neighbours = options.neighbours ?? (process.stdout.isTTY ? [process.stdout] : []);
  return createLiveDisplay(stream, neighbours, now);
}

function isOff(value: string | undefined): boolean {
  return value !== undefined && ['0', 'false', 'off', 'no'].includes(value.trim().toLowerCase());
}

function monotonic(): number {
  return performance.now();
}
