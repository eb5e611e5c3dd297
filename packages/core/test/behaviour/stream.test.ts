import { getRunContext, Task, task, tasks } from '../../src/index.js';
import { deferred, isSettled, rejection, settle, type Deferred } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';

class Numbers {
  constructor(private readonly factor = 2) {}

  @Task() async times(x: number): Promise<number> {
    return x * this.factor;
  }
}

function gated(gates: readonly Deferred<unknown>[]) {
  return task({ name: 'gated' }, async (i: number): Promise<number> => {
    await gates[i]!.promise;
    return i;
  });
}

/** Counts what is pulled from it and notes when it is closed. */
function countingSource(length: number) {
  const source = {
    pulled: 0,
    closed: false,
    *[Symbol.iterator](): Generator<number> {
      try {
        for (let i = 0; i < length; i++) {
          source.pulled++;
          yield i;
        }
      } finally {
        source.closed = true;
      }
    },
  };
  return source;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('stream (S24)', () => {
  it('runs the task on each item of the source', async () => {
    const { recorder, runner } = setUpEngine();
    await inFlow(async () => {
      const { times } = tasks(new Numbers(3));
      expect(await collect(times.stream([1, 2, 3], { ordered: true }))).toEqual([3, 6, 9]);
    });
    expect(recorder.ends('times')).toEqual(['Completed', 'Completed', 'Completed']);
    expect(runner.executed).toHaveLength(3);
  });

  it('takes iterables, generators, async iterables and nothing at all', async () => {
    setUpEngine();
    const { times } = tasks(new Numbers());
    async function* later(): AsyncGenerator<number> {
      yield 1;
      yield 2;
    }
    expect(await collect(times.stream(new Set([1, 2]), { ordered: true }))).toEqual([2, 4]);
    expect(await collect(times.stream(countingSource(2), { ordered: true }))).toEqual([0, 2]);
    expect(await collect(times.stream(later(), { ordered: true }))).toEqual([2, 4]);
    expect(await collect(times.stream([]))).toEqual([]);
  });

  it('gives the results in the order in which they are completed', async () => {
    setUpEngine();
    const gates = [deferred(), deferred(), deferred()];
    const results = gated(gates).stream([0, 1, 2])[Symbol.asyncIterator]();
    const first = results.next();
    await settle();
    gates[2]!.resolve();
    expect(await first).toEqual({ done: false, value: 2 });
    gates[0]!.resolve();
    expect(await results.next()).toEqual({ done: false, value: 0 });
    gates[1]!.resolve();
    expect(await results.next()).toEqual({ done: false, value: 1 });
    expect((await results.next()).done).toBe(true);
  });

  it('gives them in the order of the source with ordered', async () => {
    setUpEngine();
    const gates = [deferred(), deferred(), deferred()];
    const collected = collect(gated(gates).stream([0, 1, 2], { ordered: true }));
    await settle();
    for (const gate of gates.toReversed()) {
      gate.resolve();
      await settle();
    }
    expect(await collected).toEqual([0, 1, 2]);
  });

  it('keeps no more in flight than its concurrency', async () => {
    const { runner } = setUpEngine();
    const results = await collect(
      tasks(new Numbers()).times.stream(countingSource(200), { concurrency: 3, ordered: true }),
    );
    expect(results).toEqual(Array.from({ length: 200 }, (_, i) => i * 2));
    expect(runner.peak).toBeLessThanOrEqual(3);
  });

  it.each([{ ordered: false }, { ordered: true }])('pulls no faster than its consumer takes: %j', async (options) => {
    setUpEngine();
    const source = countingSource(100_000);
    let taken = 0;
    for await (const result of tasks(new Numbers()).times.stream(source, { concurrency: 4, ...options })) {
      expect(typeof result).toBe('number');
      taken++;
      await settle();
      expect(source.pulled).toBeLessThanOrEqual(taken + 36);
      if (taken === 30) break;
    }
    expect(source.pulled).toBeLessThanOrEqual(66);
    expect(source.closed).toBe(true);
  });

  it('cancels what is in flight and closes the source when its consumer leaves early', async () => {
    const { recorder } = setUpEngine();
    const source = countingSource(1_000);
    const aborted: number[] = [];
    const work = task({ name: 'work' }, async (i: number): Promise<number> => {
      if (i === 0) return i;
      const { signal } = getRunContext()!;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted.push(i);
      return i;
    });
    await inFlow(async () => {
      for await (const result of work.stream(source, { concurrency: 4 })) {
        expect(result).toBe(0);
        break;
      }
    });
    expect(source.closed).toBe(true);
    expect(aborted.length).toBeGreaterThan(0);
    const ends = recorder.ends('work');
    expect(ends.filter((name) => name === 'Completed')).toHaveLength(1);
    expect(ends.filter((name) => name === 'Cancelled')).toHaveLength(ends.length - 1);
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('that nobody consumes starts nothing', async () => {
    const { recorder } = setUpEngine();
    const source = countingSource(10);
    await inFlow(async () => void tasks(new Numbers()).times.stream(source));
    await settle();
    expect(source.pulled).toBe(0);
    expect(recorder.taskRuns()).toEqual([]);
  });
});

describe('a failed item of a stream (S70)', () => {
  const error = new Error('item 1');

  it('throws in the for await after what is in flight has ended', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred();
    const work = task({ name: 'work' }, async (i: number) => {
      if (i === 1) throw error;
      await gate.promise;
      return i;
    });
    await inFlow(async () => {
      const collected = collect(work.stream([0, 1, 2], { concurrency: 3 }));
      await recorder.reached('work', 'Failed');
      expect(await isSettled(collected)).toBe(false);
      gate.resolve();
      expect(await rejection(collected)).toBe(error);
    });
    for (const { id } of recorder.taskRuns('work'))
      expect(recorder.state(id).type).toMatch(/COMPLETED|FAILED|CANCELLED/);
  });

  it('closes the source', async () => {
    setUpEngine();
    const source = countingSource(100_000);
    const work = task({ name: 'work' }, async (i: number) => {
      if (i === 1) throw error;
      return i;
    });
    expect(await rejection(collect(work.stream(source, { concurrency: 2 })))).toBe(error);
    expect(source.closed).toBe(true);
    expect(source.pulled).toBeLessThan(40);
  });

  it('is handled where it is caught: the flow completes', async () => {
    const { recorder } = setUpEngine();
    const work = task({ name: 'work' }, async (_: number) => {
      throw error;
    });
    await inFlow(async () => {
      expect(await rejection(collect(work.stream([1])))).toBe(error);
    });
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('is a state among the others with settled', async () => {
    setUpEngine();
    const work = task({ name: 'work' }, async (i: number) => {
      if (i === 1) throw error;
      return i;
    });
    const states = await collect(work.stream([0, 1, 2], { settled: true, ordered: true }));
    expect(states.map(({ name }) => name)).toEqual(['Completed', 'Failed', 'Completed']);
  });

  it('that the source threw is thrown after what is in flight has ended', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred();
    const work = task({ name: 'work' }, async (i: number) => {
      await gate.promise;
      return i;
    });
    function* breaking(): Generator<number> {
      yield 0;
      yield 1;
      throw error;
    }
    const collected = collect(work.stream(breaking(), { concurrency: 3 }));
    await recorder.reached('work', 'Running', 2);
    expect(await isSettled(collected)).toBe(false);
    gate.resolve();
    expect(await rejection(collected)).toBe(error);
    expect(recorder.ends('work')).toEqual(['Completed', 'Completed']);
  });
});
