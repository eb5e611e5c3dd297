import { InvalidOptionError } from '../errors/definition-errors.js';
import type { TaskRunner } from '../ports/task-runner.js';
import { parseDuration } from '../util/duration.js';
import type { FlowOptions, StandardSchema } from './flow-options.js';
import type { Hook } from './hooks.js';
import { createRetryPolicy, type RetryPolicy } from './retry-policy.js';
import { createRunNamer, type RunNamer } from './run-name.js';
import { assertAvailable, assertKnownOptions, assertOptionType, assertTags, toHooks } from './validate-options.js';

/** What a flow is, as frozen data: its options, checked and made ready for use. */
export interface FlowDefinition {
  readonly kind: 'flow';
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
  readonly runner: TaskRunner | undefined;
  readonly parameters: StandardSchema | undefined;
  readonly logPrints: boolean | undefined;
  readonly onRunning: readonly Hook[];
  readonly onCompletion: readonly Hook[];
  readonly onFailure: readonly Hook[];
  readonly onCancellation: readonly Hook[];
  readonly onCrashed: readonly Hook[];
  /** As they were given, so that `.with()` can change some. */
  readonly options: FlowOptions;
}

const OPTIONS = [
  'name',
  'runName',
  'version',
  'description',
  'runner',
  'retries',
  'retryDelay',
  'timeout',
  'parameters',
  'logPrints',
  'durable',
  'tags',
  'onRunning',
  'onCompletion',
  'onFailure',
  'onCancellation',
  'onCrashed',
] as const satisfies readonly (keyof FlowOptions)[];

/**
 * Checks the options of `@Flow()` or `flow()`.
 *
 * @param method the name that the flow has unless `options.name` says otherwise
 * @throws InvalidOptionError, UnknownOptionError
 */
export function defineFlow(options: FlowOptions, method: string, origin = Symbol(method)): FlowDefinition {
  assertKnownOptions(options, OPTIONS, `@Flow() of ${method}`);
  const name = options.name ?? method;
  const where = `flow ${name}`;
  for (const option of ['name', 'description', 'version'] as const) assertOptionType(options, option, 'string', where);
  for (const option of ['logPrints', 'durable'] as const) assertOptionType(options, option, 'boolean', where);
  assertTags(options.tags, where);
  assertAvailable(options, { durable: 'Leave it out: runs are recorded, but their results are not kept.' }, where);
  const { runner, parameters, timeout } = options;
  if (runner !== undefined && typeof runner.execute !== 'function') {
    throw new InvalidOptionError('runner', 'a task runner', runner, where);
  }
  if (parameters !== undefined && typeof parameters?.['~standard']?.validate !== 'function') {
    throw new InvalidOptionError('parameters', 'a Standard Schema (zod, valibot, arktype, …)', parameters, where);
  }
  return Object.freeze({
    kind: 'flow',
    name,
    origin,
    description: options.description,
    version: options.version,
    tags: Object.freeze([...(options.tags ?? [])]),
    runName: createRunNamer(options.runName),
    retry: createRetryPolicy(options),
    timeout: timeout === undefined ? undefined : parseDuration(timeout, 'timeout'),
    runner,
    parameters,
    logPrints: options.logPrints,
    onRunning: toHooks(options.onRunning, 'onRunning', where),
    onCompletion: toHooks(options.onCompletion, 'onCompletion', where),
    onFailure: toHooks(options.onFailure, 'onFailure', where),
    onCancellation: toHooks(options.onCancellation, 'onCancellation', where),
    onCrashed: toHooks(options.onCrashed, 'onCrashed', where),
    options,
  });
}

/** The definition with some options changed, for a handle. */
export function withFlowOptions(definition: FlowDefinition, options: FlowOptions): FlowDefinition {
  return defineFlow({ ...definition.options, ...options }, definition.name, definition.origin);
}
