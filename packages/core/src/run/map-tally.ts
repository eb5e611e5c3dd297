import type { MapCounts } from '../events/run-event.js';
import type { State } from '../state/state.js';

/** Counts how the children of a map have ended. */
export class MapTally {
  #completed = 0;
  #failed = 0;
  #cancelled = 0;
  #notReady = 0;

  /** @param state final */
  add(state: State): void {
    if (state.type === 'COMPLETED') this.#completed++;
    else if (state.type === 'CANCELLED') this.#cancelled++;
    else if (state.type === 'PENDING') this.#notReady++;
    else this.#failed++;
  }

  counts(runs: number, size: number | undefined): MapCounts {
    return {
      runs,
      completed: this.#completed,
      failed: this.#failed,
      cancelled: this.#cancelled,
      notReady: this.#notReady,
      neverPulled: size === undefined ? 0 : Math.max(0, size - runs),
    };
  }
}
