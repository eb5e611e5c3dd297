import {
  allowFailure,
  configure,
  flow,
  Flow,
  flows,
  getRunContext,
  NotAFlowError,
  projectFlowRun,
  projectTaskRun,
  task,
  Task,
  tasks,
  type Attempt,
  type StandardSchema,
  type TaskFuture,
  type TaskRunner,
} from '../../src/index.js';
import { canFollow, type State, type StateType } from '../../src/model.js';
import { deferred, isSettled, rejection, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { InlineTaskRunner } from '../support/inline-task-runner.js';
import { ManualClock } from '../support/manual-clock.js';
import { from } from 'rxjs';

const error = new Error('broken');
const double = task({ name: 'double' }, (x: number) => x * 2);
const fail = task({ name: 'fail' }, (thrown: Error): number => {
  throw thrown;
});

describe('a flow (S43)', () => {
  it('gives what its method returns', async () => {
    const { recorder } = setUpEngine();
    class Etl {
      constructor(private readonly factor: number) {}
      @Task() scale(x: number): number {
        return x * this.factor;
      }
      @Flow() async run(x: number): Promise<number> {
        const { scale } = tasks(this);
        return (await scale.submit(x)) + 1;
      }
    }
    const value: number = await new Etl(3).run(4);
    expect(value).toBe(13);
    expect(await flows(new Etl(5)).run(1)).toBe(6);
    expect(recorder.flowRuns('run')).toHaveLength(2);
    expect(recorder.flowRuns('run').map(({ parameters }) => parameters)).toEqual([[4], [1]]);
    expect(recorder.states(recorder.flowRuns('run')[0]!.id)).toEqual(['Pending', 'Running', 'Completed']);
  });

  it('resolves the futures in what it returns', async () => {
    setUpEngine();
    const value: unknown = await inFlow(async () => ({
      one: double.submit(1),
      list: [double.submit(2), { deep: double.map([3, 4]) }],
      map: new Map([['x', double.submit(5)]]),
    }));
    expect(value).toEqual({ one: 2, list: [4, { deep: [6, 8] }], map: new Map([['x', 10]]) });
  });

  it('resolves a list that it returns', async () => {
    setUpEngine();
    expect(await inFlow(async () => await double.map([1, 2]))).toEqual([2, 4]);
    expect(await inFlow(() => double.map([1, 2]) as unknown as Promise<number[]>)).toEqual([2, 4]);
  });

  it('throws its own error', async () => {
    const { recorder } = setUpEngine();
    class Etl {
      @Flow() async run(): Promise<void> {
        throw error;
      }
    }
    expect(await rejection(new Etl().run())).toBe(error);
    expect(recorder.states('run')).toEqual(['Pending', 'Running', 'Failed']);
  });

  it('rejects, and does not throw, when a plain function throws at once', async () => {
    setUpEngine();
    const run = flow({ name: 'flow' }, (): Promise<void> => {
      throw error;
    });
    expect(await rejection(run())).toBe(error);
  });

  it('passes its arguments through, and this', async () => {
    setUpEngine();
    class Base {
      protected readonly offset: number = 10;
      @Flow() async run(x: number, y = 5, ...rest: number[]): Promise<number[]> {
        return [this.offset, x, y, ...rest];
      }
    }
    class Derived extends Base {
      protected override readonly offset: number = 20;
    }
    expect(await new Base().run(1)).toEqual([10, 1, 5]);
    expect(await new Derived().run(1, 2, 3)).toEqual([20, 1, 2, 3]);
    expect(await flows(new Derived()).run.start(1, 2)).toEqual([20, 1, 2]);
  });

  it('that is started gives a handle at once', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred();
    const run = flow({ name: 'flow' }, async () => {
      await gate.promise;
      return 'value';
    }).start();
    await recorder.reached('flow', 'Running');
    expect(run.id).toBe(recorder.flowRun('flow').id);
    expect(run.name).toBe(recorder.flowRun('flow').name);
    expect(run.state.name).toBe('Running');
    gate.resolve();
    expect(await run).toBe('value');
    expect(run.state.name).toBe('Completed');
  });

  it('is not a method without @Flow()', () => {
    setUpEngine();
    class Etl {
      async plain(): Promise<number> {
        return 1;
      }
    }
    let thrown: unknown;
    try {
      void flows(new Etl()).plain();
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toBeInstanceOf(NotAFlowError);
    expect((thrown as Error).message).toBe('Etl.plain is not a flow. Is @Flow() missing above plain()?');
  });
});

describe('parameters (S44, S72)', () => {
  interface Issue {
    message: string;
    path?: PropertyKey[];
  }
  /** A schema of the standard's kind, as zod, valibot and arktype have it. */
  function schema<O>(validate: (value: never) => { value: O } | { issues: Issue[] }, later = false): StandardSchema {
    return {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value) =>
          later ? Promise.resolve().then(() => validate(value as never)) : validate(value as never),
      },
    };
  }
  const positive = (later = false): StandardSchema =>
    schema((value: { n: number; name: string }) => {
      const issues: Issue[] = [];
      if (!(value.n > 0)) issues.push({ message: 'must be positive', path: ['n'] });
      if (typeof value.name !== 'string') issues.push({ message: 'must be a string', path: ['name', 0] });
      return issues.length > 0 ? { issues } : { value: { ...value, n: value.n * 100 } };
    }, later);

  it.each([false, true])('reach the body as the schema parsed them; asynchronous schema: %p', async (later) => {
    const { recorder } = setUpEngine();
    const run = flow(
      { name: 'flow', parameters: positive(later) },
      async (options: { n: number; name: string }) => options,
    );
    const given = { n: 1, name: 'x' };
    expect(await run(given)).toEqual({ n: 100, name: 'x' });
    expect(given).toEqual({ n: 1, name: 'x' });
    expect(recorder.flowRun('flow').parameters).toEqual([given]);
  });

  it.each([false, true])('that are invalid fail the run before its body; asynchronous schema: %p', async (later) => {
    const { recorder } = setUpEngine();
    const fired: string[] = [];
    let ran = false;
    class Etl {
      @Flow({ parameters: positive(later), onFailure: (_flow, _run, state) => fired.push(state.name), retries: 2 })
      async run(_options: { n: number; name: string }): Promise<void> {
        ran = true;
      }
    }
    const thrown = (await rejection(new Etl().run({ n: -1, name: 5 as never }))) as Error;
    expect(thrown).toMatchObject({
      name: 'ParameterValidationError',
      code: 'PARAMETER_VALIDATION',
      issues: [
        { message: 'must be positive', path: ['n'] },
        { message: 'must be a string', path: ['name', 0] },
      ],
    });
    expect(thrown.message).toContain('n: must be positive');
    expect(thrown.message).toContain('name.0: must be a string');
    expect(ran).toBe(false);
    expect(fired).toEqual(['Failed']);
    expect(recorder.states('run').at(-1)).toBe('Failed');
  });

  it('are the list of them when there are several', async () => {
    setUpEngine();
    const validated: unknown[] = [];
    const parameters = schema((value: [number, number]) => {
      validated.push(value);
      return { value: value.map((x) => x + 1) };
    });
    const run = flow({ name: 'flow', parameters }, async (x: number, y: number) => [x, y]);
    expect(await run(1, 2)).toEqual([2, 3]);
    expect(validated).toEqual([[1, 2]]);
  });
});

