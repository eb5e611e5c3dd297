import { from, lastValueFrom, toArray } from 'rxjs';
import {
  allowFailure,
  asCompleted,
  CancelledError,
  flow,
  task,
  TimeoutError,
  waitAll,
  type State,
  type TaskFuture,
} from '../../src/index.js';
import { deferred, isSettled, rejection, settle, type Deferred } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { ManualClock } from '../support/manual-clock.js';

const error = new Error('broken');
const fine = task({ name: 'fine' }, <T>(value: T): T => value);
const fail = task({ name: 'fail' }, (): number => {
  throw error;
});
const failEach = task({ name: 'failEach' }, (_: number): number => {
  throw error;
});
/** Ends when its gate does. The gates are inside an object of a class, so that they are not inputs to be resolved. */
class Gates {
  readonly all: Deferred<number>[];
  constructor(n: number) {
    this.all = Array.from({ length: n }, () => deferred<number>());
  }
  at(i: number): Deferred<number> {
    return this.all[i]!;
  }
}
const gated = task({ name: 'gated' }, (gates: Gates, i: number): Promise<number> => gates.at(i).promise);

/** The futures themselves: TypeScript takes the variable of a `for await` for what it would be when awaited. */
async function drain<T>(futures: AsyncIterable<TaskFuture<T>>): Promise<TaskFuture<T>[]> {
  const drained: TaskFuture<T>[] = [];
  for await (const future of futures as AsyncIterable<unknown>) drained.push(future as TaskFuture<T>);
  return drained;
}

describe('a future (S25)', () => {
  it('gives the value when awaited and by result()', async () => {
    setUpEngine();
    const future = fine.submit('value');
    expect(await future).toBe('value');
    expect(await future.result()).toBe('value');
    expect(await future).toBe('value');
  });

  it("throws the task's own error when awaited and by result()", async () => {
    setUpEngine();
    const future = fail.submit();
    expect(await rejection(future)).toBe(error);
    expect(await rejection(future.result())).toBe(error);
  });

  it('gives the error as a value with raiseOnFailure: false', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      expect(await fail.submit().result({ raiseOnFailure: false })).toBe(error);
      expect(await fine.submit(1).result({ raiseOnFailure: false })).toBe(1);
    });
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('rejects when the wait runs out of time, and the run goes on', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const gates = new Gates(1);
    const future = gated.submit(gates, 0);
    const late = rejection(future.result({ timeout: 100 }));
    await recorder.reached('gated', 'Running');
    await clock.advance(99);
    expect(await isSettled(late)).toBe(false);
    await clock.advance(1);
    expect(await late).toMatchObject({ name: 'TimeoutError', code: 'TIMEOUT' });
    expect(future.state.name).toBe('Running');
    gates.at(0).resolve(5);
    expect(await future).toBe(5);
    expect(await future.result({ timeout: 0 })).toBe(5);
  });

  it('has an id, a name and the state of its run', async () => {
    const { recorder } = setUpEngine();
    const future = fine.submit(1);
    expect(future.state.name).toBe('Pending');
    await future;
    expect(future.id).toBe(recorder.taskRun('fine').id);
    expect(future.name).toBe(recorder.taskRun('fine').name);
    expect(future.state).toEqual(recorder.state('fine'));
  });
});

describe('wait (S26)', () => {
  it('gives the final state and never throws', async () => {
    setUpEngine();
    expect(await fine.submit(1).wait()).toMatchObject({ type: 'COMPLETED', name: 'Completed' });
    expect(await fail.submit().wait()).toMatchObject({ type: 'FAILED', name: 'Failed' });
    expect(await fine.submit(fail.submit()).wait()).toMatchObject({ type: 'PENDING', name: 'NotReady' });
  });

  it('gives the state so far when it runs out of time', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const gates = new Gates(1);
    const future = gated.submit(gates, 0);
    const state = future.wait({ timeout: '1s' });
    await recorder.reached('gated', 'Running');
    await clock.advance(1_000);
    expect(await state).toMatchObject({ type: 'RUNNING', name: 'Running' });
    const atOnce = future.wait({ timeout: 0 });
    await clock.advance(0);
    expect(await atOnce).toMatchObject({ type: 'RUNNING' });
    gates.at(0).resolve(1);
    expect(await future.wait({ timeout: '1s' })).toMatchObject({ type: 'COMPLETED' });
  });

  it('leaves no timer behind', async () => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    await fine.submit(1).wait({ timeout: '1h' });
    await fine.submit(1).result({ timeout: '1h' });
    await fine.map([1, 2]).wait({ timeout: '1h' });
    expect(clock.pending).toBe(0);
  });
});

