import type { RunContext } from '../ports/run-context.js';
import { currentScope } from '../run/scope.js';

/**
 * What is known where the calling code runs; undefined outside of flows and tasks.
 *
 * @example await fetch(url, { signal: getRunContext()?.signal });
 */
export function getRunContext(): RunContext | undefined {
  return currentScope();
}
