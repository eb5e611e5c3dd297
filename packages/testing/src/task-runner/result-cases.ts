import { assertEqual, assertThat } from '../contract/assertions.js';
import { add, addLater, giveArguments, giveBack, writeLine } from './contract-tasks.js';
import { createTrace, range, runFlow, type TaskRunnerCase } from './helpers.js';

/** Gives each value to a task, and checks that it comes back. */
async function assertComesBack(
  runner: Parameters<TaskRunnerCase['check']>[0],
  values: readonly unknown[],
): Promise<void> {
  await runFlow(runner, async () => {
    for (const value of values) assertEqual(await giveBack.submit(value), value, 'the result');
  });
}

/** What goes in and what comes out. */
export const resultCases: readonly TaskRunnerCase[] = [
  {
    name: 'has a name, and a concurrency that is a whole number from 1 up or Infinity',
    async check({ name, concurrency }) {
      assertThat(typeof name === 'string' && name !== '', 'name is a text that is not empty');
      const isValid = concurrency === Infinity || (Number.isInteger(concurrency) && concurrency >= 1);
      assertThat(isValid, `concurrency is a whole number from 1 up or Infinity, got ${concurrency}`);
    },
  },
  {
    name: 'gives the result of a synchronous task',
    async check(runner) {
      assertEqual(await runFlow(runner, async () => add.submit(2, 3)), 5, 'the result');
    },
  },
  {
    name: 'gives the result of an asynchronous task',
    async check(runner) {
      assertEqual(await runFlow(runner, async () => addLater.submit(2, 3)), 5, 'the result');
    },
  },
  {
    name: 'hands over the arguments in their order, undefined among them',
    async check(runner) {
      const given = [1, undefined, 'three', null, [5], { six: 6 }];
      assertEqual(await runFlow(runner, async () => giveArguments.submit(...given)), given, 'the arguments');
    },
  },
  {
    name: 'gives undefined, null and other empty values back as they are',
    check: (runner) => assertComesBack(runner, [undefined, null, '', 0, false, [], {}]),
  },
  {
    name: 'gives texts, lists, sets and maps back whole, and not one item of them',
    check: (runner) =>
      assertComesBack(runner, [
        'text',
        [1, 2, 3],
        [[1, 2], [3]],
        new Set([1, 2]),
        new Map([['a', { deep: [1] }]]),
        { list: [1, 2] },
      ]),
  },
  {
    name: 'gives dates, bytes, big integers and odd numbers back as they are',
    check: (runner) =>
      assertComesBack(runner, [new Date(86_400_000), new Uint8Array([1, 2, 255]), 2n ** 80n, NaN, -0, Infinity]),
  },
  {
    name: 'gives a large result back whole',
    check: (runner) => assertComesBack(runner, ['Ü'.repeat(1_000_000), range(100_000)]),
  },
  {
    name: 'gives the results of a map of 1000 in the order of its inputs',
    async check(runner) {
      const results = await runFlow(runner, async () => add.map(range(1_000), 1));
      assertEqual(
        results,
        range(1_000).map((i) => i + 1),
        'the results',
      );
    },
  },
  {
    name: 'hands the results of one map over to the next',
    async check(runner) {
      const results = await runFlow(runner, async () => add.map(addLater.map(range(50), 1), 1));
      assertEqual(
        results,
        range(50).map((i) => i + 2),
        'the results',
      );
    },
  },
  {
    name: 'executes each attempt exactly once',
    async check(runner) {
      await using trace = await createTrace();
      await runFlow(runner, async () => void (await writeLine.map(trace.file, range(60))).length);
      const lines = (await trace.lines()).map(Number).sort((a, b) => a - b);
      assertEqual(lines, range(60), 'the lines that the tasks wrote');
    },
  },
];
