/**
 * Installs what is missing and runs every check.
 *
 *     npm test [-- step…]
 *
 * Goes on after a failure. The last line is `N passed, M failed`: the tests of jest and one for each other step.
 */
import { join } from 'node:path';
import { ensureInstalled } from './ensure-installed.mjs';
import { readJestReport } from './lib/jest-report.mjs';
import { runScript } from './lib/run.mjs';
import { ROOT } from './lib/workspace.mjs';

/**
 * Steps of one stage run two at a time; a stage begins when the one before has ended. jest and the benchmarks, which
 * look at the clock, have the machine to themselves. What comes after the build uses it.
 */
const STAGES = [
  { lanes: 2, steps: ['architecture', 'types', 'build', 'lint'] },
  { lanes: 1, steps: ['jest'] },
  { lanes: 2, steps: ['tarballs', 'docs', 'packages'] },
  { lanes: 1, steps: ['bench'] },
];

const COMMANDS = {
  architecture: ['check-architecture.mjs'],
  types: ['typecheck.mjs'],
  build: ['build.mjs'],
  lint: ['lint.mjs'],
  jest: ['test-jest.mjs'],
  tarballs: ['test-tarballs.mjs'],
  docs: ['check-docs.mjs'],
  packages: ['check-packages.mjs'],
  bench: ['bench.mjs', '--ci'],
};

/** What a step counts for: jest for its tests, others for one. */
function countOf(step, code) {
  const report = step === 'jest' ? readJestReport() : undefined;
  // jest can fail as a whole, after its last test or before its first.
  if (!report || (code !== 0 && report.failed === 0)) {
    return { passed: (report?.passed ?? 0) + (code === 0 ? 1 : 0), failed: code === 0 ? 0 : 1 };
  }
  return { ...report, note: report.skipped > 0 ? `${report.skipped} skipped` : undefined };
}

async function runStep(step, { inherit }) {
  const [script, ...args] = COMMANDS[step];
  const started = performance.now();
  const { code, output = '' } = await runScript(join(ROOT, 'scripts', script), args, { inherit });
  const result = { step, seconds: (performance.now() - started) / 1000, ...countOf(step, code) };
  console.log(line(result));
  if (result.failed > 0) console.log(`\n${output.trim()}\n`);
  return result;
}

const line = ({ step, seconds, passed, failed, note }) =>
  [
    failed > 0 ? 'FAIL' : 'ok  ',
    step.padEnd(14),
    `${seconds.toFixed(1).padStart(6)} s`,
    `${String(passed).padStart(6)} passed`,
    `${String(failed).padStart(4)} failed`,
    ...(note ? [`  ${note}`] : []),
  ].join(' ');

async function runStage({ lanes, steps }, options) {
  const queue = [...steps];
  const results = [];
  const lane = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.push(await runStep(step, options));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

async function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((step) => !(step in COMMANDS));
  if (unknown) throw new Error(`There is no step ${unknown}; there are ${Object.keys(COMMANDS).join(', ')}.`);
  await ensureInstalled();

  const results = [];
  for (const { lanes, steps } of STAGES) {
    const chosen = steps.filter((step) => wanted.length === 0 || wanted.includes(step));
    results.push(...(await runStage({ lanes, steps: chosen }, { inherit: wanted.length === 1 })));
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${results.map(line).join('\n')}\n`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

await main().catch((error) => {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
