/**
 * eslint and prettier over the workspace; each remembers which files it has found good.
 *
 *     node scripts/lint.mjs [--fix]
 */
import { join } from 'node:path';
import { run } from './lib/run.mjs';
import { CACHE, ROOT } from './lib/workspace.mjs';

const isFix = process.argv.includes('--fix');
const bin = (path) => join(ROOT, 'node_modules', path);
const cacheAt = (name) => ['--cache', '--cache-location', join(CACHE, name)];

const TOOLS = {
  eslint: [
    bin('eslint/bin/eslint.js'),
    '.',
    '--max-warnings=0',
    ...cacheAt('eslint.json'),
    ...(isFix ? ['--fix'] : []),
  ],
  prettier: [
    bin('prettier/bin/prettier.cjs'),
    '.',
    ...cacheAt('prettier.json'),
    isFix ? '--write' : '--check',
    '--log-level=warn',
  ],
};

// One after the other when they write: both change the same files.
for (const [tool, args] of Object.entries(TOOLS)) {
  const { code, output } = await run(process.execPath, args);
  console.log(`${tool}: ${code === 0 ? 'nothing to complain about' : `complaints\n${output.trim()}`}`);
  if (code !== 0) process.exitCode = 1;
}
