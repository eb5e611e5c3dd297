import type { TaskRunner } from '@millrace/core';

/** Runs every attempt in this event loop. */
export const inlineRunner: TaskRunner = {
  name: 'inline',
  concurrency: 4,
  execute: (attempt) => attempt.invoke(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
