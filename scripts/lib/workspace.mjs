/** Where the workspace is and which packages it has, read from the manifests so that no list is kept twice. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What scripts remember between two runs; removing it only costs time. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'millrace');

const readManifest = (dir) => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));

const membersOf = (folder) =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder))
        .map((name) => join(ROOT, folder, name))
        .filter((dir) => existsSync(join(dir, 'package.json')))
        .map((dir) => ({ dir, manifest: readManifest(dir) }))
    : [];

/** The packages that are built: `{ dir, manifest }` of each folder of `packages/`. */
export const packages = () => membersOf('packages');

/** Every manifest of the workspace, the root's included. */
export const manifestFiles = () => [
  join(ROOT, 'package.json'),
  ...[...membersOf('packages'), ...membersOf('examples')].map(({ dir }) => join(dir, 'package.json')),
  ...(existsSync(join(ROOT, 'benchmarks/package.json')) ? [join(ROOT, 'benchmarks/package.json')] : []),
];
