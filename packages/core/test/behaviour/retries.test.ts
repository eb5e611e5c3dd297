import { exponentialBackoff, flow, Flow, getRunContext, Task, task, tasks } from '../../src/index.js';
import { deferred, isSettled, rejection, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { ManualClock } from '../support/manual-clock.js';

const error = new Error('broken');

/** Fails so many times, then gives the number of the attempt that succeeded. */
function failing(times: number, thrown: unknown = error) {
  const state = { calls: 0 };
  const body = async (): Promise<number> => {
    state.calls++;
    if (state.calls <= times) throw thrown;
    return state.calls;
  };
  return { state, body };
}

describe('retries (S31)', () => {
  it('run the body again until it succeeds', async () => {
    const { recorder, runner } = setUpEngine();
    const { state, body } = failing(2);
    await inFlow(async () => expect(await task({ name: 'flaky', retries: 3 }, body).submit()).toBe(3));
    expect(state.calls).toBe(3);
    expect(recorder.states('flaky')).toEqual(['Pending', 'Running', 'Retrying', 'Retrying', 'Completed']);
    expect(recorder.history('flaky').map(({ type }) => type)).toEqual([
      'PENDING',
      'RUNNING',
      'RUNNING',
      'RUNNING',
      'COMPLETED',
    ]);
    expect(runner.executed).toEqual(['flaky', 'flaky', 'flaky']);
  });

  it.each([0, 1, 3])('%i make one attempt more, and then the run fails with the last error', async (retries) => {
    const { recorder } = setUpEngine();
    const errors: Error[] = [];
    const flaky = task({ name: 'flaky', retries }, async () => {
      errors.push(new Error(`attempt ${errors.length + 1}`));
      throw errors.at(-1);
    });
    await inFlow(async () => {
      const thrown = await rejection(flaky.submit());
      expect(thrown).toBe(errors.at(-1));
    });
    expect(errors).toHaveLength(retries + 1);
    expect(recorder.states('flaky')).toEqual([
      'Pending',
      'Running',
      ...Array<string>(retries).fill('Retrying'),
      'Failed',
    ]);
  });

  it('pass through AwaitingRetry when there is a delay', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const flaky = task({ name: 'flaky', retries: 2, retryDelay: 10 }, failing(2).body);
    const future = flaky.submit();
    await clock.advance(20);
    expect(await future).toBe(3);
    expect(recorder.states('flaky')).toEqual([
      'Pending',
      'Running',
      'AwaitingRetry',
      'Retrying',
      'AwaitingRetry',
      'Retrying',
      'Completed',
    ]);
    expect(recorder.history('flaky')[2]!.type).toBe('SCHEDULED');
  });

  it('fire onRunning at every attempt and onFailure once, after the last', async () => {
    setUpEngine();
    const fired: string[] = [];
    const flaky = task(
      {
        name: 'flaky',
        retries: 2,
        onRunning: () => fired.push('running'),
        onFailure: () => fired.push('failure'),
        onCompletion: () => fired.push('completion'),
      },
      failing(Infinity).body,
    );
    await inFlow(async () => void (await flaky.submit().wait()));
    expect(fired).toEqual(['running', 'running', 'running', 'failure']);
  });

  it('work for each child of a map by itself', async () => {
    const { recorder } = setUpEngine();
    const seen = new Map<number, number>();
    class Flaky {
      @Task({ retries: 2 }) async flaky(x: number): Promise<number> {
        seen.set(x, (seen.get(x) ?? 0) + 1);
        if (seen.get(x)! <= x) throw error;
        return x;
      }
    }
    await inFlow(async () => expect(await tasks(new Flaky()).flaky.map([0, 1, 2])).toEqual([0, 1, 2]));
    expect([...seen.values()]).toEqual([1, 2, 3]);
    expect(recorder.ends('flaky')).toEqual(['Completed', 'Completed', 'Completed']);
  });

  it('tell the observers what failed and what follows', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const flaky = task({ name: 'flaky', retries: 1, retryDelay: '2s' }, failing(Infinity).body);
    const future = flaky.submit();
    await clock.advance(2_000);
    await future.wait();
    expect(recorder.failures('flaky')).toEqual([
      { error, attempt: 1, retries: 1, retryIn: 2_000 },
      { error, attempt: 2, retries: 1, retryIn: undefined },
    ]);
  });

  it('can be set for a handle', async () => {
    setUpEngine();
    const { body } = failing(1);
    await inFlow(async () => expect(await task({ name: 'flaky' }, body).with({ retries: 1 }).submit()).toBe(2));
  });
});

