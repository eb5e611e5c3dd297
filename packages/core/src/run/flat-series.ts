import type { State } from '../state/state.js';
import { succeeded, type Outcome } from './run.js';
import type { Series, SeriesListener } from './series.js';
import { TaskRun } from './task-run.js';

/** The members of lists, one after the other, in the order of the lists: what `.flat()` shows. */
export class FlatSeries implements Series {
  error: Error | undefined = undefined;
  exhausted = false;
  ended = false;
  readonly #outcomes: Outcome[] = [];
  /** Which list a member comes from. */
  readonly #origins: number[] = [];
  readonly #listeners = new Set<SeriesListener>();
  #nextList = 0;

  constructor(private readonly lists: Series) {
    const unfold = () => this.#unfold();
    lists.listen({ childEnded: unfold, ended: unfold });
    unfold();
  }

  get length(): number {
    return this.#outcomes.length;
  }
  get firstFailure(): TaskRun | undefined {
    return this.lists.firstFailure;
  }
  get looked(): boolean {
    return this.lists.looked;
  }
  set looked(looked: boolean) {
    this.lists.looked = looked;
  }
  get passedOn(): boolean {
    return this.lists.passedOn;
  }
  set passedOn(passedOn: boolean) {
    this.lists.passedOn = passedOn;
  }

  outcome(index: number): Outcome {
    return this.#outcomes[index]!;
  }

  state(index: number): State {
    return this.lists.state(this.#origins[index]!);
  }

  /** A run like the one that gave the list, with the member as its result. */
  child(index: number): TaskRun {
    const origin = this.lists.child(this.#origins[index]!);
    const outcome = this.outcome(index);
    if (outcome.kind === 'error') return origin;
    return new TaskRun(origin.facts, origin.flow, this).restore(origin.state, outcome);
  }

  values<T>(): T[] {
    return this.#outcomes.map((outcome) => (outcome.kind === 'value' ? outcome.value : undefined) as T);
  }

  states(): State[] {
    return this.#origins.map((origin) => this.lists.state(origin));
  }

  endedInOrder(): number[] {
    return [...this.#outcomes.keys()];
  }

  whenChildEnded(index: number, callback: (outcome: Outcome) => void): void {
    callback(this.outcome(index));
  }

  listen(listener: SeriesListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(reason: unknown): void {
    this.lists.cancel(reason);
  }

  /** Takes in every list whose turn it is. A list that is missing stands for itself, as one failed member. */
  #unfold(): void {
    for (; this.#nextList < this.lists.length; this.#nextList++) {
      const outcome = this.lists.outcome(this.#nextList);
      if (outcome === undefined) return;
      const members = outcome.kind === 'error' ? [outcome] : membersOf(outcome.value);
      for (const member of members) this.#add(member);
    }
    if (!this.lists.ended || this.ended) return;
    this.error = this.lists.error;
    this.exhausted = true;
    this.ended = true;
    for (const listener of [...this.#listeners]) listener.ended?.();
    this.#listeners.clear();
  }

  #add(outcome: Outcome): void {
    const index = this.#outcomes.push(outcome) - 1;
    this.#origins.push(this.#nextList);
    for (const listener of this.#listeners) {
      listener.childCreated?.(index);
      listener.childEnded?.(index);
    }
  }
}

/** As `Array.prototype.flat`: what is not a list is a member itself. */
function membersOf(value: unknown): Outcome[] {
  return Array.isArray(value) ? value.map((member) => succeeded(member)) : [succeeded(value)];
}
