import type { RunEvent } from '../events/run-event.js';

/**
 * Is told everything that happens, in order, at once. Run logger, progress, metrics and dashboards are observers.
 *
 * An observer cannot hurt a run: one that throws is reported once and its run goes on. It is called on the engine's own
 * path, so it must be quick; work that takes time belongs in a queue of its own, emptied by `flush`.
 */
export interface RunObserver {
  readonly name: string;
  observe(event: RunEvent): void;
  /** Called when the last root flow has ended and before the process stops; resolves when nothing is left to do. */
  flush?(): Promise<void>;
}
