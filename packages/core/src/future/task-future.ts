import type { Observable } from 'rxjs';
import { TimeoutError } from '../errors/run-errors.js';
import type { State } from '../state/state.js';
import type { Outcome } from '../run/run.js';
import type { TaskRun } from '../run/task-run.js';
import { getHost } from './host.js';
import { statesOf } from './states.js';
import type { WaitOptions } from './wait-options.js';
import { assertNoDeadlock, toDeadline, waitUntil, type Deadline } from './waiting.js';

/**
 * The result of a submitted task that is on its way.
 *
 * Awaiting it gives the task's value or throws the task's own error. A failure that nobody looks at fails the flow.
 *
 * @example
 * const future = transform.submit(21); // returns at once
 * const value = await future;          // 42
 */
export class TaskFuture<T> implements PromiseLike<T> {
  readonly #run: TaskRun;

  /** Futures are made by `submit` and `map`. */
  constructor(run: TaskRun) {
    this.#run = run;
  }

  /** The run behind a future, for the engine. */
  static runOf(future: TaskFuture<unknown>): TaskRun {
    return future.#run;
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

  /**
   * The task's value; rejects with the task's own error.
   *
   * @throws TimeoutError when `timeout` is over first; the run goes on
   */
  result(options?: WaitOptions & { readonly raiseOnFailure?: true }): Promise<T>;
  result(options: WaitOptions & { readonly raiseOnFailure: boolean }): Promise<T | Error>;
  result({ timeout, raiseOnFailure = true }: WaitOptions & { readonly raiseOnFailure?: boolean } = {}): Promise<
    T | Error
  > {
    return new Promise<T | Error>((resolve, reject) => {
      const deadline = toDeadline(timeout, (ms) =>
        reject(new TimeoutError(`Task run '${this.name}' did not finish within ${ms / 1000} second(s).`)),
      );
      this.#whenEnded((outcome) => {
        if (outcome.kind === 'value') resolve(outcome.value as T);
        else if (raiseOnFailure) reject(outcome.error);
        else resolve(outcome.error);
      }, deadline);
    });
  }

  /** The state when the run has ended or the time is over, whichever is first. Never throws. */
  wait({ timeout }: WaitOptions = {}): Promise<State> {
    return new Promise((resolve) => {
      const tell = (): void => resolve(this.state);
      this.#whenEnded(tell, toDeadline(timeout, tell));
    });
  }

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    // As the language declares it for promises: handlers may name the error that they expect.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    onError?: ((error: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.result().then(onValue, onError);
  }

  /** Cancels the run: it never starts, or its `signal` is aborted. Does nothing once it has ended. */
  cancel(reason?: unknown): void {
    getHost().cancelTask(this.#run, reason);
  }

  get [Symbol.toStringTag](): string {
    return 'TaskFuture';
  }

  #whenEnded(callback: (outcome: Outcome) => void, deadline?: Deadline): void {
    const run = this.#run;
    run.looked = true;
    if (run.outcome !== undefined) return callback(run.outcome);
    const unblock = assertNoDeadlock(run);
    waitUntil(
      deadline,
      (done) => {
        const unlisten = run.whenEnded(done);
        return () => {
          unblock();
          unlisten();
        };
      },
      () => {
        unblock();
        callback(run.outcome!);
      },
    );
  }
}
