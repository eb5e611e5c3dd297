import type { Clock, Stop } from '../../src/util/clock.js';
import { settle } from './deferred.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that stands still until the test moves it. */
export class ManualClock implements Clock {
  readonly #start = 1_700_000_000_000;
  #now = this.#start;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  /** Milliseconds that the test has let pass. */
  get elapsed(): number {
    return this.#now - this.#start;
  }

  /** How many callbacks are waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  after(delay: number, callback: () => void): Stop {
    const timer = { at: this.#now + delay, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Resolves once the body's share of time has passed, as a sleep would. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets time pass: calls back what is due, in order, and lets what follows from it happen in between. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await settle();
    for (let timer = this.#next(target); timer !== undefined; timer = this.#next(target)) {
      this.#now = Math.max(this.#now, timer.at);
      this.#timers.delete(timer);
      timer.callback();
      await settle();
    }
    this.#now = target;
  }

  #next(target: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= target && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }
}
