import type { TaskDefinition } from '../definition/task-definition.js';
import type { MapCounts, MapFacts } from '../events/run-event.js';
import type { State } from '../state/state.js';
import { completed } from '../state/constructors.js';
import { NumberColumn } from '../util/number-column.js';
import type { FlowRun } from './flow-run.js';
import { MapTally } from './map-tally.js';
import { succeeded, type Outcome, type Run } from './run.js';
import { currentScope } from './scope.js';
import type { Series, SeriesListener } from './series.js';
import { TaskFacts } from './task-facts.js';
import { TaskRun } from './task-run.js';

/**
 * One call of `map`: its children, by index, in memory that a million of them fit into.
 *
 * A child that completed is kept as its bare result and four numbers; its run object is made again if somebody asks for
 * it. Runs that have not ended, or did not complete, are kept whole.
 */
export class MapRun implements Series {
  /** How many children have not ended. */
  liveCount = 0;
  looked = false;
  passedOn = false;
  /** Set when the source failed, or the map was cancelled. */
  error: Error | undefined = undefined;
  /** The run whose failure kept the whole map from starting. */
  root: Run | Error | undefined = undefined;
  /** The first child that ended without success. */
  firstFailure: TaskRun | undefined = undefined;
  /** All is known: the source has ended, and every child too. */
  ended = false;
  /** No more children will come. */
  exhausted = false;
  /** Stops pulling the source and cancels the children; set by the engine. */
  interrupt: ((reason: unknown) => void) | undefined = undefined;

  /** A run that is kept whole, or the result of a completed one. */
  readonly #cells: unknown[] = [];
  /** When the child completed; 0 while its cell holds a run. */
  readonly #completedAt = new NumberColumn();
  readonly #createdAt = new NumberColumn();
  readonly #sequences = new NumberColumn();
  readonly #numbers = new NumberColumn();
  #isWithheld = false;
  /** How many cells hold a bare result. */
  #bareCount = 0;
  readonly #listeners = new Set<SeriesListener>();
  readonly #tally = new MapTally();

  constructor(
    readonly facts: MapFacts,
    readonly definition: TaskDefinition,
    readonly flow: FlowRun | undefined,
    /** The task run in which `map` was called. */
    readonly parent: TaskFacts | undefined,
    readonly created: number,
  ) {}

  get series(): Series {
    return this;
  }
  /** How many children have been made so far. */
  get length(): number {
    return this.#cells.length;
  }

  get counts(): MapCounts {
    return this.#tally.counts(this.length, this.facts.size);
  }

  /** Takes in the next child. */
  add(run: TaskRun): void {
    this.#cells.push(run);
    this.#completedAt.push(0);
    this.#createdAt.push(run.facts.created);
    this.#sequences.push(run.facts.sequence);
    this.#numbers.push(run.facts.number);
    this.liveCount++;
    for (const listener of this.#listeners) listener.childCreated?.(run.facts.mapIndex!);
  }

  /** A child has ended. */
  settle(run: TaskRun, outcome: Outcome): void {
    const index = run.facts.mapIndex!;
    this.liveCount--;
    this.#tally.add(run.state);
    if (run.state.type !== 'COMPLETED') {
      this.firstFailure ??= run;
    } else if (outcome.kind === 'value' && run.state.name === 'Completed') {
      // Another name, `Cached` for instance, is worth keeping; a plain completion can be told again from its time.
      this.#cells[index] = outcome.value;
      this.#completedAt.set(index, run.state.timestamp);
      this.#bareCount++;
    }
    for (const listener of this.#listeners) listener.childEnded?.(index);
  }

  /** No more children will come. Called once, by the engine. */
  exhaust(error?: Error): void {
    this.error = error;
    this.exhausted = true;
    for (const listener of [...this.#listeners]) listener.exhausted?.();
  }

  /** Everything is known now. Called once, by the engine. */
  end(): void {
    this.ended = true;
    for (const listener of [...this.#listeners]) listener.ended?.();
    this.#listeners.clear();
  }

  /** Tells nobody any more how the children end: see `Run.withhold`. */
  withhold(): void {
    this.#isWithheld = true;
    this.#listeners.clear();
  }

  listen(listener: SeriesListener): () => void {
    if (!this.#isWithheld) this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The child's result as it stands, without making a run for it; undefined while it is not known. */
  outcome(index: number): Outcome | undefined {
    const cell = this.#cells[index];
    return this.#completedAt.get(index) === 0 ? (cell as TaskRun).outcome : succeeded(cell);
  }

  state(index: number): State {
    const at = this.#completedAt.get(index);
    return at === 0 ? (this.#cells[index] as TaskRun).state : completed(at);
  }

  /** The children that have not ended. */
  live(): TaskRun[] {
    const live: TaskRun[] = [];
    for (let i = 0; i < this.length; i++) {
      const run = this.#completedAt.get(i) === 0 ? (this.#cells[i] as TaskRun) : undefined;
      if (run !== undefined && run.outcome === undefined) live.push(run);
    }
    return live;
  }

  /** The results of all children, in order; only for maps that completed. */
  values<T>(): T[] {
    // The rule, and a plain copy of memory: looking at each of a million would hold up the event loop.
    if (this.#bareCount === this.length) return this.#cells.slice() as T[];
    return this.#cells.map((cell, index) =>
      this.#completedAt.get(index) === 0 ? valueOf(cell as TaskRun) : cell,
    ) as T[];
  }

  states(): State[] {
    return this.#cells.map((_, index) => this.state(index));
  }

  /** Indices of the children that have ended, in the order in which they did. */
  endedInOrder(): number[] {
    const ended: number[] = [];
    for (let i = 0; i < this.length; i++) if (this.outcome(i) !== undefined) ended.push(i);
    return ended.sort((a, b) => this.state(a).timestamp - this.state(b).timestamp);
  }

  /** The child, made again if it was kept as a bare result. */
  child(index: number): TaskRun {
    const at = this.#completedAt.get(index);
    if (at === 0) return this.#cells[index] as TaskRun;
    const facts = new TaskFacts(this.definition, this.flow?.facts, this.parent, {
      created: this.#createdAt.get(index),
      sequence: this.#sequences.get(index),
      number: this.#numbers.get(index),
      map: this.facts,
      mapIndex: index,
      logPrints: this.definition.logPrints ?? this.flow?.logPrints ?? false,
    });
    return new TaskRun(facts, this.flow, this).restore(completed(at), succeeded(this.#cells[index]));
  }

  cancel(reason: unknown): void {
    // Whoever cancels inside the flow knows what he does; from outside it is news to the flow.
    if (this.flow !== undefined && currentScope()?.flow === this.flow) this.looked = true;
    this.interrupt?.(reason);
  }

  /** Calls back when the child has ended, at once if it has. It must have been created. */
  whenChildEnded(index: number, callback: (outcome: Outcome) => void): void {
    const outcome = this.outcome(index);
    if (outcome !== undefined) callback(outcome);
    else (this.#cells[index] as TaskRun).whenEnded(callback);
  }
}

function valueOf(run: TaskRun): unknown {
  return run.outcome?.kind === 'value' ? run.outcome.value : undefined;
}
