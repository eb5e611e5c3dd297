import type { Environment } from './environment.js';

/**
 * Whether what is written to `stream` may be coloured: on a terminal, unless `NO_COLOR` is set. As in Node,
 * `FORCE_COLOR` has the last word, either way.
 */
export function wantsColour(stream: { readonly isTTY?: boolean }, env: Environment): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
