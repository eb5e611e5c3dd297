import type { TaskRunner } from '@millrace/core';
import { assertEqual } from '../contract/assertions.js';
import { add } from './contract-tasks.js';
import { range, runFlow, type TaskRunnerCase } from './helpers.js';

/** Passes everything on, and writes down in which order it was asked. */
function recordCalls(inner: TaskRunner) {
  const calls: string[] = [];
  const runner: TaskRunner = {
    name: `recorded ${inner.name}`,
    concurrency: inner.concurrency,
    async start() {
      calls.push('start');
      await inner.start?.();
      calls.push('started');
    },
    execute(attempt) {
      calls.push('execute');
      return inner.execute(attempt);
    },
    [Symbol.asyncDispose]: async () => inner[Symbol.asyncDispose](),
  };
  return { runner, calls };
}

/** From start to disposal. */
export const lifecycleCases: readonly TaskRunnerCase[] = [
  {
    name: 'works inside of another runner that passes everything on to it',
    async check(inner) {
      const { runner } = recordCalls(inner);
      const results = await runFlow(runner, async () => add.map(range(50), 1));
      assertEqual(
        results,
        range(50).map((i) => i + 1),
        'the results',
      );
    },
  },
  {
    name: 'is started once, before its first attempt, however many flows use it',
    async check(inner) {
      const { runner, calls } = recordCalls(inner);
      const run = () => runFlow(runner, async () => add.submit(1, 1));
      await Promise.all([run(), run()]);
      await run();
      assertEqual(calls, ['start', 'started', 'execute', 'execute', 'execute'], 'the calls');
    },
  },
  {
    name: 'may be disposed of without having been used',
    async check(runner) {
      await runner[Symbol.asyncDispose]();
    },
  },
  {
    name: 'may be disposed of twice',
    async check(runner) {
      await runFlow(runner, async () => add.submit(1, 1));
      await runner[Symbol.asyncDispose]();
      await runner[Symbol.asyncDispose]();
    },
  },
];
