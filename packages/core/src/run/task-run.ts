import type { TaskDefinition } from '../definition/task-definition.js';
import type { FlowRun } from './flow-run.js';
import { Run } from './run.js';
import type { Series } from './series.js';
import type { TaskFacts } from './task-facts.js';

/** One run of a task: its facts, and what the engine has to remember until it has ended. */
export class TaskRun extends Run {
  /** For a run that never started because of another: the first of that chain that failed by itself. */
  root: Run | Error | undefined = undefined;
  /** Runs that this one waits for, as inputs or inside its body; to tell a deadlock. */
  blockedOn: Set<TaskRun> | undefined = undefined;
  /** Whoever leads the run to its end; until then. */
  execution: { cancel(reason: Error): void } | undefined = undefined;

  constructor(
    readonly facts: TaskFacts,
    readonly flow: FlowRun | undefined,
    /** Where its siblings are, when somebody can look at them together. */
    readonly series: Series | undefined,
  ) {
    super();
  }

  get kind(): 'task' {
    return 'task';
  }
  get definition(): TaskDefinition {
    return this.facts.definition;
  }
  get id(): string {
    return this.facts.id;
  }
  get name(): string {
    return this.facts.name;
  }
}
