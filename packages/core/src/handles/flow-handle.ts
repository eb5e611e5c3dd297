import type { AsyncMethod, FlowOptions } from '../definition/flow-options.js';
import { withFlowOptions } from '../definition/flow-definition.js';
import { getEngine } from '../engine/engine.js';
import type { FlowTarget } from '../engine/target.js';
import type { MillraceTypeError } from './type-error.js';
import { FlowRunHandle } from './flow-run-handle.js';

/**
 * A flow that can be called, started and followed.
 *
 * @example
 * const { etl } = flows(new Etl());
 * await etl();                 // as new Etl().etl()
 * const run = etl.start();     // returns at once
 * console.log(run.name);       // 'mauve-otter'
 * await run;
 */
export interface FlowHandle<A extends unknown[], R> {
  (...args: A): R;
  /** Starts a run and returns at once; the run can be awaited, followed and cancelled. */
  start(...args: A): FlowRunHandle<Awaited<R>>;
  /** The same flow with some options changed. */
  with(options: FlowOptions<(...args: A) => PromiseLike<unknown>>): FlowHandle<A, R>;
}

export type FlowHandleOf<F> = F extends (...args: infer A) => infer R
  ? F extends AsyncMethod
    ? FlowHandle<A, R>
    : MillraceTypeError<'a flow gives a promise: make the method async'>
  : MillraceTypeError<'only methods can be flows'>;

const targets = new WeakMap<object, FlowTarget>();

const METHODS = Object.setPrototypeOf(
  {
    start(this: object, ...args: unknown[]): unknown {
      return new FlowRunHandle(getEngine().startFlow(targets.get(this)!, args));
    },
    with(this: object, options: FlowOptions): unknown {
      const target = targets.get(this)!;
      return createFlowHandle({ ...target, definition: withFlowOptions(target.definition, options) });
    },
  },
  Function.prototype,
) as object;

export function createFlowHandle(target: FlowTarget): unknown {
  const handle = (...args: unknown[]): unknown => getEngine().callFlow(target, args);
  Object.setPrototypeOf(handle, METHODS);
  Object.defineProperty(handle, 'name', { value: target.definition.name, configurable: true });
  targets.set(handle, target);
  return handle;
}