describe('subflows (S45)', () => {
  it('are runs of their own with their parent recorded', async () => {
    const { recorder } = setUpEngine();
    class Nested {
      @Flow() async inner(x: number): Promise<number> {
        return await double.submit(x);
      }
      @Flow() async outer(x: number): Promise<number> {
        return await this.inner(x);
      }
    }
    expect(await new Nested().outer(3)).toBe(6);
    const outer = recorder.flowRun('outer');
    const inner = recorder.flowRun('inner');
    expect(inner.parentFlowRunId).toBe(outer.id);
    expect(outer.parentFlowRunId).toBeUndefined();
    expect(recorder.taskRun('double').flowRunId).toBe(inner.id);
  });

  it('that fail without anybody looking fail their parent with their own error', async () => {
    setUpEngine();
    const bad = flow({ name: 'bad' }, async () => Promise.reject(new Error('bad itself')));
    await expect(inFlow(async () => void bad())).rejects.toThrow('bad itself');
  });

  it('may be called in a task, which is recorded too', async () => {
    const { recorder } = setUpEngine();
    const inner = flow({ name: 'inner' }, async () => await double.submit(1));
    const calling = task({ name: 'calling' }, async () => await inner());
    await inFlow(async () => expect(await calling.submit()).toBe(2));
    expect(recorder.flowRun('inner').parentFlowRunId).toBe(recorder.flowRun('flow').id);
    expect(recorder.flowRun('inner').parentTaskRunId).toBe(recorder.taskRun('calling').id);
  });

  it('that run side by side do not mix their contexts', async () => {
    const { recorder } = setUpEngine();
    const inner = flow({ name: 'inner', runName: 'inner {0}' }, async (name: string) => {
      const names = [getRunContext()!.flowRunName];
      for (let i = 0; i < 3; i++) {
        await settle();
        names.push(getRunContext()!.flowRunName);
      }
      await task({ name: 'read' }, async () => names.push(getRunContext()!.flowRunName)).submit();
      names.push(getRunContext()!.flowRunName);
      return { name, names };
    });
    await inFlow(async () => {
      const results = await Promise.all(['a', 'b', 'c'].map((name) => inner(name)));
      for (const { name, names } of results) expect(names).toEqual(Array(6).fill(`inner ${name}`));
      expect(getRunContext()!.flowName).toBe('flow');
    });
    expect(recorder.flowRuns('inner')).toHaveLength(3);
  });

  it('inherit logPrints and tags unless they set them', async () => {
    const { recorder } = setUpEngine();
    const plain = flow({ name: 'plain' }, async () => void (await double.submit(1)));
    const own = flow({ name: 'own', logPrints: false }, async () => undefined);
    await inFlow(
      async () => {
        await plain();
        await own();
      },
      { logPrints: true, tags: ['outer'] },
    );
    expect(recorder.flowRun('flow').logPrints).toBe(true);
    expect(recorder.flowRun('plain').logPrints).toBe(true);
    expect(recorder.flowRun('own').logPrints).toBe(false);
    expect(recorder.flowRun('plain').tags).toEqual(['outer']);
    expect(recorder.taskRun('double')).toMatchObject({ logPrints: true, tags: ['outer'] });
  });

  it('that fail fail their parent with the same error, unless it is caught', async () => {
    const { recorder } = setUpEngine();
    const inner = flow({ name: 'inner' }, async () => {
      throw error;
    });
    expect(await rejection(inFlow(async () => await inner()))).toBe(error);
    await flow({ name: 'catching' }, async () => void (await rejection(inner())))();
    expect(recorder.state('flow').name).toBe('Failed');
    expect(recorder.state('catching').name).toBe('Completed');
  });

  it('wait for what they themselves submitted', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred();
    const slow = task({ name: 'slow' }, () => gate.promise);
    const inner = flow({ name: 'inner' }, async () => void slow.submit());
    const outer = inFlow(async () => {
      const called = inner();
      await recorder.reached('slow', 'Running');
      expect(await isSettled(called)).toBe(false);
      gate.resolve();
      await called;
      expect(recorder.state('slow').name).toBe('Completed');
    });
    await outer;
  });
});

