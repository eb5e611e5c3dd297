import { Observable } from 'rxjs';
import { TimeoutError } from '../errors/run-errors.js';
import { FlatSeries } from '../run/flat-series.js';
import type { Outcome } from '../run/run.js';
import type { Series } from '../run/series.js';
import type { State } from '../state/state.js';
import type { Stop } from '../util/clock.js';
import type { Duration } from '../util/duration.js';
import { Completions } from './completions.js';
import { TaskFuture } from './task-future.js';
import type { WaitOptions } from './wait-options.js';
import { assertNoDeadlock, assertNotMember, toDeadline, waitInScope, waitUntil, type Deadline } from './waiting.js';

declare global {
  // The well-known symbol of https://github.com/tc39/proposal-observable; rxjs declares it as well.
  interface SymbolConstructor {
    readonly observable: symbol;
  }
}

/** RxJS looks for the symbol where a runtime has it, and else for this name. Both lead to the same. */
const OBSERVABLE_NAME = '@@observable';

/**
 * The results of a map that are on their way, in the order of its inputs.
 *
 * Awaiting it gives all results, or throws the error of the first child that failed, without waiting for the others.
 * Mapping another task over it streams: each child starts as soon as its own input is there.
 *
 * @example
 * const doubled = double.map([1, 2, 3]);
 * await doubled;                          // [2, 4, 6]
 * for await (const x of doubled) …        // 2, then 4, then 6
 * print.map(doubled);                     // each as soon as it is ready
 */
export class TaskFutureList<T> implements PromiseLike<T[]>, AsyncIterable<T> {
  readonly #series: Series;

  /** Lists are made by `map`. */
  constructor(series: Series) {
    this.#series = series;
  }

  /** What is behind a list, for the engine. */
  static seriesOf(list: TaskFutureList<unknown>): Series {
    return list.#series;
  }

  /** The results in input order, each as soon as it and those before it are known; errors at the first failed child. */
  get results$(): Observable<T> {
    return new Observable((subscriber) => {
      const drain = async (): Promise<void> => {
        for await (const value of this) {
          if (subscriber.closed) return;
          subscriber.next(value);
        }
        subscriber.complete();
      };
      drain().catch((error: unknown) => subscriber.error(error));
    });
  }

  [OBSERVABLE_NAME](): Observable<T> {
    return this.results$;
  }

  /**
   * Futures of the children in the order in which they end.
   *
   * @throws TimeoutError when `timeout` is over first, "k (of n) futures unfinished"; what is done by then is given
   */
  asCompleted(options: WaitOptions = {}): AsyncIterable<TaskFuture<T>> {
    const series = this.#series;
    series.looked = true;
    const future = (index: number) => () => new TaskFuture<T>(series.child(index));
    return new Completions(
      {
        count: () => series.length,
        subscribe(completed, ended) {
          for (const index of series.endedInOrder()) completed(future(index));
          if (series.ended) ended(series.error);
          return series.listen({
            childEnded: (index) => completed(future(index)),
            ended: () => ended(series.error),
          });
        },
      },
      options,
    );
  }

  /** All results; with `raiseOnFailure: false` an error in the place of each missing one. */
  result(options?: WaitOptions & { readonly raiseOnFailure?: true }): Promise<T[]>;
  result(options: WaitOptions & { readonly raiseOnFailure: boolean }): Promise<(T | Error)[]>;
  result({ timeout, raiseOnFailure = true }: WaitOptions & { readonly raiseOnFailure?: boolean } = {}): Promise<
    (T | Error)[]
  > {
    return raiseOnFailure ? this.#all(timeout) : this.#allOrErrors(timeout);
  }

