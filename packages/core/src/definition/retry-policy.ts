import { InvalidOptionError } from '../errors/definition-errors.js';
import { isError } from '../errors/run-errors.js';
import { parseDuration, type Duration } from '../util/duration.js';
import type { ErrorClass, RetryDelay } from './task-options.js';

/** When and how often a failed attempt is followed by another. Tasks and flows share it. */
export interface RetryPolicy {
  /** Retries after the first attempt: n retries are n + 1 attempts. */
  readonly retries: number;
  /** Milliseconds to wait after the attempt with this number failed. */
  delayAfter(attempt: number, error: unknown): number;
  /** Whether this error is worth another attempt; a question that may take time, or throw (which means no). */
  accepts(error: unknown, attempt: number): boolean | Promise<boolean>;
}

export interface RetryOptions {
  readonly retries?: number | undefined;
  readonly retryDelay?: RetryDelay | undefined;
  readonly retryIf?: ((error: unknown, attempt: number) => boolean | Promise<boolean>) | undefined;
  readonly retryOn?: readonly ErrorClass[] | undefined;
}

export function createRetryPolicy({ retries = 0, retryDelay = 0, retryIf, retryOn }: RetryOptions): RetryPolicy {
  if (!Number.isInteger(retries) || retries < 0) {
    throw new InvalidOptionError('retries', 'a whole number from 0 up', retries);
  }
  return {
    retries,
    delayAfter: createDelay(retryDelay),
    accepts(error, attempt) {
      if (retryOn !== undefined && !retryOn.some((errorClass) => isInstanceOf(error, errorClass))) return false;
      return retryIf === undefined ? true : retryIf(error, attempt);
    },
  };
}

function createDelay(retryDelay: RetryDelay): (attempt: number, error: unknown) => number {
  if (typeof retryDelay === 'function') {
    return (attempt, error) => parseDuration(retryDelay(attempt, error), 'retryDelay');
  }
  const delays = (isList(retryDelay) ? retryDelay : [retryDelay]).map((delay) => parseDuration(delay, 'retryDelay'));
  const last = delays.at(-1);
  if (last === undefined)
    throw new InvalidOptionError('retryDelay', 'a duration or a list of at least one', retryDelay);
  return (attempt) => delays[attempt - 1] ?? last;
}

function isList(delay: Duration | readonly Duration[]): delay is readonly Duration[] {
  return Array.isArray(delay);
}

/** Also true for an error that was rebuilt after crossing a thread: it has lost its class, but not its name. */
function isInstanceOf(error: unknown, errorClass: ErrorClass): boolean {
  return error instanceof errorClass || (isError(error) && error.name === errorClass.name);
}

export interface BackoffOptions {
  /** The delay before the first retry. */
  readonly base: Duration;
  /** Each delay is so many times the one before. @default 2 */
  readonly factor?: number;
  /** No delay is longer, jitter included. @default no limit */
  readonly max?: Duration;
  /** A fraction from 0 to 1; each delay lies within `delay × (1 ± jitter)`. @default 0 */
  readonly jitter?: number;
  /** Numbers from 0 up to 1; hand in a seeded one in tests. @default Math.random */
  readonly random?: () => number;
}

/**
 * A delay that grows with each attempt, for `retryDelay` of tasks and flows.
 *
 * @example
 * exponentialBackoff({ base: '1s', max: '30s' }) // 1 s, 2 s, 4 s, … 30 s
 * exponentialBackoff({ base: '1s', jitter: 0.5 }) // 0.5–1.5 s, 1–3 s, …
 * @throws InvalidOptionError if a number is out of its range
 */
export function exponentialBackoff({
  base,
  factor = 2,
  max,
  jitter = 0,
  random = Math.random,
}: BackoffOptions): (attempt: number, error: unknown) => number {
  const first = parseDuration(base, 'base');
  const longest = max === undefined ? Infinity : parseDuration(max, 'max');
  if (!(factor >= 1)) throw new InvalidOptionError('factor', 'a number from 1 up', factor);
  if (!(jitter >= 0 && jitter <= 1)) throw new InvalidOptionError('jitter', 'a fraction from 0 to 1', jitter);
  return (attempt) => {
    const delay = Math.min(first * factor ** (attempt - 1), longest);
    return Math.min(delay * (1 + jitter * (2 * random() - 1)), longest);
  };
}
