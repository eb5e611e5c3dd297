import type { TaskDefinition } from '../definition/task-definition.js';
import type { FlowRunFacts, MapFacts, TaskRunFacts } from '../events/run-event.js';
import { formatId, nextSequence } from '../util/ids.js';

/** Where a run stands among others, and when it was made. */
export interface TaskRunPlace {
  /** When it was created; with the sequence it makes the id. */
  readonly created: number;
  readonly sequence?: number;
  /** Counts the runs of this task within their flow run. */
  readonly number: number;
  readonly map?: MapFacts | undefined;
  readonly mapIndex?: number | undefined;
  readonly logPrints: boolean;
}

/**
 * The facts of a task run. There is one for each run, so it is small, and spells out its id and name when asked.
 *
 * Apart from the run itself, since observers and stores keep it: through it nothing can be reached that is large, neither
 * arguments nor results.
 */
export class TaskFacts implements TaskRunFacts {
  readonly created: number;
  readonly sequence: number;
  readonly number: number;
  readonly map: MapFacts | undefined;
  readonly mapIndex: number | undefined;
  readonly logPrints: boolean;
  #id: string | undefined = undefined;
  #name: string | undefined = undefined;

  constructor(
    readonly definition: TaskDefinition,
    private readonly flow: FlowRunFacts | undefined,
    /** The task run that called, submitted or mapped this one. */
    private readonly parent: TaskFacts | undefined,
    place: TaskRunPlace,
  ) {
    this.created = place.created;
    this.sequence = place.sequence ?? nextSequence();
    this.number = place.number;
    this.map = place.map;
    this.mapIndex = place.mapIndex;
    this.logPrints = place.logPrints;
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
}
