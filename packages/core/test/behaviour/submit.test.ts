import { allowFailure, quote, Task, task, tasks, type TaskFuture } from '../../src/index.js';
import { deferred, rejection, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';

class Steps {
  readonly calls: string[] = [];

  @Task() give<T>(value: T): T {
    this.calls.push('give');
    return value;
  }

  @Task() async giveLater<T>(value: Promise<T>): Promise<T> {
    this.calls.push('giveLater');
    return await value;
  }

  @Task() double(x: number): number {
    this.calls.push('double');
    return x * 2;
  }

  @Task() fail(error: Error): number {
    this.calls.push('fail');
    throw error;
  }
}

const see = task({ name: 'see' }, (value: unknown): unknown => value);

describe('submit (S8)', () => {
  it.each(['give', 'async'] as const)('returns a future before the %s task has run', async (kind) => {
    setUpEngine();
    let ran = false;
    const run = kind === 'give' ? () => void (ran = true) : async () => void (ran = true);
    const submitted = task({ name: 'submitted' }, run);
    await inFlow(async () => {
      const future = submitted.submit();
      expect(ran).toBe(false);
      expect(future.state.type).toBe('PENDING');
      expect(typeof future.id).toBe('string');
      expect(future.name).toMatch(/^submitted-\d+$/);
      await future;
      expect(ran).toBe(true);
      expect(future.state).toMatchObject({ type: 'COMPLETED', name: 'Completed' });
    });
  });

  it('passes through the runner', async () => {
    const { recorder, runner } = setUpEngine();
    await inFlow(async () => expect(await tasks(new Steps()).double.submit(4)).toBe(8));
    expect(runner.executed).toEqual(['double']);
    expect(recorder.states('double')).toEqual(['Pending', 'Running', 'Completed']);
    expect(recorder.taskRun('double').flowRunId).toBe(recorder.flowRun('flow').id);
  });
});

describe('inputs (S9)', () => {
  it('may be a future or a promise and arrive as its value', async () => {
    setUpEngine();
    await inFlow(async () => {
      const { double, give } = tasks(new Steps());
      expect(await double.submit(double.submit(1))).toBe(4);
      expect(await double.submit(Promise.resolve(3))).toBe(6);
      expect(await double.submit(give.submit(5) as TaskFuture<number>)).toBe(10);
    });
  });

  it('are known before the dependant starts', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred<number>();
    await inFlow(async () => {
      const { giveLater, double } = tasks(new Steps());
      const first = giveLater.submit(quote(gate.promise));
      const second = double.submit(first as TaskFuture<number>);
      await recorder.reached('giveLater', 'Running');
      await settle();
      expect(second.state.name).toBe('Pending');
      gate.resolve(21);
      expect(await second).toBe(42);
    });
  });

  it.each<[string, (x: TaskFuture<number>) => unknown, unknown]>([
    ['an array', (x) => [0, x], [0, 2]],
    ['a plain object', (x) => ({ x, y: 1 }), { x: 2, y: 1 }],
    ['a map', (x) => new Map<string, unknown>([['x', x]]), new Map([['x', 2]])],
    ['a set', (x) => new Set<unknown>([1, x]), new Set([1, 2])],
    [
      'containers in containers',
      (x) => ({ list: [new Map([['deep', new Set([{ x }])]])] }),
      { list: [new Map([['deep', new Set([{ x: 2 }])]])] },
    ],
    ['an array of promises', (x) => [x, Promise.resolve('p')], [2, 'p']],
    ['an object without a prototype', (x) => Object.assign(Object.create(null), { x }), { x: 2 }],
  ])('are found in %s, whose kind is kept', async (_kind, contain, expected) => {
    setUpEngine();
    await inFlow(async () => {
      const container = contain(tasks(new Steps()).double.submit(1));
      const arrived = await see.submit(container);
      expect(arrived).toEqual(expected);
      expect(Object.prototype.toString.call(arrived)).toBe(Object.prototype.toString.call(container));
    });
  });

  it('leave the container of the caller untouched', async () => {
    setUpEngine();
    await inFlow(async () => {
      const future = tasks(new Steps()).double.submit(1);
      const list = [future];
      const container = { list, map: new Map([['x', future]]) };
      const arrived = (await see.submit(container)) as typeof container;
      expect(arrived).toEqual({ list: [2], map: new Map([['x', 2]]) });
      expect(container.list).toBe(list);
      expect(list[0]).toBe(future);
      expect(container.map.get('x')).toBe(future);
    });
  });

  it('are found a thousand levels deep', async () => {
    setUpEngine();
    await inFlow(async () => {
      let nested: unknown = tasks(new Steps()).double.submit(1);
      for (let level = 0; level < 1_000; level++) nested = [nested];
      let arrived = await see.submit(nested);
      for (let level = 0; level < 1_000; level++) [arrived] = arrived as unknown[];
      expect(arrived).toBe(2);
    });
  });

  it('may be a list of futures, which arrives as an array', async () => {
    setUpEngine();
    const sum = task({ name: 'sum' }, (xs: number[]) => xs.reduce((a, b) => a + b, 0));
    await inFlow(async () => {
      const { double } = tasks(new Steps());
      expect(await sum.submit(double.map([1, 2, 3]))).toBe(12);
      expect(await sum.submit([double.submit(1), 5, Promise.resolve(6)])).toBe(13);
    });
  });

  it('are not looked for in class instances, typed arrays and buffers', async () => {
    setUpEngine();
    class Box {
      constructor(readonly content: unknown) {}
    }
    await inFlow(async () => {
      const future = tasks(new Steps()).double.submit(1);
      const box = new Box(future);
      const bytes = Buffer.from('ab');
      const numbers = new Float64Array(2);
      const arrived = (await see.submit([box, bytes, numbers])) as unknown[];
      expect(arrived[0]).toBe(box);
      expect(box.content).toBe(future);
      expect(arrived[1]).toBe(bytes);
      expect(arrived[2]).toBe(numbers);
      await future;
    });
  });

  it('may contain themselves', async () => {
    setUpEngine();
    const circular: { self?: unknown } = {};
    circular.self = circular;
    await inFlow(async () => expect(await see.submit(circular)).toBe(circular));
  });

  it('that are rejected promises keep the task from running', async () => {
    const { recorder } = setUpEngine();
    const steps = new Steps();
    const error = new Error('rejected');
    await inFlow(async () => {
      const future = tasks(steps).double.submit(Promise.reject(error) as Promise<number>);
      expect(await rejection(future)).toBeInstanceOf(Error);
    });
    expect(steps.calls).toEqual([]);
    expect(recorder.state('double').type).not.toBe('COMPLETED');
  });
});

