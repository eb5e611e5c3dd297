import type { RunEvent } from '../events/run-event.js';
import type { Logger } from '../ports/logger.js';
import type { RunStore } from '../ports/run-store.js';
import type { Clock } from '../util/clock.js';

export interface StoreWriterSettings {
  readonly store: RunStore;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Events that go to the store together at the most. */
const BATCH = 1024;

/** Hands events to the store in order and in batches: what arrives while one is being written makes up the next. */
export class StoreWriter {
  #batch: RunEvent[] = [];
  #scheduled = false;
  #writing: Promise<void> | undefined;
  #reported = false;

  constructor(private readonly settings: StoreWriterSettings) {}

  add(event: RunEvent): void {
    this.#batch.push(event);
    if (this.#batch.length >= BATCH && this.#writing === undefined) this.#write();
    else if (!this.#scheduled) this.#schedule();
  }

  async flush(): Promise<void> {
    while (this.#batch.length > 0 || this.#writing !== undefined) {
      this.#write();
      await this.#writing;
    }
  }

  #schedule(): void {
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#write();
    });
  }

  #write(): void {
    if (this.#writing !== undefined || this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    try {
      const written = this.settings.store.append(batch);
      if (written === undefined) return;
      this.#writing = written
        .catch((error: unknown) => this.#report(error))
        .then(() => {
          this.#writing = undefined;
          this.#write();
        });
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    if (this.#reported) return;
    this.#reported = true;
    const { store, logger, clock } = this.settings;
    const message = `Store '${store.name}' refused events; runs go on, but are not recorded: ${String(error)}`;
    logger.write({ level: 'error', message, timestamp: clock.now(), fields: { error } });
  }
}
