import { withTaskOptions } from '../definition/task-definition.js';
import type { TaskHandleOptions } from '../definition/task-options.js';
import { getEngine } from '../engine/engine.js';
import type { StreamOptions } from '../engine/stream.js';
import type { TaskTarget } from '../engine/target.js';
import type { TaskFuture } from '../future/task-future.js';
import type { TaskFutureList } from '../future/task-future-list.js';
import type { State } from '../state/state.js';
import type { MillraceTypeError } from './type-error.js';
import type { Inputs, MapInputs, StreamSource } from './inputs.js';

/**
 * A task that can be called, submitted, mapped and streamed.
 *
 * @example
 * const { transform } = tasks(this);
 * await transform(1);                    // in place, as this.transform(1)
 * const future = transform.submit(1);    // at the runner
 * const list = transform.map([1, 2, 3]); // once for each
 */
export interface TaskHandle<A extends unknown[], R> {
  /** Runs the task in place, and gives exactly what its method gives. */
  (...args: A): R;
  /** Runs the task at the flow's runner, as soon as its inputs are known. Returns at once. */
  submit(...inputs: Inputs<A>): TaskFuture<Awaited<R>>;
  /**
   * Runs the task once for each item, as slots get free. Lists, sets, maps, iterables, async iterables, Observables and
   * futures of them are walked in step; strings, buffers, plain objects and `unmapped(x)` go to every call.
   *
   * @throws MappingLengthMismatch, MappingMissingIterable
   */
  map(...sources: MapInputs<A>): TaskFutureList<Awaited<R>>;
  /**
   * For sources too long to keep: pulls only when there is room, hands results on as they come and keeps none. Memory
   * stays flat however long the source is, and a slow consumer slows the source.
   *
   * @example for await (const page of fetchPage.stream(urls(), { concurrency: 8 })) …
   */
  stream(
    source: StreamSource<A>,
    options?: StreamOptions & { readonly settled?: false },
  ): AsyncGenerator<Awaited<R>, void, undefined>;
  stream(
    source: StreamSource<A>,
    options: StreamOptions & { readonly settled: true },
  ): AsyncGenerator<State, void, undefined>;
  /** The same task with some options changed. */
  with(options: TaskHandleOptions<(...args: A) => R>): TaskHandle<A, R>;
}

export type HandleOf<F> = F extends (...args: infer A) => infer R
  ? TaskHandle<A, R>
  : MillraceTypeError<'only methods can be tasks'>;

const targets = new WeakMap<object, TaskTarget>();

// One object with the methods for all handles: a handle is made whenever somebody writes `tasks(this)`.
const METHODS = Object.setPrototypeOf(
  {
    submit(this: object, ...inputs: unknown[]): unknown {
      return getEngine().submit(targets.get(this)!, inputs);
    },
    map(this: object, ...sources: unknown[]): unknown {
      return getEngine().map(targets.get(this)!, sources);
    },
    stream(this: object, source: unknown, options: StreamOptions = {}): unknown {
      return getEngine().stream(targets.get(this)!, source, options);
    },
    with(this: object, options: TaskHandleOptions): unknown {
      const target = targets.get(this)!;
      return createTaskHandle({ ...target, definition: withTaskOptions(target.definition, options) });
    },
  },
  Function.prototype,
) as object;

export function createTaskHandle(target: TaskTarget): unknown {
  const handle = (...args: unknown[]): unknown => getEngine().call(target, args);
  Object.setPrototypeOf(handle, METHODS);
  Object.defineProperty(handle, 'name', { value: target.definition.name, configurable: true });
  targets.set(handle, target);
  return handle;
}