  /** The states when all children have ended or the time is over, whichever is first. Never throws. */
  wait({ timeout }: WaitOptions = {}): Promise<State[]> {
    this.#series.looked = true;
    return new Promise((resolve) => {
      const tell = (): void => resolve(this.#series.states());
      this.#whenEnded(tell, toDeadline(timeout, tell));
    });
  }

  /** The final states of all children. Never throws. */
  settled(): Promise<State[]> {
    return this.wait();
  }

  then<A = T[], B = never>(
    onValue?: ((value: T[]) => A | PromiseLike<A>) | null,
    // As the language declares it for promises: handlers may name the error that they expect.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    onError?: ((error: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#all().then(onValue, onError);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const series = this.#series;
    series.looked = true;
    for (let index = 0; ; index++) {
      const outcome = await this.#outcome(index);
      if (outcome === undefined) break;
      if (outcome.kind === 'error') throw outcome.error;
      yield outcome.value as T;
    }
    if (series.error !== undefined) throw series.error;
  }

  /** The members of all the lists that the children give, as one list: the source for the next stage. */
  flat(): TaskFutureList<T extends readonly (infer U)[] ? U : T> {
    return new TaskFutureList(new FlatSeries(this.#series));
  }

  /** Cancels the children that have not ended, and pulls no more from the source. */
  cancel(reason?: unknown): void {
    this.#series.cancel(reason);
  }

  get [Symbol.toStringTag](): string {
    return 'TaskFutureList';
  }

  /** Fails fast, as soon as the first child does. */
  #all(timeout?: Duration): Promise<T[]> {
    const series = this.#series;
    series.looked = true;
    return new Promise((resolve, reject) => {
      const deadline = toDeadline(timeout, () => reject(unfinished(series)));
      const settle = (): void => {
        const error = errorOf(series);
        if (error === undefined) resolve(series.values<T>());
        else reject(error);
      };
      if (series.ended || series.firstFailure !== undefined) return settle();
      assertNotMember(series);
      const subscribe = (done: () => void): Stop => {
        const stop = series.listen({
          childEnded() {
            if (series.firstFailure === undefined) return;
            stop();
            done();
          },
          ended: done,
        });
        return stop;
      };
      waitUntil(deadline, subscribe, settle);
    });
  }

  #allOrErrors(timeout?: Duration): Promise<(T | Error)[]> {
    const series = this.#series;
    series.looked = true;
    return new Promise((resolve, reject) => {
      const deadline = toDeadline(timeout, () => reject(unfinished(series)));
      this.#whenEnded(() => {
        if (series.error !== undefined) return reject(series.error);
        resolve(Array.from({ length: series.length }, (_, index) => valueOrError<T>(series.outcome(index)!)));
      }, deadline);
    });
  }

  #whenEnded(callback: () => void, deadline?: Deadline): void {
    const series = this.#series;
    if (series.ended) return callback();
    assertNotMember(series);
    waitUntil(deadline, (done) => series.listen({ ended: done }), callback);
  }

  /** The outcome of one child, or undefined if there is no such child. */
  #outcome(index: number): Promise<Outcome | undefined> {
    const series = this.#series;
    return new Promise((resolve) => {
      const known = index < series.length ? series.outcome(index) : undefined;
      if (known !== undefined || (series.exhausted && index >= series.length)) return resolve(known);
      const unblock = index < series.length ? assertNoDeadlock(series.child(index)) : undefined;
      waitInScope(
        (done) => {
          if (index < series.length) return series.whenChildEnded(index, done);
          const stop = series.listen({
            childCreated(created) {
              if (created !== index) return;
              stop();
              series.whenChildEnded(index, done);
            },
            ended: done,
          });
        },
        () => {
          unblock?.();
          resolve(index < series.length ? series.outcome(index) : undefined);
        },
      );
    });
  }
}

// Where the runtime has the symbol, rxjs uses it instead of the name.
if (typeof Symbol.observable === 'symbol') {
  Object.defineProperty(TaskFutureList.prototype, Symbol.observable, {
    value(this: TaskFutureList<unknown>) {
      return this.results$;
    },
    configurable: true,
    writable: true,
  });
}

function errorOf(series: Series): Error | undefined {
  const outcome = series.firstFailure?.outcome;
  return outcome?.kind === 'error' ? outcome.error : series.error;
}

function valueOrError<T>(outcome: Outcome): T | Error {
  return outcome.kind === 'value' ? (outcome.value as T) : outcome.error;
}

function unfinished(series: Series): TimeoutError {
  const done = series.endedInOrder().length;
  return new TimeoutError(`${series.length - done} (of ${series.length}) futures unfinished`);
}
