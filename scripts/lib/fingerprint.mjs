/** Noticing that nothing has changed: a hash over files, kept from one run to the next. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CACHE, ROOT } from './workspace.mjs';

/** All files below a folder, in a stable order. */
export function filesBelow(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A hash over the names and contents of files; one that does not exist counts by its name. */
export function fingerprint(files, ...facts) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of files) {
    hash.update(`${relative(ROOT, file)}\0`);
    if (existsSync(file)) hash.update(readFileSync(file));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** True if `remember` was called last with this value under this name. */
export function isRemembered(name, value) {
  const file = join(CACHE, name);
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

export function remember(name, value) {
  const file = join(CACHE, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
}
