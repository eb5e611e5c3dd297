import { asError, CancelledError, SyncCallError } from '../errors/run-errors.js';
import { InvalidOptionError } from '../errors/definition-errors.js';
import { installHost, type FutureHost } from '../future/host.js';
import { TaskFuture } from '../future/task-future.js';
import { TaskFutureList } from '../future/task-future-list.js';
import type { TaskDefinition } from '../definition/task-definition.js';
import type { FlowRunFacts } from '../events/run-event.js';
import type { TaskRunner } from '../ports/task-runner.js';
import { FlowRun, type Live } from '../run/flow-run.js';
import { MapRun } from '../run/map-run.js';
import type { Run } from '../run/run.js';
import { createRunWords } from '../run/run-words.js';
import { currentScope, type Scope } from '../run/scope.js';
import { StreamRun } from '../run/stream-run.js';
import { TaskFacts } from '../run/task-facts.js';
import { TaskRun } from '../run/task-run.js';
import type { Lane } from '../scheduler/lane.js';
import { Scheduler } from '../scheduler/scheduler.js';
import * as states from '../state/constructors.js';
import type { Clock } from '../util/clock.js';
import { createId } from '../util/ids.js';
import { DirectExecution } from './direct-execution.js';
import { EventLog } from './event-log.js';
import { FlowExecution, type FlowHost } from './flow-execution.js';
import { Lifecycle, type Root } from './lifecycle.js';
import { MapExecution, readColumns, sizeOf, type Column, type MapHost } from './map-execution.js';
import { resolveInputs } from './resolve-inputs.js';
import { RunPromise } from './run-promise.js';
import { ScheduledExecution } from './scheduled-execution.js';
import { CurrentSettings, type Settings } from './settings.js';
import { walkStream, type StreamOptions } from './stream.js';
import { isAsyncFunction, type FlowTarget, type TaskTarget } from './target.js';
import { cancellation } from './task-execution.js';
import { TaskScope } from './task-scope.js';
import { RunnerStarter } from './runner-starter.js';

/** Streams over a runner without a bound keep no more than this many items under way. */
const UNBOUNDED_STREAM = 1000;

/** Makes runs of calls, and keeps the ledgers of what is under way. One for each process. */
export class Engine implements FutureHost, MapHost, FlowHost {
  readonly settings = new CurrentSettings();
  readonly log = new EventLog(this.settings);
  readonly #lifecycle = new Lifecycle(this.settings, () => this.log.flush());
  readonly #schedulers = new WeakMap<TaskRunner, Scheduler<ScheduledExecution>>();
  readonly #lanes = new WeakMap<FlowRun | Scheduler<ScheduledExecution>, Lane<ScheduledExecution>>();
  readonly #roots = new WeakMap<Live, Root>();
  /** The task attempts that started something. */
  readonly #parents = new WeakMap<Live, Scope>();
  /** Runs outside of every flow are numbered for the process. */
  readonly #counts = new Map<string, number>();
  readonly #warned = new Set<symbol>();

  constructor() {
    installHost(this);
  }

  get clock(): Clock {
    return this.settings.clock;
  }

  configure(settings: Settings): void {
    this.settings.configure(settings);
    this.log.reload();
  }

  // ── tasks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Runs the task in place; gives or throws what its method does. */
  call(target: TaskTarget, args: readonly unknown[]): unknown {
    const { definition, method } = target;
    if (definition.timeout !== undefined && !isAsyncFunction(method))
      throw new SyncCallError(definition.name, 'timeout');
    const caller = currentScope();
    const run = this.#createRun(target, caller);
    if (run.flow !== undefined) this.#add(run, caller);
    this.log.transition(run, states.pending);
    const value = new DirectExecution(this, run, target, caller).call(args);
    if (run.flow === undefined && run.outcome === undefined) this.#addRoot(run);
    return value;
  }

