/**
 * Builds the packages, compiles the benchmarks and runs them; benchmarks/README.md says how to read the figures.
 *
 *     npm run bench [-- suite…] [-- --ci] [-- --list]
 *
 * Measured code is what users get: `millrace` resolves to the built package. The benchmarks themselves are compiled
 * beforehand, so that no loader runs in the processes that are measured.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { filesBelow } from './lib/fingerprint.mjs';
import { run } from './lib/run.mjs';
import { ROOT } from './lib/workspace.mjs';

const BENCHMARKS = join(ROOT, 'benchmarks');

async function compileBenchmarks() {
  const esbuild = await import('esbuild');
  rmSync(join(BENCHMARKS, 'dist'), { recursive: true, force: true });
  await esbuild.build({
    entryPoints: filesBelow(join(BENCHMARKS, 'src')).filter((file) => file.endsWith('.ts')),
    outdir: join(BENCHMARKS, 'dist'),
    outbase: join(BENCHMARKS, 'src'),
    bundle: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    tsconfig: join(BENCHMARKS, 'tsconfig.json'),
    logLevel: 'warning',
  });
}

try {
  await ensureInstalled();
  await build();
  await compileBenchmarks();
  // pnpm hands `--` on, npm takes it away.
  const args = process.argv.slice(2).filter((arg, i) => !(i === 0 && arg === '--'));
  const { code } = await run(process.execPath, ['--enable-source-maps', join(BENCHMARKS, 'dist/main.js'), ...args], {
    inherit: true,
  });
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
