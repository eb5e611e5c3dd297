import { DefinitionError, getRunContext, NotATaskError, Task, task, tasks } from '../../src/index.js';
import { deferred, rejection } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { traced } from '../support/traced.js';

class Scale {
  constructor(protected readonly factor = 2) {}

  @Task() scale(x: number): number {
    return x * this.factor;
  }

  @Task() async scaleLater(x: number): Promise<number> {
    await Promise.resolve();
    return x * this.factor;
  }

  @Task() private hidden(x: number): number {
    return x * this.factor + 1;
  }

  @Task() static negate(x: number): number {
    return -x;
  }

  get hiddenTask() {
    return task(this.hidden);
  }

  get scaled(): number {
    return this.factor * 100;
  }

  @Task() readGetter(): number {
    return this.scaled;
  }

  plain(x: number): number {
    return x;
  }
}

describe('a direct call (S1)', () => {
  it('of a synchronous task gives its value at once', async () => {
    setUpEngine();
    const value = await inFlow(async () => {
      const direct: number = new Scale().scale(2);
      expect(direct).toBe(4);
      return direct;
    });
    expect(value).toBe(4);
  });

  it('of an asynchronous task gives a promise of its value', async () => {
    setUpEngine();
    await inFlow(async () => {
      const direct = new Scale().scaleLater(2);
      expect(direct).toBeInstanceOf(Promise);
      await expect(direct).resolves.toBe(4);
    });
  });

  it('is a tracked run of the flow and does not pass through the runner', async () => {
    const { recorder, runner } = setUpEngine();
    await inFlow(async () => {
      const scale = new Scale();
      scale.scale(1);
      await scale.scaleLater(1);
    });
    const flowRunId = recorder.flowRun('flow').id;
    expect(recorder.states('scale')).toEqual(['Pending', 'Running', 'Completed']);
    expect(recorder.states('scaleLater')).toEqual(['Pending', 'Running', 'Completed']);
    expect(recorder.taskRuns().map((run) => run.flowRunId)).toEqual([flowRunId, flowRunId]);
    expect(runner.executed).toEqual([]);
  });

  it('is also tracked when it is made through the handle', async () => {
    const { recorder, runner } = setUpEngine();
    await inFlow(async () => {
      const { scale } = tasks(new Scale(3));
      expect(scale(2)).toBe(6);
    });
    expect(recorder.states('scale')).toEqual(['Pending', 'Running', 'Completed']);
    expect(runner.executed).toEqual([]);
  });

  it('throws the very error that the task threw', async () => {
    const { recorder } = setUpEngine();
    const error = new RangeError('too much');
    class Failing {
      @Task() now(): number {
        throw error;
      }
      @Task() async later(): Promise<number> {
        throw error;
      }
    }
    await inFlow(async () => {
      const failing = new Failing();
      let thrown: unknown;
      try {
        failing.now();
      } catch (caught) {
        thrown = caught;
      }
      expect(thrown).toBe(error);
      expect(await rejection(failing.later())).toBe(error);
    });
    expect(recorder.states('now')).toEqual(['Pending', 'Running', 'Failed']);
    expect(recorder.states('later')).toEqual(['Pending', 'Running', 'Failed']);
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('fails the flow with the very error that the body let through', async () => {
    const { recorder } = setUpEngine();
    const error = new Error('too much');
    const fail = task({ name: 'fail' }, (): number => {
      throw error;
    });
    expect(await rejection(inFlow(async () => fail()))).toBe(error);
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Failed']);
  });

  it('names the task that made it as its parent', async () => {
    const { recorder } = setUpEngine();
    const inner = task({ name: 'inner' }, (x: number) => x + 1);
    const outer = task({ name: 'outer' }, (x: number) => inner(x) * 10);
    await inFlow(async () => expect(outer(1)).toBe(20));
    expect(recorder.taskRun('inner').parentTaskRunId).toBe(recorder.taskRun('outer').id);
    expect(recorder.taskRun('outer').parentTaskRunId).toBeUndefined();
  });
});

describe('this (S2)', () => {
  const two = new Scale(2);
  const three = new Scale(3);

  it('is the instance of the direct call', async () => {
    setUpEngine();
    await inFlow(async () => {
      expect([two.scale(1), three.scale(1)]).toEqual([2, 3]);
      expect([tasks(two).scale(1), tasks(three).scale(1)]).toEqual([2, 3]);
    });
  });

  it('is the instance whose handle was submitted or mapped', async () => {
    setUpEngine();
    await inFlow(async () => {
      const futures = [tasks(two).scale.submit(1), tasks(three).scale.submit(1), tasks(two).scaleLater.submit(1)];
      expect(await Promise.all(futures)).toEqual([2, 3, 2]);
      const lists = [tasks(two).scale.map([1, 2]), tasks(three).scale.map([1, 2])];
      expect(await Promise.all(lists)).toEqual([
        [2, 4],
        [3, 6],
      ]);
    });
  });

  it('survives taking the handle out of tasks()', async () => {
    setUpEngine();
    const { scale } = tasks(three);
    await inFlow(async () => {
      expect(await scale.submit(2)).toBe(6);
      expect([1, 2].map((x) => scale(x))).toEqual([3, 6]);
    });
  });

  it('is the class in a static task', async () => {
    setUpEngine();
    class Counter {
      static base = 10;
      @Task() static add(x: number): number {
        return this.base + x;
      }
    }
    await inFlow(async () => {
      expect(Counter.add(1)).toBe(11);
      expect(await tasks(Counter).add.submit(2)).toBe(12);
      expect(await tasks(Counter).add.map([3, 4])).toEqual([13, 14]);
      expect(await tasks(Scale).negate.submit(1)).toBe(-1);
    });
  });

  it('is the instance in inherited and in overridden tasks', async () => {
    const { recorder } = setUpEngine();
    class Offset extends Scale {
      @Task({ name: 'offset' }) override scale(x: number): number {
        return x + this.factor;
      }
    }
    await inFlow(async () => {
      const offset = new Offset(5);
      expect(offset.scale(1)).toBe(6);
      expect(await tasks(offset).scale.submit(1)).toBe(6);
      expect(await tasks(offset).scale.map([1, 2])).toEqual([6, 7]);
      expect(await tasks(offset).scaleLater.submit(2)).toBe(10);
    });
    expect(recorder.taskRuns('offset')).toHaveLength(4);
    expect(recorder.taskRuns('scaleLater')).toHaveLength(1);
  });

  it('is the instance in private tasks and getters reached through task()', async () => {
    setUpEngine();
    await inFlow(async () => {
      expect(await two.hiddenTask.submit(1)).toBe(3);
      expect(await three.hiddenTask.submit(1)).toBe(4);
      expect(await three.hiddenTask.map([1, 2])).toEqual([4, 7]);
      expect(await tasks(three).readGetter.submit()).toBe(300);
    });
  });
});

describe('arguments (S3)', () => {
  const seen: unknown[][] = [];
  class Args {
    @Task() take(...args: unknown[]): number {
      seen.push(args);
      return args.length;
    }
    @Task() optional(x: number, y = 10, ...rest: number[]): number[] {
      return [x, y, ...rest];
    }
  }
  beforeEach(() => void seen.splice(0));

  it('arrive as they were given, not copied', async () => {
    setUpEngine();
    const list = [1, { deep: true }];
    const record = { list };
    const instance = new Scale();
    const before = JSON.stringify(record);
    await inFlow(async () => {
      const args = new Args();
      args.take(record, instance, list);
      await tasks(args).take.submit(record, instance, list);
    });
    expect(seen).toHaveLength(2);
    for (const [first, second, third] of seen) {
      expect(first).toBe(record);
      expect(second).toBe(instance);
      expect(third).toBe(list);
    }
    expect(JSON.stringify(record)).toBe(before);
  });

  it('may be left out when optional, and any number when rest', async () => {
    setUpEngine();
    await inFlow(async () => {
      const args = new Args();
      const { optional, take } = tasks(args);
      expect(args.optional(1)).toEqual([1, 10]);
      expect(await optional.submit(1)).toEqual([1, 10]);
      expect(await optional.submit(1, undefined, 3, 4)).toEqual([1, 10, 3, 4]);
      expect(await optional.map([1, 2])).toEqual([
        [1, 10],
        [2, 10],
      ]);
      expect(await take.submit()).toBe(0);
      expect(await take.submit(undefined)).toBe(1);
    });
  });
});

describe('outside of every flow (S4)', () => {
  it('a direct call is a tracked run without a parent', () => {
    const { recorder } = setUpEngine();
    expect(new Scale().scale(4)).toBe(8);
    expect(recorder.states('scale')).toEqual(['Pending', 'Running', 'Completed']);
    expect(recorder.taskRun('scale').flowRunId).toBeUndefined();
    expect(recorder.taskRun('scale').parentTaskRunId).toBeUndefined();
  });

  it('submit and map give futures that the caller awaits', async () => {
    const { recorder, runner } = setUpEngine();
    const { scale, scaleLater } = tasks(new Scale());
    expect(await scale.submit(1)).toBe(2);
    expect(await scaleLater.map(scale.map([1, 2, 3]))).toEqual([4, 8, 12]);
    expect(recorder.taskRuns().map(({ flowRunId }) => flowRunId)).toEqual(Array(7).fill(undefined));
    expect(runner.executed).toHaveLength(7);
  });

  it('there is no context, and inside there is one', async () => {
    setUpEngine();
    const read = task({ name: 'read' }, () => getRunContext()?.taskName);
    expect(getRunContext()).toBeUndefined();
    expect(await read.submit()).toBe('read');
    expect(read()).toBe('read');
    expect(getRunContext()).toBeUndefined();
  });
});

describe('a method that is not a task (S5)', () => {
  it.each([
    ['called', (scale: Scale) => tasks(scale).plain(1)],
    ['submitted', (scale: Scale) => tasks(scale).plain.submit(1)],
    ['mapped', (scale: Scale) => tasks(scale).plain.map([1])],
  ])('throws NotATaskError that names class and method when it is %s', (_how, use) => {
    setUpEngine();
    let thrown: unknown;
    try {
      use(new Scale());
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(NotATaskError);
    expect((thrown as Error).message).toBe('Scale.plain is not a task. Is @Task() missing above plain()?');
  });
});

describe("somebody else's decorator (S6)", () => {
  const calls: string[] = [];
  class Wrapped {
    private readonly factor = 2;

    @traced(calls)
    @Task()
    above(x: number): number {
      return x * this.factor;
    }

    @Task()
    @traced(calls)
    below(x: number): number {
      return x * this.factor;
    }

    @traced(calls)
    @Task({ retries: 1 })
    @traced(calls)
    async both(x: number): Promise<number> {
      return x * this.factor;
    }
  }
  beforeEach(() => void calls.splice(0));

  it.each(['above', 'below'] as const)('%s @Task() runs once for each direct call, tracked once', async (method) => {
    const { recorder } = setUpEngine();
    await inFlow(async () => expect(new Wrapped()[method](2)).toBe(4));
    expect(calls).toEqual([method]);
    expect(recorder.taskRuns()).toHaveLength(1);
    expect(recorder.states(method)).toEqual(['Pending', 'Running', 'Completed']);
  });

  it.each(['above', 'below'] as const)('%s @Task() runs once for each submitted run, tracked once', async (method) => {
    const { recorder } = setUpEngine();
    await inFlow(async () => expect(await tasks(new Wrapped())[method].submit(2)).toBe(4));
    expect(calls).toEqual([method]);
    expect(recorder.taskRuns()).toHaveLength(1);
    expect(recorder.states(method)).toEqual(['Pending', 'Running', 'Completed']);
  });

  it('may stand on both sides', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => expect(await tasks(new Wrapped()).both.map([1, 2])).toEqual([2, 4]));
    expect(calls).toHaveLength(4);
    expect(recorder.taskRuns()).toHaveLength(2);
  });
});

describe('an override (S7, S75)', () => {
  class Plain extends Scale {
    override scale(x: number): number {
      return x + 1000;
    }
  }
  class Calling extends Scale {
    @Task({ name: 'calling', tags: ['own'] }) override scale(x: number): number {
      return super.scale(x) + 1;
    }
  }

  it('without a decorator is a task under tasks(), with its own body', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      const { scale } = tasks(new Plain());
      expect(await scale.submit(1)).toBe(1001);
      expect(await scale.map([1, 2])).toEqual([1001, 1002]);
    });
    expect(recorder.taskRuns('scale')).toHaveLength(3);
    expect(recorder.ends('scale')).toEqual(['Completed', 'Completed', 'Completed']);
  });

  it('with a decorator has its own options and may call the one it overrides', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      expect(await tasks(new Calling(3)).scale.submit(2)).toBe(7);
      expect(new Calling(3).scale(2)).toBe(7);
    });
    expect(recorder.taskRuns('calling')).toHaveLength(2);
    expect(recorder.taskRuns('calling').map(({ tags }) => tags)).toEqual([['own'], ['own']]);
  });

  it('leaves the class that it overrides as it was', async () => {
    setUpEngine();
    await inFlow(async () => {
      expect(await tasks(new Scale(3)).scale.submit(2)).toBe(6);
    });
  });
});

