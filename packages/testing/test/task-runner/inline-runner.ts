import type { Attempt, TaskRunner } from '@millrace/core';

/** The simplest runner that keeps the contract; the broken ones in the tests differ from it in one point each. */
export class InlineRunner implements TaskRunner {
  readonly name: string = 'inline';
  readonly concurrency: number = 3;

  execute(attempt: Attempt): ReturnType<TaskRunner['execute']> {
    return attempt.invoke();
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