describe('a failed upstream (S10)', () => {
  it('keeps the dependant from running and rejects its future with the cause', async () => {
    const { recorder, runner } = setUpEngine();
    const steps = new Steps();
    const error = new Error('broken');
    await inFlow(async () => {
      const { fail, double } = tasks(steps);
      const failed = fail.submit(quote(error));
      const dependant = double.submit(failed);
      const thrown = (await rejection(dependant)) as Error;
      expect(thrown).toMatchObject({ name: 'UpstreamTaskError', code: 'UPSTREAM_TASK' });
      expect(thrown.message).toBe(`Upstream task run '${failed.name}' did not reach a 'COMPLETED' state.`);
      expect(thrown.cause).toBe(error);
      expect(error.stack).toContain('submit.test');
      expect(dependant.state).toMatchObject({ type: 'PENDING', name: 'NotReady' });
    });
    expect(recorder.states('double')).toEqual(['Pending', 'NotReady']);
    expect(recorder.states('fail')).toEqual(['Pending', 'Running', 'Failed']);
    expect(steps.calls).toEqual(['fail']);
    expect(runner.executed).toEqual(['fail']);
  });

  it('cascades, with the first error as the cause all the way', async () => {
    const { recorder } = setUpEngine();
    const error = new Error('broken');
    await inFlow(async () => {
      const { fail, double } = tasks(new Steps());
      const chain = [fail.submit(quote(error))];
      for (let i = 0; i < 3; i++) chain.push(double.submit(chain[i]!));
      const thrown = (await rejection(chain[3]!)) as Error;
      expect(thrown).toMatchObject({ code: 'UPSTREAM_TASK', cause: error });
    });
    expect(recorder.ends('double')).toEqual(['NotReady', 'NotReady', 'NotReady']);
  });

  it('fires no hooks of the dependant', async () => {
    setUpEngine();
    const fired: string[] = [];
    const note = (name: string) => () => fired.push(name);
    const dependant = task(
      {
        name: 'dependant',
        onRunning: note('running'),
        onCompletion: note('completion'),
        onFailure: note('failure'),
        onCancellation: note('cancellation'),
      },
      (x: number) => x,
    );
    await inFlow(async () => {
      await dependant.submit(tasks(new Steps()).fail.submit(quote(new Error('no')))).wait();
    });
    expect(fired).toEqual([]);
  });

  it('counts wherever in the inputs it is', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      const { fail, double } = tasks(new Steps());
      const failed = fail.submit(quote(new Error('no')));
      await see.submit({ deep: [new Map([['x', failed]])], fine: double.submit(1) }).wait();
    });
    expect(recorder.states('see')).toEqual(['Pending', 'NotReady']);
  });
});

