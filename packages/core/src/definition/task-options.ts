import type { Duration } from '../util/duration.js';
import type { Hooks } from './hooks.js';

// `any` here is what makes methods of every shape assignable; a narrower type would refuse them by variance.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyMethod = (this: any, ...args: any[]) => unknown;

/** A function gets the number of the attempt that failed (1, 2, …) and its error. */
export type RetryDelay = Duration | readonly Duration[] | ((attempt: number, error: unknown) => Duration);

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ErrorClass = abstract new (...args: any[]) => unknown;

/** Options of `@Task()`, `task()` and `.with()`. */
export interface TaskOptions<M extends AnyMethod = AnyMethod> {
  /** @default the name of the method */
  readonly name?: string;
  readonly description?: string;
  /** Added to the tags of the enclosing flow. */
  readonly tags?: readonly string[];
  readonly version?: string;
  /**
   * Names the runs: a template over the resolved arguments (`'load {0} of {1.name}'`), or a function of them.
   * @default 'name-N', numbered within the flow run
   */
  readonly runName?: string | ((...args: Parameters<M>) => string);
  /** How often a failed attempt is followed by another. @default 0 */
  readonly retries?: number;
  /** The time before a retry. In a list, each value is for one retry and the last repeats. @default 0 */
  readonly retryDelay?: RetryDelay;
  /** Whether this error is worth another attempt. If it throws, there is none. @default always */
  readonly retryIf?: (error: unknown, attempt: number) => boolean | Promise<boolean>;
  /** Only errors of these classes, or of their subclasses, are retried. @default all */
  readonly retryOn?: readonly ErrorClass[];
  /** How long each attempt may take. @default no limit */
  readonly timeout?: Duration;
  /** Caching has no effect yet: the task runs each time, and the first run says so in a warning. */
  readonly cacheKey?: (...args: Parameters<M>) => string | null;
  readonly cachePolicy?: unknown;
  readonly cacheExpiration?: Duration;
  readonly refreshCache?: boolean;
  readonly persistResult?: boolean;
  /** `console` calls inside the task become its log records. @default the enclosing flow's, then the setting */
  readonly logPrints?: boolean;
  /** At every attempt. */
  readonly onRunning?: Hooks;
  readonly onCompletion?: Hooks;
  /** Once, after the last attempt. */
  readonly onFailure?: Hooks;
  readonly onCancellation?: Hooks;
  /** When its flow fails after this task has completed: undo what it did. The last to complete is undone first. */
  readonly onRollback?: Hooks;
}

/** What `.with()` takes: every option, and three that belong to a handle. */
export interface TaskHandleOptions<M extends AnyMethod = AnyMethod> extends TaskOptions<M> {
  /** Not available yet. */
  readonly concurrency?: number;
  /** Not available yet. */
  readonly rateLimit?: unknown;
  /** Futures that must complete first; their values are not passed on. */
  readonly waitFor?: readonly unknown[];
}