describe('retryDelay (S32)', () => {
  it.each<[string, Parameters<typeof task>[0] | object, number[]]>([
    ['a number of milliseconds', { retryDelay: 250 }, [0, 250, 500, 750, 1000]],
    ['a string', { retryDelay: '1.5s' }, [0, 1500, 3000, 4500, 6000]],
    ['a list, whose last value repeats', { retryDelay: [100, '1s'] }, [0, 100, 1100, 2100, 3100]],
    ['a function of the attempt', { retryDelay: (attempt: number) => attempt * 10 }, [0, 10, 30, 60, 100]],
    ['a backoff', { retryDelay: exponentialBackoff({ base: 100, factor: 3, max: 1_000 }) }, [0, 100, 400, 1300, 2300]],
  ])('is %s', async (_kind, options, expected) => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    const times: number[] = [];
    const flaky = task({ name: 'flaky', retries: 4, ...options }, async () => {
      times.push(clock.elapsed);
      throw error;
    });
    const future = flaky.submit();
    await clock.advance(10_000);
    expect(await rejection(future)).toBe(error);
    expect(times).toEqual(expected);
  });

  it('is computed from the error of the attempt that failed', async () => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    const asked: [number, unknown][] = [];
    const retryDelay = (attempt: number, thrown: unknown): number => {
      asked.push([attempt, thrown]);
      return 5;
    };
    const future = task({ name: 'flaky', retries: 2, retryDelay }, failing(2).body).submit();
    await clock.advance(10);
    await future;
    expect(asked).toEqual([
      [1, error],
      [2, error],
    ]);
  });

  it('holds for an asynchronous task that is called directly', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const called = task({ name: 'flaky', retries: 1, retryDelay: '1m' }, failing(1).body)();
    await recorder.reached('flaky', 'AwaitingRetry');
    expect(await isSettled(called)).toBe(false);
    await clock.advance(60_000);
    expect(await called).toBe(2);
  });

  it('of a backoff doubles unless a factor is given, up to its maximum', () => {
    const delay = exponentialBackoff({ base: '100ms', max: '1s' });
    expect([1, 2, 3, 4, 5, 6].map((attempt) => delay(attempt, error))).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('with jitter stays within its bounds and really varies', () => {
    const delay = exponentialBackoff({ base: 1_000, factor: 2, jitter: 0.25 });
    for (const attempt of [1, 2, 3]) {
      const middle = 1_000 * 2 ** (attempt - 1);
      const delays = Array.from({ length: 300 }, () => delay(attempt, error));
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(middle * 0.75);
      expect(Math.max(...delays)).toBeLessThanOrEqual(middle * 1.25);
      expect(new Set(delays).size).toBeGreaterThan(100);
      expect(Math.min(...delays)).toBeLessThan(middle);
      expect(Math.max(...delays)).toBeGreaterThan(middle);
    }
  });
});

describe('a backoff (S32)', () => {
  it('takes its randomness from the caller, so that tests can tell its delays', () => {
    const numbers = [0, 0.5, 0.75];
    const delay = exponentialBackoff({ base: 1_000, jitter: 0.5, random: () => numbers.shift()! });
    expect([delay(1, error), delay(2, error), delay(3, error)]).toEqual([500, 2_000, 5_000]);
  });

  it('never gives a delay above its maximum, jitter included', () => {
    const delay = exponentialBackoff({ base: 1_000, max: 1_500, jitter: 1, random: () => 0.99 });
    expect([1, 2, 3].map((attempt) => delay(attempt, error))).toEqual([1_500, 1_500, 1_500]);
  });

  it.each<[string, Parameters<typeof exponentialBackoff>[0]]>([
    ['base', { base: 'soon' }],
    ['factor', { base: 1, factor: 0 }],
    ['jitter', { base: 1, jitter: 1.5 }],
    ['max', { base: 1, max: -1 }],
  ])('refuses a %s that cannot be', (option, options) => {
    expect(() => exponentialBackoff(options)).toThrow(option);
  });
});

