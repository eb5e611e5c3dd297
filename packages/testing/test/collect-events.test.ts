import { configure, flow, task } from '@millrace/core';
import { collectEvents, createSimulatedClock } from '../src/index.js';
import { InlineRunner } from './task-runner/inline-runner.js';

const clock = createSimulatedClock();
const collector = collectEvents();
beforeAll(() => configure({ clock, observers: [collector], runner: new InlineRunner() }));

describe('an engine on a simulated clock', () => {
  it('waits an hour for a retry in no time, and tells every state', async () => {
    let failures = 2;
    const poll = task({ name: 'poll', retries: 2, retryDelay: '1h' }, async () => {
      if (failures-- > 0) throw new Error('not yet');
      return 'ready';
    });
    const began = clock.now();
    const run = flow({ name: 'wait' }, async () => poll.submit())();
    await clock.runAll();
    expect(await run).toBe('ready');
    expect(collector.statesOf('poll-0')).toEqual([
      ...['Pending', 'Running', 'AwaitingRetry', 'Retrying', 'AwaitingRetry', 'Retrying', 'Completed'],
    ]);
    expect(clock.now() - began).toBe(2 * 3_600_000);
  });

  it('lets tasks that sleep side by side end in the order of their sleeps', async () => {
    const ended: string[] = [];
    const nap = task({ name: 'nap' }, async (name: string, ms: number) => {
      await clock.sleep(ms);
      ended.push(`${name}@${ms}`);
    });
    const run = flow({ name: 'naps' }, async () => {
      await nap.map(['long', 'short', 'middle'], [5_000, 1_000, 3_000]);
    })();
    await clock.advance(5_000);
    await run;
    expect(ended).toEqual(['short@1000', 'middle@3000', 'long@5000']);
  });

  it('ends a task by its timeout when the clock reaches it', async () => {
    const hang = task({ name: 'hang', timeout: '10s' }, async () => clock.sleep(60_000));
    const run = flow({ name: 'late' }, async () => hang.submit())();
    const rejection = expect(run).rejects.toThrow('Task run exceeded timeout of 10 second(s)');
    await clock.advance(10_000);
    await rejection;
    expect(collector.statesOf('hang-0').at(-1)).toBe('TimedOut');
  });
});
