/**
 * Installs the workspace's dependencies if the lockfile or a manifest has changed since the last time.
 *
 *     node scripts/ensure-installed.mjs
 *
 * It needs only Node and npm: pnpm comes through npx, in the version that `packageManager` pins. The check uses nothing
 * but Node's own modules, as nothing else can be relied on before it has run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, isRemembered, remember } from './lib/fingerprint.mjs';
import { run } from './lib/run.mjs';
import { ROOT, manifestFiles } from './lib/workspace.mjs';

/** The command that runs pnpm here, to be put before pnpm's own arguments. */
export function pnpmCommand() {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return ['npx', '--yes', packageManager.split('+')[0]];
}

const installState = () =>
  fingerprint(
    [join(ROOT, 'pnpm-lock.yaml'), join(ROOT, 'pnpm-workspace.yaml'), ...manifestFiles()],
    process.platform,
    process.arch,
  );

/** Installs what is missing. Resolves with true if there was something to do. */
export async function ensureInstalled() {
  const state = installState();
  const isInstalled = existsSync(join(ROOT, 'node_modules', '.modules.yaml'));
  if (isInstalled && isRemembered('installed', state)) return false;

  console.error('Installing dependencies…');
  const [command, ...args] = pnpmCommand();
  // CI=true: pnpm must never stop to ask whether it may remove a modules folder.
  const { code, output } = await run(command, [...args, 'install', '--frozen-lockfile'], { env: { CI: 'true' } });
  if (code !== 0) {
    throw new Error(
      `pnpm install failed with exit code ${code}. If a manifest was changed on purpose, ` +
        `run \`${pnpmCommand().join(' ')} install\` and commit pnpm-lock.yaml.\n${output}`,
    );
  }
  remember('installed', state);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureInstalled().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