describe('retryIf and retryOn (S33)', () => {
  it('retryIf decides by the error and the attempt', async () => {
    const { recorder } = setUpEngine();
    const asked: [unknown, number][] = [];
    const { state, body } = failing(Infinity);
    const retryIf = (thrown: unknown, attempt: number): boolean => {
      asked.push([thrown, attempt]);
      return attempt < 2;
    };
    await inFlow(async () => {
      expect(await rejection(task({ name: 'flaky', retries: 5, retryIf }, body).submit())).toBe(error);
    });
    expect(asked).toEqual([
      [error, 1],
      [error, 2],
    ]);
    expect(state.calls).toBe(2);
    expect(recorder.states('flaky')).toEqual(['Pending', 'Running', 'Retrying', 'Failed']);
  });

  it('retryIf may be asynchronous', async () => {
    setUpEngine();
    const { state, body } = failing(Infinity);
    const retryIf = async (_: unknown, attempt: number): Promise<boolean> => {
      await settle();
      return attempt < 3;
    };
    await inFlow(async () => void (await task({ name: 'flaky', retries: 5, retryIf }, body).submit().wait()));
    expect(state.calls).toBe(3);
  });

  it.each<[string, () => boolean | Promise<boolean>]>([
    [
      'throws',
      () => {
        throw new Error('retryIf broke');
      },
    ],
    ['rejects', () => Promise.reject(new Error('retryIf broke'))],
  ])('there is no retry when retryIf %s', async (_how, retryIf) => {
    const { recorder } = setUpEngine();
    const { state, body } = failing(Infinity);
    await inFlow(async () => {
      expect(await rejection(task({ name: 'flaky', retries: 5, retryIf }, body).submit())).toBe(error);
    });
    expect(state.calls).toBe(1);
    expect(recorder.states('flaky')).toEqual(['Pending', 'Running', 'Failed']);
  });

  class NetworkError extends Error {}
  class Unreachable extends NetworkError {}

  it.each<[string, unknown, number]>([
    ['of the class', new NetworkError('no'), 3],
    ['of a subclass', new Unreachable('no'), 3],
    ['of another class', new RangeError('no'), 1],
    ['that is not an Error', 'no', 1],
  ])('retryOn with an error %s', async (_kind, thrown, attempts) => {
    setUpEngine();
    const { state, body } = failing(Infinity, thrown);
    const flaky = task({ name: 'flaky', retries: 2, retryOn: [NetworkError] }, body);
    await inFlow(async () => void (await flaky.submit().wait()));
    expect(state.calls).toBe(attempts);
  });

  it('retryOn knows an error that crossed a thread by its name', async () => {
    setUpEngine();
    const copy: unknown = structuredClone(new RangeError('far away'));
    const { state, body } = failing(1, copy);
    const flaky = task({ name: 'flaky', retries: 2, retryOn: [RangeError] }, body);
    await inFlow(async () => expect(await flaky.submit()).toBe(2));
    expect(state.calls).toBe(2);
  });
});

