import { InvalidOptionError } from '../errors/definition-errors.js';

/** Makes the name of a run from its resolved arguments. */
export type RunNamer = (args: readonly unknown[]) => string;

const PLACEHOLDER = /\{([^{}]*)\}/g;
const PATH = /^\d+(?:\.[\p{ID_Start}$_\d][\p{ID_Continue}$]*)*$/u;

/**
 * Compiles the option `runName`.
 *
 * @example createRunNamer('load {0} of {1.name}')!([7, { name: 'airports' }]) // 'load 7 of airports'
 * @throws InvalidOptionError if a placeholder is not an argument index with an optional property path
 */
export function createRunNamer(runName: string | ((...args: never[]) => string) | undefined): RunNamer | undefined {
  if (runName === undefined) return undefined;
  if (typeof runName === 'function') return (args) => String((runName as (...args: unknown[]) => string)(...args));
  if (typeof runName !== 'string') throw new InvalidOptionError('runName', 'a template or a function', runName);
  for (const [, path = ''] of runName.matchAll(PLACEHOLDER)) {
    if (!PATH.test(path)) {
      throw new InvalidOptionError('runName', `a template with placeholders such as {0} or {1.name}`, runName);
    }
  }
  return (args) => runName.replace(PLACEHOLDER, (_, path: string) => String(follow(args, path.split('.'))));
}

function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value);
}
