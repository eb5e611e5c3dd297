import { isErrorLike, shorten, toPlain } from './plain-value.js';

const MOST_CAUSES = 5;
const MOST_STACK_CHARACTERS = 16_384;

/**
 * An error on one line, however it is made.
 *
 * @example errorLine(new TypeError('no\nrows')) // 'TypeError: no rows'
 */
export function errorLine(error: unknown): string {
  return shorten(safely(() => describe(error)).replace(/\s*[\r\n]+\s*/g, ' '), 1_000);
}

/**
 * The stack of an error and those of its causes, the way Node prints them. Undefined for what is not an error.
 */
export function errorStack(error: unknown): string | undefined {
  if (!isErrorLike(error)) return undefined;
  const stacks: string[] = [];
  const seen = new Set<unknown>();
  for (let current: unknown = error; isErrorLike(current) && !seen.has(current);) {
    const one = current;
    seen.add(one);
    stacks.push(`${stacks.length === 0 ? '' : 'Caused by: '}${safely(() => one.stack ?? describe(one))}`);
    if (stacks.length > MOST_CAUSES) break;
    try {
      current = one.cause;
    } catch {
      // A getter that throws ends the chain; what was found so far is told.
      break;
    }
  }
  return shorten(stacks.join('\n'), MOST_STACK_CHARACTERS);
}

function describe(error: unknown): string {
  if (!isErrorLike(error)) return typeof error === 'string' ? error : (JSON.stringify(toPlain(error)) ?? String(error));
  return error.message === '' ? String(error.name) : `${error.name}: ${error.message}`;
}

function safely(text: () => string): string {
  try {
    return String(text());
  } catch {
    // An error whose name, message or stack throws.
    return 'Error (unreadable)';
  }
}
