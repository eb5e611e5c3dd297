import { AsyncResource } from 'node:async_hooks';

// Made when the module is loaded, which is outside of every run.
const outside = new AsyncResource('MILLRACE_LOG');

/**
 * Calls `callback` as if no run were around it. What a transport prints for itself, at once or later, is then neither
 * taken for a line of the run nor logged again.
 */
export function outsideRuns<T>(callback: () => T): T {
  return outside.runInAsyncScope(callback);
}