describe('a list (S27, S68)', () => {
  it('fails as soon as one child has failed', async () => {
    setUpEngine();
    const gates = new Gates(2);
    const list = gated.map(gates, [0, 1]);
    const failed = rejection(list);
    await settle();
    gates.at(1).reject(error);
    expect(await failed).toBe(error);
    gates.at(0).resolve(1);
    await list.wait();
  });

  it('keeps the order of the inputs', async () => {
    setUpEngine();
    const gates = new Gates(3);
    const list = gated.map(gates, [0, 1, 2]);
    for (const i of [2, 0, 1]) {
      await settle();
      gates.at(i).resolve(i * 10);
    }
    expect(await list).toEqual([0, 10, 20]);
    expect(await list.result()).toEqual([0, 10, 20]);
  });

  it('is iterated in the order of the inputs, each as soon as it and those before it are there', async () => {
    setUpEngine();
    const gates = new Gates(3);
    const items = gated.map(gates, [0, 1, 2])[Symbol.asyncIterator]();
    const first = items.next();
    await settle();
    gates.at(1).resolve(10);
    expect(await isSettled(first)).toBe(false);
    gates.at(0).resolve(0);
    expect(await first).toEqual({ done: false, value: 0 });
    expect(await items.next()).toEqual({ done: false, value: 10 });
    gates.at(2).resolve(20);
    expect(await items.next()).toEqual({ done: false, value: 20 });
    expect((await items.next()).done).toBe(true);
  });

  it('has one deadline for all its children', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const gates = new Gates(2);
    const list = gated.map(gates, [0, 1]);
    const late = rejection(list.result({ timeout: 100 }));
    await recorder.reached('gated', 'Running', 2);
    await clock.advance(60);
    gates.at(0).resolve(0);
    await clock.advance(40);
    expect(await late).toMatchObject({ code: 'TIMEOUT' });
    gates.at(1).resolve(1);
    expect(await list).toEqual([0, 1]);
  });

  it('passes on a TimeoutError that a task threw, unchanged', async () => {
    setUpEngine();
    const own = new TimeoutError("the task's own");
    const list = task({ name: 'own' }, (_: number): number => {
      throw own;
    }).map([1]);
    expect(await rejection(list.result({ timeout: '1h' }))).toBe(own);
    expect(await rejection(list)).toBe(own);
  });

  it('gives errors as values with raiseOnFailure: false', async () => {
    setUpEngine();
    const odd = task({ name: 'odd' }, (x: number) => {
      if (x === 1) throw error;
      return x;
    });
    expect(await odd.map([0, 1, 2]).result({ raiseOnFailure: false })).toEqual([0, error, 2]);
  });

  it('tells the states of all children by wait() and settled(), without throwing', async () => {
    setUpEngine();
    const odd = task({ name: 'odd' }, (x: number) => {
      if (x === 1) throw error;
      return x;
    });
    const names = (states: readonly State[]): string[] => states.map(({ name }) => name);
    expect(names(await odd.map([0, 1, 2]).wait())).toEqual(['Completed', 'Failed', 'Completed']);
    expect(names(await odd.map([0, 1, 2]).settled())).toEqual(['Completed', 'Failed', 'Completed']);
  });

  it('tells the states so far when wait() runs out of time', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const gates = new Gates(2);
    const list = gated.map(gates, [0, 1]);
    const states = list.wait({ timeout: 100 });
    await recorder.reached('gated', 'Running', 2);
    gates.at(0).resolve(0);
    await clock.advance(100);
    expect((await states).map(({ name }) => name)).toEqual(['Completed', 'Running']);
    gates.at(1).resolve(1);
    await list;
  });

  it.each<[string, (future: TaskFuture<number>) => unknown]>([
    ['result', (future) => future.result({ timeout: -1 })],
    ['wait', (future) => future.wait({ timeout: -1 })],
    ['waitAll', (future) => waitAll([future], { timeout: -1 })],
    ['asCompleted', (future) => asCompleted([future], { timeout: -1 })[Symbol.asyncIterator]().next()],
    ['a result of a list', () => fine.map([1]).result({ timeout: -1 })],
    ['a wait of a list', () => fine.map([1]).wait({ timeout: '-1s' })],
  ])('and %s refuse a negative timeout', async (_name, wait) => {
    setUpEngine();
    const future = fine.submit(1) as TaskFuture<number>;
    const thrown = (await rejection((async () => await wait(future))())) as Error;
    expect(thrown.message).toContain('timeout');
    expect(thrown.message).toContain('-1');
    await future;
  });

  it('cancels what was pulled, closes the source, and tells how many were never pulled', async () => {
    const { recorder } = setUpEngine({ concurrency: 2 });
    const gates = new Gates(1_000);
    await inFlow(async () => {
      const list = gated.map(
        gates,
        Array.from({ length: 1_000 }, (_, i) => i),
      );
      await recorder.reached('gated', 'Running', 2);
      list.cancel();
      gates.all.forEach((gate, i) => gate.resolve(i));
      expect(await rejection(list)).toMatchObject({ code: 'CANCELLED' });
      await list.wait();
    });
    const { counts } = recorder.mapsEnded('gated')[0]!;
    const runs = recorder.taskRuns('gated').length;
    expect(runs).toBeLessThan(100);
    expect(new Set(recorder.ends('gated'))).toEqual(new Set(['Cancelled']));
    expect(counts).toMatchObject({ runs, cancelled: runs, completed: 0, failed: 0, neverPulled: 1_000 - runs });
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('closes a generator that it maps when it is cancelled', async () => {
    const { recorder } = setUpEngine({ concurrency: 2 });
    let closed = false;
    function* source(): Generator<number> {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed = true;
      }
    }
    const gates = new Gates(100);
    await inFlow(async () => {
      const list = gated.map(gates, source());
      await recorder.reached('gated', 'Running', 2);
      list.cancel();
      await settle();
      expect(closed).toBe(true);
      gates.all.forEach((gate, i) => gate.resolve(i));
      await list.wait();
    });
  });
});

