import { from, of } from 'rxjs';
import {
  allowFailure,
  MappingLengthMismatch,
  MappingMissingIterable,
  Task,
  task,
  tasks,
  unmapped,
} from '../../src/index.js';
import { deferred, isSettled, rejection, settle, type Deferred } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';

class Numbers {
  @Task() double(x: number): number {
    return x * 2;
  }

  @Task() async add(x: number, y: number): Promise<number> {
    return x + y;
  }

  @Task() range(n: number): number[] {
    return Array.from({ length: n }, (_, i) => i);
  }
}

const numbers = new Numbers();
const pair = task({ name: 'pair' }, (a: unknown, b: unknown): unknown[] => [a, b]);
const see = task({ name: 'see' }, (value: unknown): unknown => value);

/** A task whose runs end when the test says so: by the place of the gate. */
function gated(name: string, gates: readonly Deferred<unknown>[]) {
  return task({ name }, async (i: number): Promise<number> => {
    await gates[i]!.promise;
    return i;
  });
}

describe('map (S15)', () => {
  it('gives the results in the order of the inputs, whatever the order of their ends', async () => {
    setUpEngine();
    const gates = [deferred(), deferred(), deferred()];
    await inFlow(async () => {
      const list = gated('gated', gates).map([0, 1, 2]);
      for (const gate of gates.toReversed()) {
        gate.resolve();
        await settle();
      }
      expect(await list).toEqual([0, 1, 2]);
    });
  });

  it('makes one run for each input, in order, and says which map they belong to', async () => {
    const { recorder, runner } = setUpEngine();
    await inFlow(async () => {
      const result: number[] = await tasks(numbers).double.map([5, 6, 7]);
      expect(result).toEqual([10, 12, 14]);
    });
    const runs = recorder.taskRuns('double');
    expect(runs.map(({ mapIndex }) => mapIndex)).toEqual([0, 1, 2]);
    expect(new Set(runs.map(({ map }) => map?.id)).size).toBe(1);
    expect(recorder.ends('double')).toEqual(['Completed', 'Completed', 'Completed']);
    expect(runner.executed).toEqual(['double', 'double', 'double']);
  });

  it('of an empty source is an empty list', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      const { double } = tasks(numbers);
      expect(await double.map([])).toEqual([]);
      expect(await double.map(new Set<number>())).toEqual([]);
      expect(await double.map(double.map([]))).toEqual([]);
      expect(await double.map((async function* (): AsyncGenerator<number> {})())).toEqual([]);
    });
    expect(recorder.taskRuns()).toEqual([]);
  });

  it('tells how it ended, once', async () => {
    const { recorder } = setUpEngine();
    const odd = task({ name: 'odd' }, (x: number) => {
      if (x === 1) throw new Error('no');
      return x;
    });
    await inFlow(async () => void (await odd.map([0, 1, 2]).settled()));
    expect(recorder.mapsEnded('odd')).toHaveLength(1);
    expect(recorder.mapsEnded('odd')[0]!.counts).toMatchObject({ runs: 3, completed: 2, failed: 1, neverPulled: 0 });
  });
});

