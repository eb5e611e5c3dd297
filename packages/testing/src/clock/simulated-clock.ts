import type { Clock } from '@millrace/core';
import { settle } from './settle.js';
import { TimerQueue, type Timer } from './timer-queue.js';

/** 1 January 2025, 00:00 UTC. */
const DEFAULT_START = Date.UTC(2025, 0, 1);

/** More timers than that in one `runAll` are taken for a timer that sets itself again for ever. */
const MOST_TIMERS = 1_000_000;

export interface SleepOptions {
  /** Ends the sleep early; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A clock that stands still until a test moves it. */
export interface SimulatedClock extends Clock {
  /** How many timers have been set and have neither fired nor been stopped. */
  readonly pending: number;
  /**
   * Moves the time forward and fires what becomes due, in order. Between two timers, code that awaits promises or
   * `setImmediate` proceeds as far as it can, so that timers which it sets meanwhile fire in their turn.
   *
   * @param ms milliseconds from 0 up; with 0 everything that does not wait for time proceeds
   */
  advance(ms: number): Promise<void>;
  /** Fires every timer, also those that are set meanwhile, and leaves the clock at the time of the last. */
  runAll(): Promise<void>;
  /** Resolves when the clock has moved on by so many milliseconds. For the bodies of tasks. */
  sleep(ms: number, options?: SleepOptions): Promise<void>;
}

/**
 * A clock for tests that wait for nothing.
 *
 * @example
 * const clock = createSimulatedClock();
 * configure({ clock });
 * const run = new Etl().etl();     // its task sleeps a second: await clock.sleep(1000)
 * await clock.advance(1000);
 * await run;
 * @param start milliseconds since the epoch
 */
export function createSimulatedClock(start: number = DEFAULT_START): SimulatedClock {
  const timers = new TimerQueue();
  let now = start;

  const after: Clock['after'] = (delay, callback) => {
    const timer: Timer = { due: now + Math.max(0, delay), callback };
    timers.add(timer);
    return () => timers.remove(timer);
  };

  const fire = async (timer: Timer): Promise<void> => {
    timers.remove(timer);
    now = Math.max(now, timer.due);
    timer.callback();
    await settle();
  };

  return {
    now: () => now,
    after,
    get pending() {
      return timers.size;
    },
    async advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`A clock moves forward: advance() takes milliseconds from 0 up, got ${ms}.`);
      const end = now + ms;
      await settle();
      for (let timer = timers.next; timer !== undefined && timer.due <= end; timer = timers.next) await fire(timer);
      now = Math.max(now, end);
    },
    async runAll() {
      await settle();
      for (let fired = 0; timers.next !== undefined; fired++) {
        if (fired === MOST_TIMERS)
          throw new Error(`runAll() fired ${fired} timers and there are still ${timers.size}.`);
        await fire(timers.next);
      }
    },
    sleep: (ms, { signal } = {}) => sleepOn(after, ms, signal),
  };
}

function sleepOn(after: Clock['after'], ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      stop();
      reject(signal?.reason);
    };
    const stop = after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
