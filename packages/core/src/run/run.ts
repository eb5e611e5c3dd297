import { asError } from '../errors/run-errors.js';
import type { State } from '../state/state.js';

/** How a run or an attempt ended, as a value, so that nothing inside the engine travels as an exception. */
export type Outcome =
  { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'error'; readonly error: Error };

export const succeeded = (value: unknown): Outcome => ({ kind: 'value', value });
export const erred = (thrown: unknown): Outcome => ({ kind: 'error', error: asError(thrown) });

/** What task runs and flow runs share: they have a state, they end once, and somebody may be waiting for that. */
export abstract class Run {
  /** Written by the event log alone. */
  state!: State;
  /** Number of the current attempt; 0 before the first. */
  attempt = 0;
  /** Set once the run has ended and its hooks are done. */
  outcome: Outcome | undefined = undefined;
  /** Somebody waits for the outcome, or took it: a failure is theirs now. */
  looked = false;
  /** The run is an input of another, which answers for it: "passed on". */
  passedOn = false;
  /** Somebody follows its states. */
  observed = false;
  #isWithheld = false;
  #listeners: ((outcome: Outcome) => void)[] | undefined;

  abstract readonly id: string;
  abstract readonly name: string;

  /** Calls back when the run has ended, at once if it has. Gives what stops listening. */
  whenEnded(listener: (outcome: Outcome) => void): () => void {
    if (this.#isWithheld) return () => {};
    if (this.outcome !== undefined) listener(this.outcome);
    else if (this.#listeners === undefined) this.#listeners = [listener];
    else this.#listeners.push(listener);
    return () => {
      const at = this.#listeners?.lastIndexOf(listener) ?? -1;
      if (at >= 0) this.#listeners!.splice(at, 1);
    };
  }

  /** Tells nobody any more how the run ends: the process is about to, and code that goes on now would only disturb. */
  withhold(): void {
    this.#isWithheld = true;
    this.#listeners = undefined;
  }

  /** Makes a run that has ended before as it was then. */
  restore(state: State, outcome: Outcome): this {
    this.state = state;
    this.outcome = outcome;
    return this;
  }

  /** Tells everybody who waits. Called once, by the engine. */
  end(outcome: Outcome): void {
    this.outcome = outcome;
    const listeners = this.#listeners;
    this.#listeners = undefined;
    if (listeners !== undefined) for (const listener of listeners) listener(outcome);
  }
}
