import { defineFlow, type FlowDefinition } from '../definition/flow-definition.js';
import type { AsyncMethod, FlowOptions } from '../definition/flow-options.js';
import { getEngine } from '../engine/engine.js';
import { targetOfBody } from '../engine/target.js';
import { decorate, type DecoratorArgs } from './decorate.js';

/**
 * Makes a method a flow: each call is a tracked run that waits for everything it submitted, loses no failure, and can be
 * cancelled as a whole. Compiles only on methods that give a promise.
 *
 * @example
 * class Etl {
 *   @Flow({ timeout: '10m' })
 *   async etl(): Promise<void> { … }
 * }
 * @throws InvalidOptionError, UnknownOptionError where the class is defined
 */
// What it gives depends on the decorator mode; `any` is what both accept.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function Flow<M extends AsyncMethod>(options: FlowOptions<M> = {}): (...args: DecoratorArgs<M>) => any {
  return (...args) =>
    decorate(
      {
        define: (method) => defineFlow(options as FlowOptions, method),
        call: (definition, instance, body, args) =>
          getEngine().callFlow(targetOfBody(definition as FlowDefinition, instance as object, body), args),
      },
      'Flow',
      args,
    );
}
