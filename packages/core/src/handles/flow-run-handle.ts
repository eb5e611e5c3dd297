import type { Observable } from 'rxjs';
import { getEngine } from '../engine/engine.js';
import { statesOf } from '../future/states.js';
import { waitInScope } from '../future/waiting.js';
import type { FlowRun } from '../run/flow-run.js';
import type { State } from '../state/state.js';

/** A flow run that was started: awaiting it gives what the flow returns, or throws the flow's error. */
export class FlowRunHandle<T> implements PromiseLike<T> {
  readonly #run: FlowRun;

  /** Handles are made by `start`. */
  constructor(run: FlowRun) {
    this.#run = run;
  }

  get id(): string {
    return this.#run.id;
  }
  get name(): string {
    return this.#run.name;
  }
  get state(): State {
    return this.#run.state;
  }
  /** The current state, then each later one; completes after the final one. */
  get states$(): Observable<State> {
    return statesOf(this.#run);
  }

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    // As the language declares it for promises: handlers may name the error that they expect.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    onError?: ((error: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const run = this.#run;
    run.looked = true;
    return new Promise<T>((resolve, reject) => {
      const settle = (): void => {
        const outcome = run.outcome!;
        if (outcome.kind === 'value') resolve(outcome.value as T);
        else reject(outcome.error);
      };
      if (run.outcome === undefined) waitInScope((done) => run.whenEnded(done), settle);
      else settle();
    }).then(onValue, onError);
  }

  /** Cancels the flow and everything it started. Does nothing once it has ended. */
  cancel(reason?: unknown): void {
    getEngine().cancelFlow(this.#run, reason);
  }

  get [Symbol.toStringTag](): string {
    return 'FlowRunHandle';
  }
}
