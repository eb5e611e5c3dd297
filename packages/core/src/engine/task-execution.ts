import type { Hook } from '../definition/hooks.js';
import { asError, CancelledError, isError, TaskTimeoutError, UpstreamTaskError } from '../errors/run-errors.js';
import type { AttemptResult, TaskRunner } from '../ports/task-runner.js';
import type { AttemptFailure } from '../events/run-event.js';
import { erred, type Outcome } from '../run/run.js';
import { runInScope, type Scope, type SlotHolder } from '../run/scope.js';
import type { TaskRun } from '../run/task-run.js';
import type { InFlight } from '../scheduler/flight.js';
import { executeAfter } from '../scheduler/execute-after.js';
import { isFinal } from '../state/state.js';
import * as states from '../state/constructors.js';
import type { Stop } from '../util/clock.js';
import { Deque } from '../util/deque.js';
import type { Blockage } from './dependency.js';
import type { EventLog, StateMaker } from './event-log.js';
import { callHooks } from './hooks.js';
import type { Resolution } from './resolve-inputs.js';
import type { CurrentSettings } from './settings.js';
import type { TaskTarget } from './target.js';
import { TaskScope } from './task-scope.js';

/** What an execution needs of the engine. */
export interface ExecutionHost {
  readonly settings: CurrentSettings;
  readonly log: EventLog;
  /** The run has ended and everybody was told: takes it off the ledgers. */
  ended(run: TaskRun): void;
  /** Cancels what was started inside of a scope. */
  cancelChildren(scope: Scope, reason: Error): void;
  reportHook(run: TaskRun, error: unknown): void;
}

/** Where an attempt that is under way can be ended from outside. */
export type Ending = Pick<InFlight, 'land'>;

/**
 * The life of one task run, from its inputs to its final state: attempts, retries, timeouts and cancellation. How an
 * attempt gets to run (in a queue for a slot, or at once) is for `launch`.
 */
export abstract class TaskExecution {
  args: readonly unknown[] = [];
  protected scope: TaskScope | undefined;
  #ending: Ending | undefined;
  #stopTimer: Stop | undefined;
  #startedAt = 0;
  #failure: AttemptFailure | undefined;
  #cancelReason: Error | undefined;
  /** What ended the attempt from outside, before it ended by itself. */
  #timedOut = false;

  constructor(
    protected readonly host: ExecutionHost,
    readonly run: TaskRun,
    protected readonly target: TaskTarget,
    /** Where the task was called. */
    readonly caller: Scope | undefined,
  ) {
    run.execution = this;
  }

  /** Gets the next attempt under way, as soon as it may. */
  protected abstract launch(): void;

  /** Whether the run has ended, while it was queueing for instance. */
  get isOver(): boolean {
    return this.run.outcome !== undefined || isFinal(this.run.state);
  }

  /** Waits for the inputs; true if the run is ready at once. It calls `launch` otherwise, when it is. */
  awaitInputs(resolution: Resolution): boolean {
    const { run } = this;
    const { dependencies } = resolution;
    let missing = dependencies.length;
    let waiting = false;
    let ready = false;
    for (const { run: upstream } of dependencies)
      if (upstream !== undefined) (run.blockedOn ??= new Set()).add(upstream);
    const known = (): void => {
      if (--missing > 0 || this.isOver) return;
      run.blockedOn = undefined;
      for (const dependency of dependencies) {
        const blockage = dependency.blockage();
        if (blockage !== undefined) return oneByOne(() => this.notReady(blockage));
      }
      try {
        this.args = resolution.build();
      } catch (error) {
        return this.cannotStart(error);
      }
      ready = this.prepare();
      if (ready && waiting) this.launch();
    };
    if (missing === 0) {
      missing = 1;
      known();
    } else for (const dependency of dependencies) dependency.whenKnown(known);
    waiting = true;
    return ready;
  }

  /** Names the run once its arguments are known. False if that failed, and the run with it. */
  prepare(): boolean {
    const { runName } = this.run.definition;
    if (runName === undefined) return true;
    try {
      this.run.facts.rename(this.inScope(() => runName(this.args)));
      return true;
    } catch (error) {
      this.cannotStart(error);
      return false;
    }
  }

  /** Ends a run whose arguments are at fault: they cannot be looked through, or no name can be made of them. */
  cannotStart(error: unknown): void {
    this.finish(states.failed, erred(error), this.run.definition.onFailure);
  }

  /** Starts an attempt on a runner, on the slot that it was given. */
  begin(runner: TaskRunner, slot: InFlight): AttemptResult {
    // Cancelled while its runner started.
    if (this.isOver) return [];
    const attempt = this.open(slot, slot);
    const hooked = this.callRunningHooks();
    const execute = (): AttemptResult => {
      this.assertNotCancelled();
      return runner.execute(attempt);
    };
    return hooked === undefined ? execute() : executeAfter(hooked, execute);
  }

