import type { Attempt, TaskRunner } from '../../src/index.js';

/** Executes attempts in this event loop and counts them. */
export class InlineTaskRunner implements TaskRunner {
  readonly name = 'inline';
  /** The attempts it was given, by the names of their tasks. */
  readonly executed: string[] = [];
  /** The most that ran at once. */
  peak = 0;
  #running = 0;

  constructor(readonly concurrency = 100) {}

  async execute(attempt: Attempt): Promise<unknown> {
    this.executed.push(attempt.taskName);
    this.peak = Math.max(this.peak, ++this.#running);
    try {
      return await attempt.invoke();
    } finally {
      this.#running--;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
