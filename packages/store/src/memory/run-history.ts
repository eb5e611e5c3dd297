import { isFinal, type State } from '@millrace/core';

/** A run and its states so far. */
export interface HistoryEntry<R> {
  readonly run: R;
  /** Oldest first. */
  readonly states: readonly [State, ...State[]];
}

/**
 * The latest state of a run, and those before it. A chain, since a list that grows by one takes room for seventeen, and
 * there is one for every run.
 */
interface Link<R> {
  readonly run: R;
  readonly state: State;
  readonly before: Link<R> | undefined;
}

/** How many runs finish before the map of the live ones is made anew. */
const RENEWAL = 1_000;

/**
 * The states of the runs of one kind: of every run that has not finished, and of the latest that have.
 *
 * `add` is on the engine's path, so it only files the state. It looks runs up by the object that their events carry and
 * never reads their ids: those are spelled out when asked for, which takes longer than everything done here.
 */
export class RunHistory<R extends { readonly id: string }> {
  #live = new Map<R, Link<R>>();
  /** Entries that have come and gone since `#live` was made. */
  #turnover = 0;
  /** A ring: once it is full, the next place to write is that of the run that finished longest ago. */
  readonly #finished: Link<R>[] = [];
  #next = 0;

  /** @param capacity how many finished runs are kept */
  constructor(private readonly capacity: number) {}

  add(run: R, state: State): void {
    const link: Link<R> = { run, state, before: this.#live.get(run) };
    if (!isFinal(state)) {
      this.#live.set(run, link);
      return;
    }
    this.#live.delete(run);
    if (++this.#turnover > RENEWAL && this.#turnover > this.#live.size) this.#renew();
    if (this.capacity === 0) return;
    this.#finished[this.#next] = link;
    this.#next = (this.#next + 1) % this.capacity;
  }

  find(id: string): HistoryEntry<R> | undefined {
    for (const link of this.#all()) if (link.run.id === id) return toEntry(link);
    return undefined;
  }

  /** At most `limit` of the runs that fit, newest first: by the moment of their first state, then by id. */
  newest(fits: (run: R) => boolean, limit: number): HistoryEntry<R>[] {
    const found: HistoryEntry<R>[] = [];
    for (const link of this.#all()) if (fits(link.run)) found.push(toEntry(link));
    return found.sort(newestFirst).slice(0, Math.max(0, limit));
  }

  clear(): void {
    this.#live.clear();
    this.#finished.length = 0;
    this.#next = 0;
  }

  /**
   * A map in steady turnover grows a chain of tables, each of which keeps the next alive; once the garbage collector has
   * moved one to the old space, everything after it stays until a full collection. A new map has no past.
   */
  #renew(): void {
    this.#live = new Map(this.#live);
    this.#turnover = 0;
  }

  *#all(): Generator<Link<R>> {
    yield* this.#live.values();
    yield* this.#finished;
  }
}

function toEntry<R>(last: Link<R>): HistoryEntry<R> {
  const states: State[] = [];
  for (let link: Link<R> | undefined = last; link !== undefined; link = link.before) states.unshift(link.state);
  return { run: last.run, states: states as [State, ...State[]] };
}

/** Ids are UUIDv7, so they sort by creation within one millisecond as well. */
function newestFirst<R extends { readonly id: string }>(a: HistoryEntry<R>, b: HistoryEntry<R>): number {
  return b.states[0].timestamp - a.states[0].timestamp || (a.run.id < b.run.id ? 1 : -1);
}
