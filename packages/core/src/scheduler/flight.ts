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
  #holdsSlot = true;
  /** How many things the code of the attempt waits for. It holds no slot while there are any. */
  #waits = 0;
  /** What goes on when the slot is back; empty unless it queues for one. */
  #returning: (() => void)[] = [];
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
    this.#giveBack();
  }

  suspend(): void {
    if (this.#landed) return;
    this.#waits++;
    this.#giveBack();
  }

  resume(callback: () => void): void {
    if (this.#landed) return callback();
    this.#waits--;
    // While something else is awaited the code that goes on now is taken to be about to wait again: taking the slot for
    // it could lock out the very run that it waits for.
    if (this.#waits > 0) return callback();
    if (this.#returning.push(callback) === 1) this.slots.takeBack(() => this.#goOn());
  }

  /** It is this one's turn. True if it keeps the slot: meanwhile it may have landed, or wait for something else. */
  #goOn(): boolean {
    this.#holdsSlot = !this.#landed && this.#waits === 0;
    const holdsSlot = this.#holdsSlot;
    for (const callback of this.#returning.splice(0)) callback();
    return holdsSlot;
  }

  #giveBack(): void {
    if (!this.#holdsSlot) return;
    this.#holdsSlot = false;
    this.slots.release();
  }
}
