import type { Observable } from 'rxjs';
import type { Unmapped } from '../future/markers.js';
import type { TaskFuture } from '../future/task-future.js';
import type { TaskFutureList } from '../future/task-future-list.js';
import type { MillraceTypeError } from './type-error.js';

/** What `submit` takes where the method takes a `T`: the value, or a future or promise of it, also inside of lists. */
export type Input<T> =
  | T
  | TaskFuture<T>
  | PromiseLike<T>
  // Not `TaskFutureList<… : never>`: that is a PromiseLike<never[]> and spoils `submit(p.then(f))`.
  | (T extends readonly (infer U)[] ? TaskFutureList<U> | { [K in keyof T]: Input<T[K]> } : never);
export type Inputs<A extends readonly unknown[]> = { [K in keyof A]: Input<A[K]> };

export type Sequence<T> = Iterable<T> | AsyncIterable<T> | Observable<T>;

/** What `map` walks where the method takes a `T`. */
export type Source<T> =
  | Iterable<Input<T>>
  | AsyncIterable<T>
  | Observable<T>
  | TaskFutureList<T>
  | TaskFuture<Sequence<T>>
  | PromiseLike<Sequence<T> | Static<T>>;

/** What `map` hands to every call as it is: everything that cannot be walked, and strings. */
export type Static<T> = T extends string | number | boolean | bigint | null | undefined
  ? T
  : T extends Iterable<unknown>
    ? never
    : T;

export type MapInputs<A extends readonly unknown[]> = A extends readonly []
  ? [MillraceTypeError<'map() needs a task with at least one parameter'>]
  : { [K in keyof A]: Source<A[K]> | Unmapped<Input<A[K]>> | Static<A[K]> };

export type StreamSource<A extends readonly unknown[]> = A extends readonly []
  ? MillraceTypeError<'stream() needs a task with at least one parameter'>
  : Source<A[0]>;