describe('an attempt (S34)', () => {
  it('sees its number in the context', async () => {
    setUpEngine();
    const seen: unknown[] = [];
    const body = async (): Promise<void> => {
      seen.push(getRunContext()?.attempt);
      await settle();
      seen.push(getRunContext()?.attempt);
      throw error;
    };
    await inFlow(async () => void (await task({ name: 'flaky', retries: 2 }, body).submit().wait()));
    expect(seen).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('is not followed by another when the run is cancelled during the delay', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const { state, body } = failing(Infinity);
    await inFlow(async () => {
      const future = task({ name: 'flaky', retries: 3, retryDelay: '1h' }, body).submit();
      await recorder.reached('flaky', 'AwaitingRetry');
      await settle();
      future.cancel();
      expect((await future.wait()).name).toBe('Cancelled');
    });
    expect(clock.elapsed).toBe(0);
    expect(clock.pending).toBe(0);
    expect(state.calls).toBe(1);
    expect(recorder.states('flaky').at(-1)).toBe('Cancelled');
  });
});

describe('timeout (S35)', () => {
  const never = new Promise<never>(() => undefined);

  it('fails an attempt that takes longer', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    class Slow {
      @Task({ timeout: 50 }) async slow(): Promise<never> {
        return await never;
      }
    }
    const thrown = rejection(tasks(new Slow()).slow.submit());
    await recorder.reached('slow', 'Running');
    await clock.advance(49);
    expect(await isSettled(thrown)).toBe(false);
    await clock.advance(1);
    expect(await thrown).toMatchObject({
      name: 'TaskTimeoutError',
      code: 'TASK_TIMEOUT',
      message: 'Task run exceeded timeout of 0.05 second(s)',
    });
    expect(recorder.states('slow')).toEqual(['Pending', 'Running', 'TimedOut']);
    expect(recorder.state('slow')).toMatchObject({
      type: 'FAILED',
      message: 'Task run exceeded timeout of 0.05 second(s)',
    });
  });

  it('leaves alone what is in time, and no timer behind', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    expect(await task({ name: 'quick', timeout: '1s' }, async () => 'in time').submit()).toBe('in time');
    expect(clock.pending).toBe(0);
    expect(recorder.states('quick')).toEqual(['Pending', 'Running', 'Completed']);
  });

  it('aborts the signal of the attempt', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    let signal: AbortSignal | undefined;
    const slow = task({ name: 'slow', timeout: 50 }, async () => {
      signal = getRunContext()!.signal;
      await never;
    });
    const state = slow.submit().wait();
    await recorder.reached('slow', 'Running');
    await settle();
    expect(signal!.aborted).toBe(false);
    await clock.advance(50);
    await state;
    expect(signal!.aborted).toBe(true);
  });

  it('starts anew with each attempt, and each has a signal of its own', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const starts: number[] = [];
    const signals: AbortSignal[] = [];
    const slow = task({ name: 'slow', timeout: 100, retries: 2, retryDelay: 10 }, async () => {
      starts.push(clock.elapsed);
      const { signal } = getRunContext()!;
      expect(signal.aborted).toBe(false);
      signals.push(signal);
      if (starts.length === 3) return 'third';
      return await never;
    });
    const future = slow.submit();
    await clock.advance(1_000);
    expect(await future).toBe('third');
    expect(starts).toEqual([0, 110, 220]);
    expect(signals.map(({ aborted }) => aborted).slice(0, 2)).toEqual([true, true]);
    expect(recorder.states('slow')).toEqual([
      'Pending',
      'Running',
      'AwaitingRetry',
      'Retrying',
      'AwaitingRetry',
      'Retrying',
      'Completed',
    ]);
  });

  it('gives the slot back although the body may still run', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, concurrency: 1 });
    const slow = task({ name: 'slow', timeout: 50 }, async () => await never);
    const next = task({ name: 'next' }, () => 'ran');
    await inFlow(async () => {
      const timedOut = slow.submit().wait();
      const after = next.submit();
      await recorder.reached('slow', 'Running');
      await clock.advance(50);
      expect((await timedOut).name).toBe('TimedOut');
      expect(await after).toBe('ran');
    });
  });

  it('ignores what the body does afterwards', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const gate = deferred<string>();
    const late = task({ name: 'late', timeout: 50 }, async () => await gate.promise);
    const future = late.submit();
    await recorder.reached('late', 'Running');
    await clock.advance(50);
    await future.wait();
    gate.resolve('too late');
    await settle();
    expect(recorder.states('late')).toEqual(['Pending', 'Running', 'TimedOut']);
    expect(await rejection(future)).toMatchObject({ code: 'TASK_TIMEOUT' });
  });

  it('does not count the wait for inputs or for a slot', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, concurrency: 1 });
    const gate = deferred<number>();
    const first = task({ name: 'first' }, () => gate.promise);
    const quick = task({ name: 'quick', timeout: 50 }, async (x: number) => x);
    await inFlow(async () => {
      const dependant = quick.submit(first.submit());
      await recorder.reached('first', 'Running');
      await clock.advance(1_000);
      gate.resolve(4);
      expect(await dependant).toBe(4);
    });
  });

  it('holds for an asynchronous task that is called directly', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    const called = rejection(task({ name: 'slow', timeout: '2s' }, async () => await never)());
    await recorder.reached('slow', 'Running');
    await clock.advance(2_000);
    expect(await called).toMatchObject({ code: 'TASK_TIMEOUT', message: 'Task run exceeded timeout of 2 second(s)' });
  });
});

