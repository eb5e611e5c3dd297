import { CancelledError, SyncCallError } from '../errors/run-errors.js';
import { erred, succeeded, type Outcome } from '../run/run.js';
import type { Hook } from '../definition/hooks.js';
import { isThenable } from './resolve-inputs.js';
import { RunPromise } from './run-promise.js';
import { isAsyncFunction } from './target.js';
import { TaskExecution, type Ending } from './task-execution.js';

/**
 * A run that was called directly, `this.transform(1)`: it runs in place, on the slot of whoever called, and the caller
 * gets exactly what the method gives. A synchronous method stays synchronous, so nothing about it can wait.
 */
export class DirectExecution extends TaskExecution {
  /** Until the method gives a promise. */
  #isSync = !isAsyncFunction(this.target.method);

  /** Calls the method; gives or throws what it does. */
  call(args: readonly unknown[]): unknown {
    const { run } = this;
    this.args = args;
    if (this.prepare()) this.launch();
    if (!this.#isSync || run.outcome === undefined) return new RunPromise(run);
    // Whoever called has the outcome in hand now, and a failure with it.
    run.looked = true;
    if (run.outcome.kind === 'error') throw run.outcome.error;
    return run.outcome.value;
  }

  protected override launch(): void {
    const ending = new InlineEnding((outcome) => this.settle(outcome));
    const scope = this.open(ending, this.caller?.slot);
    const hooked = this.callRunningHooks();
    if (hooked !== undefined)
      return follow(
        hooked.then(() => {
          ending.assertOpen();
          this.assertNotCancelled();
          return scope.call();
        }),
        ending,
      );
    try {
      this.assertNotCancelled();
      const value = scope.call();
      if (!isThenable(value)) return ending.land(succeeded(value));
      this.#isSync = false;
      follow(value, ending);
    } catch (error) {
      ending.land(erred(error));
    }
  }

  /** While a retry waits, the caller's slot is free for others. */
  protected override pause(): (goOn: () => void) => void {
    const slot = this.caller?.slot;
    if (slot === undefined) return super.pause();
    slot.suspend();
    return (goOn) => slot.resume(goOn);
  }

  protected override callHooks(hooks: readonly Hook[]): void | Promise<void> {
    const hooked = super.callHooks(hooks);
    return this.#isSync ? undefined : hooked;
  }

  protected override mayRetry(error: Error): boolean | Promise<boolean> {
    const accepted = super.mayRetry(error);
    if (typeof accepted === 'boolean' || !this.#isSync) return accepted;
    throw new SyncCallError(this.run.facts.taskName, 'retryIf');
  }

  protected override retryDelay(error: Error): number | Error {
    const delay = super.retryDelay(error);
    if (typeof delay !== 'number' || delay === 0 || !this.#isSync) return delay;
    return new SyncCallError(this.run.facts.taskName, 'retryDelay', error);
  }
}

/** Lands once. */
class InlineEnding implements Ending {
  #landed = false;

  constructor(private readonly landing: (outcome: Outcome) => void) {}

  /** @throws if it has landed: the body that would start now has run out of time already */
  assertOpen(): void {
    if (this.#landed) throw new CancelledError('The attempt is over.');
  }

  land(outcome: Outcome): void {
    if (this.#landed) return;
    this.#landed = true;
    this.landing(outcome);
  }
}

function follow(promise: PromiseLike<unknown>, ending: Ending): void {
  promise.then(
    (value) => ending.land(succeeded(value)),
    (error: unknown) => ending.land(erred(error)),
  );
}
