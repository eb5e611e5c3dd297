import { assertEqual, rejectionOf } from '../contract/assertions.js';
import { hangFirst, pause, succeedAt, tellContext, type ContextReport } from './contract-tasks.js';
import { runFlow, type TaskRunnerCase } from './helpers.js';

/** What code inside an attempt sees, and what follows when one fails. */
export const attemptCases: readonly TaskRunnerCase[] = [
  {
    name: 'runs each attempt in the context of its run, also behind promises and timers',
    async check(runner) {
      const reports = await runFlow(runner, async () => {
        const tagged = tellContext.with({ tags: ['slow'] });
        return [await tellContext.submit(), await tagged.submit()];
      });
      const expect = (number: number, tags: string[]): ContextReport => ({
        ...{ attempt: 1, taskName: 'tellContext', taskRunName: `tellContext-${number}`, flowName: 'contract' },
        ...{ tags, aborted: false },
      });
      const expected = [expect(0, []), expect(1, ['slow'])].map((report) => [report, report, report]);
      assertEqual(reports, expected, 'the contexts at once, after a promise and after a timer');
    },
  },
  {
    name: 'keeps the contexts of attempts apart that run at the same time',
    async check(runner) {
      const reports = await runFlow(runner, async () =>
        Promise.all(Array.from({ length: 8 }, () => tellContext.submit())),
      );
      const names = reports.map((report) => [...new Set(report.map(({ taskRunName }) => taskRunName))]);
      assertEqual(
        names,
        reports.map((_, i) => [`tellContext-${i}`]),
        'the run names that each attempt saw',
      );
    },
  },
  {
    name: 'gives each retry an attempt of its own, with its number',
    async check(runner) {
      const result = await runFlow(runner, async () => succeedAt.with({ retries: 2 }).submit(3));
      assertEqual(result, 3, 'the number of the attempt that succeeded');
    },
  },
  {
    name: 'fails a run whose last retry has failed, with the error of that attempt',
    async check(runner) {
      const failing = runFlow(runner, async () => succeedAt.with({ retries: 1 }).submit(3));
      const { message } = (await rejectionOf(failing, 'the flow')) as Error;
      assertEqual(message, 'lost parcel 2', 'the message');
    },
  },
  {
    name: 'ends an attempt that runs out of time, with a TaskTimeoutError',
    async check(runner) {
      const late = runFlow(runner, async () => pause.with({ timeout: 100 }).submit(5_000));
      const { name, message } = (await rejectionOf(late, 'the flow')) as Error;
      const expected = ['TaskTimeoutError', 'Task run exceeded timeout of 0.1 second(s)'];
      assertEqual([name, message], expected, 'name and message');
    },
  },
  {
    name: 'runs another attempt after one that ran out of time',
    async check(runner) {
      const result = await runFlow(runner, async () => hangFirst.with({ timeout: 1_000, retries: 1 }).submit(10_000));
      assertEqual(result, 2, 'the number of the attempt that succeeded');
    },
  },
];
