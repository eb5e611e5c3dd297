import { MillraceError } from './millrace-error.js';

/** A run did not start because a run that it depends on failed. `cause` is the first error of that chain. */
export class UpstreamTaskError extends MillraceError {
  readonly code = 'UPSTREAM_TASK';

  constructor(
    readonly upstream: string,
    cause: unknown,
  ) {
    super(`Upstream task run '${upstream}' did not reach a 'COMPLETED' state.`, { cause });
  }
}

/** Sources that are zipped by `map` have different lengths. */
export class MappingLengthMismatch extends MillraceError {
  readonly code = 'MAPPING_LENGTH_MISMATCH';

  constructor(task: string, lengths: readonly string[]) {
    super(`Cannot map '${task}' over sources of different lengths: ${lengths.join(', ')}.`, {
      hint: 'Wrap a value that every call should get in unmapped().',
    });
  }
}

/** `map` was called without anything to map over. */
export class MappingMissingIterable extends MillraceError {
  readonly code = 'MAPPING_MISSING_ITERABLE';

  constructor(task: string, received: readonly string[]) {
    super(`Cannot map '${task}': none of its arguments is iterable (${received.join(', ') || 'no arguments'}).`, {
      hint: 'Use submit() for a single call. Strings, buffers and plain objects count as single values.',
    });
  }
}

/** One attempt of a task ran longer than its `timeout`. */
export class TaskTimeoutError extends MillraceError {
  readonly code = 'TASK_TIMEOUT';

  /** @param timeout milliseconds */
  constructor(readonly timeout: number) {
    super(`Task run exceeded timeout of ${timeout / 1000} second(s)`);
  }
}

/** A flow ran longer than its `timeout`. */
export class FlowTimeoutError extends MillraceError {
  readonly code = 'FLOW_TIMEOUT';

  /** @param timeout milliseconds */
  constructor(readonly timeout: number) {
    super(`Flow run exceeded timeout of ${timeout / 1000} second(s)`);
  }
}

/** A wait for a result ran out of time; what was waited for goes on. */
export class TimeoutError extends MillraceError {
  readonly code = 'TIMEOUT';
}

/** The run was cancelled, by `cancel()`, by its flow, or by a signal to the process. */
export class CancelledError extends MillraceError {
  readonly code = 'CANCELLED';
}

/** A task threw something that is not an Error; what it threw is the `cause`. */
export class NonErrorThrown extends MillraceError {
  readonly code = 'NON_ERROR_THROWN';

  constructor(thrown: unknown) {
    super(`A value that is not an Error was thrown: ${safeString(thrown)}`);
    // Set here, since `undefined` is a cause too when it was thrown.
    Object.defineProperty(this, 'cause', { value: thrown, configurable: true, writable: true });
  }
}

export interface ParameterIssue {
  readonly message: string;
  readonly path?: readonly PropertyKey[];
}

/** The parameters of a flow do not fit its schema. `issues` lists every finding. */
export class ParameterValidationError extends MillraceError {
  readonly code = 'PARAMETER_VALIDATION';

  constructor(
    flow: string,
    readonly issues: readonly ParameterIssue[],
  ) {
    super(
      `Parameters of flow '${flow}' are invalid: ` +
        issues
          .map(({ message, path }) => (path?.length ? `${path.map(String).join('.')}: ${message}` : message))
          .join('; '),
    );
  }
}

/** A task waits for its own result, directly or through others, so neither could ever end. */
export class DeadlockError extends MillraceError {
  readonly code = 'DEADLOCK';
}

/** A synchronous task was called directly with an option that needs waiting. */
export class SyncCallError extends MillraceError {
  readonly code = 'SYNC_CALL';

  constructor(task: string, option: string, cause?: unknown) {
    super(`Task '${task}' is synchronous and was called directly, so its ${option} cannot be kept.`, {
      hint: `Use ${task}.submit(…), or make the method async.`,
      cause,
    });
  }
}

/** A run was asked to go from one state to another that does not follow it. A bug in Millrace. */
export class IllegalTransitionError extends MillraceError {
  readonly code = 'ILLEGAL_TRANSITION';

  constructor(run: string, from: string, to: string) {
    super(`Run '${run}' cannot go from ${from} to ${to}.`, { hint: 'This is a bug in Millrace; please report it.' });
  }
}

/** The whole of a thrown value as an Error: itself if it is one, in any realm. */
export function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new NonErrorThrown(thrown);
}

/** Whether the value is an Error of this realm or another: test runners and threads have their own `Error`. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function safeString(value: unknown): string {
  try {
    return String(value);
  } catch {
    // A throwing toString, or an object without a prototype.
    return Object.prototype.toString.call(value);
  }
}
