import type { RunEvent } from '../events/run-event.js';
import type { FlowRunSnapshot, TaskRunSnapshot } from '../events/snapshot.js';

export interface FlowRunQuery {
  readonly flowName?: string;
  /** At most so many, newest first. @default 100 */
  readonly limit?: number;
}

export interface TaskRunQuery {
  readonly flowRunId?: string;
  readonly taskName?: string;
  /** At most so many, newest first. @default 100 */
  readonly limit?: number;
}

/**
 * Remembers runs.
 *
 * `append` is the only way in. It receives events in the order in which they happened, in batches, one call at a time:
 * the next one waits until the promise of the last has settled. What was appended can be read at once. A batch is taken
 * whole or not at all: if `append` throws or rejects, the same batch comes again after a pause.
 */
export interface RunStore extends AsyncDisposable {
  readonly name: string;
  append(events: readonly RunEvent[]): void | Promise<void>;
  getFlowRun(id: string): Promise<FlowRunSnapshot | undefined>;
  getTaskRun(id: string): Promise<TaskRunSnapshot | undefined>;
  listFlowRuns(query?: FlowRunQuery): Promise<readonly FlowRunSnapshot[]>;
  listTaskRuns(query?: TaskRunQuery): Promise<readonly TaskRunSnapshot[]>;
}