describe('results$ of a list', () => {
  it("streams the results to RxJS, also by RxJS's own from()", async () => {
    setUpEngine();
    const sorted = (xs: number[]): number[] => xs.toSorted((a, b) => a - b);
    const double = task({ name: 'double' }, async (x: number) => x * 2);
    expect(sorted(await lastValueFrom(double.map([1, 2, 3]).results$.pipe(toArray())))).toEqual([2, 4, 6]);
    const results: number[] = await lastValueFrom(from(double.map([1, 2, 3])).pipe(toArray()) as never);
    expect(sorted(results)).toEqual([2, 4, 6]);
  });

  it('hands a result over before the list is complete', async () => {
    setUpEngine();
    const gates = new Gates(2);
    const list = gated.map(gates, [0, 1]);
    const first = deferred<number>();
    list.results$.subscribe({ next: first.resolve });
    await settle();
    gates.at(0).resolve(7);
    expect(await first.promise).toBe(7);
    gates.at(1).resolve(8);
    await list;
  });
});

describe('asCompleted (S28)', () => {
  it('yields futures in the order in which they are completed', async () => {
    setUpEngine();
    const gates = new Gates(3);
    const futures = [0, 1, 2].map((i) => gated.submit(gates, i));
    const yielded = drain(asCompleted(futures));
    for (const i of [2, 0, 1]) {
      await settle();
      gates.at(i).resolve(i);
    }
    expect((await yielded).map((future) => futures.indexOf(future))).toEqual([2, 0, 1]);
  });

  it('yields failed ones too, without throwing', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      const futures = [fail.submit(), fine.submit(1) as TaskFuture<number>];
      const yielded = await drain(asCompleted(futures));
      expect(new Set(yielded)).toEqual(new Set(futures));
      expect(yielded.map(({ state }) => state.name).toSorted()).toEqual(['Completed', 'Failed']);
    });
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('takes a list, as function and as method', async () => {
    setUpEngine();
    const double = task({ name: 'double' }, (x: number) => x * 2);
    for (const completed of [asCompleted(double.map([1, 2])), double.map([1, 2]).asCompleted()]) {
      const futures = await drain(completed);
      expect(futures.map(({ state }) => state.name)).toEqual(['Completed', 'Completed']);
      expect((await Promise.all(futures)).toSorted()).toEqual([2, 4]);
    }
  });

  it('yields failed children of a list too, without throwing', async () => {
    setUpEngine();
    const futures = await drain(failEach.map([1, 2]).asCompleted());
    expect(futures.map(({ state }) => state.name)).toEqual(['Failed', 'Failed']);
  });

  it('yields with timeout 0 what is done, and says how many are not', async () => {
    setUpEngine();
    const gates = new Gates(3);
    const futures = [0, 1, 2].map((i) => gated.submit(gates, i));
    await settle();
    gates.at(1).resolve(1);
    await futures[1];
    const done: unknown[] = [];
    const consumed = (async () => {
      for await (const future of asCompleted(futures, { timeout: 0 }) as AsyncIterable<unknown>) done.push(future);
    })();
    const thrown = await rejection(consumed);
    expect(thrown).toMatchObject({ code: 'TIMEOUT' });
    expect((thrown as Error).message).toContain('2 (of 3) futures unfinished');
    expect(done).toEqual([futures[1]]);
    gates.all.forEach((gate) => gate.resolve(0));
    await Promise.all(futures);
  });

  it('gives up when its time is over', async () => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    const gates = new Gates(1);
    const future = gated.submit(gates, 0);
    const next = rejection(asCompleted([future], { timeout: 500 })[Symbol.asyncIterator]().next());
    await clock.advance(499);
    expect(await isSettled(next)).toBe(false);
    await clock.advance(1);
    expect(((await next) as Error).message).toContain('1 (of 1) futures unfinished');
    gates.at(0).resolve(1);
    await future;
  });
});

