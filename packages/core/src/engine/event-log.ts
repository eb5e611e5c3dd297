import { IllegalTransitionError } from '../errors/run-errors.js';
import type { StoreUnavailableError } from '../errors/store-errors.js';
import type { AttemptFailure, MapCounts, MapFacts, RunEvent } from '../events/run-event.js';
import { tellState } from '../future/states.js';
import type { Logger } from '../ports/logger.js';
import type { RunObserver } from '../ports/run-observer.js';
import type { RunStore } from '../ports/run-store.js';
import { FlowRun } from '../run/flow-run.js';
import type { TaskRun } from '../run/task-run.js';
import type { Brake } from '../scheduler/brake.js';
import type { State } from '../state/state.js';
import { canFollow } from '../state/transitions.js';
import type { Clock } from '../util/clock.js';
import { StoreWriter } from './store-writer.js';

/** Makes a state for a given time; the functions of state/constructors.ts. */
export type StateMaker = (timestamp: number, message: string) => State;

/** What the log needs of the settings, asked each time since they may change. */
export interface EventLogSettings {
  readonly observers: readonly RunObserver[];
  readonly store: RunStore;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly storeTimeout: number;
}

/** The smallest step between two states: timestamps of that size resolve about 0.25 µs. */
const TICK = 0.001;

/**
 * The one place where a run changes its state: checks the transition, writes it, and tells everybody, in order.
 *
 * Observers are told at once; one that throws is reported and skipped. The store gets its events in batches behind the
 * run.
 */
export class EventLog {
  readonly #writer: StoreWriter;
  readonly #reported = new WeakSet<RunObserver>();
  #observers: readonly RunObserver[] | undefined;

  constructor(private readonly settings: EventLogSettings) {
    this.#writer = new StoreWriter(settings);
  }

  transition(run: TaskRun | FlowRun, make: StateMaker, message = '', failure?: AttemptFailure): void {
    const previous = run.state as State | undefined;
    let timestamp = this.settings.clock.now();
    if (previous !== undefined && timestamp <= previous.timestamp) timestamp = previous.timestamp + TICK;
    const state = make(timestamp, message);
    if (!canFollow(previous, state)) return this.#refuse(run, previous, state);
    run.state = state;
    if (run.observed) tellState(run);
    this.#tell(
      run instanceof FlowRun
        ? { type: 'flow-run-state', run: run.facts, state, previous, failure }
        : { type: 'task-run-state', run: run.facts, state, previous, failure },
    );
  }

  mapStarted(map: MapFacts): void {
    this.#tell({ type: 'map-started', map, timestamp: this.settings.clock.now() });
  }

  mapEnded(map: MapFacts, counts: MapCounts, startedAt: number): void {
    const timestamp = this.settings.clock.now();
    this.#tell({ type: 'map-ended', map, counts, timestamp, duration: timestamp - startedAt });
  }

  /** The observers have changed. */
  reload(): void {
    this.#observers = undefined;
  }

  /** Holds while the store is far behind. */
  get brake(): Brake {
    return this.#writer;
  }

  /** Resolves when the store and the observers have nothing left to do; with an error if the store gave out. */
  async flush(): Promise<StoreUnavailableError | undefined> {
    const lost = await this.#writer.flush();
    for (const observer of this.#observers ?? []) {
      try {
        await observer.flush?.();
      } catch (error) {
        this.#report(observer, error);
      }
    }
    await this.settings.logger.flush();
    return lost;
  }

  #tell(event: RunEvent): void {
    const observers = (this.#observers ??= this.settings.observers);
    for (let i = 0; i < observers.length; i++) {
      try {
        observers[i]!.observe(event);
      } catch (error) {
        this.#report(observers[i]!, error);
      }
    }
    this.#writer.add(event);
  }

  #refuse(run: TaskRun | FlowRun, previous: State | undefined, next: State): void {
    const error = new IllegalTransitionError(run.name, previous?.name ?? 'nothing', next.name);
    if (process.env['NODE_ENV'] === 'test') throw error;
    const { logger, clock } = this.settings;
    logger.write({ level: 'error', message: error.message, timestamp: clock.now(), fields: { error } });
  }

  /** Once for each observer: one that throws at every event would fill the log. */
  #report(observer: RunObserver, error: unknown): void {
    if (this.#reported.has(observer)) return;
    this.#reported.add(observer);
    const message = `Observer '${observer.name}' failed and is skipped for this event: ${String(error)}`;
    this.settings.logger.write({ level: 'error', message, timestamp: this.settings.clock.now(), fields: { error } });
  }
}
