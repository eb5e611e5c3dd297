import { Deque } from '../util/deque.js';

/**
 * The places at a runner. Who has one and waits for others gives it back, and comes before new work when it goes on:
 * otherwise a task that waits for its own children could be kept waiting by its cousins for ever.
 */
export class Slots {
  #taken = 0;
  readonly #returning = new Deque<() => boolean>();

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
    // A loop, not a call for each: thousands may have lost interest while they queued.
    for (let next = this.#returning.shift(); next !== undefined; next = this.#returning.shift()) {
      this.#taken++;
      if (next()) return;
      this.#taken--;
    }
    this.onFree();
  }

  /**
   * Offers a slot: at once if one is free, else when it is this one's turn.
   *
   * @param offer says whether it still wants the slot; if so it holds it from then on
   */
  takeBack(offer: () => boolean): void {
    if (this.#taken >= this.capacity()) {
      this.#returning.push(offer);
      return;
    }
    this.#taken++;
    if (!offer()) this.release();
  }
}
