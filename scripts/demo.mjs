/**
 * Installs, builds and runs the demo, the flights pipeline of `examples/flights`.
 *
 *     npm run demo [-- --rows 20000]
 *
 * Arguments, terminal and exit code are the pipeline's own.
 */
import { build } from './build.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { run } from './lib/run.mjs';
import { join } from 'node:path';
import { ROOT } from './lib/workspace.mjs';

try {
  await ensureInstalled();
  await build();
  const { code } = await run(process.execPath, ['--import', 'tsx', 'src/main.ts', ...process.argv.slice(2)], {
    cwd: join(ROOT, 'examples/flights'),
    inherit: true,
  });
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
