import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatNumber, formatSummary } from '../harness/format.js';
import { plainClass, taskClass } from '../harness/generated-class.js';
import { interleave } from '../harness/interleave.js';
import { summarize } from '../harness/statistics.js';
import type { Suite } from '../harness/suite.js';

const TASKS = 200;
/** Inside the benchmarks' own folder: from there 'millrace' resolves to the built package, declarations and all. */
const FOLDER = fileURLToPath(new URL('../type-checking/', import.meta.url));
const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const SIDES = [
  { name: 'plain', label: 'plain class', source: () => plainClass(TASKS) },
  { name: 'imported', label: "plain class, import 'millrace'", source: () => plainClass(TASKS, { importing: true }) },
  { name: 'tasks', label: '@Task() and tasks(this)', source: () => taskClass(TASKS) },
];
type Side = (typeof SIDES)[number];

const projectOf = ({ name }: Side) => join(FOLDER, `tsconfig.${name}.json`);

function writeProject(side: Side): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${side.name}.ts`), side.source());
  const config = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { noEmit: true, declaration: false, declarationMap: false, incremental: false },
    files: [`${side.name}.ts`],
  };
  writeFileSync(projectOf(side), JSON.stringify(config));
}

interface Diagnostics {
  readonly checkMs: number;
  readonly totalMs: number;
  readonly instantiations: number;
  readonly types: number;
}

function check(side: Side): Diagnostics {
  const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', projectOf(side), '--extendedDiagnostics'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The generated class '${side.label}' does not compile:\n${stdout.slice(0, 2_000)}`);
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1] ?? Number.NaN);
  return {
    checkMs: field('Check time') * 1_000,
    totalMs: field('Total time') * 1_000,
    instantiations: field('Instantiations'),
    types: field('Types'),
  };
}

export const typeChecking: Suite = {
  name: 'type-checking',
  about: `tsc over a generated class of ${TASKS} tasks, against the same class without Millrace`,
  async run({ short, progress }) {
    SIDES.forEach(writeProject);
    const all = new Map<Side, Diagnostics[]>(SIDES.map((side) => [side, []]));
    await interleave(SIDES, short ? 2 : 7, async (side) => {
      progress(`type-checking: ${side.label}`);
      const diagnostics = check(side);
      all.get(side)?.push(diagnostics);
      return diagnostics.checkMs;
    });

    const instantiationsOf = (side: Side | undefined) =>
      (side === undefined ? undefined : all.get(side)?.[0]?.instantiations) ?? Number.NaN;
    const [, imported, withTasks] = SIDES;
    const perTask = (instantiationsOf(withTasks) - instantiationsOf(imported)) / TASKS;
    return {
      tables: [
        {
          title: `type-checking a class of ${TASKS} methods, each used once`,
          columns: ['', 'check ms (middle half)', 'tsc in all ms', 'instantiations', 'types'],
          rows: SIDES.map((side) => {
            const runs = all.get(side) ?? [];
            const [first] = runs;
            return [
              side.label,
              formatSummary(summarize(runs.map(({ checkMs }) => checkMs))),
              formatNumber(summarize(runs.map(({ totalMs }) => totalMs)).median),
              formatNumber(first?.instantiations ?? Number.NaN),
              formatNumber(first?.types ?? Number.NaN),
            ];
          }),
          notes: [`A task and one use of it cost ${formatNumber(perTask)} instantiations: the same on every machine.`],
        },
      ],
      measured: { 'type-instantiations': perTask },
      data: Object.fromEntries([...all].map(([side, runs]) => [side.label, runs])),
    };
  },
};
