/**
 * Type-checks every TypeScript file against the sources of the packages, in both decorator modes.
 *
 *     node scripts/typecheck.mjs
 *
 * A step of its own, as neither jest nor esbuild looks at types. Code in documents is checked by check-docs.mjs.
 */
import { join } from 'node:path';
import { run } from './lib/run.mjs';
import { CACHE, ROOT } from './lib/workspace.mjs';

const MODES = { 'legacy decorators': 'tsconfig.json', 'standard decorators': 'tsconfig.standard.json' };

const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');

async function check([mode, project]) {
  const args = [tsc, '--project', project, '--incremental', '--tsBuildInfoFile', join(CACHE, `${project}.tsbuildinfo`)];
  const { code, output } = await run(process.execPath, args);
  return { mode, isGood: code === 0, output };
}

for (const { mode, isGood, output } of await Promise.all(Object.entries(MODES).map(check))) {
  console.log(`${mode}: ${isGood ? 'no errors' : `errors\n${output}`}`);
  if (!isGood) process.exitCode = 1;
}
