import type { AttemptResult, TaskRunner } from '../ports/task-runner.js';
import { runInScope } from '../run/scope.js';
import { executeAfter } from '../scheduler/execute-after.js';

/** Starts a runner before its first attempt. After a failed start the next attempt tries again. */
export class RunnerStarter {
  #started: boolean;
  #starting: Promise<void> | undefined;

  constructor(private readonly runner: TaskRunner) {
    this.#started = runner.start === undefined;
  }

  execute(begin: () => AttemptResult): AttemptResult {
    if (this.#started) return begin();
    this.#starting ??= this.#start();
    return executeAfter(this.#starting, begin);
  }

  async #start(): Promise<void> {
    try {
      // Outside of every run: what the runner opens outlives the one that happened to be first.
      await runInScope(undefined, async () => this.runner.start?.());
      this.#started = true;
    } finally {
      this.#starting = undefined;
    }
  }
}
