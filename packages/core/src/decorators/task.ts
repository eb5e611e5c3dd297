import { defineTask, type TaskDefinition } from '../definition/task-definition.js';
import type { AnyMethod, TaskOptions } from '../definition/task-options.js';
import { getEngine } from '../engine/engine.js';
import { targetOfBody } from '../engine/target.js';
import { decorate, type DecoratorArgs } from './decorate.js';

/**
 * Makes a method a task: each call is a tracked run with its own state, retries, timeout and log.
 *
 * Works under `experimentalDecorators` and with standard decorators, on instance and static methods.
 *
 * @example
 * class Etl {
 *   @Task({ retries: 3, retryDelay: '2s', timeout: '30s' })
 *   async transform(x: number): Promise<number> { return x * 2; }
 * }
 * @throws InvalidOptionError, UnknownOptionError where the class is defined
 */
// What it gives depends on the decorator mode; `any` is what both accept.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function Task<M extends AnyMethod>(options: TaskOptions<M> = {}): (...args: DecoratorArgs<M>) => any {
  return (...args) =>
    decorate(
      {
        define: (method) => defineTask(options as TaskOptions, method),
        call: (definition, instance, body, args) =>
          getEngine().call(targetOfBody(definition as TaskDefinition, instance as object, body), args),
      },
      'Task',
      args,
    );
}