describe('states (S46)', () => {
  const state = (type: StateType, name: string): State => ({ type, name, timestamp: 1 });

  it.each<[StateType, string]>([
    ['COMPLETED', 'Completed'],
    ['FAILED', 'Failed'],
    ['CRASHED', 'Crashed'],
    ['CANCELLED', 'Cancelled'],
    ['PENDING', 'NotReady'],
  ])('%s %s is an end that nothing follows', (type, name) => {
    const everything: StateType[] = ['SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING', 'COMPLETED', 'FAILED'];
    for (const next of everything) expect(canFollow(state(type, name), state(next, 'Any'))).toBe(false);
  });

  it('of real runs follow the table', async () => {
    const { recorder } = setUpEngine();
    let calls = 0;
    await inFlow(async () => {
      await fail.submit(error).wait();
      await double.submit(fail.submit(error)).wait();
      await task({ name: 'flaky', retries: 1 }, () => {
        if (++calls === 1) throw error;
      }).submit();
    });
    for (const run of [...recorder.taskRuns(), ...recorder.flowRuns()]) {
      const history = recorder.history(run.id);
      history.forEach((next, i) => expect(canFollow(history[i - 1], next)).toBe(true));
    }
  });
});

describe('times (S47)', () => {
  it('of states are each later than the one before, also when the clock stands still', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    let calls = 0;
    const flaky = task({ name: 'flaky', retries: 3 }, () => {
      if (++calls <= 3) throw error;
    });
    await inFlow(async () => void (await flaky.submit()));
    for (const run of ['flaky', 'flow']) {
      const times = recorder.history(run).map(({ timestamp }) => timestamp);
      times.slice(1).forEach((time, i) => expect(time).toBeGreaterThan(times[i]!));
      expect(times[0]).toBeGreaterThanOrEqual(clock.now() - 1);
    }
  });

  it('add up: start, end, time in running without the waits, number of attempts', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const began = clock.now();
    let calls = 0;
    const flaky = task({ name: 'flaky', retries: 1, retryDelay: '1m' }, async () => {
      await clock.sleep(100);
      if (++calls === 1) throw error;
    });
    const run = inFlow(async () => void (await flaky.submit()));
    await clock.advance(120_000);
    await run;
    const snapshot = projectTaskRun(recorder.taskRun('flaky'), recorder.history('flaky'));
    expect(snapshot.startTime).toBeCloseTo(began, 0);
    expect(snapshot.endTime).toBeCloseTo(began + 60_200, 0);
    expect(snapshot.totalRunTime).toBeCloseTo(200, 0);
    expect(snapshot.runCount).toBe(2);
    const flowSnapshot = projectFlowRun(recorder.flowRun('flow'), recorder.history('flow'));
    expect(flowSnapshot.totalRunTime).toBeCloseTo(60_200, 0);
    expect(flowSnapshot.runCount).toBe(1);
  });
});

