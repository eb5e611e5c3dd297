import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Hook } from '../definition/hooks.js';
import { CancelledError, FlowTimeoutError } from '../errors/run-errors.js';
import type { AttemptFailure } from '../events/run-event.js';
import type { FlowRun } from '../run/flow-run.js';
import type { TaskRun } from '../run/task-run.js';
import { erred, succeeded, type Outcome } from '../run/run.js';
import { EntryScope, runInScope, type Scope } from '../run/scope.js';
import * as states from '../state/constructors.js';
import { isFinal } from '../state/state.js';
import type { Stop } from '../util/clock.js';
import type { EventLog, StateMaker } from './event-log.js';
import { FlowScope } from './flow-scope.js';
import { callHooks } from './hooks.js';
import { parseParameters } from './parse-parameters.js';
import { resolveInputs } from './resolve-inputs.js';
import type { CurrentSettings } from './settings.js';
import type { FlowTarget } from './target.js';
import { unhandledFailure } from './unhandled-failures.js';

/** What a flow execution needs of the engine. */
export interface FlowHost {
  readonly settings: CurrentSettings;
  readonly log: EventLog;
  /** Cancels everything of the flow that has not ended. */
  cancelLive(run: FlowRun, reason: Error): void;
  /** The run is about to end. For a root, everything is recorded when this resolves, or else the error tells what is not. */
  flowEnding(run: FlowRun): Promise<Error | undefined>;
  /** The run has ended and everybody was told: takes it off the ledgers. */
  flowEnded(run: FlowRun): void;
  /** Ends the streams of the flow: only its body could have walked them. */
  closeStreams(run: FlowRun): void;
  reportHook(run: TaskRun | FlowRun, error: unknown): void;
}

/** The life of one flow run, from its parameters to its final state. */
export class FlowExecution {
  #scope: FlowScope | undefined;
  #cancelReason: Error | undefined;
  #timeoutError: FlowTimeoutError | undefined;
  /** Ends the wait for a body that does not end by itself, or for a retry. */
  #giveUp: () => void = () => {};
  #stopGrace: Stop = () => {};

  constructor(
    private readonly host: FlowHost,
    private readonly run: FlowRun,
    private readonly target: FlowTarget,
    /** Where the flow was called. */
    private readonly caller: Scope | undefined,
  ) {
    run.execution = this;
  }

