import type { TaskRun } from '../run/task-run.js';
import { systemClock, type Clock } from '../util/clock.js';

/** What futures need of the engine, which stands below them in the order of imports. */
export interface FutureHost {
  readonly clock: Clock;
  cancelTask(run: TaskRun, reason: unknown): void;
}

/** Before the engine has been made there are no runs, and so nothing to cancel. */
let host: FutureHost = { clock: systemClock, cancelTask: () => {} };

export function installHost(engine: FutureHost): void {
  host = engine;
}

export function getHost(): FutureHost {
  return host;
}