describe('what is mapped (S16)', () => {
  function* generate(): Generator<number> {
    yield 1;
    yield 2;
  }
  async function* generateLater(): AsyncGenerator<number> {
    yield 1;
    yield 2;
  }
  const iterable = { [Symbol.iterator]: generate };

  it.each<[string, () => unknown]>([
    ['an array', () => [1, 2]],
    ['a set', () => new Set([1, 2])],
    ['a generator', () => generate()],
    ['an iterable', () => iterable],
    ['an async iterable', () => generateLater()],
    ['an Observable', () => from([1, 2])],
    ['an asynchronous Observable', () => from(generateLater())],
    ['a promise of an array', () => Promise.resolve([1, 2])],
    ['a promise of a set', () => Promise.resolve(new Set([1, 2]))],
    ['a promise of an async iterable', () => Promise.resolve(generateLater())],
    ['a promise of an Observable', () => Promise.resolve(of(1, 2))],
    ['a future of an array', () => task({ name: 'source' }, () => [1, 2]).submit()],
    ['a future of a set', () => task({ name: 'source' }, () => new Set([1, 2])).submit()],
    ['a future of a generator', () => task({ name: 'source' }, () => generate()).submit()],
    ['a list of futures', () => task({ name: 'source' }, (x: number) => x).map([1, 2])],
    ['an array of futures', () => [1, 2].map((x) => task({ name: 'source' }, () => x).submit())],
    ['an array of promises', () => [Promise.resolve(1), 2]],
  ])('is %s', async (_kind, source) => {
    const { recorder } = setUpEngine();
    await inFlow(async () => expect(await see.map(source() as number[])).toEqual([1, 2]));
    expect(recorder.taskRuns('see')).toHaveLength(2);
  });

  it('is a map, by its entries', async () => {
    setUpEngine();
    const source = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    await inFlow(async () => {
      expect(await see.map(source)).toEqual([
        ['a', 1],
        ['b', 2],
      ]);
    });
  });

  it.each<[string, unknown]>([
    ['a string', 'ab'],
    ['a buffer', Buffer.from('ab')],
    ['a typed array', new Uint8Array([1, 2])],
    ['an array buffer', new ArrayBuffer(2)],
    ['a plain object', { a: 1 }],
    ['a number', 7],
    ['null', null],
    ['undefined', undefined],
    ['a class instance', new Numbers()],
  ])('is not %s, which every child gets as it is', async (_kind, value) => {
    setUpEngine();
    await inFlow(async () => {
      const [first, second] = await pair.map([1, 2], value);
      expect(first).toEqual([1, value]);
      expect(second).toEqual([2, value]);
      expect(first![1]).toBe(value);
      expect(second![1]).toBe(value);
    });
  });

  it('is not what unmapped() holds', async () => {
    setUpEngine();
    const list = [1, 2, 3];
    await inFlow(async () => {
      const [first, second, ...more] = await pair.map(['a', 'b'], unmapped(list));
      expect(first).toEqual(['a', list]);
      expect(second![1]).toBe(list);
      expect(more).toEqual([]);
    });
  });

  it('is left alone when nothing could be mapped, and the list never starts', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      expect(() => see.map('abc' as never)).toThrow(MappingMissingIterable);
    });
    expect(recorder.taskRuns()).toEqual([]);
  });
});

describe('several sources (S17)', () => {
  it('are zipped', async () => {
    setUpEngine();
    await inFlow(async () => {
      const { add, double } = tasks(numbers);
      expect(await add.map([1, 2, 3], [10, 20, 30])).toEqual([11, 22, 33]);
      expect(await add.map(double.map([1, 2]), new Set([10, 20]))).toEqual([12, 24]);
      expect(await add.map([1, 2], 5)).toEqual([6, 7]);
    });
  });

  it('of unequal lengths throw at the call an error that names the lengths', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      let thrown: unknown;
      try {
        tasks(numbers).add.map([1, 2, 3], new Set([10, 20]));
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(MappingLengthMismatch);
      expect(thrown).toMatchObject({ name: 'MappingLengthMismatch', code: 'MAPPING_LENGTH_MISMATCH' });
      expect((thrown as Error).message).toMatch(/\b3\b.*\b2\b/);
    });
    expect(recorder.taskRuns()).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    [
      'a generator',
      function* () {
        yield 1;
        yield 2;
      },
    ],
    [
      'an async generator',
      async function* () {
        yield 1;
        yield 2;
      },
    ],
    ['a future', () => tasks(numbers).range.submit(2)],
  ])('of unequal lengths that only %s tells reject the list', async (_kind, source) => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      const list = tasks(numbers).add.map(source() as number[], [10, 20, 30]);
      const thrown = (await rejection(list)) as Error;
      expect(thrown).toMatchObject({ code: 'MAPPING_LENGTH_MISMATCH' });
      expect(thrown.message).toContain('2');
      expect(thrown.message).toContain('3');
    });
    // Whatever had started was not abandoned.
    expect(recorder.ends('add').filter((name) => name !== 'Completed')).toEqual([]);
  });

  it('that nobody awaited fail the flow when their lengths turn out to be unequal', async () => {
    setUpEngine();
    const flowRun = inFlow(async () => {
      tasks(numbers).add.map(tasks(numbers).range.submit(2), [10, 20, 30]);
    });
    expect(await rejection(flowRun)).toMatchObject({ code: 'MAPPING_LENGTH_MISMATCH' });
  });

  it('cannot all be static: that throws at the call', async () => {
    setUpEngine();
    await inFlow(async () => {
      let thrown: unknown;
      try {
        tasks(numbers).add.map(1, unmapped(2));
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(MappingMissingIterable);
      expect(thrown).toMatchObject({ name: 'MappingMissingIterable', code: 'MAPPING_MISSING_ITERABLE' });
      expect((thrown as Error).message).toContain("'add'");
    });
  });

  it('that turn out not to be iterable reject the list', async () => {
    setUpEngine();
    await inFlow(async () => {
      const value = see.submit(5);
      expect(await rejection(tasks(numbers).double.map(value as never))).toMatchObject({
        code: 'MAPPING_MISSING_ITERABLE',
      });
    });
  });
});

