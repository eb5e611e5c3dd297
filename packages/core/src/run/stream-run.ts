import type { TaskDefinition } from '../definition/task-definition.js';
import type { MapCounts, MapFacts } from '../events/run-event.js';
import type { State } from '../state/state.js';
import { createId } from '../util/ids.js';
import type { FlowRun } from './flow-run.js';
import { MapTally } from './map-tally.js';
import type { Outcome, Run } from './run.js';
import type { TaskRun } from './task-run.js';

/** What became of one item of a stream. */
export interface StreamItem {
  readonly outcome: Outcome;
  readonly state: State;
}

/** One call of `stream`: what is in flight, and what nobody has taken yet. Together they are at most `room`. */
export class StreamRun implements MapFacts {
  readonly id: string;
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
    readonly definition: TaskDefinition,
    readonly flow: FlowRun | undefined,
    readonly parent: TaskRun | undefined,
    readonly created: number,
    readonly size: number | undefined,
    private readonly room: number,
    private readonly ordered: boolean,
  ) {
    this.id = createId(created);
  }

  get taskName(): string {
    return this.definition.name;
  }
  get flowRunId(): string | undefined {
    return this.flow?.id;
  }
  get counts(): MapCounts {
    return this.#tally.counts(this.length, this.size);
  }
  get isFull(): boolean {
    return this.#live.size + this.#arrived.size >= this.room;
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
    this.#arrived.set(run.mapIndex!, { outcome, state: run.state });
    this.onChange();
  }

  /** The next item for the consumer: in input order, or as they come. */
  take(): StreamItem | undefined {
    const index = this.ordered ? this.#nextIndex : this.#arrived.keys().next().value;
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
