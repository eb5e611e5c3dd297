/** Rules about direction: each takes a file and the whole tree and yields `{ line, rule, reason }`. */
import { posix } from 'node:path';
import {
  CORE_FOLDERS,
  FOR_USERS,
  MAY_IMPORT,
  METADATA_FILE,
  MODEL_FOLDERS,
  RXJS_TYPES,
  RXJS_VALUES,
} from './layers.mjs';

/** `packages/core/src/engine/submit.ts` → `{ name: 'core', part: 'src', rest: 'engine/submit.ts' }`. */
const placeOf = (path) => {
  const [, name, part, rest] = /^packages\/([^/]+)\/([^/]+)\/(.+)$/.exec(path) ?? [];
  return name ? { name, part, rest } : undefined;
};

/** `@millrace/core/model` → `{ name: 'core', subpath: 'model' }`; undefined for what is not ours. */
const ourPackage = (specifier) => {
  const [, scoped, plain, subpath] = /^(?:@millrace\/([^/]+)|(millrace))(?:\/(.+))?$/.exec(specifier) ?? [];
  return scoped || plain ? { name: scoped ?? plain, subpath } : undefined;
};

const isRelative = (specifier) => specifier.startsWith('.');

/** The file that a relative import means, as a path of the workspace. */
const resolveRelative = (from, specifier) => posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');

export function* packageDirection({ path, imports }) {
  const place = placeOf(path);
  if (!place) return;
  const allowed = MAY_IMPORT[place.name];
  if (!allowed) {
    yield { line: 1, reason: `the package ${place.name} has no line in scripts/architecture/layers.mjs; give it one` };
    return;
  }
  for (const { specifier, line } of imports) {
    if (isRelative(specifier)) {
      const target = resolveRelative(path, specifier);
      if (!target.startsWith(`packages/${place.name}/`)) {
        yield { line, reason: `'${specifier}' reaches into another package; import it by its name` };
      }
      continue;
    }
    const ours = ourPackage(specifier);
    if (!ours || (ours.name === place.name && place.part !== 'src')) continue;
    const isForUsers = FOR_USERS.includes(ours.name) && place.name !== 'cli';
    if (isForUsers) {
      yield { line, reason: `${place.name} imports ${ours.name}, which only examples, benchmarks and documents may` };
    } else if (place.part === 'src' && !mayImport(allowed, ours)) {
      const list = allowed.length ? allowed.join(', ') : 'none of ours';
      yield { line, reason: `${place.name} imports ${specifier}; it may import ${list}` };
    }
  }
}

const mayImport = (allowed, { name, subpath }) =>
  allowed.includes(name) || (subpath !== undefined && allowed.includes(`${name}/${subpath}`));

export function* manifestDirection({ path, text }) {
  const [, name] = /^packages\/([^/]+)\/package\.json$/.exec(path) ?? [];
  const allowed = MAY_IMPORT[name];
  if (!allowed) return;
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(text);
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    const ours = ourPackage(dependency);
    if (!ours || allowed.some((entry) => entry.split('/')[0] === ours.name)) continue;
    const line = text.split('\n').findIndex((content) => content.includes(`"${dependency}"`)) + 1;
    yield {
      line,
      reason: `${name} depends on ${dependency}; it may depend on ${allowed.join(', ') || 'none of ours'}`,
    };
  }
}

const coreFolderOf = (path) => /^packages\/core\/src\/([^/]+)\//.exec(path)?.[1];

export function* coreFolders({ path, imports }) {
  if (!path.startsWith('packages/core/src/')) return;
  const folder = coreFolderOf(path);
  if (!folder) return;
  const rank = CORE_FOLDERS.indexOf(folder);
  if (rank < 0) {
    yield { line: 1, reason: `core/src/${folder} has no place in the order of scripts/architecture/layers.mjs` };
    return;
  }
  for (const { specifier, line } of imports.filter((entry) => isRelative(entry.specifier))) {
    const target = coreFolderOf(resolveRelative(path, specifier));
    const targetRank = target === undefined ? Infinity : CORE_FOLDERS.indexOf(target);
    if (targetRank > rank) {
      const what = target ?? posix.basename(specifier);
      yield { line, reason: `${folder} imports ${what}, which stands after it (${CORE_FOLDERS.join(' → ')})` };
    }
  }
}

export function* modelForBrowsers({ path }, tree) {
  if (path !== 'packages/core/src/model.ts') return;
  const seen = new Set();
  const queue = [path];
  for (const current of queue) {
    for (const { specifier, line } of tree.get(current)?.imports ?? []) {
      const target = isRelative(specifier) ? resolveRelative(current, specifier) : undefined;
      const where = current === path ? { line } : { path: current, line };
      if (target === undefined) {
        yield {
          ...where,
          reason: `model.ts reaches '${specifier}' through ${current}; it may import nothing external`,
        };
      } else if (!MODEL_FOLDERS.includes(coreFolderOf(target))) {
        yield { ...where, reason: `model.ts reaches ${target}; it may reach only ${MODEL_FOLDERS.join(', ')}` };
      } else if (!seen.has(target)) {
        seen.add(target);
        queue.push(target);
      }
    }
  }
}

const isFrom = (specifier, name) => specifier === name || specifier.startsWith(`${name}/`);
const isSource = (path) => /^packages\/[^/]+\/src\//.test(path);

export function* metadataInOneFile({ path, imports }) {
  if (!isSource(path) || path === METADATA_FILE) return;
  for (const { specifier, line } of imports) {
    if (isFrom(specifier, 'reflect-metadata')) yield { line, reason: `only ${METADATA_FILE} imports reflect-metadata` };
  }
}

export function* rxjsAtHome({ path, imports }) {
  if (!isSource(path)) return;
  const isBelow = (folders) => folders.some((folder) => path.startsWith(folder));
  for (const { specifier, isTypeOnly, line } of imports) {
    if (!isFrom(specifier, 'rxjs') || isBelow(isTypeOnly ? RXJS_TYPES : RXJS_VALUES)) continue;
    const allowed = isTypeOnly
      ? `types of rxjs may be named in ${RXJS_TYPES.join(', ')}`
      : `rxjs lives in ${RXJS_VALUES.join(', ')}`;
    yield { line, reason: allowed };
  }
}
