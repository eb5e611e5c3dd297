// Flow handles, what they give, and what is not a flow.
import {
  asCompleted,
  Flow,
  flow,
  flows,
  getRunContext,
  Task,
  waitAll,
  task,
  type FlowRunHandle,
  type State,
} from '../src/index.js';
import { expectType } from './expect-type.js';

class Etl {
  readonly name = 'etl';
  @Task() step(x: number): number {
    return x;
  }
  @Flow() async run(x: number, label?: string): Promise<string[]> {
    return [label ?? String(x)];
  }
  @Flow() static async nightly(): Promise<number> {
    return 1;
  }
  async inside(): Promise<void> {
    const { run } = flows(this);
    expectType<Promise<string[]>>()(run(1), true);
    expectType<FlowRunHandle<string[]>>()(run.start(1, 'x'), true);
  }
}

const etl = new Etl();
expectType<Promise<string[]>>()(etl.run(1), true);
const started = flows(etl).run.start(1);
expectType<FlowRunHandle<string[]>>()(started, true);
expectType<string[]>()(await started, true);
expectType<State>()(started.state, true);
flows(etl).run.with({ retries: 1 }).start(2, 'label');
flows(Etl).nightly.start();
// @ts-expect-error run takes a number
flows(etl).run.start('1');
// @ts-expect-error run needs an argument
flows(etl).run.start();
// @ts-expect-error a synchronous method is not a flow
flows(etl).step.start(1);
// @ts-expect-error a field is not a flow
flows(etl).name.start();
// @ts-expect-error a flow is not submitted
flows(etl).run.submit(1);

const plain = flow({ name: 'plain', runName: (x: number) => `plain ${x}` }, async (x: number) => ({ x }));
expectType<{ x: number }>()(await plain.start(1), true);
// @ts-expect-error a flow returns a promise
flow({ name: 'synchronous' }, (x: number) => x);
// @ts-expect-error there is no such option
flow({ retires: 1 }, async () => 1);

// Futures: what waits give.
const double = task({ name: 'double' }, (x: number) => x * 2);
const future = double.submit(1);
expectType<number>()(await future.result({ timeout: '1s' }), true);
expectType<number | Error>()(await future.result({ raiseOnFailure: false }), true);
expectType<State>()(await future.wait(), true);
expectType<State[]>()(await double.map([1]).settled(), true);
expectType<number>()(await future.then((x) => x + 1), true);
// @ts-expect-error a promise of a number is not a string
const text: string = await future;
for await (const done of asCompleted([future, double.submit(2)])) expectType<number>()(await done, true);
for await (const done of asCompleted(double.map([1]))) expectType<number>()(await done, true);
for (const done of (await waitAll([future])).done) expectType<number>()(await done, true);
// @ts-expect-error the context may be missing outside of a run
getRunContext().attempt;
expectType<number | undefined>()(getRunContext()?.attempt, true);
export { text };
