import type { TaskDefinition } from '../definition/task-definition.js';
import type { FlowDefinition } from '../definition/flow-definition.js';
import type { Hook } from '../definition/hooks.js';
import type { FlowRun } from '../run/flow-run.js';
import type { TaskRun } from '../run/task-run.js';
import { isThenable } from './resolve-inputs.js';

export type HookFailure = (error: unknown) => void;

/**
 * Calls the hooks one after the other. They are awaited if they take time; then, and only then, this gives a promise,
 * so that a synchronous task with synchronous hooks stays synchronous.
 */
export function callHooks(
  hooks: readonly Hook[],
  definition: TaskDefinition | FlowDefinition,
  run: TaskRun | FlowRun,
  onError: HookFailure,
): void | Promise<void> {
  for (let i = 0; i < hooks.length; i++) {
    try {
      const returned: unknown = hooks[i]!(definition, run.facts, run.state);
      if (isThenable(returned)) return finishHooks(returned, hooks.slice(i + 1), definition, run, onError);
    } catch (error) {
      onError(error);
    }
  }
}

async function finishHooks(
  current: PromiseLike<unknown>,
  rest: readonly Hook[],
  definition: TaskDefinition | FlowDefinition,
  run: TaskRun | FlowRun,
  onError: HookFailure,
): Promise<void> {
  try {
    await current;
  } catch (error) {
    onError(error);
  }
  await callHooks(rest, definition, run, onError);
}