  submit(target: TaskTarget, inputs: readonly unknown[]): TaskFuture<unknown> {
    const caller = currentScope();
    const run = this.#createRun(target, caller);
    const { flow } = run;
    if (flow !== undefined) flow.submitted++;
    this.#add(run, caller);
    this.log.transition(run, states.pending);
    const execution = new ScheduledExecution(this, run, target, caller, this.#laneOf(flow));
    if (flow?.closed !== undefined) {
      run.looked = true;
      execution.cancel(cancellation(run, flow.closed));
      return new TaskFuture(run);
    }
    const { waitFor } = target.definition;
    const resolution = resolveInputs(waitFor.length === 0 ? inputs : [...inputs, ...waitFor]);
    if (resolution === undefined) {
      execution.args = inputs;
      if (execution.prepare()) execution.launch();
    } else {
      const build = () => resolution.build().slice(0, inputs.length);
      if (execution.awaitInputs({ dependencies: resolution.dependencies, build })) execution.launch();
    }
    return new TaskFuture(run);
  }

  map(target: TaskTarget, inputs: readonly unknown[]): TaskFutureList<unknown> {
    const columns = readColumns(target.definition.name, inputs);
    const caller = currentScope();
    const map = new MapRun(...this.#mapPlace(target, caller, columns));
    this.#startMap(map, target, caller, columns);
    return new TaskFutureList(map);
  }

  stream(target: TaskTarget, source: unknown, options: StreamOptions): AsyncGenerator<unknown, void, undefined> {
    const { concurrency } = options;
    if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency > 0)) {
      throw new InvalidOptionError(
        'concurrency',
        'a whole number from 1 up',
        concurrency,
        `stream of ${target.definition.name}`,
      );
    }
    const columns = readColumns(target.definition.name, [source]);
    const caller = currentScope();
    return walkStream(() => {
      const room = concurrency ?? Math.min(this.#runnerOf(caller?.flow).concurrency, UNBOUNDED_STREAM);
      const { ordered = false } = options;
      const stream = new StreamRun(...this.#mapPlace(target, caller, columns), { room, ordered });
      this.#startMap(stream, target, caller, columns);
      return stream;
    }, options);
  }

  cancelTask(run: TaskRun, reason: unknown): void {
    // Whoever cancels inside the flow knows what he does; from outside it is news to the flow.
    if (run.flow !== undefined && currentScope()?.flow === run.flow) run.looked = true;
    run.execution?.cancel(cancellation(run, reason));
  }

  // ── flows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Starts the flow; the run that it gives is on its way. */
  startFlow(target: FlowTarget, args: readonly unknown[]): FlowRun {
    const { definition } = target;
    const caller = currentScope();
    const parent = caller?.flow;
    const created = this.clock.now();
    const facts: FlowRunFacts = {
      kind: 'flow',
      id: createId(created),
      name: definition.runName?.(args) ?? createRunWords(),
      flowName: definition.name,
      version: definition.version,
      tags: [...new Set([...(parent?.tags ?? []), ...definition.tags])],
      parameters: args,
      parentFlowRunId: parent?.id,
      parentTaskRunId: parentTask(caller)?.id,
      logPrints: definition.logPrints ?? parent?.logPrints ?? this.settings.logPrints,
    };
    const run = new FlowRun(definition, facts, parent, definition.runner ?? parent?.runner ?? this.settings.runner);
    this.#add(run, caller);
    const execution = new FlowExecution(this, run, target, caller);
    if (parent?.closed !== undefined) execution.cancel(cancellation(run, parent.closed));
    void execution.start(args);
    return run;
  }

  /** Runs the flow and gives the promise of its value. */
  callFlow(target: FlowTarget, args: readonly unknown[]): Promise<unknown> {
    const run = this.startFlow(target, args);
    // In a flow a failure that nobody awaits fails that flow. Outside it is an unhandled rejection, as of any function.
    return run.parent === undefined ? settlement(run) : new RunPromise(run);
  }

  cancelFlow(run: FlowRun, reason: unknown): void {
    run.execution?.cancel(cancellation(run, reason));
  }

  // ── what executions tell ──────────────────────────────────────────────────────────────────────────────────────────

  ended(run: TaskRun): void {
    const { flow } = run;
    if (flow === undefined) return run.series === undefined ? this.#orphanEnded(run) : undefined;
    if (run.state.type !== 'COMPLETED' && !run.looked) flow.unsuccessful.add(run);
    if (run.state.type === 'COMPLETED' && run.definition.onRollback.length > 0) flow.undoable.push(run);
    if (run.facts.map !== undefined) return;
    void this.#remove(run);
    flow.remove(run);
  }

  async flowEnded(run: FlowRun): Promise<void> {
    const flow = run.parent;
    if (flow === undefined) {
      await this.log.flush();
    } else {
      if (run.state.type !== 'COMPLETED' && !run.looked) flow.unsuccessful.add(run);
      flow.remove(run);
    }
    await this.#remove(run);
  }

  mapEnded(map: MapRun | StreamRun): void {
    this.log.mapEnded(map.facts, map.counts, map.created);
    const { flow } = map;
    if (flow === undefined) return this.#orphanEnded(map);
    if (map instanceof MapRun && map.error !== undefined && !map.looked) flow.unsuccessful.add(map);
    void this.#remove(map);
    flow.remove(map);
  }

  countRun(target: TaskTarget, flow: FlowRun | undefined): number {
    if (flow !== undefined) flow.submitted++;
    return this.#count(target.definition.name, flow);
  }

  cancelLive(flow: FlowRun, reason: Error): void {
    this.#cancelAll(flow.live, reason);
  }

  cancelChildren(scope: Scope, reason: Error): void {
    if (scope.children !== undefined) this.#cancelAll(scope.children, reason);
  }

  closeStreams(flow: FlowRun): void {
    for (const live of [...flow.live])
      if (live instanceof StreamRun) live.interrupt?.(new CancelledError('Nobody walks the stream any more.'));
  }

  /**
   * What is cancelled with its flow or its task needs nobody else to look at it. The last come first: what waits for
   * another is then cancelled before that one, instead of failing because of it.
   */
  #cancelAll(runs: ReadonlySet<Live>, reason: Error): void {
    for (const run of [...runs].reverse()) {
      run.looked = true;
      if (run instanceof MapRun || run instanceof StreamRun) run.interrupt?.(reason);
      else run.execution?.cancel(cancellation(run, reason));
    }
  }

  reportHook(run: Run, error: unknown): void {
    const { logger } = this.settings;
    const message = `A hook of run '${run.name}' failed: ${asError(error).message}`;
    logger.write({ level: 'error', message, timestamp: this.clock.now(), fields: { error } });
  }

  // ── ledgers ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #createRun({ definition }: TaskTarget, caller: Scope | undefined): TaskRun {
    const flow = caller?.flow;
    this.#warnOfNoEffect(definition);
    const facts = new TaskFacts(definition, flow?.facts, parentTask(caller), {
      created: this.clock.now(),
      number: this.#count(definition.name, flow),
      logPrints: definition.logPrints ?? flow?.logPrints ?? this.settings.logPrints,
    });
    return new TaskRun(facts, flow, undefined);
  }

