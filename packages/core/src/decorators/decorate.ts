import { bindLater, bindPending, ownMethod, type Method } from '../definition/bound-methods.js';
import { record, type Definition } from '../definition/registry.js';
import { recordBody } from '../engine/target.js';
import { enteringScope, runInScope } from '../run/scope.js';
import { DefinitionError } from '../errors/definition-errors.js';

/** What a decorator of a method is called with: in standard mode, or under `experimentalDecorators`. */
export type DecoratorArgs<M> =
  // The class that the method belongs to does not matter, and `any` is what accepts every one.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  | [value: M, context: ClassMethodDecoratorContext<any, M & ((this: any, ...args: any) => any)>]
  // Not TypedPropertyDescriptor<M>: that is invariant, and `@Task(sharedOptions)` would not compile.
  | [target: object, key: string | symbol, descriptor: { readonly value?: M }];

export interface Decoration {
  /** Checks the options for the method with this name. */
  define(method: string): Definition;
  /** What a call of the decorated method does, unless its run exists already. */
  call(definition: Definition, instance: unknown, body: Method, args: unknown[]): unknown;
}

/** Records what the method is and puts its replacement in its place, in either decorator mode. */
export function decorate(decoration: Decoration, name: string, args: DecoratorArgs<unknown>): unknown {
  if (isStandard(args)) return decorateStandard(decoration, name, args[0] as Method, args[1]);
  const [owner, key, descriptor] = args as [object, string | symbol, PropertyDescriptor | undefined];
  return decorateLegacy(decoration, name, owner, key, descriptor);
}

function isStandard(args: DecoratorArgs<unknown>): args is [unknown, ClassMethodDecoratorContext] {
  return typeof args[1] === 'object' && args[1] !== null && 'kind' in args[1];
}

function decorateLegacy(
  decoration: Decoration,
  name: string,
  owner: object,
  key: string | symbol,
  descriptor: PropertyDescriptor | undefined,
): PropertyDescriptor {
  const body = descriptor?.value as Method | undefined;
  if (descriptor === undefined || typeof body !== 'function') throw misplaced(name, String(key));
  const definition = decoration.define(String(key));
  record(owner, key, definition);
  bindLater(owner, key, definition);
  return { ...descriptor, value: replace(decoration, definition, body) };
}

function decorateStandard(
  decoration: Decoration,
  name: string,
  body: Method,
  context: ClassMethodDecoratorContext,
): Method {
  const key = context.name;
  if (context.kind !== 'method' || typeof body !== 'function') throw misplaced(name, String(key));
  if (context.private) {
    throw new DefinitionError(`@${name}() cannot be used on the private method ${String(key)}.`, {
      hint: `Write \`private ${String(key).slice(1)}()\` instead: nothing outside of a class can call a # method.`,
    });
  }
  const definition = decoration.define(String(key));
  const replacement = replace(decoration, definition, body);
  // A standard decorator does not see the class; its first instance, or for a static method the class, leads there.
  const seen = new WeakSet<object>();
  context.addInitializer(function (this: unknown) {
    const instance = this as object;
    const start = context.static ? instance : (Object.getPrototypeOf(instance) as object);
    if (seen.has(start)) return;
    seen.add(start);
    const owner = findOwner(start, key, replacement, definition);
    if (owner === undefined || claimed.get(owner)?.has(key) === true) return;
    claim(owner, key, definition);
    record(owner, key, definition);
    bindLater(owner, key, definition);
    bindPending();
  });
  return replacement;
}

/** The methods of each class that have been recorded in standard mode. */
const claimed = new WeakMap<object, Map<PropertyKey, Definition>>();

function claim(owner: object, key: PropertyKey, definition: Definition): void {
  const methods = claimed.get(owner);
  if (methods === undefined) claimed.set(owner, new Map([[key, definition]]));
  else methods.set(key, definition);
}

/**
 * The class that the decorated method stands in. Where another decorator has wrapped the method it cannot be told by its
 * function; initialisers run from the superclass down, so it is then the first class from above that nobody has claimed.
 */
function findOwner(start: object, key: PropertyKey, replacement: Method, definition: Definition): object | undefined {
  let unclaimed: object | undefined;
  for (let owner: object | null = start; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
    if (!Object.hasOwn(owner, key)) continue;
    const holder = claimed.get(owner)?.get(key);
    if (holder === definition || ownMethod(owner, key) === replacement) return owner;
    if (holder === undefined) unclaimed = owner;
  }
  return unclaimed;
}

function replace(decoration: Decoration, definition: Definition, body: Method): Method {
  const replacement = function (this: unknown, ...args: unknown[]): unknown {
    const scope = enteringScope(definition.origin, this);
    if (scope === undefined) return decoration.call(definition, this, body, args);
    return runInScope(scope, () => Reflect.apply(body, this, args) as unknown);
  };
  Object.defineProperty(replacement, 'name', { value: body.name, configurable: true });
  Object.defineProperty(replacement, 'length', { value: body.length, configurable: true });
  recordBody(replacement, body);
  return replacement;
}

function misplaced(name: string, key: string): DefinitionError {
  return new DefinitionError(`@${name}() stands above ${key}, which is not a method.`, {
    hint: `Use it above a method, or make the function a ${name.toLowerCase()} with ${name.toLowerCase()}(fn).`,
  });
}
