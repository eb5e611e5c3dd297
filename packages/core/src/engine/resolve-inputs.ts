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
  for (const input of inputs) finder.visit(input, false);
  if (finder.replacements.size === 0) return undefined;
  return {
    dependencies: finder.dependencies,
    build: () => {
      const builder = new Builder(finder.replacements, finder.touched);
      return inputs.map((input) => builder.build(input));
    },
  };
}

/** Nothing to look into. */
export function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** What stands in the place of an input: a dependency's value, or something known at once. */
type Replacement = () => unknown;

class Finder {
  readonly dependencies: Dependency[] = [];
  readonly replacements = new Map<object, Replacement>();
  /** Containers that have a replacement somewhere inside, and must be copied for it. */
  readonly touched = new Set<object>();
  readonly #path: object[] = [];
  readonly #seen = new Set<object>();

  visit(value: unknown, allowFailure: boolean): void {
    if (isLeaf(value)) return;
    const object = value as object;
    if (object instanceof Marker) return this.#visitMarker(object, allowFailure);
    if (object instanceof TaskFuture) {
      return this.#depend(object, new RunDependency(TaskFuture.runOf(object), allowFailure));
    }
    if (object instanceof TaskFutureList) {
      return this.#depend(object, new SeriesDependency(TaskFutureList.seriesOf(object), allowFailure));
    }
    if (isThenable(object)) return this.#depend(object, new PromiseDependency(object, allowFailure));
    const members = membersOf(object);
    if (members === undefined) return;
    if (this.#seen.has(object)) {
      // Met again, inside of itself or beside: what holds it must be copied if it is.
      if (this.replacements.size > 0 || this.#path.includes(object)) this.#touchPath();
      return;
    }
    this.#seen.add(object);
    this.#path.push(object);
    // Asked here too: a call for each of a million numbers takes six times as long.
    for (const member of members) if (!isLeaf(member)) this.visit(member, allowFailure);
    this.#path.pop();
  }

  #visitMarker(marker: Marker<unknown>, allowFailure: boolean): void {
    if (marker.kind === 'quote') return this.#replace(marker, () => marker.value);
    this.visit(marker.value, allowFailure || marker.kind === 'allowFailure');
    const inner = isLeaf(marker.value) ? undefined : this.replacements.get(marker.value as object);
    const builder = () => new Builder(this.replacements, this.touched).build(marker.value);
    this.#replace(marker, inner ?? builder);
  }

  #depend(object: object, dependency: Dependency): void {
    this.dependencies.push(dependency);
    this.#replace(object, () => dependency.value());
  }

  #replace(object: object, replacement: Replacement): void {
    this.replacements.set(object, replacement);
    this.#touchPath();
  }

  #touchPath(): void {
    for (const container of this.#path) this.touched.add(container);
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
    if (replacement !== undefined) return replacement();
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
    const copy = remember(Object.create(Object.getPrototypeOf(object) as object | null) as Record<string, unknown>);
    for (const [key, member] of Object.entries(object)) copy[key] = this.build(member);
    return copy;
  }
}

/** What is inside of a container that is walked; class instances, buffers and typed arrays are not. */
function membersOf(object: object): Iterable<unknown> | undefined {
  if (Array.isArray(object)) return object;
  if (object instanceof Map) return [...object.keys(), ...object.values()];
  if (object instanceof Set) return object;
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
