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
    try {
      const value = this.call();
      return value instanceof Promise ? value : Promise.resolve(value);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** Calls the body, and gives or throws exactly what it does. */
  call(): unknown {
    const { method, instance, isBody, definition } = this.target;
    // A method that other decorators wrap reaches `@Task()` again on its way in; the entry scope tells it to go on.
    const scope = isBody ? this : new EntryScope(this, definition.origin, instance);
    return runInScope(scope, applyMethod, method, instance, this.args);
  }
}

function applyMethod(method: TaskTarget['method'], instance: unknown, args: readonly unknown[]): unknown {
  return Reflect.apply(method, instance, args) as unknown;
}
