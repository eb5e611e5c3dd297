import { flow, getRunContext, task, type Attempt, type TaskFuture, type TaskRunner } from '../../src/index.js';
import { deferred, isSettled, rejection, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { ManualClock } from '../support/manual-clock.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const error = new Error('expected');
const untilAborted = (): Promise<void> =>
  new Promise((resolve) => getRunContext()!.signal.addEventListener('abort', () => resolve()));

describe('a hook that cancels its own run', () => {
  it.each(['submit', 'call'] as const)('keeps the body from starting (%s)', async (way) => {
    for (const pause of [() => undefined, () => settle()]) {
      const { recorder } = setUpEngine();
      let ran = 0;
      let cancel: () => void = () => undefined;
      const body = task(
        {
          name: 'body',
          onRunning: async () => {
            await pause();
            cancel();
          },
        },
        async () => void ran++,
      );
      const sync = body.with({ onRunning: () => cancel() });
      const run = flow({ name: 'flow' }, async () => {
        const start = way === 'submit' ? () => body.submit() : () => body();
        await start();
        await sync.submit();
      }).start();
      cancel = () => run.cancel();
      expect(await rejection(run)).toMatchObject({ code: 'CANCELLED' });
      expect(ran).toBe(0);
      expect(recorder.ends('body')[0]).toBe('Cancelled');
    }
  });
});

describe('a run that is cancelled while its runner starts', () => {
  it('never runs, in production neither', async () => {
    const started = deferred();
    const executed: string[] = [];
    class LateRunner implements TaskRunner {
      readonly name = 'late';
      readonly concurrency = 2;
      async start(): Promise<void> {
        expect(getRunContext()).toBeUndefined();
        await started.promise;
      }
      execute(attempt: Attempt): Promise<unknown> {
        executed.push(attempt.taskName);
        return attempt.invoke();
      }
      async [Symbol.asyncDispose](): Promise<void> {}
    }
    const { recorder, log } = setUpEngine({ runner: new LateRunner() });
    const environment = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      const noop = task({ name: 'noop' }, () => undefined);
      await inFlow(async () => {
        const future = noop.submit();
        await settle();
        future.cancel();
        started.resolve();
        await future.wait();
      });
      await inFlow(async () => void (await noop.with({ name: 'next' }).submit()));
    } finally {
      process.env['NODE_ENV'] = environment;
    }
    expect(executed).toEqual(['next']);
    expect(recorder.states('noop')).toEqual(['Pending', 'Cancelled']);
    expect(log.matching(/bug/)).toEqual([]);
  });
});

describe('a map that is cancelled', () => {
  const child = task({ name: 'child' }, async (x: number) => x);
  const next = task({ name: 'next' }, async (x: number) => x);

  it.each([undefined, 'enough', new Error('enough')])(
    'rejects with CancelledError when awaited (%s)',
    async (reason) => {
      setUpEngine({ concurrency: 2 });
      await inFlow(async () => {
        const list = child.map(range(1_000));
        list.cancel(reason);
        const thrown = await rejection(list);
        expect(thrown).toMatchObject({ code: 'CANCELLED' });
        expect(thrown).toBeInstanceOf(Error);
        const further = next.map(list);
        expect(await rejection(further)).toBeInstanceOf(Error);
      });
    },
  );

  it('rejects although all that it pulled has completed', async () => {
    setUpEngine({ concurrency: 1 });
    const source = async function* (): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => undefined);
    };
    await inFlow(async () => {
      const list = child.map(source());
      for await (const x of list) {
        expect(x).toBe(1);
        break;
      }
      list.cancel();
      expect(await rejection(list)).toMatchObject({ code: 'CANCELLED' });
    });
  });

  it('by its own flow is handled with that, and by somebody else is not', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    await inFlow(async () => {
      child.map(range(10)).cancel();
      next.map(child.map(range(10))).cancel();
    });
    expect(recorder.state('flow').name).toBe('Completed');
  });
});

describe('a subflow that its own flow cancels', () => {
  it('counts as handled', async () => {
    const { recorder } = setUpEngine();
    const sub = flow({ name: 'sub' }, async () => untilAborted());
    await inFlow(async () => {
      const run = sub.start();
      await settle();
      run.cancel();
    });
    expect(recorder.state('sub').name).toBe('Cancelled');
    expect(recorder.state('flow').name).toBe('Completed');
  });
});

