import {
  projectFlowRun,
  projectTaskRun,
  type FlowRunFacts,
  type FlowRunQuery,
  type FlowRunSnapshot,
  type RunEvent,
  type RunStore,
  type TaskRunFacts,
  type TaskRunQuery,
  type TaskRunSnapshot,
} from '@millrace/core';
import { parseOptions, type MemoryStoreOptions } from './options.js';
import { RunHistory, type HistoryEntry } from './run-history.js';

const DEFAULT_LIMIT = 100;

/**
 * Remembers runs for as long as the process lives: every run that has not finished, and the latest that have.
 *
 * It is made for recording at the speed of the engine. Snapshots are folded when somebody asks, and a query looks at each
 * run it holds (about 10 ms for 10 000), which is right for tests and for looking around, not for search.
 *
 * All events of one run must carry the same `run` object, as those of one engine do. After disposal it is empty.
 *
 * @example
 * const store = new MemoryStore({ maxTaskRuns: 500 });
 * configure({ store });
 * await new Etl().etl();
 * const [latest] = await store.listFlowRuns({ flowName: 'etl', limit: 1 });
 * @throws InvalidOptionError if a bound is not a whole number from 0 up
 */
export class MemoryStore implements RunStore {
  readonly name = 'memory';
  readonly #flowRuns: RunHistory<FlowRunFacts>;
  readonly #taskRuns: RunHistory<TaskRunFacts>;

  constructor(options: MemoryStoreOptions = {}) {
    const { maxFlowRuns, maxTaskRuns } = parseOptions(options);
    this.#flowRuns = new RunHistory(maxFlowRuns);
    this.#taskRuns = new RunHistory(maxTaskRuns);
  }

  append(events: readonly RunEvent[]): void {
    for (const event of events) {
      switch (event.type) {
        case 'task-run-state':
          this.#taskRuns.add(event.run, event.state);
          break;
        case 'flow-run-state':
          this.#flowRuns.add(event.run, event.state);
          break;
        case 'map-started':
        case 'map-ended':
          // Nobody can ask for a map; its children carry what there is to know.
          break;
      }
    }
  }

  async getFlowRun(id: string): Promise<FlowRunSnapshot | undefined> {
    const entry = this.#flowRuns.find(id);
    return entry && toFlowRun(entry);
  }

  async getTaskRun(id: string): Promise<TaskRunSnapshot | undefined> {
    const entry = this.#taskRuns.find(id);
    return entry && toTaskRun(entry);
  }

  async listFlowRuns({ flowName, limit = DEFAULT_LIMIT }: FlowRunQuery = {}): Promise<readonly FlowRunSnapshot[]> {
    const fits = (run: FlowRunFacts) => flowName === undefined || run.flowName === flowName;
    return this.#flowRuns.newest(fits, limit).map(toFlowRun);
  }

  async listTaskRuns(query: TaskRunQuery = {}): Promise<readonly TaskRunSnapshot[]> {
    const { flowRunId, taskName, limit = DEFAULT_LIMIT } = query;
    const fits = (run: TaskRunFacts) =>
      (taskName === undefined || run.taskName === taskName) && (flowRunId === undefined || run.flowRunId === flowRunId);
    return this.#taskRuns.newest(fits, limit).map(toTaskRun);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#flowRuns.clear();
    this.#taskRuns.clear();
  }
}

const toFlowRun = ({ run, states }: HistoryEntry<FlowRunFacts>) => projectFlowRun(run, states);
const toTaskRun = ({ run, states }: HistoryEntry<TaskRunFacts>) => projectTaskRun(run, states);
