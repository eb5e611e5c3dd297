import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';

// Not those of node:assert: values that crossed a thread, and everything inside of jest's sandbox, belong to another
// realm, and `deepStrictEqual` calls two equal lists of different realms different.

/** @throws AssertionError unless `condition` holds; `sentence` says what was expected */
export function assertThat(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new AssertionError({ message: sentence });
}

/** Compares by structure, in any realm. @throws AssertionError that shows both values */
export function assertEqual(actual: unknown, expected: unknown, subject: string): void {
  if (isEqual(actual, expected)) return;
  const show = (value: unknown) => inspect(value, { depth: 5, breakLength: 100, maxArrayLength: 20 });
  throw new AssertionError({
    message: `${subject}: expected ${show(expected)}, got ${show(actual)}`,
    actual,
    expected,
  });
}

/** What the promise rejects with. @throws AssertionError if it resolves */
export async function rejectionOf(promise: PromiseLike<unknown>, subject: string): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new AssertionError({ message: `${subject}: expected an error, got the result ${inspect(value)}` });
}

/** Fails when the promise takes longer; what it does later is ignored. */
export async function within<T>(ms: number, promise: PromiseLike<T>, subject: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AssertionError({ message: `${subject}: not within ${ms} ms` })), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const kindOf = (value: unknown): string => Object.prototype.toString.call(value);

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || kindOf(a) !== kindOf(b))
    return false;
  if (isIterable(a) && isIterable(b)) return isEqualList([...a], [...b]);
  if (kindOf(a) === '[object Date]') return Number(a) === Number(b);
  return isEqualRecord(a, b);
}

const isIterable = (value: object): value is Iterable<unknown> => Symbol.iterator in value;

const isEqualList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => isEqual(item, b[i]));

/** A property that is undefined counts as absent: a database does not tell the two apart. */
function isEqualRecord(a: object, b: object): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqual(a[key as keyof object], b[key as keyof object]));
}
