import { Marker } from '../future/markers.js';
import { TaskFuture } from '../future/task-future.js';
import { TaskFutureList } from '../future/task-future-list.js';
import { observe } from '../scheduler/observe.js';
import { currentScope, runInScope } from '../run/scope.js';
import type { Series } from '../run/series.js';
import { Deque } from '../util/deque.js';
import { MemberDependency } from './dependency.js';
import { isThenable } from './resolve-inputs.js';

/** The source has nothing now; it calls `wake` when it has. */
export const BLOCKED = Symbol('blocked');
/** The source has come to its end. */
export const END = Symbol('end');

/** One of the arguments of a map that are walked in step: asked for its next item only when there is room for it. */
export interface MapSource {
  /** How many items there are in all, where it is known beforehand. */
  readonly length: number | undefined;
  /** @throws what the source throws */
  next(): unknown;
  /** Set by the map. */
  wake: () => void;
  /** No more will be asked. */
  close(): void;
}

/**
 * The source that a value is for `map`, or undefined for a single value: strings, buffers, typed arrays and plain
 * objects count as single.
 */
export function toMapSource(value: unknown, allowFailure = false): MapSource | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Marker) {
    return value.kind === 'allowFailure' ? toMapSource(value.value, true) : undefined;
  }
  if (Array.isArray(value)) return new ListSource(value.slice());
  if (value instanceof TaskFutureList) return new SeriesSource(TaskFutureList.seriesOf(value), allowFailure);
  if (value instanceof TaskFuture || isThenable(value) || ArrayBuffer.isView(value)) return undefined;
  if (value instanceof Set || value instanceof Map) return new ListSource([...value]);
  // Observables first: RxJS gives some of them iterators too.
  const observable = observe(value);
  if (observable !== undefined) return new PushSource(observable);
  if (Symbol.asyncIterator in value) return new AsyncSource(value as AsyncIterable<unknown>);
  if (Symbol.iterator in value) return new IteratorSource(value as Iterable<unknown>);
  return undefined;
}

/** Items that are all there: taken over at the call, so that later changes of the caller's list do not matter. */
class ListSource implements MapSource {
  wake = noop;
  #index = 0;

  constructor(private readonly items: readonly unknown[]) {}

  get length(): number {
    return this.items.length;
  }
  next(): unknown {
    return this.#index < this.items.length ? this.items[this.#index++] : END;
  }
  close(): void {}
}

/** A generator, or another lazy iterable. Its code belongs to the flow that called `map`, whoever pulls. */
class IteratorSource implements MapSource {
  readonly length = undefined;
  wake = noop;
  readonly #scope = currentScope();
  readonly #iterator: Iterator<unknown>;

  constructor(iterable: Iterable<unknown>) {
    this.#iterator = iterable[Symbol.iterator]();
  }

  next(): unknown {
    const { done, value } = runInScope(this.#scope, () => this.#iterator.next());
    return done === true ? END : value;
  }
  close(): void {
    runInScope(this.#scope, () => this.#iterator.return?.());
  }
}

type Arrival = { readonly item: unknown } | { readonly error: unknown };

/** An async iterable: one item ahead is asked for, no more. */
class AsyncSource implements MapSource {
  readonly length = undefined;
  wake = noop;
  readonly #scope = currentScope();
  readonly #iterator: AsyncIterator<unknown>;
  #arrival: Arrival | undefined;
  #asked = false;

  constructor(iterable: AsyncIterable<unknown>) {
    this.#iterator = iterable[Symbol.asyncIterator]();
  }

  next(): unknown {
    const arrival = this.#arrival;
    if (arrival === undefined) {
      if (!this.#asked) this.#ask();
      return BLOCKED;
    }
    this.#arrival = undefined;
    if ('error' in arrival) throw arrival.error;
    return arrival.item;
  }

  close(): void {
    void runInScope(this.#scope, async () => this.#iterator.return?.())?.catch(noop);
  }

  #ask(): void {
    this.#asked = true;
    const arrive = (arrival: Arrival): void => {
      this.#asked = false;
      this.#arrival = arrival;
      this.wake();
    };
    runInScope(this.#scope, async () => this.#iterator.next()).then(
      ({ done, value }) => arrive({ item: done === true ? END : value }),
      (error: unknown) => arrive({ error }),
    );
  }
}

/** An Observable. It cannot be asked to wait, so what it pushes too early is kept here. */
class PushSource implements MapSource {
  readonly length = undefined;
  wake = noop;
  readonly #arrivals = new Deque<Arrival>();
  #completed = false;
  readonly #unsubscribe: () => void;

  constructor(subscribe: ReturnType<typeof observe> & object) {
    const arrive = (arrival: Arrival): void => {
      this.#arrivals.push(arrival);
      this.wake();
    };
    this.#unsubscribe = subscribe({
      next: (item) => arrive({ item }),
      error: (error) => arrive({ error }),
      complete: () => {
        this.#completed = true;
        this.wake();
      },
    });
  }

  next(): unknown {
    const arrival = this.#arrivals.shift();
    if (arrival === undefined) return this.#completed ? END : BLOCKED;
    if ('error' in arrival) throw arrival.error;
    return arrival.item;
  }
  close(): void {
    this.#unsubscribe();
  }
}

/** The children of another map: each as soon as it has been made, so that each waits for its own only. */
class SeriesSource implements MapSource {
  wake = noop;
  #index = 0;
  #stop: (() => void) | undefined;

  constructor(
    private readonly series: Series,
    private readonly allowFailure: boolean,
  ) {
    if (allowFailure) series.looked = true;
    else series.passedOn = true;
  }

  get length(): number | undefined {
    return this.series.exhausted && this.series.error === undefined ? this.series.length : undefined;
  }
  next(): unknown {
    const { series } = this;
    if (this.#index < series.length) return new MemberDependency(series, this.#index++, this.allowFailure);
    if (series.exhausted) {
      if (series.error !== undefined) throw series.error;
      return END;
    }
    const wake = (): void => this.wake();
    this.#stop ??= series.listen({ childCreated: wake, exhausted: wake, ended: wake });
    return BLOCKED;
  }
  close(): void {
    this.#stop?.();
  }
}

function noop(): void {}
