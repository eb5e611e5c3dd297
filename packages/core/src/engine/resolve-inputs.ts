import { Marker } from '../future/markers.js';
import { TaskFuture } from '../future/task-future.js';
import { TaskFutureList } from '../future/task-future-list.js';
import { PromiseDependency, RunDependency, SeriesDependency, type Dependency } from './dependency.js';

/** The inputs of a task that contain something to wait for. */
export interface Resolution {
  readonly dependencies: readonly Dependency[];
  /** The inputs with every future replaced by its value. The caller's objects are left as they are. */
  build(): readonly unknown[];
}

/**
 * Finds what the inputs of a task have to wait for: futures, lists of them and promises, inside arrays, plain objects,
 * maps and sets at any depth. Undefined if there is nothing to replace, which is the common case and costs nothing.
 */
export function resolveInputs(inputs: readonly unknown[]): Resolution | undefined {
  if (inputs.every(isLeaf)) return undefined;
  const finder = new Finder();
  for (const input of inputs) if (!isLeaf(input)) finder.search(input as object);
  if (finder.replacements.size === 0) return undefined;
  const touched = finder.touched();
  return {
    dependencies: finder.dependencies,
    build: () => {
      const builder = new Builder(finder.replacements, touched);
      return inputs.map((input) => builder.build(input));
    },
  };
}

/** Nothing to look into. */
export function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** What stands in the place of an input: a dependency's value, or something known at once. */
type Replacement = (builder: Builder) => unknown;

/** A container that is being looked through. */
interface Level {
  readonly container: object;
  readonly members: readonly unknown[];
  readonly allowFailure: boolean;
  next: number;
}

class Finder {
  readonly dependencies: Dependency[] = [];
  readonly replacements = new Map<object, Replacement>();
  /** Everything that was met, and what it was met in first. */
  readonly #holders = new Map<object, object | undefined>();
  /** What else it was met in. */
  readonly #alsoIn = new Map<object, object[]>();
  /** From the input down to where the search stands. A list, not the stack: data may be deeper than that. */
  readonly #path: Level[] = [];

  search(input: object): void {
    this.#meet(input, undefined, false);
    for (let level = this.#path.at(-1); level !== undefined; level = this.#path.at(-1)) {
      const { container, members, allowFailure } = level;
      // Leaves are passed over here: a call for each of a million numbers takes six times as long.
      while (level.next < members.length && isLeaf(members[level.next])) level.next++;
      if (level.next === members.length) this.#path.pop();
      else this.#meet(members[level.next++] as object, container, allowFailure);
    }
  }

  /** Containers that have a replacement somewhere inside, and must be copied for it. */
  touched(): ReadonlySet<object> {
    const touched = new Set<object>();
    const todo = [...this.replacements.keys()];
    const touch = (holder: object | undefined): void => {
      if (holder === undefined || touched.has(holder)) return;
      touched.add(holder);
      todo.push(holder);
    };
    for (let object = todo.pop(); object !== undefined; object = todo.pop()) {
      touch(this.#holders.get(object));
      this.#alsoIn.get(object)?.forEach(touch);
    }
    return touched;
  }

  #meet(object: object, holder: object | undefined, allowFailure: boolean): void {
    const isKnown = this.#note(object, holder);
    if (object instanceof Marker) return this.#meetMarker(object, allowFailure);
    if (object instanceof TaskFuture) {
      return this.#depend(object, new RunDependency(TaskFuture.runOf(object), allowFailure));
    }
    if (object instanceof TaskFutureList) {
      return this.#depend(object, new SeriesDependency(TaskFutureList.seriesOf(object), allowFailure));
    }
    if (isThenable(object)) return this.#depend(object, new PromiseDependency(object, allowFailure));
    const members = isKnown ? undefined : membersOf(object);
    if (members !== undefined) this.#path.push({ container: object, members, allowFailure, next: 0 });
  }

  #meetMarker(marker: Marker<unknown>, allowFailure: boolean): void {
    const { kind, value } = marker;
    if (kind === 'quote' || isLeaf(value)) return void this.replacements.set(marker, () => value);
    this.#path.push({
      container: marker,
      members: [value],
      allowFailure: allowFailure || kind === 'allowFailure',
      next: 0,
    });
    this.replacements.set(marker, (builder) => builder.build(value));
  }

  #depend(object: object, dependency: Dependency): void {
    this.dependencies.push(dependency);
    this.replacements.set(object, () => dependency.value());
  }

  /** Notes where it was met. True if it was met before. */
  #note(object: object, holder: object | undefined): boolean {
    if (!this.#holders.has(object)) {
      this.#holders.set(object, holder);
      return false;
    }
    if (holder !== undefined) {
      const others = this.#alsoIn.get(object);
      if (others === undefined) this.#alsoIn.set(object, [holder]);
      else others.push(holder);
    }
    return true;
  }
}

class Builder {
  readonly #copies = new Map<object, unknown>();

  constructor(
    private readonly replacements: ReadonlyMap<object, Replacement>,
    private readonly touched: ReadonlySet<object>,
  ) {}

  build(value: unknown): unknown {
    if (isLeaf(value)) return value;
    const object = value as object;
    const replacement = this.replacements.get(object);
    if (replacement !== undefined) return replacement(this);
    if (!this.touched.has(object)) return object;
    return this.#copies.has(object) ? this.#copies.get(object) : this.#copy(object);
  }

  #copy(object: object): unknown {
    const remember = <C>(copy: C): C => {
      this.#copies.set(object, copy);
      return copy;
    };
    if (Array.isArray(object)) {
      const copy = remember(new Array<unknown>(object.length));
      for (let i = 0; i < object.length; i++) copy[i] = this.build(object[i]);
      return copy;
    }
    if (object instanceof Map) {
      const copy = remember(new Map<unknown, unknown>());
      for (const [key, value] of object) copy.set(this.build(key), this.build(value));
      return copy;
    }
    if (object instanceof Set) {
      const copy = remember(new Set<unknown>());
      for (const member of object) copy.add(this.build(member));
      return copy;
    }
    const copy = remember(Object.create(Object.getPrototypeOf(object) as object | null) as object);
    for (const key of Reflect.ownKeys(object)) {
      if (!Object.prototype.propertyIsEnumerable.call(object, key)) continue;
      const value = this.build((object as Record<PropertyKey, unknown>)[key]);
      // Not by assignment: a key named `__proto__` is one like any other in data.
      Object.defineProperty(copy, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return copy;
  }
}

/** What is inside of a container that is walked; class instances, buffers and typed arrays are not. */
function membersOf(object: object): readonly unknown[] | undefined {
  if (Array.isArray(object)) return object;
  if (object instanceof Map) return [...object.keys(), ...object.values()];
  if (object instanceof Set) return [...object];
  return isPlainObject(object) ? Object.values(object) : undefined;
}

/** An object literal, or one without a prototype, of any realm. */
export function isPlainObject(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