describe('a map over a map (S18)', () => {
  it('starts each child when its own upstream child is done', async () => {
    const { recorder } = setUpEngine();
    const gates = [deferred(), deferred(), deferred()];
    const after = task({ name: 'after' }, (x: number) => x * 10);
    await inFlow(async () => {
      const list = after.map(gated('before', gates).map([0, 1, 2]));
      await recorder.reached('before', 'Running', 3);
      gates[1]!.resolve();
      await recorder.reached('after', 'Completed');
      await settle();
      const done = recorder.taskRuns('after').filter(({ id }) => recorder.state(id).name === 'Completed');
      expect(done.map(({ mapIndex }) => mapIndex)).toEqual([1]);
      expect(recorder.taskRuns('before').filter(({ id }) => recorder.state(id).name === 'Completed')).toHaveLength(1);
      gates[0]!.resolve();
      gates[2]!.resolve();
      expect(await list).toEqual([0, 10, 20]);
    });
  });

  it('keeps from running only the child whose upstream child failed', async () => {
    const { recorder } = setUpEngine();
    const error = new Error('one');
    const before = task({ name: 'before' }, (x: number) => {
      if (x === 1) throw error;
      return x;
    });
    const ran: number[] = [];
    const after = task({ name: 'after' }, (x: number) => void ran.push(x));
    await inFlow(async () => {
      const list = after.map(before.map([0, 1, 2]));
      const states = await list.settled();
      expect(states.map(({ name }) => name)).toEqual(['Completed', 'NotReady', 'Completed']);
      expect(await rejection(list)).toMatchObject({ code: 'UPSTREAM_TASK', cause: error });
    });
    expect(recorder.ends('before')).toEqual(['Completed', 'Failed', 'Completed']);
    expect(recorder.ends('after')).toEqual(['Completed', 'NotReady', 'Completed']);
    expect(ran.sort()).toEqual([0, 2]);
  });

  it('may be long: each stage hands on while the first still runs', async () => {
    setUpEngine({ concurrency: 3 });
    const { double } = tasks(numbers);
    const n = 2_000;
    await inFlow(async () => {
      const result = await double.map(double.map(double.map(Array.from({ length: n }, (_, i) => i))));
      expect(result).toEqual(Array.from({ length: n }, (_, i) => i * 8));
    });
  });
});

describe('a static input that is a future (S19)', () => {
  it('is what every child depends on', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred<number>();
    const give = task({ name: 'give' }, (): Promise<number> => gate.promise);
    await inFlow(async () => {
      const list = tasks(numbers).add.map([1, 2], give.submit());
      await recorder.reached('give', 'Running');
      await settle();
      expect(recorder.taskRuns('add').filter(({ id }) => recorder.state(id).name !== 'Pending')).toEqual([]);
      gate.resolve(10);
      expect(await list).toEqual([11, 12]);
    });
  });

  it('keeps every child from running when it failed', async () => {
    const { recorder } = setUpEngine();
    const error = new Error('no');
    const fail = task({ name: 'fail' }, (): number => {
      throw error;
    });
    await inFlow(async () => {
      const list = tasks(numbers).add.map([1, 2], fail.submit());
      expect((await list.settled()).map(({ name }) => name)).toEqual(['NotReady', 'NotReady']);
    });
    expect(recorder.ends('add')).toEqual(['NotReady', 'NotReady']);
  });

  it('may be held by unmapped(), also when its value is a list', async () => {
    setUpEngine();
    await inFlow(async () => {
      const list = tasks(numbers).range.submit(3);
      expect(await pair.map(['a', 'b'], unmapped(list))).toEqual([
        ['a', [0, 1, 2]],
        ['b', [0, 1, 2]],
      ]);
    });
  });
});

describe('allowFailure in a map (S20)', () => {
  it('hands each child its own value or error', async () => {
    setUpEngine();
    const error = new Error('one');
    const before = task({ name: 'before' }, (x: number) => {
      if (x === 1) throw error;
      return x;
    });
    await inFlow(async () => {
      const [zero, one, two] = await see.map(allowFailure(before.map([0, 1, 2])));
      expect(zero).toBe(0);
      expect(one).toBe(error);
      expect(two).toBe(2);
    });
  });
});

