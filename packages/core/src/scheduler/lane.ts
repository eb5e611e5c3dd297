import { Deque } from '../util/deque.js';

/** Nothing can be pulled now; `Lane.open` again when it can. */
export const BLOCKED = Symbol('blocked');
/** Nothing will come any more. */
export const EXHAUSTED = Symbol('exhausted');
/** Something was pulled that is not ready to run yet. */
export const NOT_READY = Symbol('not ready');

/** Where the items of one map come from. */
export interface LaneSource<T> {
  /** Whether the lane will ask it again; the lane's own. */
  queued: boolean;
  pull(): T | typeof NOT_READY | typeof BLOCKED | typeof EXHAUSTED;
}

/** How many pulls may bring nothing that can run before others get their turn. */
const FRUITLESS_PULLS = 256;

/**
 * The queue of one flow: what is ready, first in, first out; and maps, which are pulled in turns only when nothing is.
 * So what a map has made ready runs before more is pulled, and a chain of maps holds few items at a time.
 */
export class Lane<T> {
  readonly #ready = new Deque<T>();
  readonly #sources = new Deque<LaneSource<T>>();
  /** Whether the scheduler has it in its ring. */
  queued = false;

  constructor(
    private readonly isStale: (item: T) => boolean,
    private readonly onWork: (lane: Lane<T>) => void,
  ) {}

  push(item: T): void {
    this.#ready.push(item);
    this.onWork(this);
  }

  /** Adds a source, or tells that one which was blocked may have something again. */
  open(source: LaneSource<T>): void {
    if (source.queued) return;
    source.queued = true;
    this.#sources.push(source);
    this.onWork(this);
  }

  /** The next item that can run; undefined if there is none now, and NOT_READY if it is worth asking again soon. */
  pull(): T | typeof NOT_READY | undefined {
    for (let item = this.#ready.shift(); item !== undefined; item = this.#ready.shift()) {
      if (!this.isStale(item)) return item;
    }
    for (let pulls = 0; pulls < FRUITLESS_PULLS; pulls++) {
      const source = this.#sources.shift();
      if (source === undefined) return undefined;
      source.queued = false;
      const item = source.pull();
      if (item === BLOCKED || item === EXHAUSTED) continue;
      if (!source.queued) {
        source.queued = true;
        this.#sources.push(source);
      }
      if (item !== NOT_READY) return item;
    }
    return NOT_READY;
  }
}
