import { constants } from 'node:os';
import { flow, getRunContext, task, type State } from '../../src/index.js';
import { startFixture, type ChildResult } from '../support/child.js';
import { deferred, isSettled, rejection, settle } from '../support/deferred.js';
import { inFlow, setUpEngine } from '../support/engine.js';
import { ManualClock } from '../support/manual-clock.js';

const fine = task({ name: 'fine' }, (x: number) => x);

/** A task that runs until the test says so, whatever its signal says. */
function holding() {
  const gate = deferred();
  const seen: { signal?: AbortSignal } = {};
  const hold = task({ name: 'hold' }, async () => {
    seen.signal = getRunContext()!.signal;
    await gate.promise;
    return 'value';
  });
  return { gate, seen, hold };
}

describe('cancel() on a run that has not started (S29)', () => {
  it('records Cancelled and never runs it', async () => {
    const { recorder, runner } = setUpEngine({ concurrency: 1 });
    const { gate, hold } = holding();
    const fired: string[] = [];
    const cancelled = fine.with({
      onRunning: () => fired.push('running'),
      onCancellation: (_task, _run, state: State) => fired.push(state.name),
    });
    await inFlow(async () => {
      const blocking = hold.submit();
      const waiting = cancelled.submit(1);
      await recorder.reached('hold', 'Running');
      waiting.cancel();
      expect(await waiting.wait()).toMatchObject({ type: 'CANCELLED', name: 'Cancelled' });
      expect(recorder.state('hold').name).toBe('Running');
      gate.resolve();
      await blocking;
    });
    expect(recorder.states('fine')).toEqual(['Pending', 'Cancelled']);
    expect(runner.executed).toEqual(['hold']);
    expect(fired).toEqual(['Cancelled']);
  });

  it('that waits for its inputs records Cancelled at once, and leaves the inputs alone', async () => {
    const { recorder } = setUpEngine();
    const { gate, hold } = holding();
    await inFlow(async () => {
      const upstream = hold.submit();
      const dependant = task({ name: 'dependant' }, (x: string) => x).submit(upstream);
      await recorder.reached('hold', 'Running');
      dependant.cancel();
      expect((await dependant.wait()).name).toBe('Cancelled');
      gate.resolve();
      expect(await upstream).toBe('value');
    });
    expect(recorder.states('dependant')).toEqual(['Pending', 'Cancelled']);
    expect(recorder.states('hold')).toEqual(['Pending', 'Running', 'Completed']);
  });

  it('makes its dependants NotReady', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const { gate, hold } = holding();
    await inFlow(async () => {
      hold.submit();
      const waiting = fine.submit(1);
      const dependant = task({ name: 'dependant' }, (x: number) => x).submit(waiting);
      await recorder.reached('hold', 'Running');
      waiting.cancel();
      expect(await rejection(dependant)).toMatchObject({ code: 'UPSTREAM_TASK', cause: { code: 'CANCELLED' } });
      gate.resolve();
    });
    expect(recorder.states('dependant')).toEqual(['Pending', 'NotReady']);
  });
});

