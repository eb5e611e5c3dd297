import type { ObservableInput } from 'rxjs';
import type { RunContext } from './run-context.js';

/** One try of a task run, ready to be executed: its inputs are known and it holds a slot. */
export interface Attempt extends RunContext {
  readonly taskRunId: string;
  readonly taskRunName: string;
  readonly taskName: string;
  /** The resolved arguments. */
  readonly args: readonly unknown[];
  /** Calls the body in this event loop, in the context of its run. Never throws; call it once at most. */
  invoke(): Promise<unknown>;
}

/** What an attempt gives: a promise, or an Observable whose last value counts. */
export type AttemptResult = ObservableInput<unknown>;

/**
 * Where attempts are executed: this event loop, a thread, another machine.
 *
 * The caller may rely on nothing but this: an attempt that was handed over ends once, with a value or with an error.
 * A runner does not see the graph, retries, caches or limits; those stay in the engine. It is shared by every flow that
 * names it, and disposed of by whoever made it.
 *
 * @example
 * class InlineTaskRunner implements TaskRunner {
 *   readonly name = 'inline';
 *   readonly concurrency = 10;
 *   execute(attempt: Attempt) { return attempt.invoke(); }
 *   async [Symbol.asyncDispose]() {}
 * }
 */
export interface TaskRunner extends AsyncDisposable {
  readonly name: string;
  /** How many attempts may be in flight: a whole number from 1 up, or Infinity. */
  readonly concurrency: number;
  /** Called once before the first attempt. If it rejects, the attempts that waited for it fail with that error. */
  start?(): Promise<void>;
  /**
   * Executes one attempt and gives its result: a promise, or an Observable whose last value counts.
   * Unsubscribing or aborting the attempt's `signal` stops it; what it does afterwards is ignored.
   */
  execute(attempt: Attempt): AttemptResult;
}