describe('a timeout on code that blocks (S36)', () => {
  it('is reported late, with a warning that names the worker-thread runner', async () => {
    const { recorder, log } = setUpEngine();
    const block = task({ name: 'block', timeout: 5 }, () => {
      const until = performance.now() + 60;
      while (performance.now() < until);
    });
    expect(await rejection(block.submit())).toMatchObject({ code: 'TASK_TIMEOUT' });
    expect(recorder.states('block')).toEqual(['Pending', 'Running', 'TimedOut']);
    expect(log.matching(/WorkerThreadTaskRunner/).map(({ level }) => level)).toEqual(['warn']);
  });
});

describe('flow retries (S37)', () => {
  it('run the body again', async () => {
    const { recorder } = setUpEngine();
    let calls = 0;
    class Etl {
      @Flow({ name: 'etl', retries: 2 }) async run(x: number): Promise<number> {
        if (++calls < 3) throw error;
        return x;
      }
    }
    expect(await new Etl().run(7)).toBe(7);
    expect(calls).toBe(3);
    expect(recorder.states('etl')).toEqual(['Pending', 'Running', 'Retrying', 'Retrying', 'Completed']);
  });

  it('run it once more for each, then the flow fails with the last error', async () => {
    const { recorder } = setUpEngine();
    const errors = [new Error('first'), new Error('second')];
    let calls = 0;
    expect(await rejection(inFlow(async () => Promise.reject(errors[calls++]), { retries: 1 }))).toBe(errors[1]);
    expect(calls).toBe(2);
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Retrying', 'Failed']);
  });

  it('follow a failure that nobody handled, too', async () => {
    setUpEngine();
    const { body } = failing(1);
    let calls = 0;
    const value = await inFlow(
      async () => {
        task({ name: 'flaky' }, body).submit();
        return ++calls;
      },
      { retries: 1 },
    );
    expect(value).toBe(2);
  });

  it('wait for their delay', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock });
    let calls = 0;
    const run = inFlow(
      async () => {
        if (++calls === 1) throw error;
        return clock.elapsed;
      },
      { retries: 1, retryDelay: '10s' },
    );
    await recorder.reached('flow', 'AwaitingRetry');
    await clock.advance(10_000);
    expect(await run).toBe(10_000);
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'AwaitingRetry', 'Retrying', 'Completed']);
  });

  // Until results are kept, asking for it must not be mistaken for having it.
  it('refuse durable, which would keep completed tasks from running again', () => {
    expect(() => flow({ name: 'etl', durable: true }, async () => 1)).toThrow(
      expect.objectContaining({ name: 'UnavailableOptionError', message: expect.stringContaining('durable') }) as Error,
    );
  });
});