describe('allowFailure (S11)', () => {
  it('hands over the error object', async () => {
    const { recorder } = setUpEngine();
    const error = new Error('broken');
    await inFlow(async () => {
      const failed = tasks(new Steps()).fail.submit(quote(error));
      expect(await see.submit(allowFailure(failed))).toBe(error);
    });
    expect(recorder.states('see')).toEqual(['Pending', 'Running', 'Completed']);
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('hands over the value when nothing failed', async () => {
    setUpEngine();
    await inFlow(async () => {
      expect(await see.submit(allowFailure(tasks(new Steps()).double.submit(2)))).toBe(4);
    });
  });

  it('keeps the good items of a list', async () => {
    setUpEngine();
    const errors = [new Error('one'), new Error('three')];
    const odd = task({ name: 'odd' }, (x: number) => {
      if (x % 2 === 1) throw errors[(x - 1) / 2]!;
      return x * 10;
    });
    await inFlow(async () => {
      expect(await see.submit(allowFailure(odd.map([0, 1, 2, 3])))).toEqual([0, errors[0], 20, errors[1]]);
      const futures = [odd.submit(2), odd.submit(1)];
      const [good, bad] = (await see.submit(allowFailure(futures))) as unknown[];
      expect(good).toBe(20);
      expect(bad).toBe(errors[0]);
    });
  });

  it('does not let a cancelled upstream through', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const gate = deferred();
    const block = task({ name: 'block' }, () => gate.promise);
    await inFlow(async () => {
      const blocking = block.submit();
      const waiting = tasks(new Steps()).double.submit(1);
      const dependant = see.submit(allowFailure(waiting));
      await recorder.reached('block', 'Running');
      waiting.cancel();
      const thrown = (await rejection(dependant)) as Error;
      expect(thrown).toMatchObject({ code: 'UPSTREAM_TASK' });
      expect(thrown.cause).toMatchObject({ code: 'CANCELLED' });
      gate.resolve();
      await blocking;
    });
    expect(recorder.states('see')).toEqual(['Pending', 'NotReady']);
  });
});

describe('waitFor (S12)', () => {
  it('starts the run after the others, without passing their values', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred<number>();
    const steps = new Steps();
    await inFlow(async () => {
      const { giveLater, give } = tasks(steps);
      const first = giveLater.submit(quote(gate.promise));
      const second = give.with({ waitFor: [first] }).submit('own argument');
      await recorder.reached('giveLater', 'Running');
      await settle();
      expect(steps.calls).toEqual(['giveLater']);
      gate.resolve(1);
      expect(await second).toBe('own argument');
    });
    expect(steps.calls).toEqual(['giveLater', 'give']);
  });

  it('waits for every child of a list', async () => {
    setUpEngine();
    const steps = new Steps();
    await inFlow(async () => {
      const { double, give } = tasks(steps);
      await give.with({ waitFor: [double.map([1, 2, 3])] }).submit(1);
    });
    expect(steps.calls).toEqual(['double', 'double', 'double', 'give']);
  });

  it('makes every child of a map wait', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred<number>();
    const steps = new Steps();
    await inFlow(async () => {
      const { giveLater, double } = tasks(steps);
      const first = giveLater.submit(quote(gate.promise));
      const list = double.with({ waitFor: [first] }).map([1, 2]);
      await recorder.reached('giveLater', 'Running');
      await settle();
      expect(steps.calls).toEqual(['giveLater']);
      gate.resolve(1);
      expect(await list).toEqual([2, 4]);
    });
  });

  it('makes the run NotReady when one of the others failed', async () => {
    const { recorder } = setUpEngine();
    const error = new Error('broken');
    await inFlow(async () => {
      const { fail, double } = tasks(new Steps());
      const failed = fail.submit(quote(error));
      const thrown = (await rejection(double.with({ waitFor: [failed] }).submit(1))) as Error;
      expect(thrown).toMatchObject({ code: 'UPSTREAM_TASK', cause: error });
    });
    expect(recorder.states('double')).toEqual(['Pending', 'NotReady']);
  });

  it('lets the run start after a failure that is allowed', async () => {
    setUpEngine();
    await inFlow(async () => {
      const { fail, double } = tasks(new Steps());
      const failed = fail.submit(quote(new Error('no')));
      expect(await double.with({ waitFor: [allowFailure(failed)] }).submit(1)).toBe(2);
    });
  });
});

