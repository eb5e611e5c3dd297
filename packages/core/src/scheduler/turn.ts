// Not the global one: a test that fakes timers would stop every flow.
import { setImmediate } from 'node:timers';

import type { Brake } from './brake.js';

/** How long work may go on before timers and I/O get their turn, in milliseconds. */
const SLICE = 10;

/**
 * Says when to let the event loop go on. Promise callbacks never do by themselves: a map of a million small tasks would
 * keep every timer and socket waiting until its end.
 */
export class Turn implements Brake {
  #startedAt: number | undefined;
  #waiting: (() => void)[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether the current turn of the event loop has been used up. Asking marks the turn as begun. */
  isSpent(): boolean {
    if (this.#startedAt === undefined) {
      this.#startedAt = this.now();
      setImmediate(this.#begin);
      return false;
    }
    return this.now() - this.#startedAt > SLICE;
  }

  /** Calls back in the next turn. */
  next(callback: () => void): void {
    this.#waiting.push(callback);
  }

  readonly #begin = (): void => {
    this.#startedAt = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) callback();
  };
}