describe('waitAll', () => {
  it('tells which are done and which are not', async () => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    const gates = new Gates(2);
    const futures = [gated.submit(gates, 0), gated.submit(gates, 1), fail.submit()];
    await settle();
    gates.at(0).resolve(0);
    const waited = waitAll(futures, { timeout: 100 });
    await clock.advance(100);
    const { done, notDone } = await waited;
    expect(new Set(done)).toEqual(new Set([futures[0], futures[2]]));
    expect([...notDone]).toEqual([futures[1]]);
    gates.at(1).resolve(1);
    const all = await waitAll(futures);
    expect([...all.notDone]).toEqual([]);
    expect(new Set(all.done).size).toBe(3);
  });
});

describe('a failure that nobody looks at (S30)', () => {
  it('outside of every flow is logged as an error', async () => {
    const { log } = setUpEngine();
    const silent = task({ name: 'silent' }, (): number => {
      throw new Error('nobody saw this');
    });
    silent.submit();
    const record = await log.wrote(/nobody saw this/);
    expect(log.matching(/nobody saw this/).some(({ level }) => level === 'error')).toBe(true);
    expect(record.message).toContain('nobody saw this');
  });

  it('in a map outside of every flow is logged as an error', async () => {
    const { log } = setUpEngine();
    task({ name: 'silent' }, (_: number): number => {
      throw new Error('nobody saw this either');
    }).map([1]);
    expect((await log.wrote(/nobody saw this either/)).level).toBe('error');
  });

  it('in a flow fails the flow', async () => {
    const { recorder } = setUpEngine();
    expect(await rejection(inFlow(async () => void fail.submit()))).toBe(error);
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Failed']);
  });
});

