import { MappingLengthMismatch, MappingMissingIterable, asError, UpstreamTaskError } from '../errors/run-errors.js';
import { describe } from '../errors/definition-errors.js';
import { Marker } from '../future/markers.js';
import { TaskFuture } from '../future/task-future.js';
import type { FlowRun } from '../run/flow-run.js';
import type { MapRun } from '../run/map-run.js';
import { runInScope, type Scope } from '../run/scope.js';
import type { StreamRun } from '../run/stream-run.js';
import { TaskFacts } from '../run/task-facts.js';
import { TaskRun } from '../run/task-run.js';
import { BLOCKED as LANE_BLOCKED, EXHAUSTED, NOT_READY, type Lane, type LaneSource } from '../scheduler/lane.js';
import * as states from '../state/constructors.js';
import { MemberDependency, PromiseDependency, RunDependency, type Blockage, type Dependency } from './dependency.js';
import { BLOCKED, END, toMapSource, type MapSource } from './map-source.js';
import { isLeaf, isThenable, resolveInputs, type Resolution } from './resolve-inputs.js';
import { ScheduledExecution } from './scheduled-execution.js';
import type { TaskTarget } from './target.js';
import { cancellation, toCancelledError, type ExecutionHost } from './task-execution.js';

export interface MapHost extends ExecutionHost {
  /** The number of the next run of this task. */
  count(taskName: string, flow: FlowRun | undefined): number;
  /** All children of the map have ended. */
  mapEnded(map: MapRun | StreamRun): void;
}

/** One argument of a map: walked, or the same for every child. */
export type Column =
  | { readonly kind: 'source'; readonly source: MapSource }
  | { readonly kind: 'static'; readonly value: unknown }
  /** A future or promise: what it is shows when its value is known. */
  | { readonly kind: 'deferred'; readonly dependency: Dependency; readonly allowFailure: boolean };

const EMPTY = Symbol('empty');

/** Reads the arguments of a map. @throws MappingMissingIterable, MappingLengthMismatch as far as that is known already */
export function readColumns(task: string, inputs: readonly unknown[]): readonly Column[] {
  const columns = inputs.map(toColumn);
  if (columns.every(({ kind }) => kind === 'static')) {
    throw new MappingMissingIterable(task, inputs.map(describe));
  }
  const lengths = columns.flatMap((column) => (column.kind === 'source' ? [column.source.length] : []));
  const known = lengths.filter((length) => length !== undefined);
  if (new Set(known).size > 1) {
    for (const source of sourcesOf(columns)) close(source);
    throw new MappingLengthMismatch(task, known.map(String));
  }
  return columns;
}

function sourcesOf(columns: readonly Column[]): MapSource[] {
  return columns.flatMap((column) => (column.kind === 'source' ? [column.source] : []));
}

function close(source: MapSource): void {
  try {
    source.close();
  } catch {
    // A source that fails while it is closed has nothing more to give.
  }
}

/** How many children there will be, if that is known before the first is made. */
export function sizeOf(columns: readonly Column[]): number | undefined {
  for (const column of columns) if (column.kind === 'source') return column.source.length;
  return undefined;
}

function toColumn(input: unknown): Column {
  if (input instanceof Marker && input.kind === 'unmapped') return { kind: 'static', value: input.value };
  const source = toMapSource(input);
  if (source !== undefined) return { kind: 'source', source };
  const allowFailure = input instanceof Marker && input.kind === 'allowFailure';
  const value: unknown = allowFailure ? input.value : input;
  if (value instanceof TaskFuture) {
    return { kind: 'deferred', dependency: new RunDependency(TaskFuture.runOf(value), allowFailure), allowFailure };
  }
  if (isThenable(value))
    return { kind: 'deferred', dependency: new PromiseDependency(value, allowFailure), allowFailure };
  return { kind: 'static', value: input };
}

/** Makes the children of one map, when the lane asks for them, and leads the map to its end. */
export class MapExecution implements LaneSource<ScheduledExecution> {
  queued = false;
  readonly #sources: MapSource[] = [];
  /** Everything that has to be closed at the end, walked or not. */
  #opened: MapSource[] = [];
  /** Per argument: the position of its source, or of nothing if it is the same for all. */
  readonly #positions: (number | undefined)[] = [];
  readonly #statics: unknown[] = [];
  #pending: unknown[] = [];
  /** Why no child can start. */
  #blockage: Blockage | undefined;
  #isWalkedWhole = false;
  #closed = false;

