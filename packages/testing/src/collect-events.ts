import type { RunEvent, RunObserver } from '@millrace/core';

export interface EventCollector extends RunObserver {
  /** Everything that happened since the collector was registered, in order. */
  readonly events: readonly RunEvent[];
  /**
   * The names of the states that the run with this name went through.
   *
   * @example collector.statesOf('transform-0') // ['Pending', 'Running', 'Completed']
   */
  statesOf(runName: string): string[];
}

/**
 * An observer that keeps every event, for tests that check what was told.
 *
 * @example
 * const collector = collectEvents();
 * configure({ observers: [collector] });
 */
export function collectEvents(): EventCollector {
  const events: RunEvent[] = [];
  return {
    name: 'collector',
    events,
    observe(event) {
      events.push(event);
    },
    statesOf: (runName) =>
      events.flatMap((event) => ('run' in event && event.run.name === runName ? [event.state.name] : [])),
  };
}