describe('a flow', () => {
  const step = task({ name: 'step' }, async (x: number) => x + 1);

  it('that never awaits waits for what code that floats submits', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    await inFlow(async () => {
      void (async () => {
        let x = 0;
        for (let i = 0; i < 20; i++) x = await step.submit(x);
      })();
      void step
        .submit(1)
        .then((x) => step.submit(x))
        .then((x) => step.submit(x));
    });
    expect(recorder.ends('step')).toEqual(Array(23).fill('Completed'));
  });

  it('takes nothing more once it has ended, and says so', async () => {
    const { recorder } = setUpEngine();
    const later = deferred();
    const late: unknown[] = [];
    await inFlow(async () => {
      void later.promise.then(async () => {
        late.push(await rejection(step.submit(1)));
        late.push(await rejection(step.map([1, 2])));
        late.push(await rejection(flow({ name: 'sub' }, async () => 1)()));
      });
    });
    later.resolve();
    await settle();
    expect(late).toMatchObject(Array(3).fill({ code: 'CANCELLED' }));
    expect(recorder.ends('step')).toEqual(['Cancelled']);
  });

  it('can be cancelled while its schema never answers, or its hook', async () => {
    const { recorder } = setUpEngine({ gracePeriod: 10 });
    const never = () => new Promise<never>(() => undefined);
    const parameters = { '~standard': { version: 1, vendor: 'test', validate: never } } as const;
    const parsing = flow({ name: 'parsing', parameters }, async (_: number) => 1).start(1);
    const hooked = flow({ name: 'hooked', onRunning: never }, async () => 1).start();
    await settle();
    for (const run of [parsing, hooked]) {
      run.cancel();
      expect(await rejection(run)).toMatchObject({ code: 'CANCELLED' });
    }
    expect(recorder.state('parsing').name).toBe('Cancelled');
  });

  it('ends when its schema throws or rejects', async () => {
    const { recorder } = setUpEngine();
    for (const validate of [
      () => {
        throw error;
      },
      () => Promise.reject(error),
    ]) {
      const parameters = { '~standard': { version: 1, vendor: 'test', validate } } as const;
      expect(await rejection(flow({ name: 'bad', parameters }, async (_: number) => 1)(1))).toBe(error);
    }
    expect(recorder.flowRuns('bad').map(({ id }) => recorder.state(id).name)).toEqual(['Failed', 'Failed']);
  });

  it('gives up on a body that is stuck when it has run out of time', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, gracePeriod: 100 });
    const stuck = task({ name: 'stuck' }, () => new Promise<void>(() => undefined));
    const run = rejection(
      inFlow(
        async () => {
          stuck.submit();
          await stuck();
        },
        { timeout: 50 },
      ),
    );
    await clock.advance(50);
    expect(await isSettled(run)).toBe(false);
    await clock.advance(100);
    expect(await run).toMatchObject({ code: 'FLOW_TIMEOUT' });
    expect(recorder.ends('stuck')).toEqual(['Cancelled', 'Cancelled']);
    expect(clock.pending).toBe(0);
  });

  it('ends when a stack overflows inside of its tasks', async () => {
    setUpEngine();
    const endless = task({ name: 'endless' }, (n: number): number => endless(n + 1));
    expect(await rejection(inFlow(async () => endless(0)))).toBeInstanceOf(RangeError);
    expect(await rejection(inFlow(async () => await endless.submit(0)))).toBeInstanceOf(RangeError);
    // Nothing is left of it that another flow would wait for.
    expect(await inFlow(async () => step(1))).toBe(2);
  });

  it('calls synchronous tasks in one another, some hundreds deep', async () => {
    setUpEngine();
    const factorial = task({ name: 'factorial' }, (n: number): number => (n === 0 ? 0 : 1 + factorial(n - 1)));
    expect(await inFlow(async () => factorial(400))).toBe(400);
  });
});

describe('a future of another flow', () => {
  it('can be awaited, passed on and cancelled there', async () => {
    setUpEngine({ concurrency: 1 });
    const gate = deferred();
    const slow = task({ name: 'slow' }, async (x: number) => {
      await gate.promise;
      return x;
    });
    const double = task({ name: 'double' }, (x: number) => 2 * x);
    let shared: TaskFuture<number> | undefined;
    const first = flow({ name: 'first' }, async () => void (shared = slow.submit(2))).start();
    await settle();
    const second = inFlow(async () => [await double.submit(shared!), await shared!]);
    gate.resolve();
    expect(await second).toEqual([4, 2]);
    await first;
  });
});

describe('retries that race with a cancellation', () => {
  it('end the run once, whatever comes first', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const { recorder } = setUpEngine({ gracePeriod: 0 });
      const flaky = task({ name: 'flaky', retries: 5, retryIf: async () => true }, async () => {
        await Promise.resolve();
        throw error;
      });
      const run = flow({ name: 'flow' }, async () => {
        flaky.submit();
        await flaky();
      }).start();
      const ended = rejection(run);
      for (let i = 0; i < turn * 3; i++) await Promise.resolve();
      run.cancel();
      expect(await ended).toBeInstanceOf(Error);
      for (const { id } of recorder.taskRuns('flaky')) {
        expect(recorder.states(id).filter((name) => name === 'Cancelled' || name === 'Failed')).toHaveLength(1);
      }
    }
  });
});

describe('what the user gave to a task', () => {
  it('is called in the scope of its own run', async () => {
    setUpEngine({ concurrency: 1 });
    const seen = new Set<string>();
    const note = (what: string): void =>
      void seen.add(`${what} ${getRunContext()?.flowName} ${getRunContext()?.taskName}`);
    const gate = deferred();
    const slow = task({ name: 'slow' }, async () => {
      await gate.promise;
      return [1, 2];
    });
    const flaky = task(
      {
        name: 'flaky',
        retries: 1,
        retryIf: () => (note('retryIf'), true),
        retryDelay: () => (note('retryDelay'), 0),
        runName: () => (note('runName'), 'name'),
      },
      async (_: unknown) => {
        if (getRunContext()!.attempt === 1) throw error;
      },
    );
    const lazy = task({ name: 'lazy' }, async () => ({
      *[Symbol.iterator]() {
        note('source');
        yield 1;
      },
    }));
    const first = flow({ name: 'first' }, async () => void slow.submit())();
    const second = flow({ name: 'second' }, async () => {
      flaky.submit(slow.submit());
      flaky.map(lazy.submit() as never);
    })();
    await settle();
    gate.resolve();
    await Promise.all([first, second]);
    expect([...seen].sort()).toEqual([
      'retryDelay second flaky',
      'retryIf second flaky',
      'runName second undefined',
      'source second undefined',
    ]);
  });
});
