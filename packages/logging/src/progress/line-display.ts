import type { Logger } from '@millrace/core';
import { flowLogRun } from '../run-log/log-run.js';
import { mapProgress } from './map-progress.js';
import type { ProgressDisplay } from './progress-display.js';
import { progressSentence } from './progress-line.js';

const LINE_EVERY_MILLISECONDS = 10_000;
/** A map that has only just begun is told of by the next line. */
const LONG_MILLISECONDS = 5_000;

/** Plain lines in the log, for a file, a pipe or a build server. */
export function createLineDisplay(logger: Logger, now: () => number): ProgressDisplay {
  return {
    period: LINE_EVERY_MILLISECONDS,
    show(active) {
      if (!logger.isEnabled('info')) return;
      for (const { flow, tasks } of active) {
        for (const task of tasks.values()) {
          const progress = mapProgress(task, now());
          if (progress === undefined || progress.ended || progress.elapsed < LONG_MILLISECONDS) continue;
          const message = progressSentence(progress);
          logger.write({ level: 'info', message, timestamp: Date.now(), run: flow && flowLogRun(flow) });
        }
      }
    },
    finish() {},
    rest() {},
  };
}