  /** @throws what cancelled the run while its hooks went on, so that its body does not start */
  protected assertNotCancelled(): void {
    if (this.#cancelReason !== undefined) throw this.#cancelReason;
  }

  /** An attempt has ended. */
  settle(outcome: Outcome): void {
    const { run } = this;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#ending = undefined;
    if (this.isOver) return;
    if (this.#cancelReason !== undefined) return this.#cancelled(this.#cancelReason);
    const { timeout } = run.definition;
    if (
      timeout !== undefined &&
      run.attempt > 0 &&
      !this.#timedOut &&
      this.host.settings.clock.now() - this.#startedAt > timeout
    ) {
      // The timer had no chance to fire: something never let go of the event loop.
      this.#timedOut = true;
      this.#warnOfBlocking(timeout);
      outcome = erred(new TaskTimeoutError(timeout));
    }
    if (outcome.kind === 'value') return this.finish(states.completed, outcome, run.definition.onCompletion);
    if (this.scope !== undefined) this.host.cancelChildren(this.scope, outcome.error);
    this.#failed(outcome);
  }

  /** Ends a run that the engine itself had to leave where it was. */
  abandon(error: unknown): void {
    const { run } = this;
    if (run.outcome !== undefined) return;
    if ((run.state as typeof run.state | undefined) === undefined) this.host.log.transition(run, states.pending);
    this.#stopTimer?.();
    if (isFinal(run.state)) this.#end(erred(error));
    else if (this.#cancelReason !== undefined) this.#cancelled(this.#cancelReason);
    else this.fail({ kind: 'error', error: asError(error) });
  }

  /** Cancels the run, whatever it is doing. */
  cancel(reason: Error): void {
    const { run } = this;
    if (this.isOver || this.#cancelReason !== undefined) return;
    this.#cancelReason = reason;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (run.state.type !== 'RUNNING') return this.#cancelled(reason);
    this.host.log.transition(run, states.cancelling);
    const ending = this.#ending;
    if (ending === undefined) return this.#cancelled(reason);
    this.scope!.abort.abort(reason);
    this.host.cancelChildren(this.scope!, reason);
    const { clock, gracePeriod } = this.host.settings;
    this.#stopTimer = clock.after(gracePeriod, () => ending.land(erred(reason)));
  }

  protected open(ending: Ending, slot: SlotHolder | undefined): TaskScope {
    const { run } = this;
    run.attempt++;
    this.scope = new TaskScope(run, this.target, this.args, run.attempt, slot);
    this.host.log.transition(run, run.attempt === 1 ? states.running : states.retrying, '', this.#failure);
    this.#failure = undefined;
    this.#ending = ending;
    this.#timedOut = false;
    const { timeout } = run.definition;
    if (timeout !== undefined) {
      const { clock } = this.host.settings;
      this.#startedAt = clock.now();
      this.#stopTimer = clock.after(timeout, () => {
        const error = new TaskTimeoutError(timeout);
        this.#timedOut = true;
        this.scope!.abort.abort(error);
        ending.land(erred(error));
      });
    }
    return this.scope;
  }

  /** A promise only if a hook takes time. */
  protected callRunningHooks(): void | Promise<void> {
    return this.callHooks(this.run.definition.onRunning);
  }

  /** Before a wait between attempts; what it gives is called after. Direct calls give their slot back meanwhile. */
  protected pause(): (goOn: () => void) => void {
    return (goOn) => goOn();
  }

  protected finish(make: StateMaker, outcome: Outcome, hooks: readonly Hook[], failure?: AttemptFailure): void {
    const { run } = this;
    const message = outcome.kind === 'error' ? outcome.error.message : '';
    this.host.log.transition(run, make, message, failure);
    const hooked = this.callHooks(hooks);
    if (hooked === undefined) this.#end(outcome);
    else void hooked.then(() => this.#end(outcome));
  }

  protected callHooks(hooks: readonly Hook[]): void | Promise<void> {
    if (hooks.length === 0) return;
    const { run } = this;
    return this.inScope(() => callHooks(hooks, run.definition, run, (error) => this.host.reportHook(run, error)));
  }

  /** Calls what the user gave us where it belongs; the engine comes here from anywhere, inside of other runs too. */
  protected inScope<T>(callback: () => T): T {
    return runInScope(this.scope ?? this.caller, callback);
  }

  /** Whether a failed attempt is followed by another; answers at once if it can. */
  protected mayRetry(error: Error): boolean | Promise<boolean> {
    const { attempt } = this.run;
    const { retry } = this.run.definition;
    // Attempt 0: the runner could not even start, and would not start the next time round this loop.
    if (attempt === 0 || attempt > retry.retries) return false;
    try {
      const accepted = this.inScope(() => retry.accepts(error, attempt));
      return typeof accepted === 'boolean' ? accepted : Promise.resolve(accepted).catch(() => false);
    } catch {
      return false; // A retryIf that throws means no: S33.
    }
  }

  /** Milliseconds until the next attempt, or the error that the policy itself raised. */
  protected retryDelay(error: Error): number | Error {
    try {
      return this.inScope(() => this.run.definition.retry.delayAfter(this.run.attempt, error));
    } catch (policyError) {
      return policyError as Error;
    }
  }

  protected retry(error: Error, delay: number): void {
    const { run, host } = this;
    const failure = { error, attempt: run.attempt, retries: run.definition.retry.retries, retryIn: delay };
    if (delay === 0) {
      this.#failure = failure;
      return this.launch();
    }
    const resume = this.pause();
    host.log.transition(run, states.awaitingRetry, '', failure);
    this.#stopTimer = host.settings.clock.after(delay, () => {
      this.#stopTimer = undefined;
      resume(() => {
        if (!this.isOver) this.launch();
      });
    });
  }

  protected fail(outcome: Outcome & { readonly kind: 'error' }): void {
    const { run } = this;
    const failure = { error: outcome.error, attempt: run.attempt, retries: run.definition.retry.retries };
    this.finish(this.#timedOut ? states.timedOut : states.failed, outcome, run.definition.onFailure, failure);
  }

  #failed(outcome: Outcome & { readonly kind: 'error' }): void {
    let accepted: boolean | Promise<boolean>;
    try {
      accepted = this.mayRetry(outcome.error);
    } catch (error) {
      return this.fail({ kind: 'error', error: error as Error });
    }
    if (typeof accepted === 'boolean') return this.#afterFailure(accepted, outcome);
    void accepted.then((retries) => this.#afterFailure(retries, outcome));
  }

  #afterFailure(retries: boolean, outcome: Outcome & { readonly kind: 'error' }): void {
    if (this.isOver) return;
    if (this.#cancelReason !== undefined) return this.#cancelled(this.#cancelReason);
    const delay = retries ? this.retryDelay(outcome.error) : undefined;
    if (typeof delay === 'number') this.retry(outcome.error, delay);
    else this.fail(delay === undefined ? outcome : { kind: 'error', error: delay });
  }

  /** Ends a run that cannot start. */
  notReady({ upstream, root, cause }: Blockage): void {
    if (this.isOver) return;
    this.run.root = root;
    this.finish(states.notReady, erred(new UpstreamTaskError(upstream, cause)), []);
  }

  #cancelled(reason: Error): void {
    const { run } = this;
    this.#stopTimer?.();
    this.finish(states.cancelled, erred(reason), run.definition.onCancellation);
  }

  #end(outcome: Outcome): void {
    const { run } = this;
    run.execution = undefined;
    run.blockedOn = undefined;
    this.args = [];
    run.end(outcome);
    this.onEnd(outcome);
    this.host.ended(run);
  }

  /** The run has its outcome; told before the flow hears of it. */
  protected onEnd(_outcome: Outcome): void {}

  #warnOfBlocking(timeout: number): void {
    const { logger, clock } = this.host.settings;
    const message =
      `Task run '${this.run.name}' blocked the event loop beyond its timeout of ${timeout / 1000} second(s); ` +
      'only WorkerThreadTaskRunner can end such code in time.';
    logger.write({ level: 'warn', message, timestamp: clock.now() });
  }
}

const cascade = new Deque<() => void>();
let isCascading = false;

/** One failure may end a chain of runs that is longer than the stack: each is told after the one before, not inside. */
function oneByOne(tell: () => void): void {
  cascade.push(tell);
  if (isCascading) return;
  isCascading = true;
  try {
    for (let next = cascade.shift(); next !== undefined; next = cascade.shift()) next();
  } finally {
    isCascading = false;
  }
}

/** The error that cancels a run, with what the canceller had to say. */
export function cancellation(run: { readonly name: string; readonly kind: 'task' | 'flow' }, reason: unknown): Error {
  return toCancelledError(`${run.kind === 'task' ? 'Task' : 'Flow'} run '${run.name}'`, reason);
}

/** @param subject of the sentence "… was cancelled: reason" */
export function toCancelledError(subject: string, reason: unknown): Error {
  const what = `${subject} was cancelled`;
  const why = isError(reason) ? reason.message : reason;
  return new CancelledError(typeof why === 'string' ? `${what}: ${why}` : `${what}.`, { cause: reason });
}
