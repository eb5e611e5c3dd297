import { isError, NonErrorThrown } from '../errors/run-errors.js';
import type { Outcome, Run } from '../run/run.js';
import type { Series } from '../run/series.js';
import type { TaskRun } from '../run/task-run.js';

/** Why a run cannot start: the run that it depends on, or the error of a promise. */
export interface Blockage {
  /** For the message: which run, or what, failed. */
  readonly upstream: string;
  /** The first of the chain that failed by itself. */
  readonly root: Run | Error;
  /** The first error of the chain. */
  readonly cause: Error;
}

/** Something among the inputs of a task that has to be known before the task can start. */
export interface Dependency {
  /** The run behind it, where there is one; to tell a deadlock. */
  readonly run: TaskRun | undefined;
  /** Calls back when it is known, at once if it is. */
  whenKnown(callback: () => void): void;
  /** Undefined if the task may start. Ask when it is known. */
  blockage(): Blockage | undefined;
  /** What the task gets in its place. Ask when it is known and does not block. */
  value(): unknown;
}

/** A future: the value of its run; with `allowFailure` also its error. */
export class RunDependency implements Dependency {
  constructor(
    readonly run: TaskRun,
    private readonly allowFailure: boolean,
  ) {
    markUsed(run, allowFailure);
  }

  whenKnown(callback: () => void): void {
    this.run.whenEnded(callback);
  }
  blockage(): Blockage | undefined {
    return blockageOf(this.run, this.run.outcome!, this.allowFailure);
  }
  value(): unknown {
    return valueOf(this.run.outcome!);
  }
}

/** One child of a map, without a run object if it has completed. */
export class MemberDependency implements Dependency {
  constructor(
    private readonly series: Series,
    private readonly index: number,
    private readonly allowFailure: boolean,
  ) {}

  get run(): TaskRun | undefined {
    return this.#outcome === undefined ? this.series.child(this.index) : undefined;
  }
  get #outcome(): Outcome | undefined {
    return this.series.outcome(this.index);
  }

  whenKnown(callback: () => void): void {
    this.series.whenChildEnded(this.index, callback);
  }
  blockage(): Blockage | undefined {
    const outcome = this.#outcome!;
    if (outcome.kind === 'value') return undefined;
    const run = this.series.child(this.index);
    markUsed(run, this.allowFailure);
    return blockageOf(run, outcome, this.allowFailure);
  }
  value(): unknown {
    return valueOf(this.#outcome!);
  }
}

/** A whole list of futures: all values; with `allowFailure` errors in the places of those that failed. */
export class SeriesDependency implements Dependency {
  readonly run = undefined;

  constructor(
    private readonly series: Series,
    private readonly allowFailure: boolean,
  ) {
    markUsed(series, allowFailure);
  }

  whenKnown(callback: () => void): void {
    if (this.series.ended) callback();
    else this.series.listen({ ended: callback });
  }
  blockage(): Blockage | undefined {
    const { series } = this;
    if (series.error !== undefined) return { upstream: 'map', root: series.error, cause: series.error };
    if (series.firstFailure === undefined) return undefined;
    for (let index = 0; index < series.length; index++) {
      const outcome = series.outcome(index)!;
      if (outcome.kind === 'value') continue;
      const blockage = blockageOf(series.child(index), outcome, this.allowFailure);
      if (blockage !== undefined) return blockage;
    }
    return undefined;
  }
  value(): unknown {
    const { series } = this;
    if (series.firstFailure === undefined) return series.values();
    return Array.from({ length: series.length }, (_, index) => valueOf(series.outcome(index)!));
  }
}

/** A promise among the inputs. */
export class PromiseDependency implements Dependency {
  readonly run = undefined;
  #outcome: Outcome | undefined;
  #waiting: (() => void)[] = [];

  constructor(
    promise: PromiseLike<unknown>,
    private readonly allowFailure: boolean,
  ) {
    const know = (outcome: Outcome): void => {
      this.#outcome = outcome;
      for (const callback of this.#waiting.splice(0)) callback();
    };
    // Through a promise of our own: a foreign one may call back twice, or throw.
    new Promise((resolve) => resolve(promise)).then(
      (value) => know({ kind: 'value', value }),
      (error: unknown) => know({ kind: 'error', error: isError(error) ? error : new NonErrorThrown(error) }),
    );
  }

  whenKnown(callback: () => void): void {
    if (this.#outcome === undefined) this.#waiting.push(callback);
    else callback();
  }
  blockage(): Blockage | undefined {
    const outcome = this.#outcome!;
    if (outcome.kind === 'value' || this.allowFailure) return undefined;
    return { upstream: 'promise', root: outcome.error, cause: outcome.error };
  }
  value(): unknown {
    return valueOf(this.#outcome!);
  }
}

function valueOf(outcome: Outcome): unknown {
  return outcome.kind === 'value' ? outcome.value : outcome.error;
}

/** The failure of an input is answered for: by the task that accepts it, or else by the run that cannot start. */
function markUsed(upstream: { looked: boolean; passedOn: boolean }, allowFailure: boolean): void {
  if (allowFailure) upstream.looked = true;
  else upstream.passedOn = true;
}

function blockageOf(run: TaskRun, outcome: Outcome, allowFailure: boolean): Blockage | undefined {
  if (outcome.kind === 'value') return undefined;
  const letThrough = allowFailure && run.state.type !== 'CRASHED' && run.state.type !== 'CANCELLED';
  if (letThrough) return undefined;
  const root = run.root ?? run;
  return { upstream: run.name, root, cause: errorOf(root) ?? outcome.error };
}

function errorOf(root: Run | Error): Error | undefined {
  if (isError(root)) return root;
  return root.outcome?.kind === 'error' ? root.outcome.error : undefined;
}