describe('hooks (S48)', () => {
  it('get the definition, the run and the state', async () => {
    const { recorder } = setUpEngine();
    const seen: unknown[][] = [];
    class Hooked {
      @Task({ name: 'hooked', onCompletion: (...args) => seen.push(args) }) work(): void {}
      @Flow({ name: 'etl', onCompletion: (...args) => seen.push(args) }) async run(): Promise<void> {
        await tasks(this).work.submit();
      }
    }
    await new Hooked().run();
    expect(seen).toHaveLength(2);
    expect(seen[0]).toMatchObject([
      { name: 'hooked' },
      { id: recorder.taskRun('hooked').id, name: recorder.taskRun('hooked').name },
      { type: 'COMPLETED', name: 'Completed' },
    ]);
    expect(seen[1]).toMatchObject([
      { name: 'etl' },
      { id: recorder.flowRun('etl').id, name: recorder.flowRun('etl').name },
      { type: 'COMPLETED', name: 'Completed' },
    ]);
  });

  it.each<['task' | 'flow']>([['task'], ['flow']])('of a %s are awaited, one after the other', async (kind) => {
    setUpEngine();
    const gate = deferred();
    const order: string[] = [];
    const onCompletion = [
      async () => {
        order.push('first begins');
        await gate.promise;
        order.push('first ends');
      },
      () => void order.push('second'),
    ];
    const run =
      kind === 'task'
        ? inFlow(async () => void (await task({ name: 'hooked', onCompletion }, () => 1).submit()))
        : inFlow(async () => undefined, { onCompletion });
    await settle();
    expect(order).toEqual(['first begins']);
    expect(await isSettled(run)).toBe(false);
    gate.resolve();
    await run;
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  it('that throw or reject are logged, and the others still run', async () => {
    const { log, recorder } = setUpEngine();
    const fired: string[] = [];
    const onCompletion = [
      () => {
        throw new Error('hook broke');
      },
      () => Promise.reject(new Error('hook rejected')),
      () => void fired.push('last'),
    ];
    const hooked = task({ name: 'hooked', onCompletion }, () => 'value');
    await inFlow(async () => expect(await hooked.submit()).toBe('value'), { onCompletion });
    expect(fired).toEqual(['last', 'last']);
    expect(log.matching(/hook broke/).length).toBeGreaterThanOrEqual(2);
    expect(log.matching(/hook rejected/).length).toBeGreaterThanOrEqual(2);
    expect(recorder.state('hooked').name).toBe('Completed');
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('of a flow fire by how it ended', async () => {
    setUpEngine();
    const fired: string[] = [];
    const hooks = {
      onRunning: () => void fired.push('running'),
      onCompletion: () => void fired.push('completion'),
      onFailure: () => void fired.push('failure'),
      onCancellation: () => void fired.push('cancellation'),
      onCrashed: () => void fired.push('crashed'),
    };
    await inFlow(async () => 1, hooks);
    expect(fired.splice(0)).toEqual(['running', 'completion']);
    await rejection(inFlow(() => Promise.reject(error), hooks));
    expect(fired.splice(0)).toEqual(['running', 'failure']);
    await rejection(inFlow(async () => void fail.submit(error), hooks));
    expect(fired.splice(0)).toEqual(['running', 'failure']);
  });

  it('of a task fire by how it ended', async () => {
    setUpEngine();
    const fired: string[] = [];
    const hooks = {
      onRunning: () => void fired.push('running'),
      onCompletion: () => void fired.push('completion'),
      onFailure: () => void fired.push('failure'),
      onCancellation: () => void fired.push('cancellation'),
    };
    await inFlow(async () => {
      await double.with(hooks).submit(1);
      expect(fired.splice(0)).toEqual(['running', 'completion']);
      await fail.with(hooks).submit(error).wait();
      expect(fired.splice(0)).toEqual(['running', 'failure']);
    });
  });

  it.each<[string, () => unknown]>([
    [
      'a task',
      () => {
        class Bad {
          @Task({ onFailure: 'notify' as never }) run(): void {}
        }
        return Bad;
      },
    ],
    [
      'a task, in a list',
      () => {
        class Bad {
          @Task({ onFailure: [() => 1, 42 as never] }) run(): void {}
        }
        return Bad;
      },
    ],
    [
      'a flow',
      () => {
        class Bad {
          @Flow({ onFailure: {} as never }) async run(): Promise<void> {}
        }
        return Bad;
      },
    ],
  ])('of %s that are not functions are refused where the class is defined', (_kind, define) => {
    expect(define).toThrow(/onFailure/);
    expect(define).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }) as Error);
  });
});

describe('what is thrown and is not an Error (S49)', () => {
  it.each<[string, unknown]>([
    ['a string', 'just text'],
    ['undefined', undefined],
    ['null', null],
    ['an object', { code: 5 }],
    ['an object without a prototype', Object.create(null)],
    ['a symbol', Symbol('thrown')],
  ])('is kept as the cause of a proper error: %s', async (_kind, thrown) => {
    const { recorder } = setUpEngine();
    const throwing = task({ name: 'throwing' }, async (): Promise<void> => {
      throw thrown;
    });
    await inFlow(async () => {
      const caught = (await rejection(throwing.submit())) as Error;
      expect(caught).toBeInstanceOf(Error);
      expect('cause' in caught).toBe(true);
      expect(caught.cause).toBe(thrown);
    });
    expect(recorder.state('throwing').name).toBe('Failed');
    const fromFlow = (await rejection(flow({ name: 'throwing-flow' }, () => Promise.reject(thrown))())) as Error;
    expect(fromFlow).toBeInstanceOf(Error);
    expect(fromFlow.cause).toBe(thrown);
    expect(recorder.state('throwing-flow').name).toBe('Failed');
  });
});

describe('names of runs (S50, S73)', () => {
  it('of flows are two words', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => undefined);
    await inFlow(async () => undefined);
    const names = recorder.flowRuns('flow').map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/^[a-z]+-[a-z]+$/);
  });

  it('of tasks are numbered in the order of submission, within the flow run', async () => {
    const { recorder } = setUpEngine();
    const body = async (): Promise<void> => {
      const gate = deferred();
      const first = double.submit(gate.promise.then(() => 1));
      await double.submit(2);
      double(3);
      gate.resolve();
      await first;
      await double.map([4, 5]);
    };
    await inFlow(body);
    await inFlow(body);
    for (const { id } of recorder.flowRuns('flow')) {
      const names = recorder
        .taskRuns('double')
        .filter(({ flowRunId }) => flowRunId === id)
        .map(({ name }) => name);
      const first = Number(/^double-(\d+)$/.exec(names[0]!)![1]);
      expect(first).toBeLessThanOrEqual(1);
      expect(names).toEqual([0, 1, 2, 3, 4].map((i) => `double-${first + i}`));
    }
  });

  it('are counted for each task by itself', async () => {
    const { recorder } = setUpEngine();
    const other = task({ name: 'other' }, () => 1);
    await inFlow(async () => {
      await double.submit(1);
      await other.submit();
      await double.submit(1);
      await other.submit();
    });
    const number = (name: string): number => Number(name.split('-')[1]);
    const [a, b] = recorder.taskRuns('double').map(({ name }) => number(name));
    const [c, d] = recorder.taskRuns('other').map(({ name }) => number(name));
    expect([a, b]).toEqual([c, d]);
    expect(b! - a!).toBe(1);
  });

  it('may be templates of arguments and their properties', async () => {
    const { recorder } = setUpEngine();
    class Load {
      @Task({ runName: 'load {0} of {1.name}' }) load(_n: number, _table: { name: string }): void {}
      @Flow({ runName: 'etl of {0.day}' }) async etl(_options: { day: string }): Promise<void> {
        await tasks(this).load.submit(double.submit(4), { name: 'flights' });
      }
    }
    await new Load().etl({ day: 'monday' });
    expect(recorder.taskRun('load').name).toBe('load 8 of flights');
    expect(recorder.flowRun('etl').name).toBe('etl of monday');
  });

  it('may be functions of the resolved arguments, computed once', async () => {
    const { recorder } = setUpEngine();
    const asked: unknown[][] = [];
    let calls = 0;
    const named = task(
      {
        name: 'named',
        retries: 2,
        runName: (...args: unknown[]) => {
          asked.push(args);
          return `named by ${String(args[0])}`;
        },
      },
      (x: number) => {
        if (++calls <= 2) throw error;
        expect(getRunContext()!.taskRunName).toBe('named by 6');
        return x;
      },
    );
    await inFlow(async () => {
      const future = named.submit(double.submit(3));
      await future;
      expect(future.name).toBe('named by 6');
    });
    expect(asked).toEqual([[6]]);
    expect(recorder.taskRun('named').name).toBe('named by 6');
  });

  it('of a flow are computed once for all its retries', async () => {
    const { recorder } = setUpEngine();
    let asked = 0;
    let calls = 0;
    await inFlow(
      async () => {
        if (++calls === 1) throw error;
      },
      { retries: 1, runName: () => `name ${++asked}` },
    );
    expect(asked).toBe(1);
    expect(recorder.flowRun('flow').name).toBe('name 1');
  });
});