  /** What maps and streams have in common. */
  #mapPlace(
    { definition }: TaskTarget,
    caller: Scope | undefined,
    columns: readonly Column[],
  ): ConstructorParameters<typeof MapRun> {
    const created = this.clock.now();
    const flow = caller?.flow;
    this.#warnOfNoEffect(definition);
    const facts = { id: createId(created), taskName: definition.name, flowRunId: flow?.id, size: sizeOf(columns) };
    return [facts, definition, flow, parentTask(caller), created];
  }

  #warnOfNoEffect({ name, origin, withoutEffect }: TaskDefinition): void {
    if (withoutEffect.length === 0 || this.#warned.has(origin)) return;
    this.#warned.add(origin);
    const message = `Task '${name}': ${withoutEffect.join(', ')} without effect, as results are not kept yet.`;
    this.settings.logger.write({ level: 'warn', message, timestamp: this.clock.now() });
  }

  #count(taskName: string, flow: FlowRun | undefined): number {
    if (flow !== undefined) return flow.count(taskName);
    const count = this.#counts.get(taskName) ?? 0;
    this.#counts.set(taskName, count + 1);
    return count;
  }

  /** Takes the run into the ledgers: of its flow, or of the process, and of the task attempt that started it. */
  #add(run: Live, caller: Scope | undefined): void {
    if (caller?.flow === undefined) this.#addRoot(run);
    else caller.flow.add(run);
    if (caller instanceof TaskScope) {
      (caller.children ??= new Set()).add(run);
      this.#parents.set(run, caller);
    }
  }

  #addRoot(run: Live): void {
    const root: Root = {
      cancel: (reason) => {
        if (run instanceof MapRun || run instanceof StreamRun) run.interrupt?.(new CancelledError(reason));
        else run.execution?.cancel(cancellation(run, reason));
      },
    };
    this.#roots.set(run, root);
    this.#lifecycle.enter(root);
  }

  #remove(run: Live): Promise<void> | undefined {
    this.#parents.get(run)?.children?.delete(run);
    const root = this.#roots.get(run);
    return root === undefined ? undefined : this.#lifecycle.leave(root);
  }

  /** A future outside of every flow belongs to whoever made it; if nobody looks at its failure, the log tells it. */
  #orphanEnded(run: TaskRun | MapRun | StreamRun): void {
    if (errorOf(run) === undefined || run.looked) return void this.#remove(run);
    setImmediate(() => {
      if (!run.looked && !run.passedOn) this.#reportOrphan(run);
      void this.#remove(run);
    });
  }

  #reportOrphan(run: TaskRun | MapRun | StreamRun): void {
    const error = errorOf(run);
    const what = run instanceof TaskRun ? `Task run '${run.name}'` : `Map of '${run.facts.taskName}'`;
    const message = `${what} failed outside of a flow and nobody awaited it: ${error?.message}`;
    this.settings.logger.write({ level: 'error', message, timestamp: this.clock.now(), fields: { error } });
  }

  #startMap(map: MapRun | StreamRun, target: TaskTarget, caller: Scope | undefined, columns: readonly Column[]): void {
    const { flow } = map;
    this.#add(map, caller);
    this.log.mapStarted(map.facts);
    const execution = new MapExecution(this, map, target, caller, this.#laneOf(flow));
    if (flow?.closed === undefined) return execution.start(columns);
    map.looked = true;
    execution.cancel(flow.closed);
  }

  // ── runners ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #runnerOf(flow: FlowRun | undefined): TaskRunner {
    return flow?.runner ?? this.settings.runner;
  }

  /** One lane for each flow run, one for everything outside of flows. */
  #laneOf(flow: FlowRun | undefined): Lane<ScheduledExecution> {
    const scheduler = this.#schedulerOf(this.#runnerOf(flow));
    const owner = flow ?? scheduler;
    let lane = this.#lanes.get(owner);
    if (lane === undefined) this.#lanes.set(owner, (lane = scheduler.createLane()));
    return lane;
  }

  #schedulerOf(runner: TaskRunner): Scheduler<ScheduledExecution> {
    let scheduler = this.#schedulers.get(runner);
    if (scheduler === undefined) {
      const starter = new RunnerStarter(runner);
      scheduler = new Scheduler<ScheduledExecution>(runner, {
        execute: (execution, flight) => starter.execute(() => execution.begin(runner, flight)),
        settle: (execution, outcome) => execution.settle(outcome),
        isStale: (execution) => execution.isOver,
      });
      this.#schedulers.set(runner, scheduler);
    }
    return scheduler;
  }
}

/** Why a run or a map is no success; undefined if it is one. */
function errorOf(run: Run | MapRun | StreamRun): Error | undefined {
  if (run instanceof StreamRun) return run.error;
  if (run instanceof MapRun)
    return run.error ?? (run.firstFailure === undefined ? undefined : errorOf(run.firstFailure));
  return run.outcome?.kind === 'error' ? run.outcome.error : undefined;
}

/** The promise of a run that belongs to no flow. */
function settlement(run: Run): Promise<unknown> {
  return new Promise((resolve, reject) =>
    run.whenEnded((outcome) => {
      if (outcome.kind === 'value') resolve(outcome.value);
      else reject(outcome.error);
    }),
  );
}

function parentTask(caller: Scope | undefined): TaskFacts | undefined {
  return caller?.run instanceof TaskRun ? caller.run.facts : undefined;
}

let engine: Engine | undefined;

/** The engine of this process, made when it is first needed. */
export function getEngine(): Engine {
  return (engine ??= new Engine());
}
