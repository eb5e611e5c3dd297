import { TimeoutError } from '../errors/run-errors.js';
import type { Stop } from '../util/clock.js';
import type { TaskFuture } from './task-future.js';
import type { WaitOptions } from './wait-options.js';
import { startDeadline, waitInScope } from './waiting.js';

/** Where futures come from as they end. */
export interface CompletionSource<T> {
  /** Tells of every future once, those that have ended already first; gives what stops it. */
  subscribe(completed: (future: () => TaskFuture<T>) => void, ended: (error?: Error) => void): Stop;
  /** How many futures are known. */
  count(): number;
}

/**
 * Futures in the order in which they end.
 *
 * Not an async generator: that would await each future that it yields, since futures are promises.
 */
export class Completions<T> implements AsyncIterableIterator<TaskFuture<T>, void, undefined> {
  readonly #queue: (() => TaskFuture<T>)[] = [];
  readonly #stopSource: Stop;
  readonly #stopDeadline: Stop;
  #next = 0;
  #over: { readonly error: Error | undefined } | undefined;
  #expired = false;
  #wake = (): void => {};
  #expire = (): void => {};

  constructor(
    private readonly source: CompletionSource<T>,
    { timeout }: WaitOptions,
  ) {
    this.#stopDeadline = startDeadline(timeout, () => {
      this.#expired = true;
      this.#expire();
    });
    this.#stopSource = source.subscribe(
      (future) => {
        this.#queue.push(future);
        this.#wake();
      },
      (error) => {
        this.#over = { error };
        this.#wake();
      },
    );
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** @throws TimeoutError "k (of n) futures unfinished" */
  async next(): Promise<IteratorResult<TaskFuture<T>, void>> {
    for (;;) {
      const future = this.#queue[this.#next];
      if (future !== undefined) {
        this.#queue[this.#next++] = undefined as never;
        return { value: future(), done: false };
      }
      if (this.#over !== undefined || this.#expired) return this.#finish();
      await this.#change();
    }
  }

  return(): Promise<IteratorResult<TaskFuture<T>, void>> {
    this.#stop();
    this.#over ??= { error: undefined };
    this.#queue.length = 0;
    this.#wake();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** The next completion, the end, or the deadline. */
  #change(): Promise<void> {
    return new Promise((resolve) =>
      waitInScope((done, giveUp) => {
        this.#wake = done;
        this.#expire = () => giveUp(resolve);
      }, resolve),
    );
  }

  #finish(): IteratorResult<TaskFuture<T>, void> {
    this.#stop();
    if (this.#over === undefined) {
      const count = this.source.count();
      throw new TimeoutError(`${count - this.#next} (of ${count}) futures unfinished`);
    }
    if (this.#over.error !== undefined) throw this.#over.error;
    return { value: undefined, done: true };
  }

  #stop(): void {
    this.#stopDeadline();
    this.#stopSource();
  }
}
