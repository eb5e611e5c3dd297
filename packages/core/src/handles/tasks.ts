import { bindPending, findBinding } from '../definition/bound-methods.js';
import { defineTask } from '../definition/task-definition.js';
import type { TaskOptions } from '../definition/task-options.js';
import { targetOfFunction, targetOfWrapped, isReplacement, type TaskTarget } from '../engine/target.js';
import { DefinitionError, InvalidOptionError, NotATaskError } from '../errors/definition-errors.js';
import { createMembers, nameOf } from './members.js';
import { createTaskHandle, type HandleOf, type TaskHandle } from './task-handle.js';

/** The tasks of an object, by the names of their methods. Homomorphic on purpose: it must work on `this`. */
export type Tasks<T> = { readonly [K in keyof T]: HandleOf<T[K]> };

const members = new WeakMap<object, object>();

/**
 * The handles of an object's tasks, bound to it. For static tasks pass the class.
 *
 * A decorator cannot change the type of its method, so `this.extract.submit` cannot be typed; this is the typed way.
 *
 * @example const { extract, transform } = tasks(this);
 * @throws NotATaskError when a member that has no `@Task()` is asked for
 */
export function tasks<T extends object>(self: T): Tasks<T> {
  let handles = members.get(self);
  if (handles === undefined) {
    handles = createMembers(self, {
      kind: 'task',
      createHandle: createTaskHandle,
      refuse: (owner, member) => new NotATaskError(owner, member),
    });
    members.set(self, handles);
  }
  return handles as Tasks<T>;
}

/**
 * A task made of a plain function, or the handle of one method: the way to private methods.
 *
 * @example
 * const double = task({ retries: 3 }, (x: number) => x * 2);
 * await double.map([1, 2, 3]); // [2, 4, 6]
 *
 * await task(this.secret).submit(3);
 */
export function task<A extends unknown[], R>(method: (...args: A) => R): TaskHandle<A, R>;
export function task<A extends unknown[], R>(
  // NoInfer: otherwise `task({ runName: () => 'x' }, (n: number) => n)` takes its parameters from the callback.
  options: TaskOptions<(...args: NoInfer<A>) => NoInfer<R>>,
  fn: (...args: A) => R,
): TaskHandle<A, R>;
export function task(first: unknown, second?: unknown): unknown {
  const [options, fn] = second === undefined ? [{}, first] : [first, second];
  if (typeof fn !== 'function') throw new InvalidOptionError('task()', 'given a function', fn);
  return createTaskHandle(createTarget(options as TaskOptions, fn as (...args: never[]) => unknown));
}

function createTarget(options: TaskOptions, fn: (...args: never[]) => unknown): TaskTarget {
  bindPending();
  const binding = findBinding(fn);
  if (binding === undefined) {
    if (isReplacement(fn)) {
      throw new DefinitionError(`task() cannot tell whose ${fn.name}() it was given.`, {
        hint: `Read the method from its object, task(object.${fn.name}), or use tasks(object).${fn.name}.`,
      });
    }
    return targetOfFunction(defineTask(options, fn.name || 'task'), fn);
  }
  const { definition, instance, name, method } = binding;
  if (definition.kind !== 'task') throw new NotATaskError(nameOf(instance), String(name));
  return targetOfWrapped(definition, instance, method);
}