  constructor(
    private readonly host: MapHost,
    private readonly map: MapRun | StreamRun,
    private readonly target: TaskTarget,
    private readonly caller: Scope | undefined,
    private readonly lane: Lane<ScheduledExecution>,
  ) {
    map.interrupt = (reason) => this.cancel(reason);
    if ('stop' in map) map.stop = () => this.#exhaust();
  }

  /** Begins as soon as everything that all children share is known. */
  start(columns: readonly Column[]): void {
    this.#opened = sourcesOf(columns);
    this.#orFail(() => this.#awaitShared(columns));
  }

  #awaitShared(columns: readonly Column[]): void {
    const { waitFor } = this.target.definition;
    const statics = columns.map((column) => (column.kind === 'static' ? column.value : undefined));
    const resolution = resolveInputs([...statics, ...waitFor]);
    const deferred = columns.flatMap((column) => (column.kind === 'deferred' ? [column.dependency] : []));
    const shared = [...deferred, ...(resolution?.dependencies ?? [])];
    let missing = shared.length + 1;
    const known = (): void => {
      if (--missing > 0 || this.#closed) return;
      // Sources are opened where the map was called, not inside of the run that happened to end last.
      this.#orFail(() => runInScope(this.caller, () => this.#begin(columns, statics, resolution)));
    };
    for (const dependency of shared) dependency.whenKnown(known);
    known();
  }

