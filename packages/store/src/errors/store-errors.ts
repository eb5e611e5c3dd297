import { MillraceError } from '@millrace/core';

/** What a store or an operating system says about a failure, as one clause. */
const reasonOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);

/** The file of a store cannot be created or opened, or is not a store. */
export class StoreOpenError extends MillraceError {
  readonly code = 'STORE_OPEN';

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`Cannot open the store '${path}': ${reasonOf(cause)}.`, {
      cause,
      hint: 'Set MILLRACE_HOME to a directory that can be written, or MILLRACE_STORE=memory to keep no record.',
    });
  }
}

/** The file was written by a newer version of Millrace. It is left as it is. */
export class StoreSchemaError extends MillraceError {
  readonly code = 'STORE_SCHEMA';

  constructor(
    readonly path: string,
    readonly found: number,
    readonly known: number,
  ) {
    super(`The store '${path}' has schema ${found}, and this version of Millrace knows schemas up to ${known}.`, {
      hint: 'Update Millrace in this program, or give it a file of its own.',
    });
  }
}

/** There is no SQLite in this process: Node has none, and the package that stands in for it was not installed. */
export class StoreDriverError extends MillraceError {
  readonly code = 'STORE_DRIVER';

  constructor(cause: unknown) {
    super(`Node ${process.versions.node} has no SQLite, and '@photostructure/sqlite' cannot be loaded.`, {
      cause,
      hint: 'Use Node 22.13 or later, install that package, or set MILLRACE_STORE=memory.',
    });
  }
}

/** A batch of events was not written, none of it: the disk is full, the file is locked or damaged. */
export class StoreWriteError extends MillraceError {
  readonly code = 'STORE_WRITE';

  constructor(
    readonly path: string,
    /** How many events the batch had. */
    readonly events: number,
    cause: unknown,
  ) {
    super(`Cannot record ${events} events in '${path}': ${reasonOf(cause)}.`, {
      cause,
      hint: 'None of them was written; what was recorded before is intact.',
    });
  }
}

/** A store was asked for runs and could not read them. */
export class StoreReadError extends MillraceError {
  readonly code = 'STORE_READ';

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`Cannot read runs from '${path}': ${reasonOf(cause)}.`, { cause });
  }
}

/** A store was used after its disposal. */
export class StoreClosedError extends MillraceError {
  readonly code = 'STORE_CLOSED';

  constructor(readonly path: string) {
    super(`The store '${path}' has been disposed of.`, { hint: 'Dispose of a store after the last flow has ended.' });
  }
}
