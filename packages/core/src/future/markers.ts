/** How `unmapped`, `allowFailure` and `quote` wrap a value; the engine looks for them among the inputs of a task. */
export class Marker<T> {
  constructor(
    readonly kind: 'unmapped' | 'allowFailure' | 'quote',
    readonly value: T,
  ) {}
}

export interface Unmapped<T> {
  readonly kind: 'unmapped';
  readonly value: T;
}

/**
 * Every call of a map gets this value whole, even if it could be iterated.
 *
 * @example add.map([1, 2, 3], unmapped([10, 20])) // three calls, each with [10, 20]
 */
export function unmapped<T>(value: T): Unmapped<T> {
  return new Marker('unmapped', value) as Unmapped<T>;
}

// The result stands for T, or for a list of it where a list of futures was given; `any` is what fits both.
/* eslint-disable @typescript-eslint/no-explicit-any */

/**
 * If the future fails, the task runs all the same and gets the error as its argument. Crashed and cancelled ones are not
 * let through.
 *
 * @example report.submit(allowFailure(load.submit())) // report(rows) or report(error)
 */
export function allowFailure<T>(value: T): any {
  return new Marker('allowFailure', value);
}

/**
 * Hands over a value as it is: futures inside are neither looked for nor awaited.
 *
 * @example inspect.submit(quote({ future })) // inspect gets the future itself
 */
export function quote<T>(value: T): any {
  return new Marker('quote', value);
}