describe('a failure (S52)', () => {
  it('that nobody looked at fails the flow with its own error', async () => {
    const { recorder } = setUpEngine();
    const run = inFlow(async () => {
      fail.submit(error);
      return await double.submit(1);
    });
    expect(await rejection(run)).toBe(error);
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Failed']);
  });

  it('among several is told together with them, and how many of how many', async () => {
    const { recorder } = setUpEngine();
    const errors = [new Error('one'), new Error('two')];
    const thrown = (await rejection(
      inFlow(async () => {
        fail.submit(errors[0]!);
        double.submit(1);
        fail.submit(errors[1]!);
      }),
    )) as AggregateError;
    expect(thrown).toBeInstanceOf(AggregateError);
    expect(thrown.name).toBe('AggregateError');
    expect(thrown.message).toContain('2/3 task runs failed.');
    expect(thrown.errors).toHaveLength(2);
    expect(thrown.errors).toEqual(expect.arrayContaining(errors) as Error[]);
    expect(recorder.state('flow').type).toBe('FAILED');
  });

  it('in a map is counted among its children', async () => {
    setUpEngine();
    const odd = task({ name: 'odd' }, (x: number) => {
      if (x % 2 === 1) throw new Error(`odd ${x}`);
    });
    const thrown = (await rejection(inFlow(async () => void odd.map([0, 1, 2, 3])))) as AggregateError;
    expect(thrown.message).toContain('2/4 task runs failed.');
    expect(thrown.errors.map(({ message }: Error) => message)).toEqual(['odd 1', 'odd 3']);
  });

  it('of a task that a task submitted is not lost either', async () => {
    setUpEngine();
    const parent = task({ name: 'parent' }, async () => void fail.submit(error));
    expect(await rejection(inFlow(async () => await parent.submit()))).toBe(error);
  });

  it.each<[string, (future: TaskFuture<number>) => unknown]>([
    ['awaited inside try and catch', (future) => rejection(future)],
    ['asked by result() inside try and catch', (future) => rejection(future.result())],
    ['caught by then()', (future) => future.then(undefined, () => 'handled')],
    ['asked by wait()', (future) => future.wait()],
    ['asked with raiseOnFailure: false', (future) => future.result({ raiseOnFailure: false })],
    ['passed on by allowFailure', (future) => task({ name: 'see' }, (x: unknown) => x).submit(allowFailure(future))],
    ['waited for by Promise.allSettled', (future) => Promise.allSettled([future])],
  ])('is handled when its future is %s', async (_how, handle) => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      await handle(fail.submit(error));
      return 'fine';
    });
    expect(recorder.state('flow').name).toBe('Completed');
    expect(recorder.state('fail').name).toBe('Failed');
  });

  it.each<[string, (list: ReturnType<typeof fail.map>) => unknown]>([
    ['awaited inside try and catch', (list) => rejection(list)],
    ['asked by wait()', (list) => list.wait()],
    ['asked by settled()', (list) => list.settled()],
    ['asked with raiseOnFailure: false', (list) => list.result({ raiseOnFailure: false })],
  ])('is handled when its list is %s', async (_how, handle) => {
    const { recorder } = setUpEngine();
    await inFlow(async () => void (await handle(fail.map([error, error]))));
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('is handled when it was passed on and the dependant was handled', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => void (await rejection(double.submit(fail.submit(error)))));
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('that the body let through is the error of the flow', async () => {
    setUpEngine();
    expect(await rejection(inFlow(async () => await fail.submit(error)))).toBe(error);
  });

  it('of a handled kind does not hide one that was not', async () => {
    setUpEngine();
    const lost = new Error('lost');
    const thrown = await rejection(
      inFlow(async () => {
        await fail.submit(error).wait();
        fail.submit(lost);
      }),
    );
    expect(thrown).toBe(lost);
  });
});