describe('a source (S21)', () => {
  it('is pulled as slots free up, not ahead', async () => {
    const { recorder } = setUpEngine({ concurrency: 4 });
    let pulled = 0;
    function* million(): Generator<number> {
      for (let i = 0; i < 1_000_000; i++) {
        pulled++;
        yield i;
      }
    }
    const gates = Array.from({ length: 4 }, () => deferred());
    const slow = task({ name: 'slow' }, async (i: number) => {
      await (gates[i]?.promise ?? new Promise(() => undefined));
    });
    await inFlow(async () => {
      const list = slow.map(million());
      await recorder.reached('slow', 'Running', 4);
      await settle();
      expect(pulled).toBeLessThanOrEqual(36);
      for (const gate of gates) gate.resolve();
      await recorder.reached('slow', 'Completed', 4);
      await settle();
      expect(pulled).toBeLessThanOrEqual(36);
      list.cancel();
    }).catch(() => undefined);
    expect(pulled).toBeLessThanOrEqual(36);
  }, 20_000);

  it('that is asynchronous is pulled as slots free up too', async () => {
    const { recorder } = setUpEngine({ concurrency: 2 });
    let pulled = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<number> {
      try {
        for (;;) yield pulled++;
      } finally {
        closed = true;
      }
    }
    const gates = [deferred(), deferred()];
    await inFlow(async () => {
      const list = gated('slow', gates).map(endless());
      await recorder.reached('slow', 'Running', 2);
      await settle();
      expect(pulled).toBeLessThanOrEqual(20);
      list.cancel();
      for (const gate of gates) gate.resolve();
      await list.wait();
    });
    expect(closed).toBe(true);
  });
});

describe('a source that throws midway (S22)', () => {
  const error = new Error('source broke');
  it.each<[string, () => Iterable<number> | AsyncIterable<number>]>([
    [
      'a generator',
      function* () {
        yield* [0, 1, 2];
        throw error;
      },
    ],
    [
      'an async generator',
      async function* () {
        yield* [0, 1, 2];
        throw error;
      },
    ],
  ])('fails the list with its error after the started children have settled: %s', async (_kind, source) => {
    const { recorder } = setUpEngine();
    const gates = [deferred(), deferred(), deferred()];
    await inFlow(async () => {
      const list = gated('child', gates).map(source());
      await recorder.reached('child', 'Running', 3);
      gates[0]!.resolve();
      expect(await isSettled(list)).toBe(false);
      gates[1]!.resolve();
      gates[2]!.resolve();
      expect(await rejection(list)).toBe(error);
    });
    expect(recorder.ends('child')).toEqual(['Completed', 'Completed', 'Completed']);
  });

  it('fails the flow when nobody looked at the list', async () => {
    setUpEngine();
    const flowRun = inFlow(async () => {
      tasks(numbers).double.map(
        (function* () {
          yield 1;
          throw error;
        })(),
      );
    });
    expect(await rejection(flowRun)).toBe(error);
  });

  it('is a future that failed: the list rejects and no child exists', async () => {
    const { recorder } = setUpEngine();
    const fail = task({ name: 'fail' }, (): number[] => {
      throw error;
    });
    await inFlow(async () => {
      const thrown = (await rejection(tasks(numbers).double.map(fail.submit()))) as Error;
      expect(thrown === error || thrown.cause === error).toBe(true);
    });
    expect(recorder.taskRuns('double')).toEqual([]);
  });
});

describe('flat (S23)', () => {
  it('makes one list of a list of lists', async () => {
    setUpEngine();
    await inFlow(async () => {
      const { range, double } = tasks(numbers);
      const flat = range.map([1, 3, 0, 2]).flat();
      expect(await flat).toEqual([0, 0, 1, 2, 0, 1]);
      expect(await double.map(range.map([2, 3]).flat())).toEqual([0, 2, 0, 2, 4]);
    });
  });

  it('hands the items of a list on before the next list is known', async () => {
    const { recorder } = setUpEngine();
    const gate = deferred();
    const lists = task({ name: 'lists' }, async (i: number) => {
      if (i === 1) await gate.promise;
      return [i * 10, i * 10 + 1];
    });
    await inFlow(async () => {
      const result = tasks(numbers).double.map(lists.map([0, 1]).flat());
      await recorder.reached('double', 'Completed', 2);
      expect(await isSettled(result)).toBe(false);
      gate.resolve();
      expect(await result).toEqual([0, 2, 20, 22]);
    });
  });

  it('rejects with the error of a list that failed', async () => {
    setUpEngine();
    const error = new Error('no list');
    const lists = task({ name: 'lists' }, (i: number): number[] => {
      if (i === 1) throw error;
      return [i];
    });
    await inFlow(async () => {
      expect(await rejection(lists.map([0, 1, 2]).flat())).toBe(error);
    });
  });
});