describe('a task that waits on itself (S13)', () => {
  it('fails with an error instead of hanging', async () => {
    const { recorder } = setUpEngine();
    const holder: { future?: TaskFuture<unknown> } = {};
    const wait = task({ name: 'wait' }, async (own: { future?: TaskFuture<unknown> }) => await own.future);
    await inFlow(async () => {
      holder.future = wait.submit(quote(holder));
      expect(await rejection(holder.future)).toMatchObject({ code: 'DEADLOCK' });
    });
    expect(recorder.states('wait')).toEqual(['Pending', 'Running', 'Failed']);
  });

  it('through another task that it started fails too', async () => {
    setUpEngine();
    const holder: { future?: TaskFuture<unknown> } = {};
    const child = task({ name: 'child' }, async (own: { future?: TaskFuture<unknown> }) => await own.future);
    const parent = task({ name: 'parent' }, async () => await child.submit(quote(holder)));
    await inFlow(async () => {
      holder.future = parent.submit();
      expect(await rejection(holder.future)).toMatchObject({ code: 'DEADLOCK' });
    });
  });
});

describe('a task that waits on itself in a roundabout way (S13)', () => {
  it('through the list that it is in fails', async () => {
    setUpEngine();
    const holder: { list?: PromiseLike<unknown> } = {};
    const wait = task({ name: 'wait' }, async (_: number) => {
      await settle();
      return await holder.list;
    });
    await inFlow(async () => {
      const list = wait.map([1, 2]);
      holder.list = list;
      expect(await rejection(list)).toMatchObject({ code: 'DEADLOCK' });
    });
  });

  it('through the input of a child that it waits for fails', async () => {
    setUpEngine();
    const holder: { future?: TaskFuture<unknown> } = {};
    const parent = task({ name: 'parent' }, async () => {
      await settle();
      return await see.submit(holder.future);
    });
    await inFlow(async () => {
      holder.future = parent.submit();
      expect(await rejection(holder.future)).toMatchObject({ code: 'DEADLOCK' });
    });
  });
});

describe('quote (S14)', () => {
  it('hands over a future as a future', async () => {
    setUpEngine();
    await inFlow(async () => {
      const future = tasks(new Steps()).double.submit(2);
      const arrived = (await see.submit(quote({ future }))) as { future: unknown };
      expect(arrived.future).toBe(future);
      const inList = (await see.submit([quote(future), future])) as unknown[];
      expect(inList[0]).toBe(future);
      expect(inList[1]).toBe(4);
    });
  });

  it('does not wait for the future inside', async () => {
    setUpEngine();
    const gate = deferred<number>();
    await inFlow(async () => {
      const future = tasks(new Steps()).giveLater.submit(quote(gate.promise));
      const arrived = (await see.submit(quote([future]))) as TaskFuture<number>[];
      expect(arrived[0]!.state.type).not.toBe('COMPLETED');
      gate.resolve(1);
      expect(await arrived[0]).toBe(1);
    });
  });
});
