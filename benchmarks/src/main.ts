/** `pnpm bench [suite…] [--ci] [--list]`: runs the suites, prints tables, writes JSON, judges the bounds. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BOUNDS, type Bound } from './bounds.js';
import { formatTable } from './harness/format.js';
import type { Suite, SuiteResult } from './harness/suite.js';
import { judge, verdictTable } from './harness/verdict.js';
import { coldStart } from './suites/cold-start.js';
import { directCalls } from './suites/direct-calls.js';
import { mapPeers } from './suites/map-peers.js';
import { mapScaling } from './suites/map-scaling.js';
import { memory } from './suites/memory.js';
import { profile } from './suites/profile.js';
import { storeSqlite } from './suites/store-sqlite.js';
import { submitChains } from './suites/submit-chains.js';
import { timerLag } from './suites/timer-lag.js';
import { typeChecking } from './suites/type-checking.js';

const SUITES: readonly Suite[] = [
  mapPeers,
  mapScaling,
  directCalls,
  submitChains,
  storeSqlite,
  memory,
  timerLag,
  coldStart,
  typeChecking,
];

/** Asked for by name alone. */
const TOOLS: readonly Suite[] = [profile];

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

/** One line that is written over, on a terminal only: elsewhere the tables are all there is to read. */
const progress = (text: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};

function selectSuites(names: readonly string[], isShort: boolean): readonly Suite[] {
  const all = [...SUITES, ...TOOLS];
  const unknown = names.find((name) => all.every((suite) => suite.name !== name));
  if (unknown !== undefined) {
    throw new Error(`There is no suite '${unknown}'. There are: ${all.map(({ name }) => name).join(', ')}.`);
  }
  if (names.length > 0) return all.filter(({ name }) => names.includes(name));
  const bounded = new Set(Object.values<Bound>(BOUNDS).map(({ suite }) => suite));
  return isShort ? SUITES.filter(({ name }) => bounded.has(name)) : SUITES;
}

async function measure(suite: Suite, isShort: boolean): Promise<SuiteResult> {
  const options = { short: isShort, progress };
  const result = await suite.run(options);
  const isHeld = judge(result.measured, isShort).every((verdict) => verdict.isHeld);
  // A machine that does something else for a second breaks a ratio; a bound that is really broken breaks it twice.
  return isShort && !isHeld ? await suite.run(options) : result;
}

function writeResults(results: ReadonlyMap<string, SuiteResult>): void {
  mkdirSync(RESULTS, { recursive: true });
  const report = {
    date: new Date().toISOString(),
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: cpus().length,
    suites: Object.fromEntries([...results].map(([name, { measured, data }]) => [name, { measured, data }])),
  };
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  writeFileSync(join(RESULTS, `${report.date.replaceAll(/[:.]/g, '-')}.json`), text);
  writeFileSync(join(RESULTS, 'latest.json'), text);
}

/** What was measured before an error is still worth reading, so the run goes on and fails at its end. */
function report(problem: string, error: unknown): void {
  progress('');
  console.error(problem, process.env['MILLRACE_BENCH_DEBUG'] || !(error instanceof Error) ? error : error.message);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ci: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
  });
  if (values.list) {
    for (const { name, about } of [...SUITES, ...TOOLS]) console.log(`${name.padEnd(16)}${about}`);
    return;
  }

  const results = new Map<string, SuiteResult>();
  for (const suite of selectSuites(positionals, values.ci)) {
    try {
      const result = await measure(suite, values.ci);
      results.set(suite.name, result);
      progress('');
      console.log(result.tables.map(formatTable).join('\n'));
    } catch (error) {
      report(`The suite '${suite.name}' could not be measured.`, error);
    }
  }
  writeResults(results);

  const verdicts = judge(Object.assign({}, ...[...results.values()].map(({ measured }) => measured)), values.ci);
  if (verdicts.length > 0) console.log(formatTable(verdictTable(verdicts, values.ci)));
  if (values.ci && verdicts.some(({ isHeld }) => !isHeld)) process.exitCode = 1;
}

await main(process.argv.slice(2)).catch((error: unknown) => report('bench:', error));