  /**
   * Runs the flow. Never rejects: the outcome is the run's.
   *
   * @param refusal why it cannot start
   */
  async start(args: readonly unknown[], refusal?: Error): Promise<void> {
    const { host, run } = this;
    const { definition } = run;
    host.log.transition(run, states.pending);
    let outcome: Outcome;
    let failure: AttemptFailure | undefined;
    try {
      if (refusal !== undefined) throw refusal;
      const parsed = definition.parameters === undefined ? args : await this.#parse(args);
      for (;;) {
        outcome = this.#cancelReason === undefined ? await this.#attempt(parsed, failure) : erred(this.#cancelReason);
        if (outcome.kind === 'value' || this.#isCancellation(outcome.error)) break;
        const { error } = outcome;
        const attempt = { error, attempt: run.attempt, retries: definition.retry.retries };
        const delay = await this.#delayBeforeRetry(error);
        failure = { ...attempt, retryIn: delay };
        if (delay === undefined) break;
        if (delay > 0) await this.#waitForRetry(delay, failure);
      }
    } catch (error) {
      // The parameters are invalid, or a retry policy threw.
      outcome = erred(error);
    }
    await this.#finish(outcome, failure);
  }

  cancel(reason: Error): void {
    const { run, host } = this;
    if (run.outcome !== undefined || this.#cancelReason !== undefined || isFinal(run.state)) return;
    this.#cancelReason = reason;
    if (run.state.type === 'RUNNING') host.log.transition(run, states.cancelling);
    this.#stopEverything(reason);
    if (this.#scope === undefined) this.#giveUp();
  }

  async #attempt(args: readonly unknown[], failure: AttemptFailure | undefined): Promise<Outcome> {
    const { run, host } = this;
    const { timeout, onRunning } = run.definition;
    run.attempt++;
    run.closed = undefined;
    run.submitted = 0;
    run.unsuccessful.clear();
    this.#timeoutError = undefined;
    const scope = new FlowScope(run, run.attempt, this.caller?.slot);
    this.#scope = scope;
    run.scope = scope;
    host.log.transition(run, run.attempt === 1 ? states.running : states.retrying, '', failure);
    const stopTimer =
      timeout === undefined ? undefined : host.settings.clock.after(timeout, () => this.#timeOut(timeout));
    const hooked = this.#callHooks(onRunning);
    if (hooked !== undefined) await this.#unlessGivenUp(hooked);
    const body = await this.#body(scope, args);
    if (body.kind === 'error') this.#stopEverything(body.error);
    host.closeStreams(run);
    await this.#untilIdle(scope);
    stopTimer?.();
    this.#stopGrace();
    this.#scope = undefined;
    return this.#conclude(body);
  }

  /** The parsed parameters. A schema that takes its time does not keep the flow from being cancelled. */
  async #parse(args: readonly unknown[]): Promise<readonly unknown[]> {
    const parsing = parseParameters(this.run, args);
    await this.#unlessGivenUp(parsing);
    return this.#cancelReason === undefined ? parsing : args;
  }

  /** Resolves when the promise has settled, or nobody wants to wait for it any more. */
  #unlessGivenUp(promise: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      this.#giveUp = resolve;
      promise.then(
        () => resolve(),
        () => resolve(),
      );
    });
  }

  /** The body's outcome, or that of giving up on it. */
  #body(scope: FlowScope, args: readonly unknown[]): Promise<Outcome> {
    const { method, instance, isBody, definition } = this.target;
    return new Promise((resolve) => {
      this.#giveUp = () => resolve(erred(this.#cancelReason ?? this.#timeoutError));
      if (this.run.closed !== undefined) return this.#giveUp();
      const call = (): unknown => Reflect.apply(method, instance, args) as unknown;
      try {
        const entry = isBody ? scope : new EntryScope(scope, definition.origin, instance);
        // In the scope of the run: if the body gives a future, it is the body that waits for it.
        const returned = runInScope(scope, () => Promise.resolve(runInScope(entry, call)));
        returned
          .then((value) => this.#resolveReturned(scope, value))
          .then(resolve, (error: unknown) => resolve(erred(error)));
      } catch (error) {
        resolve(erred(error));
      }
    });
  }

  /** The value that the body returned, with the futures in it resolved. */
  async #resolveReturned({ slot }: FlowScope, value: unknown): Promise<Outcome> {
    const resolution = resolveInputs([value]);
    if (resolution === undefined) return succeeded(value);
    slot?.suspend();
    await Promise.all(
      resolution.dependencies.map((dependency) => new Promise<void>((known) => dependency.whenKnown(known))),
    );
    if (slot !== undefined) await new Promise<void>((resolve) => slot.resume(resolve));
    for (const dependency of resolution.dependencies) {
      const blockage = dependency.blockage();
      if (blockage !== undefined) return erred(blockage.cause);
    }
    return succeeded(resolution.build()[0]);
  }

  /** Everything that the flow started has ended. The slot of an enclosing task is free meanwhile. */
  async #untilIdle({ slot }: FlowScope): Promise<void> {
    const { run } = this;
    if (run.live.size === 0) return;
    slot?.suspend();
    while (run.live.size > 0) {
      await new Promise<void>((resolve) => run.whenIdle(resolve));
      // Code that nobody awaits may be about to submit more, now that what it waited for has ended.
      await nextTurn();
    }
    if (slot !== undefined) await new Promise<void>((resolve) => slot.resume(resolve));
  }

  #conclude(body: Outcome): Outcome {
    const { run } = this;
    if (this.#cancelReason !== undefined) return erred(this.#cancelReason);
    if (this.#timeoutError !== undefined) return erred(this.#timeoutError);
    if (body.kind === 'error') return body;
    const unhandled = unhandledFailure(run);
    return unhandled === undefined ? body : erred(unhandled);
  }

  #timeOut(timeout: number): void {
    if (this.#cancelReason !== undefined) return;
    this.#timeoutError = new FlowTimeoutError(timeout);
    this.#stopEverything(this.#timeoutError);
  }

  /** Aborts the body, cancels what it started, takes no more; and gives up on it when the grace period is over. */
  #stopEverything(reason: Error): void {
    const { run, host } = this;
    run.closed = reason;
    this.#scope?.abort.abort(reason);
    host.cancelLive(run, reason);
    this.#stopGrace();
    this.#stopGrace = host.settings.clock.after(host.settings.gracePeriod, () => this.#giveUp());
  }

  async #delayBeforeRetry(error: Error): Promise<number | undefined> {
    const { retry } = this.run.definition;
    if (this.#cancelReason !== undefined || this.run.attempt > retry.retries) return undefined;
    if (!(await retry.accepts(error, this.run.attempt))) return undefined;
    return retry.delayAfter(this.run.attempt, error);
  }

  async #waitForRetry(delay: number, failure: AttemptFailure): Promise<void> {
    const { run, host } = this;
    if (this.#cancelReason !== undefined) return;
    host.log.transition(run, states.awaitingRetry, '', failure);
    const slot = this.caller?.slot;
    slot?.suspend();
    await new Promise<void>((resolve) => {
      const stop = host.settings.clock.after(delay, resolve);
      this.#giveUp = () => {
        stop();
        resolve();
      };
    });
    if (slot !== undefined) await new Promise<void>((resolve) => slot.resume(resolve));
  }

  #isCancellation(error: Error): boolean {
    return this.#cancelReason !== undefined || error instanceof CancelledError;
  }

  async #finish(outcome: Outcome, failure: AttemptFailure | undefined): Promise<void> {
    const { run, host } = this;
    const { definition } = run;
    this.#stopGrace();
    const [make, hooks] = this.#finalState(outcome);
    const message = outcome.kind === 'error' ? outcome.error.message : '';
    run.closed = new CancelledError(`Flow run '${run.name}' has ended.`);
    // A cancellation is somebody's will and not a failure of the flow.
    if (make === states.cancelled) failure = undefined;
    else if (outcome.kind === 'error' && failure === undefined) {
      failure = { error: outcome.error, attempt: run.attempt, retries: definition.retry.retries };
    }
    // A run that was cancelled before it got anywhere, or between two attempts, still passes through Cancelling.
    if (make === states.cancelled && run.state.type === 'RUNNING') host.log.transition(run, states.cancelling);
    host.log.transition(run, make, message, failure);
    if (outcome.kind === 'error') await this.#rollBack();
    await this.#callHooks(hooks);
    run.execution = undefined;
    const unrecorded = await host.flowEnding(run);
    run.end(unrecorded !== undefined && outcome.kind === 'value' ? erred(unrecorded) : outcome);
    host.flowEnded(run);
  }

  /** Undoes what has completed, the last first. */
  async #rollBack(): Promise<void> {
    const { run, host } = this;
    for (const undone of run.undoable.splice(0).reverse()) {
      const { definition } = undone;
      await callHooks(definition.onRollback, definition, undone, (error) => host.reportHook(undone, error));
    }
  }

  #finalState(outcome: Outcome): [StateMaker, readonly Hook[]] {
    const { definition } = this.run;
    if (outcome.kind === 'value') return [states.completed, definition.onCompletion];
    if (this.#isCancellation(outcome.error)) return [states.cancelled, definition.onCancellation];
    const timedOut = outcome.error === this.#timeoutError;
    return [timedOut ? states.timedOut : states.failed, definition.onFailure];
  }

  #callHooks(hooks: readonly Hook[]): void | Promise<void> {
    if (hooks.length === 0) return;
    const { run } = this;
    return runInScope(run.scope ?? this.caller, () =>
      callHooks(hooks, run.definition, run, (error) => this.host.reportHook(run, error)),
    );
  }
}
