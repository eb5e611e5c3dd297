import type { Attempt } from '../ports/task-runner.js';
import type { FlowRun } from '../run/flow-run.js';
import { EntryScope, runInScope, Scope, type SlotHolder } from '../run/scope.js';
import type { TaskRun } from '../run/task-run.js';
import type { TaskTarget } from './target.js';

/** One attempt of a task run: the scope of its body, and what a runner executes. */
export class TaskScope extends Scope implements Attempt {
  constructor(
    readonly run: TaskRun,
    private readonly target: TaskTarget,
    readonly args: readonly unknown[],
    attempt: number,
    slot: SlotHolder | undefined,
  ) {
    super(attempt, slot);
  }

  get flow(): FlowRun | undefined {
    return this.run.flow;
  }
  get logPrints(): boolean {
    return this.run.facts.logPrints;
  }
  get tags(): readonly string[] {
    return this.run.facts.tags;
  }
  get taskRunId(): string {
    return this.run.id;
  }
  get taskRunName(): string {
    return this.run.name;
  }
  get taskName(): string {
    return this.run.facts.taskName;
  }

  invoke(): Promise<unknown> {
    // In the scope of the run as a whole: if the method gives a future, it is this run that waits for it.
    return runInScope(this, promiseOf, this.target, this);
  }

  /** Calls the body, and gives or throws exactly what it does. */
  call(): unknown {
    return runInScope(this, enter, this.target, this);
  }
}

function promiseOf(target: TaskTarget, scope: TaskScope): Promise<unknown> {
  try {
    const value = enter(target, scope);
    return value instanceof Promise ? value : Promise.resolve(value);
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

/** Calls the method where the scope is the current one already. */
function enter({ method, instance, isBody, definition }: TaskTarget, scope: TaskScope): unknown {
  if (isBody) return Reflect.apply(method, instance, scope.args) as unknown;
  // A method that other decorators wrap reaches `@Task()` again on its way in; the entry scope tells it to go on.
  const entry = new EntryScope(scope, definition.origin, instance);
  return runInScope(entry, () => Reflect.apply(method, instance, scope.args) as unknown);
}