describe('a NotReady run that nobody looked at (S74)', () => {
  it('leads back to the failure that caused it, which is told once', async () => {
    setUpEngine();
    const run = inFlow(async () => {
      const failed = fail.submit(error);
      const first = double.submit(failed);
      double.submit(first);
      double.submit(failed);
    });
    expect(await rejection(run)).toBe(error);
  });

  it('counts neither twice nor among the failures', async () => {
    setUpEngine();
    const other = new Error('other');
    const run = inFlow(async () => {
      double.submit(fail.submit(error));
      double.submit(fail.submit(other));
    });
    const thrown = (await rejection(run)) as AggregateError;
    expect(thrown.message).toContain('2/4 task runs failed.');
    expect(thrown.errors).toEqual([error, other]);
  });
});

describe('the end of a flow (S53)', () => {
  it('comes when everything that it submitted has ended', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred<number>();
    const slow = task({ name: 'slow' }, () => gate.promise);
    const run = inFlow(async () => {
      double.map(double.map([1, 2, slow.submit()]));
      return 'returned';
    });
    await recorder.reached('slow', 'Running');
    expect(await isSettled(run)).toBe(false);
    expect(recorder.state('flow').name).toBe('Running');
    gate.resolve(3);
    expect(await run).toBe('returned');
    expect(recorder.ends('double')).toEqual(Array(6).fill('Completed'));
  });

  it('comes after what tasks submitted, and what those submitted', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred();
    const leaf = task({ name: 'leaf' }, () => gate.promise);
    const middle = task({ name: 'middle' }, () => void leaf.submit());
    const top = task({ name: 'top' }, () => void middle.submit());
    const run = inFlow(async () => void top.submit());
    await recorder.reached('leaf', 'Running');
    expect(await isSettled(run)).toBe(false);
    gate.resolve();
    await run;
    expect(recorder.state('leaf').name).toBe('Completed');
  });

  it('comes after its body threw only when the rest is cancelled', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    let aborted = false;
    const gate = deferred();
    const slow = task({ name: 'slow' }, async () => {
      getRunContext()!.signal.addEventListener('abort', () => (aborted = true));
      await gate.promise;
    });
    const run = inFlow(async () => {
      slow.submit();
      double.submit(1);
      double.submit(2);
      await recorder.reached('slow', 'Running');
      throw error;
    });
    const thrown = rejection(run);
    await settle();
    expect(aborted).toBe(true);
    expect(await isSettled(run)).toBe(false);
    gate.resolve();
    expect(await thrown).toBe(error);
    expect(recorder.state('slow').name).toBe('Cancelled');
    expect(recorder.ends('double')).toEqual(['Cancelled', 'Cancelled']);
    const last = recorder.events.at(-1)!;
    expect(last).toMatchObject({ type: 'flow-run-state', state: { name: 'Failed' } });
  });
});

