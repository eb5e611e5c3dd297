import { lastValueFrom, toArray } from 'rxjs';
import { asCompleted, flow, Task, task, tasks, waitAll } from '../../src/index.js';
import { deferred, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { longestLag } from '../support/event-loop-lag.js';
import { ManualClock } from '../support/manual-clock.js';

class Work {
  running = 0;
  peak = 0;

  @Task() async work(x: number): Promise<number> {
    this.peak = Math.max(this.peak, ++this.running);
    await settle();
    this.running--;
    return x;
  }
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const double = task({ name: 'double' }, (x: number) => x * 2);

describe('a runner with concurrency n (S55)', () => {
  it.each([1, 2, 7])('of %i never has more attempts running, and reaches that many: map', async (concurrency) => {
    const { runner } = setUpEngine({ concurrency });
    const work = new Work();
    await inFlow(async () => expect(await tasks(work).work.map(range(30))).toEqual(range(30)));
    expect(work.peak).toBe(concurrency);
    expect(runner.peak).toBe(concurrency);
  });

  it.each([1, 2, 7])('of %i never has more attempts running, and reaches that many: submit', async (concurrency) => {
    setUpEngine({ concurrency });
    const work = new Work();
    await inFlow(async () => {
      for (const i of range(30)) tasks(work).work.submit(i);
    });
    expect(work.peak).toBe(concurrency);
  });

  it('counts maps, submits and streams together', async () => {
    setUpEngine({ concurrency: 3 });
    const work = new Work();
    const handle = tasks(work).work;
    await inFlow(async () => {
      handle.map(range(20));
      for (const i of range(20)) handle.submit(i);
      for await (const _ of handle.stream(range(20))) expect(work.running).toBeLessThanOrEqual(3);
    });
    expect(work.peak).toBe(3);
  });

  it('goes on after attempts that failed', async () => {
    const { recorder } = setUpEngine({ concurrency: 2 });
    const odd = task({ name: 'odd' }, async (x: number) => {
      if (x % 2 === 1) throw new Error('odd');
      return x;
    });
    await inFlow(async () => void (await odd.map(range(50)).settled()));
    expect(recorder.ends('odd')).toEqual(range(50).map((x) => (x % 2 === 1 ? 'Failed' : 'Completed')));
  });

  it('of 1 does not limit what is called directly', async () => {
    setUpEngine({ concurrency: 1 });
    const gate = deferred();
    const block = task({ name: 'block' }, () => gate.promise);
    await inFlow(async () => {
      block.submit();
      const work = new Work();
      await Promise.all([work.work(1), work.work(2)]);
      expect(work.peak).toBe(2);
      gate.resolve();
    });
  });
});

function* nothing(): Generator<number> {}

describe('what holds no slot at concurrency 1 (S56)', () => {
  it('is waiting for inputs', async () => {
    setUpEngine({ concurrency: 1 });
    const gate = deferred<number>();
    await inFlow(async () => {
      const waiting = double.submit(gate.promise);
      expect(await double.submit(4)).toBe(8);
      gate.resolve(1);
      expect(await waiting).toBe(2);
    });
  });

  it('is waiting for a retry', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, concurrency: 1 });
    let calls = 0;
    const flaky = task({ name: 'flaky', retries: 1, retryDelay: '1h' }, async () => {
      if (++calls === 1) throw new Error('no');
      return calls;
    });
    await inFlow(async () => {
      const waiting = flaky.submit();
      await recorder.reached('flaky', 'AwaitingRetry');
      expect(await double.submit(4)).toBe(8);
      await clock.advance(3_600_000);
      expect(await waiting).toBe(2);
    });
  });

  it.each<[string, () => Promise<unknown>, unknown]>([
    ['await of a future', async () => await double.submit(2), 4],
    ['result()', () => double.submit(2).result(), 4],
    ['wait()', async () => (await double.submit(2).wait()).name, 'Completed'],
    ['await of a list', async () => await double.map([1, 2]), [2, 4]],
    ['settled()', async () => (await double.map([1, 2]).settled()).length, 2],
    [
      'for await over a list',
      async () => {
        const values: number[] = [];
        for await (const value of double.map([1, 2])) values.push(value);
        return values;
      },
      [2, 4],
    ],
    [
      'asCompleted',
      async () => {
        const values: number[] = [];
        for await (const future of asCompleted([double.submit(1), double.submit(2)])) values.push(await future);
        return values.toSorted();
      },
      [2, 4],
    ],
    ['waitAll', async () => [...(await waitAll([double.submit(1), double.submit(2)])).done].length, 2],
    ['Promise.all', () => Promise.all([double.submit(1), double.submit(2)]), [2, 4]],
    [
      'a stream',
      async () => {
        const values: number[] = [];
        for await (const value of double.stream([1, 2], { ordered: true })) values.push(value);
        return values;
      },
      [2, 4],
    ],
    [
      'for await over an empty list',
      async () => {
        const values: number[] = [];
        for await (const value of double.map(nothing())) values.push(value);
        return values;
      },
      [],
    ],
    ['await of an empty list', async () => await double.map([]), []],
    ['await of a list that turns out to be empty', async () => await double.map(nothing()), []],
    ['settled() of a list that turns out to be empty', async () => await double.map(nothing()).settled(), []],
    ['await of a list from a generator', async () => await double.map(new Set([1, 2]).values()), [2, 4]],
    [
      'await of a flat list',
      async () =>
        await task({ name: 'pair' }, (x: number) => [x, x])
          .map([1, 2])
          .flat(),
      [1, 1, 2, 2],
    ],
    [
      'results$ of a list',
      async () => (await lastValueFrom(double.map([1, 2]).results$.pipe(toArray()))).toSorted(),
      [2, 4],
    ],
    [
      'asCompleted of a list',
      async () => {
        const values: number[] = [];
        for await (const future of double.map([1, 2]).asCompleted()) values.push(await future);
        return values.toSorted();
      },
      [2, 4],
    ],
    [
      'await of one failed child after the other',
      async () => {
        const failing = task({ name: 'failing' }, async (x: number) => Promise.reject(new Error(`no ${x}`)));
        const messages: string[] = [];
        for (const future of [failing.submit(1), failing.submit(2)]) {
          await future.then(undefined, (error: unknown) => messages.push((error as Error).message));
        }
        return messages;
      },
      ['no 1', 'no 2'],
    ],
    ['a subflow that submits', () => flow({ name: 'sub' }, async () => await double.submit(2))(), 4],
  ])('is waiting for a child by %s', async (_how, body, expected) => {
    const { runner } = setUpEngine({ concurrency: 1 });
    const parent = task({ name: 'parent' }, body);
    await inFlow(async () => expect(await parent.submit()).toEqual(expected));
    expect(runner.executed[0]).toBe('parent');
  });

  it('is waiting with a deadline, which holds although the child has the slot', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, concurrency: 1 });
    const gate = deferred();
    const child = task({ name: 'child' }, () => gate.promise);
    const parent = task({ name: 'parent' }, async () => {
      const future = child.submit();
      const code = await future.result({ timeout: '1m' }).then(
        () => 'in time',
        (error: { code: string }) => error.code,
      );
      gate.resolve();
      await future;
      return code;
    });
    await inFlow(async () => {
      const future = parent.submit();
      await recorder.reached('child', 'Running');
      await clock.advance(60_000);
      expect(await future).toBe('TIMEOUT');
    });
  });

  it('is a parent of a recursion', async () => {
    setUpEngine({ concurrency: 1 });
    class Recursion {
      @Task() async down(n: number): Promise<number> {
        return n === 0 ? 0 : 1 + (await tasks(this).down.submit(n - 1));
      }
      @Task() async sum(n: number): Promise<number> {
        if (n <= 1) return n;
        const [a, b] = await tasks(this).sum.map([n - 1, n - 2]);
        return a! + b!;
      }
    }
    await inFlow(async () => {
      const { down, sum } = tasks(new Recursion());
      expect(await down.submit(50)).toBe(50);
      expect(await sum.submit(8)).toBe(21);
    });
  });

  it('and the slot is taken again afterwards', async () => {
    setUpEngine({ concurrency: 1 });
    let running = 0;
    let peak = 0;
    const busy = async (): Promise<void> => {
      peak = Math.max(peak, ++running);
      await settle();
      running--;
    };
    const child = task({ name: 'child' }, busy);
    const parent = task({ name: 'parent' }, async () => {
      await busy();
      await child.submit();
      await busy();
    });
    await inFlow(async () => {
      for (let i = 0; i < 5; i++) parent.submit();
    });
    expect(peak).toBe(1);
  });
});

