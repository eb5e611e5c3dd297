/**
 * Runs jest over the workspace: unit, contract and scenario tests, behaviour in both decorator modes, examples.
 *
 *     node scripts/test-jest.mjs [jest's arguments]
 *
 * Leaves its figures in JEST_REPORT, for scripts/test.mjs.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { JEST_REPORT } from './lib/jest-report.mjs';
import { run } from './lib/run.mjs';
import { ROOT } from './lib/workspace.mjs';

/** jest's ESM support stands behind a flag of Node's. */
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(ROOT, 'node_modules/jest/bin/jest.js'),
];

rmSync(JEST_REPORT, { force: true });
mkdirSync(dirname(JEST_REPORT), { recursive: true });
const workers = `--maxWorkers=${Math.max(1, Math.min(4, availableParallelism()))}`;
const args = [...JEST, '--ci', workers, '--json', `--outputFile=${JEST_REPORT}`, ...process.argv.slice(2)];
const { code } = await run(process.execPath, args, { inherit: true });
process.exitCode = code;