describe('the runner (S71)', () => {
  it('of a subflow is that of its parent', async () => {
    const { runner } = setUpEngine();
    const own = new InlineTaskRunner(1);
    const inner = flow({ name: 'inner' }, async () => await double.submit(1));
    await inFlow(async () => await inner(), { runner: own });
    expect(own.executed).toEqual(['double']);
    expect(runner.executed).toEqual([]);
  });

  it('of a subflow that names its own is its own', async () => {
    setUpEngine();
    const outer = new InlineTaskRunner();
    const own = new InlineTaskRunner();
    const inner = flow({ name: 'inner', runner: own }, async () => await double.submit(1));
    await inFlow(
      async () => {
        await inner();
        await double.submit(2);
      },
      { runner: outer },
    );
    expect(own.executed).toEqual(['double']);
    expect(outer.executed).toEqual(['double']);
  });

  it('in two flows is shared, and its concurrency holds for both', async () => {
    setUpEngine();
    const shared = new InlineTaskRunner(2);
    const busy = task({ name: 'busy' }, (_: number) => settle());
    const run = (name: string): Promise<void> =>
      flow({ name, runner: shared }, async () => void busy.map([1, 2, 3, 4, 5, 6]))();
    await Promise.all([run('one'), run('two')]);
    expect(shared.executed).toHaveLength(12);
    expect(shared.peak).toBe(2);
  });

  it.each<[string, (inner: InlineTaskRunner, attempt: Attempt) => ReturnType<TaskRunner['execute']>]>([
    ['what its execute returned', (inner, attempt) => inner.execute(attempt)],
    ['an Observable of it', (inner, attempt) => from(inner.execute(attempt))],
  ])('may wrap another and pass on %s', async (_what, execute) => {
    setUpEngine();
    const inner = new InlineTaskRunner();
    const wrapping: TaskRunner = {
      name: 'wrapping',
      concurrency: 3,
      execute: (attempt) => execute(inner, attempt),
      async [Symbol.asyncDispose]() {},
    };
    await inFlow(
      async () => {
        expect(await double.map([1, 2, 3])).toEqual([2, 4, 6]);
        expect(await rejection(fail.submit(error))).toBe(error);
      },
      { runner: wrapping },
    );
    expect(inner.executed).toHaveLength(4);
  });

  it('is started once, before its first attempt', async () => {
    const calls: string[] = [];
    const starting: TaskRunner = {
      name: 'starting',
      concurrency: 2,
      async start() {
        calls.push('start begins');
        await settle();
        calls.push('start ends');
      },
      execute(attempt) {
        calls.push('execute');
        return attempt.invoke();
      },
      async [Symbol.asyncDispose]() {},
    };
    setUpEngine({ runner: starting });
    await inFlow(async () => void (await double.map([1, 2])));
    await inFlow(async () => void (await double.submit(3)));
    expect(calls).toEqual(['start begins', 'start ends', 'execute', 'execute', 'execute']);
  });

  it('that cannot start fails the attempts that waited for it', async () => {
    const refused = new Error('no machine');
    setUpEngine({
      runner: {
        name: 'refusing',
        concurrency: 2,
        start: () => Promise.reject(refused),
        execute: (attempt) => attempt.invoke(),
        async [Symbol.asyncDispose]() {},
      },
    });
    await inFlow(async () => expect(await rejection(double.submit(1))).toBe(refused));
  });

  it('that throws in execute fails that attempt only', async () => {
    const refused = new Error('runner broke');
    let calls = 0;
    setUpEngine({
      runner: {
        name: 'breaking',
        concurrency: 1,
        execute(attempt) {
          if (++calls === 1) throw refused;
          return attempt.invoke();
        },
        async [Symbol.asyncDispose]() {},
      },
    });
    await inFlow(async () => {
      expect(await rejection(double.submit(1))).toBe(refused);
      expect(await double.submit(2)).toBe(4);
    });
  });
});

describe('settings', () => {
  it('that are given later override only themselves', async () => {
    const { recorder } = setUpEngine();
    const other = new InlineTaskRunner();
    configure({ runner: other });
    await inFlow(async () => void (await double.submit(1)));
    expect(other.executed).toEqual(['double']);
    expect(recorder.states('double')).toEqual(['Pending', 'Running', 'Completed']);
  });
});