describe('cancel() on a running run (S29)', () => {
  it('aborts its signal, and the state is Cancelled when the body has ended', async () => {
    const { recorder } = setUpEngine();
    const { gate, seen, hold } = holding();
    await inFlow(async () => {
      const future = hold.submit();
      await recorder.reached('hold', 'Running');
      await settle();
      expect(seen.signal!.aborted).toBe(false);
      future.cancel('no longer needed');
      expect(seen.signal!.aborted).toBe(true);
      await settle();
      expect(future.state).toMatchObject({ type: 'CANCELLING', name: 'Cancelling' });
      expect(await isSettled(future)).toBe(false);
      gate.resolve();
      expect(await rejection(future)).toMatchObject({ code: 'CANCELLED' });
      expect(future.state).toMatchObject({ type: 'CANCELLED', name: 'Cancelled' });
    });
    expect(recorder.states('hold')).toEqual(['Pending', 'Running', 'Cancelling', 'Cancelled']);
  });

  it('is Cancelled, not Failed, when the body answers with an error', async () => {
    const { recorder } = setUpEngine();
    const answering = task({ name: 'answering', retries: 3 }, async () => {
      const { signal } = getRunContext()!;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await inFlow(async () => {
      const future = answering.submit();
      await recorder.reached('answering', 'Running');
      await settle();
      future.cancel();
      expect(await rejection(future)).toMatchObject({ code: 'CANCELLED' });
    });
    expect(recorder.states('answering')).toEqual(['Pending', 'Running', 'Cancelling', 'Cancelled']);
  });

  it('is Cancelled when the grace period is over, whatever the body does', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, gracePeriod: 2_000, concurrency: 1 });
    const { gate, hold } = holding();
    await inFlow(async () => {
      const future = hold.submit();
      const next = fine.submit(1);
      await recorder.reached('hold', 'Running');
      await settle();
      future.cancel();
      await clock.advance(1_999);
      expect(future.state.name).toBe('Cancelling');
      await clock.advance(1);
      expect(await rejection(future)).toMatchObject({ code: 'CANCELLED' });
      expect(await next).toBe(1);
    });
    gate.resolve();
    await settle();
    expect(recorder.states('hold')).toEqual(['Pending', 'Running', 'Cancelling', 'Cancelled']);
  });

  it('fires onCancellation once, and no other hook of an end', async () => {
    const { recorder } = setUpEngine();
    const { gate, hold } = holding();
    const fired: string[] = [];
    const hooked = hold.with({
      onCancellation: () => fired.push('cancellation'),
      onCompletion: () => fired.push('completion'),
      onFailure: () => fired.push('failure'),
    });
    await inFlow(async () => {
      const future = hooked.submit();
      await recorder.reached('hold', 'Running');
      future.cancel();
      future.cancel();
      gate.resolve();
      await future.wait();
    });
    expect(fired).toEqual(['cancellation']);
  });

  it('twice does no more than once', async () => {
    const { recorder } = setUpEngine();
    const { gate, hold } = holding();
    await inFlow(async () => {
      const future = hold.submit();
      await recorder.reached('hold', 'Running');
      future.cancel();
      future.cancel();
      gate.resolve();
      await future.wait();
      future.cancel();
    });
    expect(recorder.states('hold')).toEqual(['Pending', 'Running', 'Cancelling', 'Cancelled']);
  });

  it('after the end does nothing', async () => {
    const { recorder } = setUpEngine();
    await inFlow(async () => {
      const future = fine.submit(3);
      expect(await future).toBe(3);
      future.cancel();
      await settle();
      expect(await future).toBe(3);
    });
    expect(recorder.states('fine')).toEqual(['Pending', 'Running', 'Completed']);
    expect(recorder.state('flow').name).toBe('Completed');
  });

  it('reaches the runs that it submitted itself', async () => {
    const { recorder } = setUpEngine();
    const { gate, hold } = holding();
    const parent = task({ name: 'parent' }, async () => await hold.submit());
    await inFlow(async () => {
      const future = parent.submit();
      await recorder.reached('hold', 'Running');
      await settle();
      future.cancel();
      gate.resolve();
      await future.wait();
    });
    expect(recorder.state('hold').name).toBe('Cancelled');
    expect(recorder.state('parent').name).toBe('Cancelled');
  });
});

describe('cancel() on a flow run', () => {
  it('cancels what is running, records what is not, fires the hooks, and rejects', async () => {
    const { recorder } = setUpEngine({ concurrency: 1 });
    const { gate, seen, hold } = holding();
    const fired: string[] = [];
    const run = flow(
      { name: 'flow', onCancellation: () => fired.push('cancellation'), onFailure: () => fired.push('failure') },
      async () => {
        hold.submit();
        fine.submit(1);
        await fine.submit(2);
      },
    ).start();
    const thrown = rejection(run);
    await recorder.reached('hold', 'Running');
    await settle();
    run.cancel('enough');
    run.cancel();
    await settle();
    expect(seen.signal!.aborted).toBe(true);
    expect(run.state.type).toBe('CANCELLING');
    gate.resolve();
    expect(await thrown).toMatchObject({ name: 'CancelledError', code: 'CANCELLED' });
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Cancelling', 'Cancelled']);
    expect(recorder.states('hold')).toEqual(['Pending', 'Running', 'Cancelling', 'Cancelled']);
    for (const { id } of recorder.taskRuns('fine')) expect(recorder.states(id)).toEqual(['Pending', 'Cancelled']);
    expect(recorder.taskRuns('fine')).toHaveLength(2);
    expect(fired).toEqual(['cancellation']);
  });

  it('aborts the signal of its body and cancels its subflows', async () => {
    const { recorder } = setUpEngine();
    let aborted = false;
    const inner = flow({ name: 'inner' }, async () => {
      const { signal } = getRunContext()!;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted = true;
    });
    const run = flow({ name: 'outer' }, async () => await inner()).start();
    const thrown = rejection(run);
    await recorder.reached('inner', 'Running');
    await settle();
    run.cancel();
    expect(await thrown).toMatchObject({ code: 'CANCELLED' });
    expect(aborted).toBe(true);
    expect(recorder.state('inner').name).toBe('Cancelled');
    expect(recorder.state('outer').name).toBe('Cancelled');
  });

  it('pulls no more from the sources of its maps, closes them, and tells what was never pulled', async () => {
    const { recorder } = setUpEngine({ concurrency: 2 });
    let pulled = 0;
    let closed = false;
    function* source(): Generator<number> {
      try {
        for (;;) yield pulled++;
      } finally {
        closed = true;
      }
    }
    const waiting = task({ name: 'waiting' }, async (_: number) => {
      const { signal } = getRunContext()!;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    });
    const run = flow({ name: 'flow' }, async () => {
      waiting.map(source());
      waiting.with({ name: 'listed' }).map(Array.from({ length: 500 }, (_, i) => i));
    }).start();
    const thrown = rejection(run);
    await recorder.reached('waiting', 'Running');
    await settle();
    run.cancel();
    expect(await thrown).toMatchObject({ code: 'CANCELLED' });
    expect(closed).toBe(true);
    expect(pulled).toBeLessThan(40);
    expect(new Set(recorder.ends('waiting'))).toEqual(new Set(['Cancelled']));
    const { counts } = recorder.mapsEnded('listed')[0]!;
    expect(counts.runs + counts.neverPulled).toBe(500);
    expect(counts.neverPulled).toBeGreaterThan(450);
  });

  it('ends a body that does not listen when the grace period is over', async () => {
    const clock = new ManualClock();
    const { recorder } = setUpEngine({ clock, gracePeriod: 500 });
    const run = flow({ name: 'flow' }, () => new Promise<void>(() => undefined)).start();
    const thrown = rejection(run);
    await recorder.reached('flow', 'Running');
    run.cancel();
    await clock.advance(500);
    expect(await thrown).toMatchObject({ code: 'CANCELLED' });
  });

  it('keeps it from being retried', async () => {
    const { recorder } = setUpEngine();
    let calls = 0;
    const run = flow({ name: 'flow', retries: 5 }, async () => {
      calls++;
      const { signal } = getRunContext()!;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    }).start();
    const thrown = rejection(run);
    await recorder.reached('flow', 'Running');
    await settle();
    run.cancel();
    expect(await thrown).toMatchObject({ code: 'CANCELLED' });
    expect(calls).toBe(1);
  });

  it('after the end does nothing', async () => {
    const { recorder } = setUpEngine();
    const run = flow({ name: 'flow' }, async () => 5).start();
    expect(await run).toBe(5);
    run.cancel();
    await settle();
    expect(recorder.states('flow')).toEqual(['Pending', 'Running', 'Completed']);
  });
});

