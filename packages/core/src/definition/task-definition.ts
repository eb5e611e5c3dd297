import { InvalidOptionError } from '../errors/definition-errors.js';
import { parseDuration } from '../util/duration.js';
import type { Hook } from './hooks.js';
import { createRetryPolicy, type RetryPolicy } from './retry-policy.js';
import { createRunNamer, type RunNamer } from './run-name.js';
import type { TaskHandleOptions } from './task-options.js';
import { assertAvailable, assertKnownOptions, assertOptionType, assertTags, toHooks } from './validate-options.js';

/** What a task is, as frozen data: its options, checked and made ready for use. */
export interface TaskDefinition {
  readonly kind: 'task';
  readonly name: string;
  /** The same in every variation that `.with()` makes. */
  readonly origin: symbol;
  readonly description: string | undefined;
  readonly version: string | undefined;
  readonly tags: readonly string[];
  readonly runName: RunNamer | undefined;
  readonly retry: RetryPolicy;
  /** Milliseconds for each attempt. */
  readonly timeout: number | undefined;
  readonly logPrints: boolean | undefined;
  readonly onRunning: readonly Hook[];
  readonly onCompletion: readonly Hook[];
  readonly onFailure: readonly Hook[];
  readonly onCancellation: readonly Hook[];
  readonly onRollback: readonly Hook[];
  /** Options that have no effect in this version, for a warning at the first run. */
  readonly withoutEffect: readonly string[];
  readonly waitFor: readonly unknown[];
  /** As they were given, so that `.with()` can change some. */
  readonly options: TaskHandleOptions;
}

const OPTIONS = [
  'name',
  'description',
  'tags',
  'version',
  'runName',
  'retries',
  'retryDelay',
  'retryIf',
  'retryOn',
  'timeout',
  'cacheKey',
  'cachePolicy',
  'cacheExpiration',
  'refreshCache',
  'persistResult',
  'logPrints',
  'onRunning',
  'onCompletion',
  'onFailure',
  'onCancellation',
  'onRollback',
] as const satisfies readonly (keyof TaskHandleOptions)[];

const HANDLE_OPTIONS = [
  ...OPTIONS,
  'concurrency',
  'rateLimit',
  'waitFor',
] as const satisfies readonly (keyof TaskHandleOptions)[];

/** Without a store that keeps results there is nothing to take them from: such a task runs as if nothing was cached. */
const CACHING = ['cacheKey', 'cachePolicy', 'cacheExpiration', 'refreshCache', 'persistResult'] as const;

const UNAVAILABLE = {
  concurrency: 'Bound the flow with a runner: new ConcurrentTaskRunner({ concurrency }).',
  rateLimit: 'Bound the flow with a runner, and wait inside the task.',
};

/**
 * Checks the options of `@Task()` or `task()`.
 *
 * @param method the name that the task has unless `options.name` says otherwise
 * @throws InvalidOptionError, UnknownOptionError
 */
export function defineTask(options: TaskHandleOptions, method: string): TaskDefinition {
  assertKnownOptions(options, OPTIONS, `@Task() of ${method}`);
  return createDefinition(options, method, Symbol(method));
}

/** The definition with some options changed, for a handle; `.with()` also takes the options of a handle. */
export function withTaskOptions(definition: TaskDefinition, options: TaskHandleOptions): TaskDefinition {
  assertKnownOptions(options, HANDLE_OPTIONS, `${definition.name}.with()`);
  return createDefinition({ ...definition.options, ...options }, definition.name, definition.origin);
}

function createDefinition(options: TaskHandleOptions, method: string, origin: symbol): TaskDefinition {
  const name = options.name ?? method;
  const where = `task ${name}`;
  for (const option of ['name', 'description', 'version'] as const) assertOptionType(options, option, 'string', where);
  for (const option of ['logPrints', 'refreshCache', 'persistResult'] as const) {
    assertOptionType(options, option, 'boolean', where);
  }
  for (const option of ['retryIf', 'cacheKey'] as const) assertOptionType(options, option, 'function', where);
  assertTags(options.tags, where);
  assertAvailable(options, UNAVAILABLE, where);
  const { timeout, waitFor = [] } = options;
  if (!Array.isArray(waitFor)) throw new InvalidOptionError('waitFor', 'a list of futures', waitFor, where);
  return Object.freeze({
    kind: 'task',
    name,
    origin,
    description: options.description,
    version: options.version,
    tags: Object.freeze([...(options.tags ?? [])]),
    runName: createRunNamer(options.runName),
    retry: createRetryPolicy(options),
    timeout: timeout === undefined ? undefined : parseDuration(timeout, 'timeout'),
    logPrints: options.logPrints,
    onRunning: toHooks(options.onRunning, 'onRunning', where),
    onCompletion: toHooks(options.onCompletion, 'onCompletion', where),
    onFailure: toHooks(options.onFailure, 'onFailure', where),
    onCancellation: toHooks(options.onCancellation, 'onCancellation', where),
    onRollback: toHooks(options.onRollback, 'onRollback', where),
    withoutEffect: CACHING.filter((option) => options[option] !== undefined),
    waitFor,
    options,
  });
}
