import { resolveMethod, type Method } from '../definition/bound-methods.js';
import type { FlowDefinition } from '../definition/flow-definition.js';
import type { TaskDefinition } from '../definition/task-definition.js';

/** What a call reaches: a definition, and the function and object behind it. */
export interface Target<D extends TaskDefinition | FlowDefinition = TaskDefinition | FlowDefinition> {
  readonly definition: D;
  readonly instance: object | undefined;
  /** What is called: the body itself, or what other decorators made around it. */
  readonly method: Method;
  /** Whether `method` is the body; if not, the body is reached through the wrappers. */
  readonly isBody: boolean;
}

export type TaskTarget = Target<TaskDefinition>;
export type FlowTarget = Target<FlowDefinition>;

/** The body behind the function that `@Task()` or `@Flow()` put in its place. */
const bodies = new WeakMap<Method, Method>();

export function recordBody(replacement: Method, body: Method): void {
  bodies.set(replacement, body);
}

/** Whether the function is one that a decorator put in the place of a method. */
export function isReplacement(fn: (...args: never[]) => unknown): boolean {
  return bodies.has(fn as unknown as Method);
}

/** A target for a function that has no decorator. */
export function targetOfFunction<D extends TaskDefinition | FlowDefinition>(
  definition: D,
  fn: (...args: never[]) => unknown,
): Target<D> {
  return { definition, instance: undefined, method: fn as unknown as Method, isBody: true };
}

/** The body that a direct call has reached already. */
export function targetOfBody<D extends TaskDefinition | FlowDefinition>(
  definition: D,
  instance: object,
  body: Method,
): Target<D> {
  return { definition, instance, method: body, isBody: true };
}

/** The method that calls on an instance reach, with what wraps or overrides it. */
export function targetOfMethod<D extends TaskDefinition | FlowDefinition>(
  definition: D,
  instance: object,
  name: PropertyKey,
): Target<D> | undefined {
  const method = resolveMethod(instance, name);
  return method === undefined ? undefined : targetOfWrapped(definition, instance, method);
}

/** A method, with what wraps it. Without wrappers the body is called straight away. */
export function targetOfWrapped<D extends TaskDefinition | FlowDefinition>(
  definition: D,
  instance: object,
  method: Method,
): Target<D> {
  const body = bodies.get(method);
  return { definition, instance, method: body ?? method, isBody: body !== undefined };
}

/** Whether the function is written `async`, so that it never answers at once. */
export function isAsyncFunction(fn: (...args: never[]) => unknown): boolean {
  return Object.prototype.toString.call(fn) === '[object AsyncFunction]';
}