describe('a program that is told to stop (S51, S77)', () => {
  /** As a shell tells it: the code, or 128 and the number of the signal. */
  const status = ({ code, signal }: ChildResult): number | null =>
    signal === null ? code : 128 + constants.signals[signal];

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'by %s cancels its flow, records everything and ends with %i',
    async (signal, expected) => {
      const child = startFixture('signalled.ts', ['polite']);
      await child.printed('ready');
      child.process.kill(signal);
      const result = await child.ended;
      expect(status(result)).toBe(expected);
      const { lines } = result;
      expect(lines).toContain('running sees the abort');
      expect(lines).toContain('running Cancelled');
      expect(lines.filter((line) => line === 'queued Cancelled')).toHaveLength(3);
      expect(lines).toContain('etl Cancelled');
      expect(lines).toContain('hook of running');
      expect(lines).toContain('hook of etl');
      expect(lines).not.toContain('queued ran');
      expect(lines).not.toContain('the program went on');
      // The store was flushed.
      expect(lines).toContain('stored etl Cancelled');
      expect(lines).toContain('stored running Cancelled');
      expect(lines.filter((line) => line === 'stored queued Cancelled')).toHaveLength(3);
      expect(result.stderr).toBe('');
    },
    30_000,
  );

  it.each(['submit', 'map', 'call'])(
    'ends with 130 also where a task is awaited outside of every flow, by %s',
    async (how) => {
      const child = startFixture('signalled-outside.ts', [how]);
      await child.printed('ready');
      child.process.kill('SIGINT');
      const result = await child.ended;
      expect(status(result)).toBe(130);
      expect(result.lines).toContain('stored running Cancelled');
      expect(result.lines).not.toContain('the program went on');
      expect(result.stderr).toBe('');
    },
    30_000,
  );

  it('twice by Ctrl-C ends at once', async () => {
    const child = startFixture('signalled.ts', ['stubborn', '600000']);
    await child.printed('ready');
    child.process.kill('SIGINT');
    await child.printed('running sees the abort');
    child.process.kill('SIGINT');
    expect(status(await child.ended)).toBe(130);
  }, 30_000);

  it('ends when the grace period is over, although a body goes on', async () => {
    const child = startFixture('signalled.ts', ['stubborn', '200']);
    await child.printed('ready');
    child.process.kill('SIGTERM');
    const result = await child.ended;
    expect(status(result)).toBe(143);
    expect(result.lines).toContain('etl Cancelled');
    expect(result.lines).toContain('stored etl Cancelled');
  }, 30_000);

  it('takes its grace period from MILLRACE_GRACE_PERIOD', async () => {
    const child = startFixture('signalled.ts', ['stubborn'], { MILLRACE_GRACE_PERIOD: '200ms' });
    await child.printed('ready');
    const told = performance.now();
    child.process.kill('SIGINT');
    const result = await child.ended;
    expect(status(result)).toBe(130);
    expect(performance.now() - told).toBeLessThan(4_000);
    expect(result.lines).toContain('etl Cancelled');
  }, 30_000);
});

describe('a process (S4, S77)', () => {
  it.each(['submit', 'map', 'direct', 'flow', 'unawaited'])(
    'stays alive until what it awaits has settled: %s',
    async (how) => {
      const result = await startFixture('kept-alive.ts', [how]).ended;
      expect(result.lines).toEqual(['settled']);
      expect(result.code).toBe(0);
    },
    30_000,
  );
});