describe('order and fairness (S57)', () => {
  it('what is ready first starts first', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const started: string[] = [];
    const gate = deferred<string>();
    const note = task({ name: 'note' }, (name: string) => void started.push(name));
    const block = deferred();
    const hold = task({ name: 'hold' }, () => block.promise);
    await inFlow(async () => {
      hold.submit();
      note.submit(gate.promise);
      note.submit('second');
      note.submit('third');
      await recorder.reached('hold', 'Running');
      await settle();
      gate.resolve('was not ready');
      await settle();
      block.resolve();
    });
    expect(started).toEqual(['second', 'third', 'was not ready']);
  });

  it('two flows on one runner share it', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const started: string[] = [];
    const note = task({ name: 'note' }, async (name: string) => void started.push(name));
    const first = flow({ name: 'first' }, async () => {
      for (let i = 0; i < 200; i++) note.submit('first');
    })();
    await recorder.reached('note', 'Pending', 100);
    await flow({ name: 'second' }, async () => {
      for (let i = 0; i < 10; i++) note.submit('second');
    })();
    await first;
    const sincePresent = started.slice(started.indexOf('second'));
    const untilDone = sincePresent.slice(0, sincePresent.lastIndexOf('second') + 1);
    expect(started.indexOf('second')).toBeLessThan(100);
    expect(untilDone.filter((name) => name === 'first').length).toBeLessThanOrEqual(20);
    expect(started).toHaveLength(210);
  });

  it('a long map does not keep the submits of another flow waiting', async () => {
    const { recorder } = setUpEngine({ concurrency: 2 });
    let mapped = 0;
    const slow = task({ name: 'slow' }, async (_: number) => void mapped++);
    const first = flow({ name: 'first' }, async () => void (await slow.map(range(5_000))))();
    await recorder.reached('slow', 'Completed', 10);
    await flow({ name: 'second' }, async () => void (await double.submit(1)))();
    expect(mapped).toBeLessThan(4_000);
    await first;
    expect(mapped).toBe(5_000);
  });
});

describe('the event loop during a long map (S59)', () => {
  it('is not kept from a timer for more than 50 ms', async () => {
    setUpEngine();
    const noop = task({ name: 'noop' }, (x: number) => x);
    const lag = await longestLag(() => noop.map(range(50_000)).wait());
    expect(lag).toBeLessThan(50);
  });
});
