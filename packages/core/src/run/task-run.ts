import type { TaskDefinition } from '../definition/task-definition.js';
import type { MapFacts, TaskRunFacts } from '../events/run-event.js';
import type { State } from '../state/state.js';
import { formatId, nextSequence } from '../util/ids.js';
import type { FlowRun } from './flow-run.js';
import type { Series } from './series.js';
import { Run, type Outcome } from './run.js';

/** Where a run stands among others, and when it was made. */
export interface TaskRunPlace {
  /** When it was created; with the sequence it makes the id. */
  readonly created: number;
  readonly sequence?: number;
  /** Counts the runs of this task within their flow run. */
  readonly number: number;
  readonly map?: MapFacts | undefined;
  /** Where its siblings are, when somebody can look at them together. */
  readonly series?: Series | undefined;
  readonly mapIndex?: number | undefined;
  /** @default the task's option, then the flow's */
  readonly logPrints?: boolean | undefined;
}

/** One run of a task. The engine makes one for each call, so it is small and spells out its id and name when asked. */
export class TaskRun extends Run implements TaskRunFacts {
  readonly created: number;
  readonly sequence: number;
  readonly number: number;
  readonly map: MapFacts | undefined;
  readonly series: Series | undefined;
  readonly mapIndex: number | undefined;
  readonly logPrints: boolean;
  /** For a run that never started because of another: the first of that chain that failed by itself. */
  root: Run | Error | undefined = undefined;
  /** Runs that this one waits for, as inputs or inside its body; to tell a deadlock. */
  blockedOn: Set<TaskRun> | undefined = undefined;
  /** Whoever leads the run to its end; until then. */
  execution: { cancel(reason: Error): void } | undefined = undefined;
  #id: string | undefined = undefined;
  #name: string | undefined = undefined;

  constructor(
    readonly definition: TaskDefinition,
    readonly flow: FlowRun | undefined,
    /** The task run that called, submitted or mapped this one. */
    readonly parent: TaskRun | undefined,
    place: TaskRunPlace,
  ) {
    super();
    this.created = place.created;
    this.sequence = place.sequence ?? nextSequence();
    this.number = place.number;
    this.map = place.map;
    this.series = place.series;
    this.mapIndex = place.mapIndex;
    this.logPrints = place.logPrints ?? definition.logPrints ?? flow?.logPrints ?? false;
  }

  get kind(): 'task' {
    return 'task';
  }
  get id(): string {
    return (this.#id ??= formatId(this.created, this.sequence));
  }
  get name(): string {
    return this.#name ?? `${this.definition.name}-${this.number}`;
  }
  get taskName(): string {
    return this.definition.name;
  }
  get version(): string | undefined {
    return this.definition.version;
  }
  get tags(): readonly string[] {
    const { tags } = this.definition;
    const inherited = this.flow?.tags ?? [];
    if (inherited.length === 0) return tags;
    return tags.length === 0 ? inherited : [...new Set([...inherited, ...tags])];
  }
  get flowRunId(): string | undefined {
    return this.flow?.id;
  }
  get parentTaskRunId(): string | undefined {
    return this.parent?.id;
  }

  /** Gives the run the name that its options ask for; once, as soon as the arguments are known. */
  rename(name: string): void {
    this.#name ??= name;
  }

  /** Makes a run that has ended before as it was then. */
  restore(state: State, outcome: Outcome): void {
    this.state = state;
    this.outcome = outcome;
  }
}