describe('a flow timeout (S37)', () => {
  it('cancels what is running and records the rest as cancelled', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, concurrency: 1 });
    let aborted = false;
    const slow = task({ name: 'slow' }, async () => {
      const { signal } = getRunContext()!;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted = true;
    });
    const never = task({ name: 'never' }, () => 'must not run');
    const run = flow({ name: 'flow', timeout: '1s' }, async () => {
      slow.submit();
      never.submit();
      await never.submit();
    });
    const thrown = rejection(run());
    await recorder.reached('slow', 'Running');
    await clock.advance(1_000);
    expect(await thrown).toMatchObject({
      name: 'FlowTimeoutError',
      code: 'FLOW_TIMEOUT',
      message: 'Flow run exceeded timeout of 1 second(s)',
    });
    expect(aborted).toBe(true);
    expect(recorder.state('flow')).toMatchObject({ type: 'FAILED', name: 'TimedOut' });
    expect(recorder.state('slow').name).toBe('Cancelled');
    expect(recorder.ends('never')).toEqual(['Cancelled', 'Cancelled']);
    for (const { id } of recorder.taskRuns('never')) expect(recorder.states(id)).toEqual(['Pending', 'Cancelled']);
  });

  it('leaves alone a flow that is in time, and no timer behind', async () => {
    const clock = new ManualClock();
    setUpEngine({ clock });
    expect(await inFlow(async () => 1, { timeout: '1s' })).toBe(1);
    expect(clock.pending).toBe(0);
  });
});

describe('options that cannot be (S38)', () => {
  it.each<[string, unknown, string]>([
    ['retries', -1, '-1'],
    ['retries', 1.5, '1.5'],
    ['retries', 'three', '"three"'],
    ['retries', NaN, 'NaN'],
    ['retryDelay', '5 parsecs', '"5 parsecs"'],
    ['retryDelay', [1, 'soon'], '"soon"'],
    ['retryDelay', -5, '-5'],
    ['timeout', 'whenever', '"whenever"'],
    ['timeout', -1, '-1'],
  ])('of a task: %s %p throws where the class is defined', (option, value, told) => {
    let thrown: unknown;
    try {
      class Bad {
        @Task({ [option]: value } as object) run(): void {}
      }
      new Bad();
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toMatchObject({ code: 'INVALID_OPTION' });
    expect((thrown as Error).message).toContain(option);
    expect((thrown as Error).message).toContain(told);
  });

  it.each<[string, unknown, string]>([
    ['retries', -1, '-1'],
    ['retryDelay', '5 parsecs', '"5 parsecs"'],
    ['timeout', 'whenever', '"whenever"'],
  ])('of a flow: %s %p throws where the class is defined', (option, value, told) => {
    let thrown: unknown;
    try {
      class Bad {
        @Flow({ [option]: value } as object) async run(): Promise<void> {}
      }
      new Bad();
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toMatchObject({ code: 'INVALID_OPTION' });
    expect((thrown as Error).message).toContain(option);
    expect((thrown as Error).message).toContain(told);
  });

  it.each<[string, () => unknown]>([
    [
      '@Task()',
      () => {
        class Bad {
          @Task({ retires: 3 } as object) run(): void {}
        }
        return Bad;
      },
    ],
    [
      '@Flow()',
      () => {
        class Bad {
          @Flow({ retires: 3 } as object) async run(): Promise<void> {}
        }
        return Bad;
      },
    ],
    ['task()', () => task({ retires: 3 } as object, () => 1)],
    ['flow()', () => flow({ retires: 3 } as object, async () => 1)],
    ['with()', () => task({ name: 'fine' }, () => 1).with({ retires: 3 } as object)],
  ])('%s names an option that does not exist', (_where, define) => {
    expect(define).toThrow(/"retires"/);
    expect(define).toThrow(expect.objectContaining({ code: 'UNKNOWN_OPTION' }) as Error);
  });

  it('are refused by task() and with() as well', () => {
    expect(() => task({ name: 'bad', retries: -1 }, () => 1)).toThrow('-1');
    expect(() => task({ name: 'fine' }, () => 1).with({ timeout: 'whenever' })).toThrow('"whenever"');
    expect(() => flow({ retries: 0.5 }, async () => 1)).toThrow('0.5');
  });
});
