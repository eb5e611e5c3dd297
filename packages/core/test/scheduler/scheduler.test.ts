import { Scheduler } from '../../src/scheduler/scheduler.js';
import { BLOCKED, EXHAUSTED, NOT_READY, type LaneSource } from '../../src/scheduler/lane.js';
import { settle } from '../support/deferred.js';

const NO_BRAKE = { isSpent: () => false, next: () => undefined };

/** A scheduler that executes strings, and notes them. */
function setUp(concurrency = 1, stale = new Set<string>()) {
  const executed: string[] = [];
  const runner = { name: 'test', concurrency, execute: () => [], async [Symbol.asyncDispose]() {} };
  const scheduler = new Scheduler<string>(
    runner,
    {
      execute: (item) => {
        executed.push(item);
        return Promise.resolve();
      },
      settle: () => undefined,
      isStale: (item) => stale.has(item),
    },
    NO_BRAKE,
  );
  return { scheduler, executed };
}

function sourceOf(pull: () => string | typeof NOT_READY | typeof BLOCKED | typeof EXHAUSTED): LaneSource<string> {
  return { queued: false, pull };
}

describe('the scheduler', () => {
  it('takes what is ready first in, first out, and passes over what was cancelled', async () => {
    const { scheduler, executed } = setUp(1, new Set(['b']));
    const lane = scheduler.createLane();
    for (const item of ['a', 'b', 'c', 'd']) lane.push(item);
    expect(executed).toEqual([]);
    await settle();
    expect(executed).toEqual(['a', 'c', 'd']);
  });

  it('serves lanes in turn', async () => {
    const { scheduler, executed } = setUp();
    const [one, two] = [scheduler.createLane(), scheduler.createLane()];
    for (let i = 0; i < 3; i++) one.push(`one ${i}`);
    for (let i = 0; i < 3; i++) two.push(`two ${i}`);
    await settle();
    expect(executed).toEqual(['one 0', 'two 0', 'one 1', 'two 1', 'one 2', 'two 2']);
  });

  it('takes what is ready before it pulls, and pulls sources in turn', async () => {
    const { scheduler, executed } = setUp();
    const lane = scheduler.createLane();
    const counting = (name: string, n: number): LaneSource<string> => {
      let next = 0;
      return sourceOf(() => (next < n ? `${name} ${next++}` : EXHAUSTED));
    };
    lane.open(counting('x', 2));
    lane.open(counting('y', 3));
    lane.push('ready');
    await settle();
    expect(executed).toEqual(['ready', 'x 0', 'y 0', 'x 1', 'y 1', 'y 2']);
  });

  it('goes on with a source that brings nothing for long, though another lane is idle', async () => {
    for (const order of ['before', 'after']) {
      const { scheduler, executed } = setUp();
      const fruitless = scheduler.createLane();
      const idle = scheduler.createLane();
      let pulls = 0;
      const source = sourceOf(() => {
        pulls++;
        if (pulls <= 2_000) return NOT_READY;
        return pulls === 2_001 ? 'late' : EXHAUSTED;
      });
      const open = [() => fruitless.open(source), () => idle.open(sourceOf(() => BLOCKED))];
      for (const step of order === 'before' ? open : open.reverse()) step();
      await settle();
      await settle();
      expect(executed).toEqual(['late']);
    }
  });

  it('pulls a blocked source again when it is opened again, and only then', async () => {
    const { scheduler, executed } = setUp();
    const lane = scheduler.createLane();
    let has = false;
    let pulls = 0;
    const source = sourceOf(() => {
      pulls++;
      if (!has) return BLOCKED;
      has = false;
      return 'item';
    });
    lane.open(source);
    await settle();
    expect(pulls).toBe(1);
    has = true;
    lane.open(source);
    await settle();
    expect(executed).toEqual(['item']);
    expect(pulls).toBe(3);
  });
});