describe('a cancelled run (S67)', () => {
  it('rejects with CancelledError when it is awaited', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const gates = new Gates(1);
    await inFlow(async () => {
      const blocking = gated.submit(gates, 0);
      const waiting = fine.submit(1);
      await recorder.reached('gated', 'Running');
      waiting.cancel();
      const thrown = await rejection(waiting);
      expect(thrown).toBeInstanceOf(CancelledError);
      expect(thrown).toMatchObject({ name: 'CancelledError', code: 'CANCELLED' });
      gates.at(0).resolve(1);
      await blocking;
    });
    expect(recorder.state('fine')).toMatchObject({ type: 'CANCELLED', name: 'Cancelled' });
  });

  it("counts as handled when the flow's own code cancelled it", async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const gates = new Gates(1);
    const value = await inFlow(async () => {
      const blocking = gated.submit(gates, 0);
      const waiting = fine.submit(1);
      await recorder.reached('gated', 'Running');
      waiting.cancel();
      gates.at(0).resolve(1);
      return await blocking;
    });
    expect(value).toBe(1);
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Completed']);
  });

  it('makes its flow Cancelled when somebody else cancelled it and nobody handled that', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const gates = new Gates(1);
    const submitted = deferred<readonly [TaskFuture<unknown>]>();
    const run = flow({ name: 'flow' }, async () => {
      gated.submit(gates, 0);
      submitted.resolve([fine.submit(1)]);
    }).start();
    const [waiting] = await submitted.promise;
    await recorder.reached('gated', 'Running');
    waiting.cancel();
    gates.at(0).resolve(1);
    expect(await rejection(run)).toMatchObject({ code: 'CANCELLED' });
    expect(recorder.state('flow')).toMatchObject({ type: 'CANCELLED', name: 'Cancelled' });
  });

  it('is not let through by allowFailure', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const gates = new Gates(1);
    await inFlow(async () => {
      const blocking = gated.submit(gates, 0);
      const waiting = fine.submit(1);
      const dependant = task({ name: 'dependant' }, (x: unknown) => x).submit(allowFailure(waiting));
      await recorder.reached('gated', 'Running');
      waiting.cancel();
      expect(await rejection(dependant)).toMatchObject({ code: 'UPSTREAM_TASK' });
      gates.at(0).resolve(1);
      await blocking;
    });
    expect(recorder.states('dependant')).toEqual(['Pending', 'NotReady']);
  });
});

describe('states$ (S69)', () => {
  const statesOf = (future: TaskFuture<unknown>): Promise<State[]> => lastValueFrom(future.states$.pipe(toArray()));
  const names = (states: readonly State[]): string[] => states.map(({ name }) => name);

  it('emits the current state and each later one, and completes after the final one', async () => {
    setUpEngine();
    let calls = 0;
    const flaky = task({ name: 'flaky', retries: 1 }, () => {
      if (++calls === 1) throw error;
      return calls;
    });
    const future = flaky.submit();
    expect(names(await statesOf(future))).toEqual(['Pending', 'Running', 'Retrying', 'Completed']);
    expect(names(await statesOf(future))).toEqual(['Completed']);
  });

  it('completes after NotReady, which is an end', async () => {
    setUpEngine();
    expect(names(await statesOf(fine.submit(fail.submit())))).toEqual(['Pending', 'NotReady']);
  });

  it('of a flow run tells of the flow', async () => {
    setUpEngine();
    const run = flow({ name: 'flow' }, async () => 1).start();
    const states = names(await lastValueFrom(run.states$.pipe(toArray())));
    expect(states.at(-1)).toBe('Completed');
    expect(['Pending,Running,Completed', 'Running,Completed']).toContain(states.join());
    expect(await run).toBe(1);
    expect(run.state.name).toBe('Completed');
  });
});

describe('order (S69)', () => {
  it('is kept among submits', async () => {
    setUpEngine({ concurrency: 1 });
    const order: number[] = [];
    const note = task({ name: 'note' }, (i: number) => void order.push(i));
    await inFlow(async () => {
      for (let i = 0; i < 50; i++) note.submit(i);
    });
    expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('is kept within one map', async () => {
    setUpEngine({ concurrency: 1 });
    const order: number[] = [];
    const note = task({ name: 'note' }, (i: number) => void order.push(i));
    await inFlow(async () => {
      note.map(Array.from({ length: 500 }, (_, i) => i));
    });
    expect(order).toEqual(Array.from({ length: 500 }, (_, i) => i));
  });
});
