import type { TaskDefinition } from '../definition/task-definition.js';
import type { MapCounts, MapFacts } from '../events/run-event.js';
import type { State } from '../state/state.js';
import type { FlowRun } from './flow-run.js';
import { MapTally } from './map-tally.js';
import type { Outcome, Run } from './run.js';
import type { TaskFacts } from './task-facts.js';
import type { TaskRun } from './task-run.js';

/** What became of one item of a stream. */
export interface StreamItem {
  readonly outcome: Outcome;
  readonly state: State;
}

/** One call of `stream`: what is in flight, and what nobody has taken yet. Together they are at most `room`. */
export class StreamRun {
  readonly #live = new Set<TaskRun>();
  readonly series = undefined;
  length = 0;
  exhausted = false;
  error: Error | undefined = undefined;
  /** The run whose failure kept the whole stream from starting. */
  root: Run | Error | undefined = undefined;
  ended = false;
  looked = false;
  passedOn = false;
  /** Cancels what is under way, and stops; until the end. */
  interrupt: ((reason: unknown) => void) | undefined = undefined;
  /** Pulls no more; what is under way goes on. */
  stop: () => void = () => {};
  /** Called when an item may be taken, or the stream has ended. */
  onChange: () => void = () => {};
  /** Called when there is room for more. */
  onRoom: () => void = () => {};
  readonly #arrived = new Map<number, StreamItem>();
  readonly #tally = new MapTally();
  #nextIndex = 0;

  constructor(
    readonly facts: MapFacts,
    readonly definition: TaskDefinition,
    readonly flow: FlowRun | undefined,
    /** The task run in which `stream` was called. */
    readonly parent: TaskFacts | undefined,
    readonly created: number,
    private readonly options: { readonly room: number; readonly ordered: boolean },
  ) {}

  get counts(): MapCounts {
    return this.#tally.counts(this.length, this.facts.size);
  }
  get isFull(): boolean {
    return this.#live.size + this.#arrived.size >= this.options.room;
  }

  get liveCount(): number {
    return this.#live.size;
  }

  live(): TaskRun[] {
    return [...this.#live];
  }

  add(run: TaskRun): void {
    this.length++;
    this.#live.add(run);
  }

  settle(run: TaskRun, outcome: Outcome): void {
    this.#live.delete(run);
    this.#tally.add(run.state);
    this.#arrived.set(run.facts.mapIndex!, { outcome, state: run.state });
    this.onChange();
  }

  /** The next item for the consumer: in input order, or as they come. */
  take(): StreamItem | undefined {
    const index = this.options.ordered ? this.#nextIndex : this.#arrived.keys().next().value;
    const item = index === undefined ? undefined : this.#arrived.get(index);
    if (item === undefined) return undefined;
    this.#arrived.delete(index!);
    this.#nextIndex++;
    this.onRoom();
    return item;
  }

  exhaust(error?: Error): void {
    this.error = error;
    this.exhausted = true;
  }

  end(): void {
    this.ended = true;
    this.onChange();
  }
}
