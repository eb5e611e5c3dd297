/**
 * Checks what would be published: publint and attw ("are the types wrong?") on each packed tarball.
 *
 *     node scripts/check-packages.mjs
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packAll } from './lib/pack.mjs';
import { run } from './lib/run.mjs';
import { ROOT } from './lib/workspace.mjs';

/** What a stranger looks for in a package; without its licence nobody may use it. */
const MUST_HAVE = ['package/README.md', 'package/LICENSE'];

async function problemsOfPublishing({ file }) {
  const bytes = readFileSync(file);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.filter(({ type }) => type !== 'suggestion').map((message) => formatMessage(message, pkg));
}

async function problemsOfTypes({ file }) {
  const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const args = [attw, file, '--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji'];
  const { code, output } = await run(process.execPath, args);
  return code === 0 ? [] : [output];
}

async function problemsOfContent({ file }) {
  const { output } = await run('tar', ['-tzf', file]);
  const names = output.trim().split('\n');
  return [
    ...MUST_HAVE.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
    ...names.filter((name) => name.endsWith('.tsbuildinfo')).map((name) => `${name} is not for users`),
  ];
}

const destination = mkdtempSync(join(tmpdir(), 'millrace-packages-'));
try {
  for (const tarball of await packAll(destination)) {
    const checks = [problemsOfPublishing(tarball), problemsOfTypes(tarball), problemsOfContent(tarball)];
    const problems = (await Promise.all(checks)).flat();
    console.log(`${tarball.name}: ${problems.length === 0 ? 'fit to publish' : problems.join('\n  ')}`);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(destination, { recursive: true, force: true });
}
