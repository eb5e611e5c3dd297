import { isFinal, type State } from '@millrace/core';

/** A run and its states so far, oldest first. */
export interface HistoryEntry<R> {
  readonly run: R;
  readonly states: [State, ...State[]];
}

/**
 * The states of the runs of one kind: of every run that has not finished, and of the latest that have.
 *
 * `add` is on the engine's path, so it only files the state. It looks runs up by the object that their events carry and
 * never reads their ids: those are spelled out when asked for, which takes longer than everything done here.
 */
export class RunHistory<R extends { readonly id: string }> {
  readonly #live = new Map<R, HistoryEntry<R>>();
  /** A ring: once it is full, the next place to write is that of the run that finished longest ago. */
  readonly #finished: HistoryEntry<R>[] = [];
  #next = 0;

  /** @param capacity how many finished runs are kept */
  constructor(private readonly capacity: number) {}

  add(run: R, state: State): void {
    const entry = this.#live.get(run);
    if (entry === undefined) this.#begin(run, state);
    else {
      entry.states.push(state);
      if (isFinal(state)) this.#finish(entry);
    }
  }

  find(id: string): HistoryEntry<R> | undefined {
    for (const entry of this.#all()) if (entry.run.id === id) return entry;
    return undefined;
  }

  /** At most `limit` of the runs that fit, newest first: by the moment of their first state, then by id. */
  newest(fits: (run: R) => boolean, limit: number): HistoryEntry<R>[] {
    const found: HistoryEntry<R>[] = [];
    for (const entry of this.#all()) if (fits(entry.run)) found.push(entry);
    return found.sort(newestFirst).slice(0, Math.max(0, limit));
  }

  clear(): void {
    this.#live.clear();
    this.#finished.length = 0;
    this.#next = 0;
  }

  #begin(run: R, state: State): void {
    const entry: HistoryEntry<R> = { run, states: [state] };
    this.#live.set(run, entry);
    if (isFinal(state)) this.#finish(entry);
  }

  #finish(entry: HistoryEntry<R>): void {
    this.#live.delete(entry.run);
    if (this.capacity === 0) return;
    this.#finished[this.#next] = entry;
    this.#next = (this.#next + 1) % this.capacity;
  }

  *#all(): Generator<HistoryEntry<R>> {
    yield* this.#live.values();
    yield* this.#finished;
  }
}

/** Ids are UUIDv7, so they sort by creation within one millisecond as well. */
function newestFirst<R extends { readonly id: string }>(a: HistoryEntry<R>, b: HistoryEntry<R>): number {
  return b.states[0].timestamp - a.states[0].timestamp || (a.run.id < b.run.id ? 1 : -1);
}
