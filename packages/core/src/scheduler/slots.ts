import { Deque } from '../util/deque.js';

/**
 * The places at a runner. Who has one and waits for others gives it back, and comes before new work when it goes on:
 * otherwise a task that waits for its own children could be kept waiting by its cousins for ever.
 */
export class Slots {
  #taken = 0;
  readonly #returning = new Deque<() => void>();

  /** @param capacity asked each time, since a runner may change its mind */
  constructor(private readonly capacity: () => number) {}

  /** Called whenever a slot may have become free for new work. */
  onFree: () => void = () => {};

  /** Takes a slot for new work, if one is free and nobody who had one wants it back. */
  tryTake(): boolean {
    if (this.#taken >= this.capacity() || this.#returning.size > 0) return false;
    this.#taken++;
    return true;
  }

  release(): void {
    this.#taken--;
    const next = this.#returning.shift();
    if (next === undefined) {
      this.onFree();
    } else {
      this.#taken++;
      next();
    }
  }

  /** Calls back with a slot taken: at once if one is free, else when it is this one's turn. */
  takeBack(callback: () => void): void {
    if (this.#taken < this.capacity()) {
      this.#taken++;
      callback();
    } else {
      this.#returning.push(callback);
    }
  }
}