describe('borders of this (S75)', () => {
  it('task(other.x) runs on the other instance or is refused, never on the wrong one', async () => {
    setUpEngine();
    class Pair extends Scale {
      @Task() async viaOther(other: Scale, x: number): Promise<unknown> {
        try {
          return await task(other.scale).submit(x);
        } catch (error) {
          return (error as Error).name;
        }
      }
    }
    await inFlow(async () => {
      const other = new Scale(7);
      const outcome = await new Pair(2).viaOther(other, 10);
      if (typeof outcome === 'number') expect(outcome).toBe(70);
      else expect(outcome).toMatch(/Error$/);
    });
  });

  it('a #private method works or is refused when its class is defined', () => {
    setUpEngine();
    // What a compiler passes to a decorator of a #private method; written out, since the legacy mode has no syntax for it.
    const context = {
      kind: 'method',
      name: '#secret',
      static: false,
      private: true,
      access: { has: () => true, get: () => undefined },
      addInitializer: () => undefined,
      metadata: {},
    } as unknown as ClassMethodDecoratorContext;
    const secret = function (this: { factor: number }, x: number): number {
      return x * this.factor;
    };
    let replaced: typeof secret;
    try {
      replaced = Task()(secret, context as never) ?? secret;
    } catch (error) {
      expect(error).toBeInstanceOf(DefinitionError);
      return;
    }
    expect(replaced.call({ factor: 3 }, 2)).toBe(6);
  });
});

