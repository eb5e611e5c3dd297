import { TimeoutError } from '../errors/run-errors.js';
import { StoreUnavailableError } from '../errors/store-errors.js';
import type { RunEvent } from '../events/run-event.js';
import type { Logger, LogLevel } from '../ports/logger.js';
import type { RunStore } from '../ports/run-store.js';
import { runInScope } from '../run/scope.js';
import type { Brake } from '../scheduler/brake.js';
import type { Clock } from '../util/clock.js';

export interface StoreWriterSettings {
  readonly store: RunStore;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds that an outage of the store may last. */
  readonly storeTimeout: number;
}

/**
 * So many events are written without waiting for the end of the turn. A run that is in two batches costs a database two
 * writes: of a map at concurrency 100 that is 28 % of the runs with batches of 1024, and 7 % with these.
 */
const BATCH = 4_096;
/** So many events may wait for the store before no more work is started. */
const FULL = 50_000;
const FIRST_RETRY = 100;
const LONGEST_RETRY = 5_000;

interface Outage {
  readonly since: number;
  readonly cause: unknown;
}

/**
 * Hands events to the store in order and in batches: what arrives while one is being written makes up the next.
 *
 * A store that is slow slows down the start of work, so that the queue stays bounded. A store that fails gets the same
 * batch again, with growing pauses; flows go on meanwhile. If that, or an answer, takes longer than `storeTimeout`, what
 * is waiting is given up, which is logged, and which the next flow to end throws: nothing is dropped in silence.
 */
export class StoreWriter implements Brake {
  #waiting: RunEvent[] = [];
  /** The batch that the store has, or will be given again. */
  #inHand: readonly RunEvent[] = [];
  #isBusy = false;
  #isScheduled = false;
  #outage: Outage | undefined;
  #retryDelay = FIRST_RETRY;
  /** Set while an answer of the store is overdue. */
  #silence: TimeoutError | undefined;
  #lost: StoreUnavailableError | undefined;
  #onProgress: (() => void)[] = [];

  constructor(private readonly settings: StoreWriterSettings) {}

  add(event: RunEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length >= BATCH && !this.#isBusy) this.#write();
    else if (!this.#isScheduled) this.#schedule();
  }

  /** No more work should be started until the store has caught up. */
  isSpent(): boolean {
    return this.#waiting.length >= FULL;
  }

  next(callback: () => void): void {
    this.#onProgress.push(callback);
  }

  /** Resolves when the store has what was added so far, or with what was given up since the last time. */
  async flush(): Promise<StoreUnavailableError | undefined> {
    while (this.#isBusy || this.#waiting.length > 0) {
      this.#write();
      if (this.#isBusy) await new Promise<void>((resolve) => this.next(resolve));
    }
    const lost = this.#lost;
    this.#lost = undefined;
    return lost;
  }

  #schedule(): void {
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#write();
    });
  }

  #write(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#inHand = this.#waiting;
    this.#waiting = [];
    this.#append();
  }

  #append(): void {
    this.#isBusy = true;
    if (this.#silence !== undefined) return this.#giveUp(this.#silence);
    try {
      // Outside of every run: what the store opens outlives the one that happened to be first.
      const written = runInScope(undefined, () => this.settings.store.append(this.#inHand));
      if (written === undefined) this.#written();
      else this.#follow(written);
    } catch (error) {
      this.#refused(error);
    }
  }

  /** Takes the store's answer; if none comes in time, nothing more is handed over until it does. */
  #follow(written: Promise<void>): void {
    const { clock, storeTimeout } = this.settings;
    const stopTimer = clock.after(storeTimeout, () => {
      this.#silence = new TimeoutError(`append() has not answered for ${storeTimeout / 1_000} second(s).`);
      this.#giveUp(this.#silence);
    });
    const answer = (react: () => void): void => {
      stopTimer();
      if (this.#silence === undefined) react();
      this.#silence = undefined;
    };
    written.then(
      () => answer(() => this.#written()),
      (error: unknown) => answer(() => this.#refused(error)),
    );
  }

  #written(): void {
    if (this.#outage !== undefined) this.#log('info', `Store '${this.settings.store.name}' takes events again.`);
    this.#outage = undefined;
    this.#retryDelay = FIRST_RETRY;
    this.#proceed();
  }

  #refused(cause: unknown): void {
    const { store, clock, storeTimeout } = this.settings;
    if (this.#outage === undefined) {
      this.#outage = { since: clock.now(), cause };
      this.#log('error', `Store '${store.name}' refuses events, and is asked again: ${String(cause)}`, cause);
    }
    if (clock.now() - this.#outage.since >= storeTimeout) return this.#giveUp(cause);
    clock.after(this.#retryDelay, () => this.#append());
    this.#retryDelay = Math.min(this.#retryDelay * 2, LONGEST_RETRY);
  }

  #giveUp(cause: unknown): void {
    const events = [...this.#inHand, ...this.#waiting];
    this.#waiting = [];
    const names = new Set(events.map((event) => ('run' in event ? event.run.name : `map of ${event.map.taskName}`)));
    const lost = new StoreUnavailableError(this.settings.store.name, events.length, [...names], cause);
    this.#lost ??= lost;
    this.#log('error', lost.message, cause);
    this.#outage = undefined;
    this.#retryDelay = FIRST_RETRY;
    this.#proceed();
  }

  #proceed(): void {
    this.#inHand = [];
    this.#isBusy = false;
    const waiting = this.#onProgress;
    this.#onProgress = [];
    for (const callback of waiting) callback();
    if (this.#waiting.length >= BATCH) this.#write();
    else if (this.#waiting.length > 0 && !this.#isScheduled) this.#schedule();
  }

  #log(level: LogLevel, message: string, error?: unknown): void {
    const { logger, clock } = this.settings;
    logger.write({ level, message, timestamp: clock.now(), fields: error === undefined ? undefined : { error } });
  }
}
