/** Packing the public packages as they would be published. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { pnpmCommand } from '../ensure-installed.mjs';
import { runOrThrow } from './run.mjs';
import { packages } from './workspace.mjs';

/** Builds and packs every package that is not private. Resolves with `{ name, file }` of each tarball. */
export async function packAll(destination) {
  await build();
  mkdirSync(destination, { recursive: true });
  const [command, ...args] = pnpmCommand();
  await runOrThrow(command, [...args, '-r', '--filter', './packages/*', 'pack', '--pack-destination', destination]);
  return packages()
    .filter(({ manifest }) => !manifest.private)
    .map(({ manifest: { name, version } }) => {
      const file = join(destination, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
      if (!existsSync(file)) throw new Error(`pnpm pack made no ${file}`);
      return { name, file };
    });
}
