import type { TaskRunner } from '../ports/task-runner.js';
import type { Duration } from '../util/duration.js';
import type { Hooks } from './hooks.js';
import type { RetryDelay } from './task-options.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AsyncMethod = (this: any, ...args: any[]) => PromiseLike<unknown>;

/** The part of https://standardschema.dev that flows use: zod, valibot, arktype and others have it. */
export interface StandardSchema<I = unknown, O = I> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    // The specification's own type is wider than what every library declares.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    readonly validate: (value: unknown) => any;
    readonly types?: { readonly input: I; readonly output: O } | undefined;
  };
}

/** Options of `@Flow()`, `flow()` and `.with()`. */
export interface FlowOptions<M extends AsyncMethod = AsyncMethod> {
  /** @default the name of the method */
  readonly name?: string;
  /** Names the runs: a template over the arguments (`'load {0}'`), or a function of them. @default two random words */
  readonly runName?: string | ((...args: Parameters<M>) => string);
  readonly version?: string;
  readonly description?: string;
  /** Where submitted and mapped tasks run. @default the enclosing flow's, then the setting */
  readonly runner?: TaskRunner;
  /** How often the body is run again after it failed. @default 0 */
  readonly retries?: number;
  readonly retryDelay?: RetryDelay;
  /** How long each attempt may take. @default no limit */
  readonly timeout?: Duration;
  /** Checks the only parameter, or the list of them; the body receives what the schema made of it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly parameters?: StandardSchema<any, any>;
  /** `console` calls inside the flow and its tasks become log records. @default the enclosing flow's, then the setting */
  readonly logPrints?: boolean;
  /** Not available yet. Results are kept, so that the run can be resumed. */
  readonly durable?: boolean;
  /** Every task run of the flow carries them too. */
  readonly tags?: readonly string[];
  readonly onRunning?: Hooks;
  readonly onCompletion?: Hooks;
  readonly onFailure?: Hooks;
  readonly onCancellation?: Hooks;
  readonly onCrashed?: Hooks;
}