describe('a direct call of a synchronous task (S76)', () => {
  it('has run its synchronous hooks before it returns', async () => {
    setUpEngine();
    const hooks: string[] = [];
    const note = task(
      {
        name: 'note',
        onRunning: () => hooks.push('running'),
        onCompletion: [() => hooks.push('first'), () => hooks.push('second')],
      },
      (x: number) => {
        hooks.push('body');
        return x;
      },
    );
    await inFlow(async () => {
      note(1);
      expect(hooks).toEqual(['running', 'body', 'first', 'second']);
    });
  });

  it('has run its failure hooks before it throws', async () => {
    setUpEngine();
    const hooks: string[] = [];
    const fail = task({ name: 'fail', onFailure: () => hooks.push('failed') }, (): void => {
      throw new Error('no');
    });
    await inFlow(async () => {
      expect(() => fail()).toThrow('no');
      expect(hooks).toEqual(['failed']);
    });
  });

  it('retries in place when it need not wait', async () => {
    const { recorder } = setUpEngine();
    let calls = 0;
    const flaky = task({ name: 'flaky', retries: 2 }, () => {
      if (++calls < 3) throw new Error(`no ${calls}`);
      return calls;
    });
    await inFlow(async () => expect(flaky()).toBe(3));
    expect(recorder.states('flaky')).toEqual(['Pending', 'Running', 'Retrying', 'Retrying', 'Completed']);
  });

  it('is refused at the call when it has a timeout, and the error names submit', async () => {
    setUpEngine();
    let calls = 0;
    class Slow {
      @Task({ timeout: '1s' }) slow(): number {
        return ++calls;
      }
    }
    await inFlow(async () => {
      let thrown: unknown;
      try {
        new Slow().slow();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ name: 'SyncCallError', code: 'SYNC_CALL' });
      expect((thrown as Error).message).toContain('slow.submit(');
      expect((thrown as Error).message).toContain('timeout');
      expect(calls).toBe(0);
      expect(await tasks(new Slow()).slow.submit()).toBe(1);
    });
  });

  it('is refused for its retryDelay only when it would have to wait', async () => {
    setUpEngine();
    let fail = false;
    const flaky = task({ name: 'flaky', retries: 1, retryDelay: '1s' }, () => {
      if (fail) throw new Error('no');
      return 'fine';
    });
    await inFlow(async () => {
      expect(flaky()).toBe('fine');
      fail = true;
      let thrown: unknown;
      try {
        flaky();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'SYNC_CALL' });
      expect((thrown as Error).message).toContain('retryDelay');
      expect((thrown as Error).message).toContain('flaky.submit(');
    });
  });
});

describe('an asynchronous task that is called directly', () => {
  it('may wait: it is retried and its run ends when its promise does', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred();
    let calls = 0;
    const later = task({ name: 'later', retries: 1, timeout: '10s' }, async () => {
      await gate.promise;
      if (++calls === 1) throw new Error('no');
      return calls;
    });
    await inFlow(async () => {
      const value = later();
      expect(recorder.state('later').name).toBe('Running');
      gate.resolve();
      expect(await value).toBe(2);
    });
    expect(recorder.states('later')).toEqual(['Pending', 'Running', 'Retrying', 'Completed']);
  });
});
