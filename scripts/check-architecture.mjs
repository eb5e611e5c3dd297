/**
 * Checks the rules that keep the house one-way (ARCHITECTURE.md), after checking that each of them can fail.
 *
 *     node scripts/check-architecture.mjs
 *
 * Prints `file:line  rule  reason` for each violation.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { RULE_NAMES, checkFiles } from './architecture/rules.mjs';
import { selfTest } from './architecture/self-test.mjs';
import { filesBelow } from './lib/fingerprint.mjs';
import { ROOT, packages } from './lib/workspace.mjs';

const SOURCE = /\.(ts|tsx)$/;
const NOT_OURS = /(^|\/)(node_modules|dist|output)\//;

/** Texts by path of every source file and package manifest. */
function readTree() {
  const folders = [
    ...packages().flatMap(({ dir }) => ['src', 'test', 'test-d'].map((part) => join(dir, part))),
    join(ROOT, 'examples'),
    join(ROOT, 'benchmarks'),
  ];
  const files = [
    ...folders.flatMap((folder) => sourceFiles(folder)),
    ...packages().map(({ dir }) => join(dir, 'package.json')),
    join(ROOT, 'jest.config.ts'),
    ...filesBelow(join(ROOT, 'scripts')).filter((file) => file.endsWith('.mjs')),
  ];
  return Object.fromEntries(
    files.map((file) => [relative(ROOT, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
  );
}

const sourceFiles = (folder) =>
  existsSync(folder) && statSync(folder).isDirectory()
    ? filesBelow(folder).filter((file) => SOURCE.test(file) && !NOT_OURS.test(relative(ROOT, file)))
    : [];

const problems = selfTest();
for (const problem of problems) console.error(`self-test: ${problem}`);

const tree = readTree();
const violations = checkFiles(tree);
for (const { path, line, rule, reason } of violations) console.error(`${path}:${line}  ${rule}  ${reason}`);

if (problems.length + violations.length > 0) {
  console.error(`\n${violations.length} violations, ${problems.length} rules that do not work.`);
  process.exitCode = 1;
} else {
  console.log(`${Object.keys(tree).length} files keep ${RULE_NAMES.length} rules, each of which can fail.`);
}
