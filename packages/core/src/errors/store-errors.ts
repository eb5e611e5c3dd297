import { MillraceError } from './millrace-error.js';

/** How many runs an error names; the rest are counted. */
const NAMED = 20;

/** The store did not take what happened for so long that it could be kept in memory no longer. */
export class StoreUnavailableError extends MillraceError {
  readonly code = 'STORE_UNAVAILABLE';

  constructor(
    store: string,
    /** How many events are not recorded. */
    readonly events: number,
    /** The names of the runs that they tell of. */
    readonly runs: readonly string[],
    cause: unknown,
  ) {
    const names = runs.slice(0, NAMED).join(', ');
    const more = runs.length > NAMED ? ` and ${runs.length - NAMED} more` : '';
    super(`Store '${store}' did not take ${events} events, of the runs ${names}${more}.`, {
      cause,
      hint: 'The runs themselves went on. See the cause for what the store said.',
    });
  }
}
