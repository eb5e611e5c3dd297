import type { TaskRunner } from '@millrace/core';
import { assertEqual, assertThat, within } from '../contract/assertions.js';
import { add, fanOut, ignoreAbort, pause, sumUpTo, type Span } from './contract-tasks.js';
import { peakOf, placesOf, range, runFlow, type TaskRunnerCase } from './helpers.js';

/** Enough pauses to fill every place twice, and one more. */
const pauses = (runner: TaskRunner, ms: number): number[] => range(2 * placesOf(runner) + 1).map(() => ms);

/** A first round, so that what a runner starts with (threads, connections) does not count as slowness. */
const warmUp = async (runner: TaskRunner): Promise<void> =>
  void (await runFlow(runner, async () => pause.map(range(placesOf(runner)))));

function assertPeak(spans: readonly Span[], limit: number): void {
  const peak = peakOf(spans);
  assertThat(peak <= limit, `at most ${limit} attempts are in flight, got ${peak}`);
}

/** How many at a time. */
export const concurrencyCases: readonly TaskRunnerCase[] = [
  {
    name: 'never has more attempts in flight than its concurrency',
    async check(runner) {
      const limit = runner.concurrency;
      assertPeak(await runFlow(runner, async () => pause.map(pauses(runner, 40))), limit);
    },
  },
  {
    name: 'has as many attempts in flight as its concurrency, when there is enough to do',
    async check(runner) {
      await warmUp(runner);
      const peak = peakOf(await runFlow(runner, async () => pause.map(pauses(runner, 150))));
      assertThat(peak >= placesOf(runner), `${placesOf(runner)} attempts are in flight at some moment, got ${peak}`);
    },
  },
  {
    name: 'keeps to its concurrency when two flows share it, and serves both',
    async check(runner) {
      const limit = runner.concurrency;
      const list = pauses(runner, 30);
      const run = () => runFlow(runner, async () => pause.map(list));
      const [first, second] = await Promise.all([run(), run()]);
      assertPeak([...first, ...second], limit);
      assertEqual([first.length, second.length], [list.length, list.length], 'how many results each flow has');
    },
  },
  {
    name: 'serves others while attempts that ran out of time have not stopped',
    async check(runner) {
      const [bodyTime, timeout, limit] = [3_000, 100, 2_000];
      const impatient = ignoreAbort.with({ timeout });
      const sum = runFlow(runner, async () => {
        await impatient.map(range(placesOf(runner)).map(() => bodyTime)).settled();
        return add.submit(1, 1);
      });
      assertEqual(await within(limit, sum, 'a task after those that ran out of time'), 2, 'the result');
    },
  },
  {
    name: 'runs tasks that submit tasks and wait for them, deeper than its concurrency',
    async check(runner) {
      const depth = placesOf(runner) + 20;
      const sum = runFlow(runner, async () => sumUpTo.submit(depth));
      assertEqual(await within(20_000, sum, `a recursion ${depth} deep`), (depth * (depth + 1)) / 2, 'the sum');
    },
  },
  {
    name: 'runs as many tasks as its concurrency, each of which maps others and waits for them',
    async check(runner) {
      const width = 12;
      const fans = runFlow(runner, async () => fanOut.map(range(placesOf(runner)).map(() => width)));
      const results = await within(20_000, fans, 'nested maps');
      const expected = range(width).map((i) => i + 1);
      assertEqual(
        results,
        range(placesOf(runner)).map(() => expected),
        'the results',
      );
    },
  },
];
