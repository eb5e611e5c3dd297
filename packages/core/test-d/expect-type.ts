/** True when the two types are the same, not merely assignable to each other. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/**
 * Compiles only when the value has exactly the type.
 *
 * @example expectType<number>()(1 + 1, true)
 */
export function expectType<Expected>(): <Actual>(value: Actual, same: Equal<Actual, Expected>) => void {
  return () => undefined;
}