  pull(): ScheduledExecution | typeof NOT_READY | typeof LANE_BLOCKED | typeof EXHAUSTED {
    if (this.#closed) return EXHAUSTED;
    if ('isFull' in this.map && this.map.isFull) return LANE_BLOCKED;
    try {
      const row = this.#nextRow();
      if (row === BLOCKED) return LANE_BLOCKED;
      if (row !== END) return this.#createChild(row) ?? NOT_READY;
      this.#finish();
    } catch (error) {
      this.#exhaust(asError(error));
    }
    return EXHAUSTED;
  }

  /** Arguments that throw while they are looked at fail the map. */
  #orFail(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#exhaust(asError(error));
    }
  }

  /** All sources have come to their end. What keeps every child from starting must not be lost because there is none. */
  #finish(): void {
    const { map } = this;
    if (this.#blockage === undefined || map.length > 0) return this.#exhaust();
    const { root, upstream, cause } = this.#blockage;
    map.root = root;
    this.#exhaust(new UpstreamTaskError(upstream, cause));
  }

  cancel(reason: unknown): void {
    if (this.map.ended) return;
    for (const child of this.map.live()) child.execution?.cancel(cancellation(child, reason));
    if (!this.#closed) this.#exhaust(toCancelledError(`Map of '${this.map.facts.taskName}'`, reason));
  }

  #begin(columns: readonly Column[], statics: readonly unknown[], resolution: Resolution | undefined): void {
    const shared = resolution?.dependencies ?? [];
    const blockages = shared.map((dependency) => dependency.blockage());
    this.#blockage = blockages.find((blockage) => blockage !== undefined);
    const values = this.#blockage === undefined ? (resolution?.build() ?? statics) : statics;
    const hasSource = columns.some(({ kind }) => kind === 'source');
    for (const [index, column] of columns.entries()) {
      if (column.kind === 'static') this.#addStatic(values[index]);
      else if (column.kind === 'source') this.#addSource(column.source);
      else {
        const blockage = column.dependency.blockage();
        if (blockage === undefined) this.#addDeferred(column.dependency.value());
        else if (hasSource) {
          this.#blockage ??= blockage;
          this.#addStatic(undefined);
        } else {
          this.map.root = blockage.root;
          return this.#exhaust(new UpstreamTaskError(blockage.upstream, blockage.cause));
        }
      }
    }
    if (this.#sources.length === 0) {
      const { name } = this.target.definition;
      return this.#exhaust(new MappingMissingIterable(name, this.#statics.map(describe)));
    }
    const known = this.#sources.flatMap(({ length }) => (length === undefined ? [] : [length]));
    if (new Set(known).size > 1) {
      return this.#exhaust(new MappingLengthMismatch(this.target.definition.name, known.map(String)));
    }
    this.#pending = this.#sources.map(() => EMPTY);
    this.#isWalkedWhole = this.#sources.length === this.#positions.length;
    const open = (): void => {
      if (!this.#closed) this.lane.open(this);
    };
    for (const source of this.#sources) source.wake = open;
    if ('onRoom' in this.map) this.map.onRoom = open;
    open();
  }

  #addStatic(value: unknown): void {
    this.#positions.push(undefined);
    this.#statics.push(value);
  }

  #addSource(source: MapSource): void {
    this.#positions.push(this.#sources.push(source) - 1);
    this.#statics.push(undefined);
  }

  #addDeferred(value: unknown): void {
    const source = toMapSource(value);
    if (source === undefined) this.#addStatic(value);
    else {
      this.#opened.push(source);
      this.#addSource(source);
    }
  }

  /** One item of every source, BLOCKED if one has none yet, or END if all are at their end. */
  #nextRow(): readonly unknown[] | typeof BLOCKED | typeof END {
    const pending = this.#pending;
    let ended = 0;
    for (let i = 0; i < pending.length; i++) {
      if (pending[i] === EMPTY) {
        const item = this.#sources[i]!.next();
        if (item === BLOCKED) return BLOCKED;
        pending[i] = item;
      }
      if (pending[i] === END) ended++;
    }
    if (ended === pending.length) return END;
    if (ended > 0) throw this.#mismatch();
    const row = pending.slice();
    pending.fill(EMPTY);
    return row;
  }

  #mismatch(): Error {
    const { length } = this.map;
    const lengths = this.#pending.map((item, index) =>
      item === END ? `${length}` : `${this.#sources[index]!.length ?? `at least ${length + 1}`}`,
    );
    return new MappingLengthMismatch(this.target.definition.name, lengths);
  }

  /** The child, if it can run at once; else it queues by itself as soon as it can. */
  #createChild(row: readonly unknown[]): ScheduledExecution | undefined {
    const { map, target, host } = this;
    const { definition } = target;
    const facts = new TaskFacts(definition, map.flow?.facts, map.parent, {
      created: host.settings.clock.now(),
      number: host.count(definition.name, map.flow),
      map: map.facts,
      mapIndex: map.length,
      logPrints: definition.logPrints ?? map.flow?.logPrints ?? host.settings.logPrints,
    });
    const run = new TaskRun(facts, map.flow, map.series);
    if (map.flow !== undefined) map.flow.submitted++;
    host.log.transition(run, states.pending);
    const execution = new ScheduledExecution(host, run, target, this.caller, this.lane, this);
    map.add(run);
    // Whoever walks a stream sees every outcome.
    if (map.series === undefined) run.looked = true;
    if (this.#blockage !== undefined) {
      execution.notReady(this.#blockage);
      return undefined;
    }
    let resolution: Resolution | undefined;
    try {
      resolution = this.#resolveRow(row);
    } catch (error) {
      execution.cannotStart(error);
      return undefined;
    }
    if (resolution !== undefined) return execution.awaitInputs(resolution) ? execution : undefined;
    execution.args = this.#compose(row);
    return execution.prepare() ? execution : undefined;
  }

  /** A child of the map has ended. */
  settle(run: TaskRun, outcome: Parameters<MapRun['settle']>[1]): void {
    this.map.settle(run, outcome);
    this.#endIfOver();
  }

  #resolveRow(row: readonly unknown[]): Resolution | undefined {
    if (row.every(isLeaf)) return undefined;
    const dependencies: Dependency[] = [];
    const values = row.map((item): (() => unknown) => {
      if (item instanceof MemberDependency) {
        dependencies.push(item);
        return () => item.value();
      }
      const inner = resolveInputs([item]);
      if (inner === undefined) return () => item;
      dependencies.push(...inner.dependencies);
      return () => inner.build()[0];
    });
    return { dependencies, build: () => this.#compose(values.map((value) => value())) };
  }

  /** The arguments of a child: the items of its row, with what all children share between them. */
  #compose(row: readonly unknown[]): readonly unknown[] {
    // The usual map walks every argument: then the row is what the child gets.
    if (this.#isWalkedWhole) return row;
    return this.#positions.map((position, index) => (position === undefined ? this.#statics[index] : row[position]));
  }

  #exhaust(error?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const source of this.#opened) close(source);
    this.map.exhaust(error);
    this.#endIfOver();
  }

  #endIfOver(): void {
    if (!this.#closed || this.map.liveCount > 0 || this.map.ended) return;
    this.map.interrupt = undefined;
    this.map.end();
    this.host.mapEnded(this.map);
  }
}
