import type {
  AttemptFailure,
  FlowRunFacts,
  FlowRunStateEvent,
  MapEndedEvent,
  RunEvent,
  RunObserver,
  State,
  TaskRunFacts,
  TaskRunStateEvent,
} from '../../src/index.js';

type StateEvent = FlowRunStateEvent | TaskRunStateEvent;

interface Waiter {
  readonly met: () => boolean;
  readonly resolve: () => void;
}

/** Remembers every event and tells what each run went through. */
export class RunRecorder implements RunObserver {
  readonly name = 'recorder';
  readonly events: RunEvent[] = [];
  readonly #byRun = new Map<string, StateEvent[]>();
  readonly #waiters = new Set<Waiter>();

  observe(event: RunEvent): void {
    this.events.push(event);
    if (event.type === 'flow-run-state' || event.type === 'task-run-state') {
      const events = this.#byRun.get(event.run.id);
      if (events === undefined) this.#byRun.set(event.run.id, [event]);
      else events.push(event);
    }
    for (const waiter of this.#waiters) {
      if (!waiter.met()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** The runs of a task, or of all tasks, in the order in which they were made. */
  taskRuns(taskName?: string): TaskRunFacts[] {
    return this.#runs()
      .filter((run) => run.kind === 'task')
      .filter((run) => taskName === undefined || run.taskName === taskName);
  }

  /** The runs of a flow, or of all flows, in the order in which they were made. */
  flowRuns(flowName?: string): FlowRunFacts[] {
    return this.#runs()
      .filter((run) => run.kind === 'flow')
      .filter((run) => flowName === undefined || run.flowName === flowName);
  }

  /** The only run of that task. */
  taskRun(taskName: string): TaskRunFacts {
    return only(this.taskRuns(taskName), taskName);
  }

  /** The only run of that flow. */
  flowRun(flowName: string): FlowRunFacts {
    return only(this.flowRuns(flowName), flowName);
  }

  /** The states of the only run with this id, run name, task name or flow name. */
  history(run: string): [State, ...State[]] {
    return this.#eventsOf(run).map(({ state }) => state) as [State, ...State[]];
  }

  /** The names of its states: `['Pending', 'Running', 'Completed']`. */
  states(run: string): string[] {
    return this.history(run).map(({ name }) => name);
  }

  state(run: string): State {
    return this.history(run).at(-1)!;
  }

  /** The failed attempts that its states tell of. */
  failures(run: string): AttemptFailure[] {
    return this.#eventsOf(run).flatMap(({ failure }) => failure ?? []);
  }

  /** The names of the last states of all runs of a task, by their place in the map if they have one. */
  ends(taskName: string): string[] {
    return this.taskRuns(taskName)
      .sort((a, b) => (a.mapIndex ?? 0) - (b.mapIndex ?? 0))
      .map(({ id }) => this.state(id).name);
  }

  /** The ends of all maps of a task. */
  mapsEnded(taskName: string): MapEndedEvent[] {
    return this.events.filter((event) => event.type === 'map-ended').filter(({ map }) => map.taskName === taskName);
  }

  /** Resolves when so many runs with that task name, flow name, run name or id have entered the state. */
  reached(run: string, state: string, runs = 1): Promise<void> {
    const met = (): boolean => {
      let count = 0;
      for (const events of this.#byRun.values()) {
        if (isCalled(events[0]!.run, run) && events.some((event) => event.state.name === state)) count++;
      }
      return count >= runs;
    };
    if (met()) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.add({ met, resolve }));
  }

  #runs(): (FlowRunFacts | TaskRunFacts)[] {
    return [...this.#byRun.values()].map((events) => events[0]!.run);
  }

  #eventsOf(run: string): StateEvent[] {
    const byId = this.#byRun.get(run);
    return (
      byId ??
      only(
        [...this.#byRun.values()].filter((events) => isCalled(events[0]!.run, run)),
        run,
      )
    );
  }
}

function isCalled(run: FlowRunFacts | TaskRunFacts, name: string): boolean {
  return run.id === name || run.name === name || (run.kind === 'task' ? run.taskName : run.flowName) === name;
}

function only<T>(found: readonly T[], name: string): T {
  if (found.length !== 1) throw new Error(`Expected one run of ${name}, found ${found.length}.`);
  return found[0]!;
}
