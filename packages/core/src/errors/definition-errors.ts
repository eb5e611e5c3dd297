import { MillraceError } from './millrace-error.js';

/** A decorator or a handle was given something it cannot use. Raised where the class is defined, before anything runs. */
export class DefinitionError extends MillraceError {
  readonly code = 'DEFINITION';
}

/** An option of a task, flow or setting has a value it cannot have, or a name that does not exist. */
export class InvalidOptionError extends MillraceError {
  readonly code = 'INVALID_OPTION';

  /** @param expected completes the sentence "retries must be …" */
  constructor(
    readonly option: string,
    expected: string,
    readonly received: unknown,
    where?: string,
  ) {
    super(`${option} must be ${expected}, got ${describe(received)}${where === undefined ? '' : ` (${where})`}.`);
  }
}

/** An option that is part of the design, but that this version does not keep yet: better refused than ignored. */
export class UnavailableOptionError extends MillraceError {
  readonly code = 'UNAVAILABLE_OPTION';

  constructor(
    readonly option: string,
    where: string,
    instead: string,
  ) {
    super(`${option} is not available yet (${where}).`, { hint: instead });
  }
}

export class UnknownOptionError extends MillraceError {
  readonly code = 'UNKNOWN_OPTION';

  constructor(
    readonly option: string,
    where: string,
    known: readonly string[],
  ) {
    super(`${where} has no option ${JSON.stringify(option)}.`, { hint: `Known options: ${known.join(', ')}.` });
  }
}

/** A member that is not decorated was used through `tasks()` or `task()`. */
export class NotATaskError extends MillraceError {
  readonly code = 'NOT_A_TASK';

  constructor(owner: string, method: string) {
    super(`${owner}.${method} is not a task.`, { hint: `Is @Task() missing above ${method}()?` });
  }
}

/** A member that is not decorated was used through `flows()` or `flow()`. */
export class NotAFlowError extends MillraceError {
  readonly code = 'NOT_A_FLOW';

  constructor(owner: string, method: string) {
    super(`${owner}.${method} is not a flow.`, { hint: `Is @Flow() missing above ${method}()?` });
  }
}

/** The value as a short piece of an error message. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name ?? 'no prototype'})`;
  return String(value);
}
