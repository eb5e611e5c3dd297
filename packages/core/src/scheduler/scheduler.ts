import type { ObservableInput, Subscription } from 'rxjs';
import type { TaskRunner } from '../ports/task-runner.js';
import type { Outcome } from '../run/run.js';
import { Deque } from '../util/deque.js';
import { eitherOf, type Brake } from './brake.js';
import type { InFlight } from './flight.js';
import { Lane, NOT_READY } from './lane.js';
import { mergeOnDemand, NOTHING, type DemandSource } from './merge-on-demand.js';
import { Slots } from './slots.js';
import { Turn } from './turn.js';

/** What the scheduler does not know: how an item is executed, and what follows when it has ended. */
export interface SchedulerWork<T> {
  execute(item: T, flight: InFlight): ObservableInput<unknown>;
  settle(item: T, outcome: Outcome): void;
  /** Whether the item was cancelled while it queued. */
  isStale(item: T): boolean;
}

/**
 * Keeps one runner busy: pulls work lane by lane, so that flows share it fairly, keeps at most its `concurrency` in
 * flight, and streams the outcomes back.
 */
export class Scheduler<T> implements DemandSource<T> {
  readonly #lanes = new Deque<Lane<T>>();
  readonly #turn = new Turn();
  readonly #subscription: Subscription;
  #wakePending = false;

  /** Set by the operator. */
  wake: () => void = () => {};

  constructor(
    readonly runner: TaskRunner,
    private readonly work: SchedulerWork<T>,
    /** Holds new work back while what has been done is not recorded yet. */
    brake: Brake,
  ) {
    this.#subscription = mergeOnDemand(this, (item, flight) => work.execute(item, flight), {
      slots: new Slots(() => runner.concurrency),
      turn: eitherOf(this.#turn, brake),
    }).subscribe(({ item, outcome }) => work.settle(item, outcome));
  }

  createLane(): Lane<T> {
    return new Lane<T>(
      (item) => this.work.isStale(item),
      (lane) => this.#enqueue(lane),
    );
  }

  pull(): T | typeof NOTHING {
    let isWorthAsking = false;
    for (let left = this.#lanes.size; left > 0; left--) {
      const lane = this.#lanes.shift()!;
      lane.queued = false;
      const item = lane.pull();
      if (item === undefined) continue;
      this.#queue(lane);
      if (item !== NOT_READY) return item;
      isWorthAsking = true;
    }
    // Sources bring only what has to wait: all other lanes have been asked, and the event loop goes first too.
    if (isWorthAsking) this.#turn.next(() => this.wake());
    return NOTHING;
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }

  /** Work starts in a microtask: what is submitted never runs inside the call that submits it. */
  #enqueue(lane: Lane<T>): void {
    this.#queue(lane);
    if (this.#wakePending) return;
    this.#wakePending = true;
    queueMicrotask(() => {
      this.#wakePending = false;
      this.wake();
    });
  }

  #queue(lane: Lane<T>): void {
    if (lane.queued) return;
    lane.queued = true;
    this.#lanes.push(lane);
  }
}
