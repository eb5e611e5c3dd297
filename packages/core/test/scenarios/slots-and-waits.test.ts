import { asCompleted, flow, task, type TaskFuture } from '../../src/index.js';
import { deferred, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { ManualClock } from '../support/manual-clock.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** How many bodies run at once at the most, of those that do work and wait for nothing. */
function meter() {
  let running = 0;
  const meter = {
    peak: 0,
    work: task({ name: 'work' }, async (_?: unknown) => {
      meter.peak = Math.max(meter.peak, ++running);
      await settle();
      running--;
    }),
  };
  return meter;
}

/** Afterwards a runner still runs as many at once as it says, and no more. */
async function expectRoomFor(n: number): Promise<void> {
  const room = meter();
  await inFlow(async () => void (await room.work.map(range(n * 4))));
  expect(room.peak).toBe(n);
}

describe('a task that waits inside', () => {
  const child = task({ name: 'child' }, async (x: number) => x);

  it('goes on at once when its wait has run out of time, and gets the next slot', async () => {
    const waits: ((future: TaskFuture<void>) => Promise<unknown>)[] = [
      (future) => future.wait({ timeout: 10 }),
      (future) => future.result({ timeout: 10 }).catch(() => undefined),
      async (future) => {
        try {
          for await (const _ of asCompleted([future], { timeout: 10 }) as AsyncIterable<unknown>);
        } catch {
          // Its time was over.
        }
      },
    ];
    for (const wait of waits) {
      const clock = new ManualClock();
      const { recorder } = setUpEngine({ concurrency: 1, clock });
      const gates = { hold: deferred(), goOn: deferred() };
      const hold = task({ name: 'hold' }, () => gates.hold.promise);
      const next = task({ name: 'next' }, () => undefined);
      const impatient = task({ name: 'impatient' }, async () => {
        await wait(hold.submit());
        next.submit();
        await gates.goOn.promise;
      });
      const done = inFlow(async () => void (await impatient.submit()));
      await clock.advance(10);
      // The slot is taken by what it no longer waits for; if it had to wait for that, a timeout could end nothing.
      await recorder.reached('next', 'Pending');
      gates.hold.resolve();
      await settle();
      expect(recorder.states('hold')).toEqual(['Pending', 'Running', 'Completed']);
      expect(recorder.states('next')).toEqual(['Pending']);
      gates.goOn.resolve();
      await done;
      expect(recorder.state('next').name).toBe('Completed');
      expect(clock.pending).toBe(0);
    }
  });

  it('may stop waiting and wait again, a thousand times, at concurrency 1', async () => {
    setUpEngine({ concurrency: 1 });
    const parent = task({ name: 'parent' }, async (x: number) => {
      const future = child.submit(x);
      await future.wait({ timeout: 0 });
      const [a, b] = await Promise.all([future, future]);
      return a + b;
    });
    const sums = await inFlow(async () => await parent.map(range(1_000)));
    expect(sums).toEqual(range(1_000).map((x) => 2 * x));
    await expectRoomFor(1);
  });

  it('may race its children, and still leaves the runner whole', async () => {
    for (const concurrency of [1, 3]) {
      setUpEngine({ concurrency });
      const parent = task({ name: 'parent' }, async (x: number) => {
        const first = await Promise.race([child.submit(x), child.submit(x)]);
        return first + (await child.submit(1));
      });
      expect(await inFlow(async () => await parent.map(range(50)))).toEqual(range(50).map((x) => x + 1));
      await expectRoomFor(concurrency);
    }
  });

  it('may wait in two branches, one of which begins while the other gets its slot back', async () => {
    setUpEngine({ concurrency: 1 });
    const branch = deferred();
    const gates = [deferred(), deferred()];
    const gated = task({ name: 'gated' }, async (i: number) => {
      await gates[i]!.promise;
      return i;
    });
    const parent = task({ name: 'parent' }, async () => {
      const a = gated.submit(0);
      return await Promise.all([a, branch.promise.then(async () => await gated.submit(1))]);
    });
    const rival = task({ name: 'rival' }, async () => {
      await parent.submit();
    });
    const done = inFlow(async () => void (await Promise.all([rival.submit(), parent.submit()])));
    await settle();
    gates[0]!.resolve();
    branch.resolve();
    await settle();
    gates[1]!.resolve();
    await done;
    await expectRoomFor(1);
  });

  it('waits at ten levels of nested maps, at concurrency 1', async () => {
    setUpEngine({ concurrency: 1 });
    const nest = task({ name: 'nest' }, async (level: number): Promise<number> => {
      if (level === 0) return 1;
      const counts = await nest.map([level - 1, level - 1]);
      return counts[0]! + counts[1]!;
    });
    expect(await inFlow(async () => await nest.submit(10))).toBe(1_024);
    await expectRoomFor(1);
  });

  it('walks a stream, and leaves one early, at concurrency 1', async () => {
    setUpEngine({ concurrency: 1 });
    const walk = task({ name: 'walk' }, async (n: number) => {
      let sum = 0;
      for await (const x of child.stream(range(100), { concurrency: 3 })) {
        sum += x;
        if (x >= n) break;
      }
      return sum;
    });
    expect(await inFlow(async () => await walk.map([99, 3]))).toEqual([4_950, 6]);
    await expectRoomFor(1);
  });

  it('gets the value of a synchronous task that gives a future, at concurrency 1', async () => {
    setUpEngine({ concurrency: 1 });
    const relay = task({ name: 'relay' }, (x: number) => child.submit(x) as PromiseLike<number>);
    const parent = task({ name: 'parent' }, async (x: number) => await relay.submit(x));
    expect(await inFlow(async () => await parent.map([1, 2, 3]))).toEqual([1, 2, 3]);
    expect(await inFlow(async () => await relay(4))).toBe(4);
    await expectRoomFor(1);
  });

  it('calls a subflow that returns futures, at concurrency 1', async () => {
    setUpEngine({ concurrency: 1 });
    const sub = flow({ name: 'sub' }, async (x: number) => ({ values: [child.submit(x), child.submit(x + 1)] }));
    const bare = flow({ name: 'bare' }, (x: number) => child.submit(x));
    const parent = task({ name: 'parent' }, async (x: number) => [await sub(x), await bare(x)] as const);
    expect(await inFlow(async () => await parent.map([1, 5]))).toEqual([
      [{ values: [1, 2] }, 1],
      [{ values: [5, 6] }, 5],
    ]);
    await expectRoomFor(1);
  });

  it('may call hooks that submit and await, at concurrency 1', async () => {
    setUpEngine({ concurrency: 1 });
    const seen: number[] = [];
    const note = (x: number) => async () => void seen.push(await child.submit(x));
    const hooked = task(
      { name: 'hooked', onRunning: note(1), onCompletion: note(2), onFailure: note(3), retries: 1 },
      async (fails: boolean) => {
        if (fails) throw new Error('expected');
      },
    );
    await inFlow(
      async () => {
        await hooked.submit(false);
        await hooked.submit(true).wait();
      },
      { onRunning: note(4), onCompletion: () => undefined },
    );
    expect(seen).toEqual([4, 1, 2, 1, 1, 3]);
    await expectRoomFor(1);
  });

  it('leaves the runner whole when it runs out of time again and again while it waits', async () => {
    for (const concurrency of [1, 4]) {
      setUpEngine({ concurrency, gracePeriod: 20 });
      const slow = task({ name: 'slow' }, async (_?: number) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
      });
      const parent = task({ name: 'parent', timeout: 2, retries: 1 }, async (i: number) => {
        if (i % 2 === 0) await Promise.all([slow.submit(), slow.submit()]);
        else await slow.map([1, 2]);
      });
      const states = await inFlow(async () => await parent.map(range(60)).settled());
      expect(new Set(states.map(({ name }) => name))).toEqual(new Set(['TimedOut']));
      await expectRoomFor(concurrency);
    }
  });

  it('leaves the runner whole when thousands that queue for their slot have run out of time', async () => {
    setUpEngine({ concurrency: 1, gracePeriod: 0 });
    const gate = deferred();
    const shared = task({ name: 'shared' }, async () => gate.promise);
    const waiter = task({ name: 'waiter' }, async (future: () => TaskFuture<void>) => {
      await future();
      await new Promise(() => undefined);
    });
    const run = flow({ name: 'flow' }, async () => {
      const future = shared.submit();
      for (let i = 0; i < 5_000; i++) waiter.submit(() => future);
      await settle();
    }).start();
    const ended = run.then(undefined, (error: unknown) => error);
    for (let i = 0; i < 20; i++) await settle();
    gate.resolve();
    await settle();
    run.cancel();
    expect(await ended).toMatchObject({ code: 'CANCELLED' });
    await expectRoomFor(1);
  });
});
