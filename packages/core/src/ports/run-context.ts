/**
 * Where the current code runs: what `getRunContext()` gives inside a flow or a task.
 *
 * @example
 * const response = await fetch(url, { signal: getRunContext()?.signal });
 */
export interface RunContext {
  /** Aborted when the run is cancelled, runs out of time, or its process is told to stop. */
  readonly signal: AbortSignal;
  readonly flowRunId?: string | undefined;
  readonly flowRunName?: string | undefined;
  readonly flowName?: string | undefined;
  readonly taskRunId?: string | undefined;
  readonly taskRunName?: string | undefined;
  readonly taskName?: string | undefined;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly tags: readonly string[];
}
