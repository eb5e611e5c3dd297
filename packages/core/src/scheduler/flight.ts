import { from, type ObservableInput, type Subscription } from 'rxjs';
import { erred, succeeded, type Outcome } from '../run/run.js';
import type { SlotHolder } from '../run/scope.js';
import type { Slots } from './slots.js';

/** An item on its way, as whoever executes it sees it. */
export interface InFlight extends SlotHolder {
  /** Ends it, from inside or from outside; what it does afterwards is ignored. */
  land(outcome: Outcome): void;
}

/** One item on its way: it holds a slot from take-off to landing, but for the time in which it only waits for others. */
export class Flight<T> implements InFlight {
  #landed = false;
  #waits = 0;
  #subscription: Subscription | undefined = undefined;

  constructor(
    private readonly slots: Slots,
    private readonly item: T,
    private readonly landing: (item: T, outcome: Outcome) => void,
  ) {}

  /**
   * Subscribes to what the runner gave. A promise is taken as it is; anything else is an Observable's last value, and
   * its subscription is returned.
   */
  follow(input: ObservableInput<unknown>): Subscription | undefined {
    if (input instanceof Promise) {
      input.then(
        (value) => this.land(succeeded(value)),
        (error: unknown) => this.land(erred(error)),
      );
      return undefined;
    }
    let last: unknown;
    this.#subscription = from(input).subscribe({
      next: (value) => {
        last = value;
      },
      error: (error: unknown) => this.land(erred(error)),
      complete: () => this.land(succeeded(last)),
    });
    // It may have completed while subscribing, when there was no subscription to cancel yet.
    if (this.#landed) this.#subscription.unsubscribe();
    return this.#subscription;
  }

  land(outcome: Outcome): void {
    if (this.#landed) return;
    this.#landed = true;
    this.#subscription?.unsubscribe();
    this.landing(this.item, outcome);
    if (this.#waits === 0) this.slots.release();
  }

  suspend(): void {
    if (this.#landed) return;
    if (this.#waits++ === 0) this.slots.release();
  }

  resume(callback: () => void): void {
    if (this.#landed) return callback();
    // While something else is awaited the code that goes on now is taken to be about to wait again: taking the slot for
    // it could lock out the very run that it waits for.
    if (this.#waits > 1) {
      this.#waits--;
      return callback();
    }
    this.slots.takeBack(() => {
      this.#waits--;
      if (this.#landed) this.slots.release();
      callback();
    });
  }
}
