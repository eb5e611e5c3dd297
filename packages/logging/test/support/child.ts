import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

export interface ChildResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a TypeScript module of `programs/` in a process of its own.
 *
 * @param closeStderr whether the reader of its stderr goes away at once
 */
export async function runProgram(
  name: string,
  { env = {}, closeStderr = false }: { env?: Record<string, string>; closeStderr?: boolean } = {},
): Promise<ChildResult> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=@millrace/source', join(here, '..', 'programs', name)],
    { env: { ...process.env, NODE_OPTIONS: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  if (closeStderr) child.stderr.destroy();
  else child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}
