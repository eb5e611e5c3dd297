import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const FILE = 'runs.db';
const HOME = '.millrace';

/**
 * Where runs are recorded unless somebody says otherwise.
 *
 * @example defaultPath({}, '/work/shop/src') // '/work/shop/.millrace/runs.db', if /work/shop has a package.json
 */
export function defaultPath(environment: NodeJS.ProcessEnv = process.env, from: string = process.cwd()): string {
  const { MILLRACE_HOME: home } = environment;
  return home ? resolve(from, home, FILE) : join(projectOf(from), HOME, FILE);
}

/** The nearest directory upwards that has a package.json, so that a program finds its runs from any of its folders. */
function projectOf(from: string): string {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) return directory;
    if (directory === dirname(directory)) return from;
  }
}
