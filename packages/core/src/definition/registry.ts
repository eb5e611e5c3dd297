// The one reader and writer of metadata. `no-conflict` leaves the global Reflect alone and shares its registry where a
// framework has installed one.
import { defineMetadata, getMetadata } from 'reflect-metadata/no-conflict';
import type { FlowDefinition } from './flow-definition.js';
import type { TaskDefinition } from './task-definition.js';

export type Definition = TaskDefinition | FlowDefinition;

const DEFINITION = Symbol.for('millrace.definition');

/**
 * Remembers what a method is, under (prototype, method name); the owner of a static method is its class. Metadata kept
 * on the function itself would be lost as soon as another decorator wraps it.
 */
export function record(owner: object, method: PropertyKey, definition: Definition): void {
  defineMetadata(DEFINITION, definition, owner, method as string | symbol);
}

/** What the method is, here or in a superclass; undefined where it is neither task nor flow. */
export function lookUp(owner: object, method: PropertyKey): Definition | undefined {
  return getMetadata(DEFINITION, owner, method as string | symbol) as Definition | undefined;
}
