import { assertEqual, assertThat, rejectionOf } from '../contract/assertions.js';
import { add, failAtOnce, failIfOdd, failLater, throwValue } from './contract-tasks.js';
import { range, runFlow, type TaskRunnerCase } from './helpers.js';

/** The parts of an error that must survive, wherever it was thrown. `instanceof` does not, across threads. */
interface Told {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly parcel?: unknown;
  readonly stack?: unknown;
  readonly cause?: Told;
}

function assertLostParcel(error: unknown, parcel: number): void {
  assertThat(Object.prototype.toString.call(error) === '[object Error]', 'what the future rejects with is an Error');
  const { name, message, code, cause } = error as Told;
  assertEqual([name, message, code], ['ParcelError', `lost parcel ${parcel}`, 'E_PARCEL'], 'name, message and code');
  assertEqual([cause?.name, cause?.message], ['TypeError', 'no address'], 'name and message of the cause');
}

/** How attempts fail. */
export const errorCases: readonly TaskRunnerCase[] = [
  {
    name: 'gives back the error of a synchronous task, with name, message, code and cause',
    async check(runner) {
      const error = await rejectionOf(
        runFlow(runner, async () => failAtOnce.submit(1)),
        'the flow',
      );
      assertLostParcel(error, 1);
    },
  },
  {
    name: 'gives back the error of an asynchronous task, with name, message, code and cause',
    async check(runner) {
      const error = await rejectionOf(
        runFlow(runner, async () => failLater.submit(2)),
        'the flow',
      );
      assertLostParcel(error, 2);
    },
  },
  {
    name: 'keeps the fields of an error',
    async check(runner) {
      const error = await rejectionOf(
        runFlow(runner, async () => failLater.submit(3)),
        'the flow',
      );
      assertEqual((error as Told).parcel, 3, 'the field parcel');
    },
  },
  {
    name: 'keeps the stack of an error, which names the function that threw it',
    async check(runner) {
      const error = await rejectionOf(
        runFlow(runner, async () => failLater.submit(4)),
        'the flow',
      );
      assertThat(String((error as Told).stack).includes('loseParcel'), 'the stack names loseParcel');
    },
  },
  {
    name: 'gives back a value that was thrown without being an error, as the cause of one',
    async check(runner) {
      for (const value of ['out of paper', undefined, null, 7, { reason: 'none' }]) {
        const error = await rejectionOf(
          runFlow(runner, async () => throwValue.submit(value)),
          `a task that throws ${String(value)}`,
        );
        assertThat(
          Object.prototype.toString.call(error) === '[object Error]',
          'what the future rejects with is an Error',
        );
        assertEqual((error as Told).cause, value, 'its cause');
      }
    },
  },
  {
    name: 'lets one attempt of a map fail without disturbing the others',
    async check(runner) {
      const types = await runFlow(runner, async () => {
        const states = await failIfOdd.map(range(20)).settled();
        return states.map(({ type }) => type);
      });
      assertEqual(
        types,
        range(20).map((i) => (i % 2 === 1 ? 'FAILED' : 'COMPLETED')),
        'the states',
      );
    },
  },
  {
    name: 'serves a flow after another has failed on it',
    async check(runner) {
      await rejectionOf(
        runFlow(runner, async () => failLater.submit(5)),
        'the first flow',
      );
      assertEqual(await runFlow(runner, async () => add.submit(1, 1)), 2, 'the result of the second flow');
    },
  },
];
