import { assertEqual, rejectionOf, within } from '../contract/assertions.js';
import { add, awaitAbort, pause, writeLine } from './contract-tasks.js';
import { createTrace, placesOf, range, runFlow, type TaskRunnerCase } from './helpers.js';

/** Shorter than the time of grace after which a run counts as cancelled although its body goes on. */
const SOON = 3_000;

/** How attempts are stopped. */
export const cancellationCases: readonly TaskRunnerCase[] = [
  {
    name: 'never runs an attempt that was cancelled while it queued',
    async check(runner) {
      // Where nothing ever queues, there is nothing to keep to.
      if (runner.concurrency === Infinity) return;
      await using trace = await createTrace();
      const states = await runFlow(runner, async () => {
        const busy = pause.map(range(runner.concurrency).map(() => 200));
        const queued = range(20).map((i) => writeLine.submit(trace.file, i));
        for (const future of queued) future.cancel();
        await busy;
        return Promise.all(queued.map((future) => future.wait()));
      });
      const expected = states.map(() => 'CANCELLED');
      assertEqual(
        states.map(({ type }) => type),
        expected,
        'the states',
      );
      assertEqual(await trace.lines(), [], 'the lines that cancelled tasks wrote');
    },
  },
  {
    name: 'aborts the signal of an attempt that is cancelled while it runs',
    async check(runner) {
      await using trace = await createTrace();
      const state = await runFlow(runner, async () => {
        const future = awaitAbort.submit(trace.file);
        await trace.waitFor('started', 10_000);
        future.cancel('enough');
        return within(SOON, future.wait(), 'the end of a cancelled run');
      });
      await trace.waitFor('aborted', SOON);
      assertEqual(state.type, 'CANCELLED', 'the state');
    },
  },
  {
    name: 'aborts the signal of an attempt that runs out of time',
    async check(runner) {
      await using trace = await createTrace();
      const late = runFlow(runner, async () => awaitAbort.with({ timeout: 500 }).submit(trace.file));
      await rejectionOf(late, 'the flow');
      await trace.waitFor('aborted', SOON);
    },
  },
  {
    name: 'aborts what is running when its flow fails',
    async check(runner) {
      await using trace = await createTrace();
      const failing = runFlow(runner, async () => {
        awaitAbort.submit(trace.file);
        await trace.waitFor('started', 10_000);
        throw new Error('no more');
      });
      const { message } = (await rejectionOf(within(SOON + 10_000, failing, 'the flow'), 'the flow')) as Error;
      assertEqual(message, 'no more', 'the message');
      await trace.waitFor('aborted', SOON);
    },
  },
  {
    name: 'gives the places of cancelled attempts to the next',
    async check(runner) {
      await using trace = await createTrace();
      const places = placesOf(runner);
      const sum = await runFlow(runner, async () => {
        const futures = range(places).map(() => awaitAbort.submit(trace.file));
        await trace.waitFor('started', 10_000, places);
        for (const future of futures) future.cancel();
        return within(SOON, add.submit(1, 1), 'a task after cancelled ones that had taken every place');
      });
      assertEqual(sum, 2, 'the result');
    },
  },
];
