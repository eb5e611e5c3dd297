/**
 * Uses the packed packages as a stranger would: in a plain npm project with TypeScript 5.9 and 6.0, `tsc`, `tsx` and jest.
 *
 *     node scripts/test-tarballs.mjs [--keep]
 *
 * The project's files are in scripts/tarballs/project; `--keep` leaves the copy in which they ran.
 */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll } from './lib/pack.mjs';
import { run, runOrThrow } from './lib/run.mjs';
import { ROOT } from './lib/workspace.mjs';

const COMPILERS = { 'TypeScript 5.9': 'typescript-5.9', 'TypeScript 6.0': 'typescript' };
const MODES = { 'standard decorators': 'tsconfig.json', 'legacy decorators': 'tsconfig.legacy.json' };
const EXPECTED = 'doubled [2,4,6]';

const TOOLS = {
  '@types/jest': '^30.0.0',
  '@types/node': '^20.19.0',
  jest: '^30.5.2',
  'ts-jest': '^29.4.15',
  tsx: '^4.23.15',
  typescript: '~6.0.3',
  'typescript-5.9': 'npm:typescript@~5.9.3',
};

async function createProject(dir) {
  const tarballs = await packAll(join(dir, 'tarballs'));
  const project = join(dir, 'project');
  cpSync(join(ROOT, 'scripts/tarballs/project'), project, { recursive: true });
  const manifest = {
    name: 'a-plain-project',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`])),
    devDependencies: TOOLS,
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest, null, 2));
  await runOrThrow('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
  });
  return project;
}

/** Compiles with declarations, then runs what came out. */
async function compileAndRun(project, compiler, config, label) {
  const outDir = join('out', label.replaceAll(/\W+/g, '-'));
  const tsc = join('node_modules', compiler, 'bin/tsc');
  const compiled = await run(process.execPath, [tsc, '-p', config, '--outDir', outDir], { cwd: project });
  if (compiled.code !== 0) return compiled.output;
  return runMain(project, [join(outDir, 'main.js')]);
}

async function runMain(project, args) {
  const { code, stdout, output } = await run(process.execPath, args, { cwd: project });
  return code === 0 && stdout.includes(EXPECTED)
    ? undefined
    : `exit code ${code}, expected ${EXPECTED}, got\n${output}`;
}

async function runJest(project) {
  const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const { code, output } = await run(process.execPath, args, { cwd: project });
  return code === 0 && output.includes('1 passed') ? undefined : output;
}

/** pnpm does not show a project what it did not ask for, and then a type of core can be named only through `millrace`. */
function compileUnderPnpmsLayout(project) {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'millrace/node_modules'), { recursive: true });
  renameSync(join(modules, '@millrace'), join(modules, 'millrace/node_modules/@millrace'));
  return compileAndRun(project, COMPILERS['TypeScript 6.0'], 'tsconfig.json', 'pnpm');
}

function* stepsOf(project) {
  for (const [compilerName, compiler] of Object.entries(COMPILERS)) {
    for (const [mode, config] of Object.entries(MODES)) {
      const label = `tsc, ${compilerName}, ${mode}`;
      yield [label, () => compileAndRun(project, compiler, config, label)];
    }
  }
  for (const [mode, config] of Object.entries(MODES)) {
    yield [
      `tsx, ${mode}`,
      () => runMain(project, ['node_modules/tsx/dist/cli.mjs', '--tsconfig', config, 'src/main.ts']),
    ];
  }
  yield ['jest', () => runJest(project)];
  yield ['declarations where only millrace can be named', () => compileUnderPnpmsLayout(project)];
}

const dir = mkdtempSync(join(tmpdir(), 'millrace-tarballs-'));
try {
  const project = await createProject(dir);
  for (const [label, step] of stepsOf(project)) {
    const problem = await step();
    console.log(`${label}: ${problem === undefined ? 'works' : `fails\n${problem}`}`);
    if (problem !== undefined) process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  if (process.argv.includes('--keep')) console.log(`Kept in ${dir}`);
  else rmSync(dir, { recursive: true, force: true });
}
