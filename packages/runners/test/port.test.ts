import { flow, task, type Attempt, type TaskRunner } from '@millrace/core';
import { Observable, of } from 'rxjs';

const add = task({ name: 'add' }, (a: number, b: number) => a + b);

const createRunner = (execute: TaskRunner['execute'], more: Partial<TaskRunner> = {}): TaskRunner => ({
  name: 'test',
  concurrency: 2,
  execute,
  async [Symbol.asyncDispose]() {},
  ...more,
});

const addOn = (runner: TaskRunner) => flow({ name: 'sum', runner }, async () => add.submit(1, 2))();

describe('a runner of any kind', () => {
  it.each<[string, TaskRunner['execute'], unknown]>([
    ['a promise', (attempt) => attempt.invoke(), 3],
    ['an Observable, whose last value counts', () => of(1, 2, 30), 30],
    ['an Observable without a value', () => of(), undefined],
    ['a list, which is an Observable input too', () => [4, 5], 5],
    ['something with then()', () => ({ then: (done: (value: number) => void) => done(6) }) as PromiseLike<number>, 6],
  ])('may give %s', async (_, execute, result) => {
    expect(await addOn(createRunner(execute))).toBe(result);
  });

  it.each<[string, TaskRunner['execute']]>([
    [
      'throws',
      () => {
        throw new Error('no connection');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no connection'))],
    [
      'gives an Observable that fails',
      () => new Observable((subscriber) => subscriber.error(new Error('no connection'))),
    ],
  ])('fails the attempt when it %s, and can be used again', async (_, execute) => {
    let isBroken = true;
    const runner = createRunner((attempt: Attempt) => (isBroken ? execute(attempt) : attempt.invoke()));
    await expect(addOn(runner)).rejects.toThrow('no connection');
    isBroken = false;
    expect(await addOn(runner)).toBe(3);
  });

  it('lets retries go on after it has thrown', async () => {
    const runner = createRunner((attempt) => {
      if (attempt.attempt < 3) throw new Error('no connection');
      return attempt.invoke();
    });
    const sum = flow({ name: 'sum', runner }, async () => add.with({ retries: 2 }).map([1, 2, 3], 1));
    expect(await sum()).toEqual([2, 3, 4]);
  });

  it('fails the attempts that waited for its start with the error of the start', async () => {
    const executed: string[] = [];
    const runner = createRunner(
      (attempt) => {
        executed.push(attempt.taskRunName);
        return attempt.invoke();
      },
      { start: () => Promise.reject(new Error('no server')) },
    );
    const states = await flow({ name: 'sum', runner }, async () => add.map([1, 2, 3], 1).settled())();
    expect(states.map(({ name, message }) => [name, message])).toEqual(states.map(() => ['Failed', 'no server']));
    expect(executed).toEqual([]);
  });

  it('never executes what was cancelled while it was being started', async () => {
    const executed: string[] = [];
    let started = (): void => {};
    const runner = createRunner(
      (attempt) => {
        executed.push(attempt.taskRunName);
        return attempt.invoke();
      },
      { start: () => new Promise<void>((resolve) => (started = resolve)) },
    );
    const sums = flow({ name: 'sum', runner }, async () => {
      const futures = [add.submit(1, 2), add.submit(3, 4), add.submit(5, 6)];
      // The start is asked for in a microtask, and must be under way.
      await new Promise((resolve) => setImmediate(resolve));
      futures[0]!.cancel();
      futures[2]!.cancel();
      started();
      return (await Promise.all(futures.map((future) => future.wait()))).map(({ name }) => name);
    });
    expect(await sums()).toEqual(['Cancelled', 'Completed', 'Cancelled']);
    expect(executed).toEqual(['add-1']);
  });

  it('tells the error of a failed start also where tasks have retries and a timeout, and starts again for the next', async () => {
    let starts = 0;
    const runner = createRunner((attempt) => attempt.invoke(), {
      start: async () => {
        if (++starts < 2) throw new Error('no server yet');
      },
    });
    const sum = flow({ name: 'sum', runner }, async () => add.with({ retries: 5, timeout: '1s' }).submit(1, 2));
    await expect(sum()).rejects.toThrow('no server yet');
    expect(await sum()).toBe(3);
    expect(starts).toBe(2);
  });

  it('is started when the first attempt wants it, not before', async () => {
    let starts = 0;
    const runner = createRunner((attempt) => attempt.invoke(), {
      start: async () => {
        starts++;
      },
    });
    const idle = flow({ name: 'idle', runner }, async () => 'nothing to do');
    expect(await idle()).toBe('nothing to do');
    expect(starts).toBe(0);
    await addOn(runner);
    await addOn(runner);
    expect(starts).toBe(1);
  });

  it('is unsubscribed from when an attempt runs out of time', async () => {
    let isStopped = false;
    const runner = createRunner(
      () =>
        new Observable(() => () => {
          isStopped = true;
        }),
    );
    const late = flow({ name: 'sum', runner }, async () => add.with({ timeout: 20 }).submit(1, 2));
    await expect(late()).rejects.toThrow(expect.objectContaining({ code: 'TASK_TIMEOUT' }));
    expect(isStopped).toBe(true);
  });

  it('never sees a direct call', async () => {
    const runner = createRunner(() => Promise.reject(new Error('This runner must not be asked.')));
    expect(await flow({ name: 'sum', runner }, async () => add(1, 2))()).toBe(3);
  });
});
