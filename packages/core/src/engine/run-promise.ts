import type { Run } from '../run/run.js';

/**
 * The promise of a call. It is a promise like any other, but it knows whether anybody waits for it: a failure that
 * nobody looks at belongs to the flow, and must not become an `unhandledRejection`.
 */
export class RunPromise<T> extends Promise<T> {
  readonly #run: Run | undefined;

  /** `then` and its kin give plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(run: Run) {
    super((resolve, reject) =>
      run.whenEnded((outcome) => {
        if (outcome.kind === 'value') resolve(outcome.value as T);
        else reject(outcome.error);
      }),
    );
    this.#run = run;
    super.then(undefined, () => {});
  }

  override then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    // As the language declares it for promises: handlers may name the error that they expect.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    onError?: ((error: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (this.#run !== undefined) this.#run.looked = true;
    return super.then(onValue, onError);
  }
}
