import { bindPending, findBinding } from '../definition/bound-methods.js';
import { defineFlow } from '../definition/flow-definition.js';
import type { FlowOptions } from '../definition/flow-options.js';
import { isReplacement, targetOfFunction, targetOfWrapped, type FlowTarget } from '../engine/target.js';
import { DefinitionError, InvalidOptionError, NotAFlowError } from '../errors/definition-errors.js';
import { createFlowHandle, type FlowHandle, type FlowHandleOf } from './flow-handle.js';
import { createMembers, nameOf } from './members.js';

/** The flows of an object, by the names of their methods. */
export type Flows<T> = { readonly [K in keyof T]: FlowHandleOf<T[K]> };

const members = new WeakMap<object, object>();

/**
 * The handles of an object's flows, bound to it.
 *
 * @example const run = flows(new Etl()).etl.start();
 * @throws NotAFlowError when a member that has no `@Flow()` is asked for
 */
export function flows<T extends object>(self: T): Flows<T> {
  let handles = members.get(self);
  if (handles === undefined) {
    handles = createMembers(self, {
      kind: 'flow',
      createHandle: createFlowHandle,
      refuse: (owner, member) => new NotAFlowError(owner, member),
    });
    members.set(self, handles);
  }
  return handles as Flows<T>;
}

/**
 * A flow made of a plain async function, or the handle of one method.
 *
 * @example
 * const nightly = flow({ name: 'nightly', retries: 1 }, async (day: string) => { … });
 * await nightly('2026-01-01');
 */
export function flow<A extends unknown[], R extends PromiseLike<unknown>>(method: (...args: A) => R): FlowHandle<A, R>;
export function flow<A extends unknown[], R extends PromiseLike<unknown>>(
  options: FlowOptions<(...args: NoInfer<A>) => NoInfer<R>>,
  fn: (...args: A) => R,
): FlowHandle<A, R>;
export function flow(first: unknown, second?: unknown): unknown {
  const [options, fn] = second === undefined ? [{}, first] : [first, second];
  if (typeof fn !== 'function') throw new InvalidOptionError('flow()', 'given a function', fn);
  return createFlowHandle(createTarget(options as FlowOptions, fn as (...args: never[]) => unknown));
}

function createTarget(options: FlowOptions, fn: (...args: never[]) => unknown): FlowTarget {
  bindPending();
  const binding = findBinding(fn);
  if (binding === undefined) {
    if (isReplacement(fn)) {
      throw new DefinitionError(`flow() cannot tell whose ${fn.name}() it was given.`, {
        hint: `Read the method from its object, flow(object.${fn.name}), or use flows(object).${fn.name}.`,
      });
    }
    return targetOfFunction(defineFlow(options, fn.name || 'flow'), fn);
  }
  const { definition, instance, name, method } = binding;
  if (definition.kind !== 'flow') throw new NotAFlowError(nameOf(instance), String(name));
  return targetOfWrapped(definition, instance, method);
}
