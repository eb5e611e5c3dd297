/**
 * Builds every package into its `dist`: declarations by `tsc -b`, JavaScript by esbuild.
 *
 *     node scripts/build.mjs [--force] [--quiet]
 *
 * A package's entry points are the `@millrace/source` files of its `exports`. Packages of ours stay imports, so that a
 * process has one copy of core. What costs import time is bundled and tree-shaken instead (see BUNDLED); it stays in
 * `dependencies` all the same, as the declarations name its types. A `.cjs` file of `src` becomes one of `dist`, for what
 * is loaded late by `require`. Nothing is done if no input has changed.
 */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, fingerprint, isRemembered, remember } from './lib/fingerprint.mjs';
import { run } from './lib/run.mjs';
import { ROOT, packages } from './lib/workspace.mjs';

/** Measured on Node 20: plain rxjs takes 107 ms to import and 23 bundled, winston 67 and 33. */
const BUNDLED = {
  '@millrace/core': ['rxjs', 'reflect-metadata'],
  '@millrace/logging': ['winston', 'winston-transport'],
};

const entryPoints = ({ dir, manifest }) =>
  Object.values(manifest.exports ?? {})
    .map((target) => target['@millrace/source'])
    .filter(Boolean)
    .map((source) => join(dir, source));

const inputsOf = ({ dir }) => [
  ...filesBelow(join(dir, 'src')),
  join(dir, 'package.json'),
  join(dir, 'tsconfig.build.json'),
];

const sharedInputs = () => [
  join(ROOT, 'scripts/build.mjs'),
  join(ROOT, 'tsconfig.base.json'),
  join(ROOT, 'tsconfig.build.json'),
  join(ROOT, 'pnpm-lock.yaml'),
];

/** Everything that is in neither the package nor its BUNDLED list is left as an import. */
const externals = (bundled) => ({
  name: 'externals',
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || path.startsWith('/')) return undefined;
      if (isBuiltin(path)) return { path: path.startsWith('node:') ? path : `node:${path}`, external: true };
      const isOurImport = !importer.includes('/node_modules/');
      const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
      return isOurImport && !bundled.includes(name) ? { path, external: true } : undefined;
    });
  },
});

/** How a module is bundled: for `import`, and for `require` where a package loads something late but at once. */
const FORMATS = {
  // Not platform 'node': that adds the condition `node`, under which rxjs is CommonJS and cannot be tree-shaken.
  esm: { format: 'esm', splitting: true, conditions: ['es2015', 'module'], mainFields: ['module', 'main'] },
  // Minified, since what is loaded at the first log line counts for the cold start.
  cjs: {
    format: 'cjs',
    conditions: ['node'],
    mainFields: ['main'],
    outExtension: { '.js': '.cjs' },
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  },
};

async function bundle(pkg, format, entries) {
  if (entries.length === 0) return { inputs: {}, outputs: {} };
  const { build } = await import('esbuild');
  const { metafile } = await build({
    ...FORMATS[format],
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir: join(pkg.dir, 'dist'),
    outbase: join(pkg.dir, 'src'),
    bundle: true,
    platform: 'neutral',
    chunkNames: 'chunks/[name]-[hash]',
    target: 'node20.19',
    sourcemap: true,
    legalComments: 'none',
    tsconfig: join(pkg.dir, 'tsconfig.build.json'),
    plugins: [externals(BUNDLED[pkg.manifest.name] ?? [])],
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

async function buildJavaScript(pkg) {
  const dist = join(pkg.dir, 'dist');
  const commonJs = filesBelow(join(pkg.dir, 'src')).filter((file) => file.endsWith('.cjs'));
  const built = await Promise.all([bundle(pkg, 'esm', entryPoints(pkg)), bundle(pkg, 'cjs', commonJs)]);
  const written = new Set(built.flatMap(({ outputs }) => Object.keys(outputs)).map((file) => join(ROOT, file)));
  for (const file of filesBelow(dist)) {
    if (/\.c?js(\.map)?$/.test(file) && !written.has(file)) rmSync(file);
  }
  const notices = noticesOf(built.flatMap(({ inputs }) => Object.keys(inputs)));
  if (notices) writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices);
}

/** The licences of bundled packages, to go with the copies; in a file not named LICENSES, which pnpm takes for ours. */
function noticesOf(inputs) {
  const dirs = new Set(
    inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0]).filter(Boolean),
  );
  if (dirs.size === 0) return undefined;
  const texts = [...dirs].sort().map((dir) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, dir, 'package.json'), 'utf8'));
    const file = readdirSync(join(ROOT, dir)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(ROOT, dir, file), 'utf8').trim() : '';
    return `${name} ${version} (${license})\n\n${text}`;
  });
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Declarations whose source is gone: tsc leaves them, and `exports` would still lead to them. */
function removeStaleDeclarations({ dir }) {
  const dist = join(dir, 'dist');
  for (const file of filesBelow(dist).filter((name) => name.endsWith('.d.ts'))) {
    const source = join(dir, 'src', relative(dist, file).replace(/\.d\.ts$/, '.ts'));
    if (!existsSync(source) && !existsSync(`${source}x`)) rmSync(file);
  }
}

async function buildDeclarations({ force }) {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { code, output } = await run(process.execPath, [
    tsc,
    '-b',
    'tsconfig.build.json',
    ...(force ? ['--force'] : []),
  ]);
  if (code !== 0) throw new Error(`tsc -b found errors:\n${output}`);
}

/** True if a package's dist is there for each of its entry points. */
const isBuilt = (pkg) =>
  entryPoints(pkg).every((entry) => {
    const output = join(pkg.dir, 'dist', relative(join(pkg.dir, 'src'), entry)).replace(/\.tsx?$/, '');
    return existsSync(`${output}.js`) && existsSync(`${output}.d.ts`);
  });

/** Builds what has changed. Resolves with true if there was something to do; rejects with the compiler's messages. */
export async function build({ force = false } = {}) {
  const all = packages().filter((pkg) => entryPoints(pkg).length > 0);
  const state = fingerprint([...sharedInputs(), ...all.flatMap(inputsOf)]);
  if (!force && all.every(isBuilt) && isRemembered('built', state)) return false;
  if (force) for (const { dir } of all) rmSync(join(dir, 'dist'), { recursive: true, force: true });

  await Promise.all([buildDeclarations({ force }), ...all.map(buildJavaScript)]);
  all.forEach(removeStaleDeclarations);
  remember('built', state);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const isQuiet = process.argv.includes('--quiet');
  const started = performance.now();
  try {
    const isChanged = await build({ force: process.argv.includes('--force') });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (!isQuiet) console.log(isChanged ? `Built in ${seconds} s.` : 'The build is up to date.');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
