/**
 * Compiles and runs the TypeScript of every page, and follows its links to files: README.md and its neighbours, docs/,
 * packages' and examples' READMEs.
 *
 *     node scripts/check-docs.mjs [page…]
 *
 * It uses the built packages, as a reader would; scripts/docs/blocks.mjs says how a block is marked.
 */
import { availableParallelism } from 'node:os';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from './build.mjs';
import { blocksOf, codeOf } from './docs/blocks.mjs';
import { brokenLinks } from './docs/links.mjs';
import { filesBelow } from './lib/fingerprint.mjs';
import { run } from './lib/run.mjs';
import { ROOT, packages } from './lib/workspace.mjs';

/** Below the root, so that packages are found; not below node_modules, where tools treat TypeScript differently. */
const WORK = join(ROOT, '.cache', 'docs');

const TIMEOUT_SECONDS = 60;

const isPage = (file) => file.endsWith('.md') && !file.includes('/node_modules/') && !file.endsWith('/CHANGELOG.md');

const pages = () =>
  [
    ...readdirSync(ROOT).map((name) => join(ROOT, name)),
    ...filesBelow(join(ROOT, 'docs')),
    ...filesBelow(join(ROOT, 'examples')),
    ...packages().map(({ dir }) => join(dir, 'README.md')),
  ].filter((file) => isPage(file) && existsSync(file));

function extract(page) {
  const name = relative(ROOT, page);
  return blocksOf(name, readFileSync(page, 'utf8')).map((block) => {
    const file = join(WORK, name.replace(/\.md$/, ''), `line-${block.line}.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, codeOf(block));
    return { ...block, page: name, file };
  });
}

/** Says where in the page something is, in place of where in the extracted file. */
const inPages = (text, blocks) =>
  blocks.reduce((result, { file, page }) => {
    const shown = result.replaceAll(`file://${file}`, page).replaceAll(file, page);
    return shown.replaceAll(relative(WORK, file), page);
  }, text);

async function compile(blocks) {
  const config = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { noEmit: true, moduleDetection: 'force', types: ['node', 'jest'], rootDir: WORK },
    files: blocks.map(({ file }) => file),
  };
  writeFileSync(join(WORK, 'tsconfig.json'), JSON.stringify(config, null, 2));
  writeFileSync(join(WORK, 'package.json'), '{ "type": "module" }');
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { code, output } = await run(process.execPath, [tsc, '--project', 'tsconfig.json'], { cwd: WORK });
  return code === 0 ? [] : [inPages(output, blocks)];
}

async function execute(block) {
  const args = ['--import', 'tsx', '--unhandled-rejections=strict', block.file];
  const env = { NO_COLOR: '1', MILLRACE_LOG_LEVEL: process.env.MILLRACE_LOG_LEVEL ?? 'warn' };
  const { code, stdout, stderr } = await run(process.execPath, args, {
    cwd: WORK,
    env,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const where = `${block.page}:${block.line}`;
  if (code !== 0) return [`${where}: exit code ${code}\n${inPages(stdout + stderr, [block])}`];
  if (block.output !== undefined && stdout.trim() !== block.output.trim()) {
    return [`${where}: it prints\n${stdout.trim()}\nand the page says\n${block.output}`];
  }
  return [];
}

/** Runs `work` for each item, a few at a time. */
async function forEach(items, work) {
  const queue = [...items];
  const results = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(...(await work(item)));
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return results;
}

async function main() {
  const wanted = process.argv.slice(2);
  await build();
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  const chosen = pages().filter((page) => wanted.length === 0 || wanted.includes(relative(ROOT, page)));
  const blocks = chosen.flatMap(extract);
  if (blocks.length === 0) throw new Error('No TypeScript found in the documents; are the pages there?');

  const runnable = blocks.filter(({ isRun }) => isRun);
  const problems = [
    ...chosen.flatMap((page) => brokenLinks(relative(ROOT, page), page, readFileSync(page, 'utf8'))),
    ...(await compile(blocks)),
    ...(await forEach(runnable, execute)),
  ];
  for (const problem of problems) console.error(`${problem}\n`);
  console.log(
    `${chosen.length} pages: ${blocks.length} blocks compiled, ${runnable.length} run, ${problems.length} problems.`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
