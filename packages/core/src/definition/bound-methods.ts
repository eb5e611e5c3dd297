import type { Definition } from './registry.js';

/** Any function, called with a `this` that is known to fit. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** A decorated method together with the object it belongs to. */
export interface BoundMethod {
  readonly instance: object;
  readonly name: PropertyKey;
  /** The method as the class has it, with every decorator that wraps it. */
  readonly method: Method;
  readonly definition: Definition;
}

/*
 * `task(this.secret)` must know whose method it got, and a plain method does not tell. So once a class has been defined,
 * its decorated methods become accessors that hand out one bound function for each instance. They cannot be accessors
 * from the start: a decorator above `@Task()` expects to find a method to wrap. And standard decorators do not see the
 * class at all until its first instance is made. Hence two steps: `bindLater` when the decorator runs, `bindPending`
 * as soon as anything is used, at the latest in the next microtask.
 */

interface Pending {
  readonly owner: object;
  readonly name: PropertyKey;
  readonly definition: Definition;
}

const pending: Pending[] = [];
const boundByInstance = new WeakMap<object, Map<Method, Method>>();
const bindings = new WeakMap<Method, BoundMethod>();
/** The methods of accessors that are installed already, to see through them. */
const methodOfGetter = new WeakMap<() => unknown, Method>();

export function bindLater(owner: object, name: PropertyKey, definition: Definition): void {
  if (pending.push({ owner, name, definition }) === 1) queueMicrotask(bindPending);
}

export function bindPending(): void {
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) installAccessor(next);
}

/** Whose method this function is, if it was read from an instance. */
export function findBinding(method: (...args: never[]) => unknown): BoundMethod | undefined {
  return bindings.get(method as unknown as Method);
}

/** The method that `owner` itself has under this name, behind its accessor; undefined if it has none of its own. */
export function ownMethod(owner: object, name: PropertyKey): Method | undefined {
  const { value, get } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
  if (typeof value === 'function') return value as Method;
  return get === undefined ? undefined : methodOfGetter.get(get);
}

/** The method that calls on `instance` reach, its own or inherited. */
export function resolveMethod(instance: object, name: PropertyKey): Method | undefined {
  for (let owner: object | null = instance; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
    if (Object.hasOwn(owner, name)) return ownMethod(owner, name) ?? methodBehindGetter(owner, name, instance);
  }
  return undefined;
}

/** What somebody else's accessor gives: a spy that a test put there, for instance. */
function methodBehindGetter(owner: object, name: PropertyKey, instance: object): Method | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(owner, name)?.get?.call(instance);
  return typeof value === 'function' ? (value as Method) : undefined;
}

function installAccessor({ owner, name, definition }: Pending): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const method = descriptor?.value as Method | undefined;
  if (descriptor?.configurable !== true || typeof method !== 'function') return;
  const get = function (this: object): Method {
    return this === owner && typeof owner !== 'function' ? method : bind(this, { owner, name, definition }, method);
  };
  methodOfGetter.set(get, method);
  Object.defineProperty(owner, name, {
    get,
    // Assigning to an instance, as test spies do, shadows the method as it would without us.
    set(this: object, value: unknown) {
      Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
    },
    configurable: true,
    enumerable: descriptor.enumerable ?? false,
  });
}

function bind(instance: object, { owner, name, definition }: Pending, method: Method): Method {
  let methods = boundByInstance.get(instance);
  if (methods === undefined) boundByInstance.set(instance, (methods = new Map()));
  let bound = methods.get(method);
  if (bound === undefined) {
    bound = function (this: unknown, ...args: unknown[]): unknown {
      // `one.method.call(other)` means the other, as it does for every method.
      const isOther = this !== instance && Object.prototype.isPrototypeOf.call(owner, this as object);
      return Reflect.apply(method, isOther ? this : instance, args);
    };
    Object.defineProperty(bound, 'name', { value: method.name, configurable: true });
    Object.defineProperty(bound, 'length', { value: method.length, configurable: true });
    methods.set(method, bound);
    bindings.set(bound, { instance, name, method, definition });
  }
  return bound;
}
