import { InvalidOptionError } from '../errors/definition-errors.js';
import { asError, SyncCallError } from '../errors/run-errors.js';
import type { TaskDefinition } from '../definition/task-definition.js';
import type { FlowRunFacts } from '../events/run-event.js';
import { installHost, type FutureHost } from '../future/host.js';
import { TaskFuture } from '../future/task-future.js';
import { TaskFutureList } from '../future/task-future-list.js';
import { FlowRun } from '../run/flow-run.js';
import { MapRun } from '../run/map-run.js';
import type { Run } from '../run/run.js';
import { createRunWords } from '../run/run-words.js';
import { currentScope, type Scope } from '../run/scope.js';
import { StreamRun } from '../run/stream-run.js';
import { TaskFacts } from '../run/task-facts.js';
import { TaskRun } from '../run/task-run.js';
import * as states from '../state/constructors.js';
import type { Clock } from '../util/clock.js';
import { createId } from '../util/ids.js';
import { DirectExecution } from './direct-execution.js';
import { EventLog } from './event-log.js';
import { FlowExecution } from './flow-execution.js';
import { Ledger } from './ledger.js';
import { MapExecution, readColumns, sizeOf, type Column } from './map-execution.js';
import { resolveInputs, type Resolution } from './resolve-inputs.js';
import { RunPromise } from './run-promise.js';
import { RunnerLanes } from './runner-lanes.js';
import { ScheduledExecution } from './scheduled-execution.js';
import { CurrentSettings, type Settings } from './settings.js';
import { walkStream, type StreamOptions } from './stream.js';
import { isAsyncFunction, type FlowTarget, type TaskTarget } from './target.js';
import { cancellation } from './task-execution.js';

/** Streams over a runner without a bound keep no more than this many items under way. */
const UNBOUNDED_STREAM = 1000;

/** Makes runs of calls, and keeps the ledgers of what is under way. One for each process. */
export class Engine implements FutureHost {
  readonly settings = new CurrentSettings();
  readonly log = new EventLog(this.settings);
  readonly #ledger = new Ledger(this.settings, this.log);
  readonly #lanes = new RunnerLanes(this.settings, this.log.brake);
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
    // At the root of the process a synchronous call has ended before anything could come in between.
    const isKept = caller !== undefined || isAsyncFunction(method);
    const execution = new DirectExecution(this.#ledger, run, target, caller);
    try {
      if (isKept) this.#ledger.add(run, caller);
      this.log.transition(run, states.pending);
      const value = execution.call(args);
      if (!isKept && run.outcome === undefined) this.#ledger.add(run, caller);
      return value;
    } catch (error) {
      // It is the stack that has overflowed, not the task that failed: the run ends where there is room for it.
      if (run.outcome === undefined) queueMicrotask(() => execution.abandon(error));
      throw error;
    }
  }

  submit(target: TaskTarget, inputs: readonly unknown[]): TaskFuture<unknown> {
    const caller = currentScope();
    // Before the run exists: if the runner is refused there must be none that could never end.
    const lane = this.#lanes.laneOf(caller?.flow);
    const run = this.#createRun(target, caller);
    const { flow } = run;
    if (flow !== undefined) flow.submitted++;
    this.#ledger.add(run, caller);
    this.log.transition(run, states.pending);
    const execution = new ScheduledExecution(this.#ledger, run, target, caller, lane);
    if (flow?.closed !== undefined) {
      run.looked = true;
      execution.cancel(cancellation(run, flow.closed));
      return new TaskFuture(run);
    }
    if (this.#isReady(execution, inputs)) execution.launch();
    return new TaskFuture(run);
  }

  /** Whether the run can start at once; else it starts when its inputs are known, or not at all. */
  #isReady(execution: ScheduledExecution, inputs: readonly unknown[]): boolean {
    const { waitFor } = execution.run.definition;
    let resolution: Resolution | undefined;
    try {
      resolution = resolveInputs(waitFor.length === 0 ? inputs : [...inputs, ...waitFor]);
    } catch (error) {
      // An argument that throws while it is looked at.
      execution.cannotStart(error);
      return false;
    }
    if (resolution === undefined) {
      execution.args = inputs;
      return execution.prepare();
    }
    const { dependencies, build } = resolution;
    return execution.awaitInputs({ dependencies, build: () => build().slice(0, inputs.length) });
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
      const room = concurrency ?? Math.min(this.#lanes.runnerOf(caller?.flow).concurrency, UNBOUNDED_STREAM);
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
    this.settings.check();
    const { definition } = target;
    const caller = currentScope();
    const parent = caller?.flow;
    const created = this.clock.now();
    let name: string | undefined;
    let refusal: Error | undefined;
    try {
      name = definition.runName?.(args);
    } catch (error) {
      refusal = asError(error);
    }
    const facts: FlowRunFacts = {
      kind: 'flow',
      id: createId(created),
      name: name ?? createRunWords(),
      flowName: definition.name,
      version: definition.version,
      tags: [...new Set([...(parent?.tags ?? []), ...definition.tags])],
      parameters: args,
      parentFlowRunId: parent?.id,
      parentTaskRunId: parentTask(caller)?.id,
      logPrints: definition.logPrints ?? parent?.logPrints ?? this.settings.logPrints,
    };
    const run = new FlowRun(definition, facts, parent, definition.runner ?? parent?.runner ?? this.settings.runner);
    this.#ledger.add(run, caller);
    const execution = new FlowExecution(this.#ledger, run, target, caller);
    if (parent?.closed !== undefined) {
      run.looked = true;
      refusal = cancellation(run, parent.closed);
    }
    void execution.start(args, refusal);
    return run;
  }

  /** Runs the flow and gives the promise of its value. */
  callFlow(target: FlowTarget, args: readonly unknown[]): Promise<unknown> {
    let run: FlowRun;
    try {
      run = this.startFlow(target, args);
    } catch (error) {
      // A setting is wrong. Whoever awaits a flow expects its errors there.
      return Promise.reject(error as Error);
    }
    // In a flow a failure that nobody awaits fails that flow. Outside it is an unhandled rejection, as of any function.
    return run.parent === undefined ? settlement(run) : new RunPromise(run);
  }

  cancelFlow(run: FlowRun, reason: unknown): void {
    if (run.parent !== undefined && currentScope()?.flow === run.parent) run.looked = true;
    run.execution?.cancel(cancellation(run, reason));
  }

  // ── runs and maps as they are made ────────────────────────────────────────────────────────────────────────────────

  #createRun({ definition }: TaskTarget, caller: Scope | undefined): TaskRun {
    if (caller === undefined) this.settings.check();
    const flow = caller?.flow;
    this.#warnOfNoEffect(definition);
    const facts = new TaskFacts(definition, flow?.facts, parentTask(caller), {
      created: this.clock.now(),
      number: this.#ledger.count(definition.name, flow),
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
    if (caller === undefined) this.settings.check();
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

  #startMap(map: MapRun | StreamRun, target: TaskTarget, caller: Scope | undefined, columns: readonly Column[]): void {
    const { flow } = map;
    const lane = this.#lanes.laneOf(flow);
    this.#ledger.add(map, caller);
    this.log.mapStarted(map.facts);
    const execution = new MapExecution(this.#ledger, map, target, caller, lane);
    if (flow?.closed !== undefined) {
      map.looked = true;
      execution.cancel(flow.closed);
    }
    execution.start(columns);
  }
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
