const BRAND = Symbol.for('millrace.error');
const DOCS = 'https://github.com/millrace/millrace/blob/main/docs/errors';

export interface MillraceErrorOptions {
  readonly cause?: unknown;
  /** What the reader can do next; becomes the second sentence of the message. */
  readonly hint?: string;
}

/**
 * Every error that Millrace itself raises. A program recognises it by `code`, a person by its message.
 *
 * Errors cross threads, machines and test realms, where `instanceof` is false: use `MillraceError.is(error)` or `code`.
 *
 * @example
 * try { await future } catch (error) {
 *   if (MillraceError.is(error) && error.code === 'UPSTREAM_TASK') console.log(error.cause);
 * }
 */
export abstract class MillraceError extends Error {
  abstract readonly code: string;

  constructor(message: string, { cause, hint }: MillraceErrorOptions = {}) {
    super(hint === undefined ? message : `${message} ${hint}`, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The page that explains this code. */
  get docs(): string {
    return `${DOCS}/${this.code}.md`;
  }

  static is(error: unknown): error is MillraceError {
    return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[BRAND] === true;
  }
}
