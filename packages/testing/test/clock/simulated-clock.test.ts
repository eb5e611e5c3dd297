import { setTimeout as realSleep } from 'node:timers/promises';
import { createSimulatedClock } from '../../src/index.js';

describe('createSimulatedClock', () => {
  it('stands still until it is moved, and starts where it is told', async () => {
    const clock = createSimulatedClock(5_000);
    await realSleep(5);
    expect(clock.now()).toBe(5_000);
    await clock.advance(0.5);
    expect(clock.now()).toBe(5_000.5);
  });

  it('fires timers in the order of their time, those of one moment as they were set', async () => {
    const clock = createSimulatedClock(0);
    const fired: string[] = [];
    for (const [name, delay] of [
      ['c', 30],
      ['a', 10],
      ['b1', 20],
      ['b2', 20],
    ] as const) {
      clock.after(delay, () => fired.push(`${name}@${clock.now()}`));
    }
    await clock.advance(20);
    expect(fired).toEqual(['a@10', 'b1@20', 'b2@20']);
    expect(clock.pending).toBe(1);
    await clock.advance(100);
    expect(fired.at(-1)).toBe('c@30');
    expect(clock.now()).toBe(120);
  });

  it('fires a timer that a timer sets, at its own time', async () => {
    const clock = createSimulatedClock(0);
    const fired: number[] = [];
    const tick = () => {
      fired.push(clock.now());
      if (fired.length < 4) clock.after(10, tick);
    };
    clock.after(10, tick);
    await clock.advance(35);
    expect(fired).toEqual([10, 20, 30]);
  });

  it('lets code behind promises and setImmediate proceed between two timers', async () => {
    const clock = createSimulatedClock(0);
    const seen: string[] = [];
    const walk = async (name: string, step: number) => {
      for (let i = 0; i < 3; i++) {
        await clock.sleep(step);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${name}@${clock.now()}`);
      }
    };
    const both = Promise.all([walk('slow', 10), walk('fast', 4)]);
    await clock.advance(100);
    await both;
    expect(seen).toEqual(['fast@4', 'fast@8', 'slow@10', 'fast@12', 'slow@20', 'slow@30']);
  });

  it('does not fire a timer that was stopped, not even by one of the same moment', async () => {
    const clock = createSimulatedClock();
    let fired = 0;
    clock.after(10, () => stop());
    const stop = clock.after(10, () => fired++);
    await clock.advance(10);
    stop();
    expect([fired, clock.pending]).toEqual([0, 0]);
  });

  it('runs everything, timers that are set meanwhile too', async () => {
    const clock = createSimulatedClock(0);
    let left = 200;
    const next = () => void (--left > 0 && clock.after(60_000, next));
    clock.after(0, next);
    await clock.runAll();
    expect([left, clock.now()]).toEqual([0, 199 * 60_000]);
  });

  it('ends a sleep early when its signal is aborted, before and during', async () => {
    const clock = createSimulatedClock();
    const abort = new AbortController();
    const asleep = clock.sleep(1_000, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(asleep).rejects.toThrow('enough');
    await expect(clock.sleep(1_000, { signal: abort.signal })).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });

  it.each([-1, NaN])('refuses to go back: %p', async (ms) => {
    await expect(createSimulatedClock().advance(ms)).rejects.toThrow(`from 0 up, got ${ms}`);
  });

  it('sets and fires thousands of timers', async () => {
    const clock = createSimulatedClock(0);
    let fired = 0;
    for (let i = 0; i < 3_000; i++) clock.after((i * 7919) % 3_000, () => fired++);
    expect(clock.pending).toBe(3_000);
    await clock.runAll();
    expect(fired).toBe(3_000);
  });
});
