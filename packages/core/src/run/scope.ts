import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunContext } from '../ports/run-context.js';
import { LazyAbort } from '../util/abort.js';
import type { FlowRun, Live } from './flow-run.js';
import type { TaskRun } from './task-run.js';

/** A place at the runner, which its holder gives back while it waits for others. */
export interface SlotHolder {
  suspend(): void;
  /** Calls back when the holder has a slot again, unless it waits for something else too. */
  resume(callback: () => void): void;
}

/**
 * Where code of a run executes: one attempt of a task or a flow. It travels with the code through `await`, timers and
 * streams by `AsyncLocalStorage`, and is what users see as their `RunContext`.
 */
export abstract class Scope implements RunContext {
  #abort: LazyAbort | undefined = undefined;
  /** Runs that were started here; they are cancelled with it. */
  children: Set<Live> | undefined;

  abstract readonly run: FlowRun | TaskRun;
  /** The flow run that everything started here belongs to. */
  abstract readonly flow: FlowRun | undefined;
  abstract readonly logPrints: boolean;

  constructor(
    readonly attempt: number,
    /** The slot that code here occupies: the one of the submitted attempt, even inside of direct calls and subflows. */
    readonly slot: SlotHolder | undefined,
  ) {}

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Made when somebody looks at the signal or aborts it, which few attempts see. */
  get abort(): LazyAbort {
    return (this.#abort ??= new LazyAbort());
  }

  abstract get tags(): readonly string[];
  abstract get taskRunId(): string | undefined;
  abstract get taskRunName(): string | undefined;
  abstract get taskName(): string | undefined;

  get flowRunId(): string | undefined {
    return this.flow?.id;
  }
  get flowRunName(): string | undefined {
    return this.flow?.name;
  }
  get flowName(): string | undefined {
    return this.flow?.flowName;
  }
}

/**
 * The scope of an attempt whose body has not been reached yet: the decorators above `@Task()` wrap the call, and the
 * method that they wrap must recognise that its run exists already.
 */
export class EntryScope {
  constructor(
    readonly inner: Scope,
    /** Which definition, of which object, the body must belong to. */
    readonly origin: symbol,
    readonly instance: unknown,
  ) {}
}

const storage = new AsyncLocalStorage<Scope | EntryScope | undefined>();

export function currentScope(): Scope | undefined {
  const scope = storage.getStore();
  return scope instanceof EntryScope ? scope.inner : scope;
}

/** The attempt that is on its way to this body, through other decorators; undefined if the call is one of its own. */
export function enteringScope(origin: symbol, instance: unknown): Scope | undefined {
  const scope = storage.getStore();
  const isEntry = scope instanceof EntryScope && scope.origin === origin && scope.instance === instance;
  return isEntry ? scope.inner : undefined;
}

export function runInScope<A extends unknown[], R>(
  scope: Scope | EntryScope | undefined,
  body: (...args: A) => R,
  ...args: A
): R {
  return storage.run(scope, body, ...args);
}
