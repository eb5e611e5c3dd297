import { InvalidOptionError, UnavailableOptionError, UnknownOptionError } from '../errors/definition-errors.js';
import type { Hook, Hooks } from './hooks.js';

/** @throws UnknownOptionError for the first key that is not among the known ones: a typo must not be ignored. */
export function assertKnownOptions(options: object, known: readonly string[], where: string): void {
  if (typeof options !== 'object' || options === null)
    throw new InvalidOptionError('options', 'an object', options, where);
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) throw new UnknownOptionError(option, where, known);
  }
}

/** @throws InvalidOptionError if it is given and is not of this type */
export function assertOptionType(
  options: object,
  option: string,
  type: 'string' | 'boolean' | 'function' | 'number' | 'object',
  where: string,
): void {
  const value = (options as Record<string, unknown>)[option];
  if (value !== undefined && (typeof value !== type || value === null)) {
    throw new InvalidOptionError(option, `a ${type}`, value, where);
  }
}

/** @throws InvalidOptionError if it is given and is not a list of strings */
export function assertTags(tags: readonly string[] | undefined, where: string): void {
  if (tags === undefined) return;
  if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string')) {
    throw new InvalidOptionError('tags', 'a list of strings', tags, where);
  }
}

/** The hooks of one kind as a list. @throws InvalidOptionError if one is not a function */
export function toHooks(hooks: Hooks | undefined, option: string, where: string): readonly Hook[] {
  const list: readonly unknown[] = hooks === undefined ? [] : Array.isArray(hooks) ? hooks : [hooks];
  for (const hook of list) {
    if (typeof hook !== 'function') throw new InvalidOptionError(option, 'a function or a list of them', hook, where);
  }
  return list as readonly Hook[];
}

/** @throws UnavailableOptionError if an option is asked for that would promise what nothing keeps yet */
export function assertAvailable(options: object, unavailable: Readonly<Record<string, string>>, where: string): void {
  for (const [option, instead] of Object.entries(unavailable)) {
    const value = (options as Record<string, unknown>)[option];
    if (value !== undefined && value !== false) throw new UnavailableOptionError(option, where, instead);
  }
}
