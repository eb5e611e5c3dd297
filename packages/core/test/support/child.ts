import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChildResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout. */
  readonly lines: readonly string[];
}

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when the line has been printed to stdout. */
  printed(line: string): Promise<void>;
  readonly ended: Promise<ChildResult>;
}

const FIXTURES = new URL('../fixtures/', import.meta.url);
const CORE = fileURLToPath(new URL('../../', import.meta.url));

/** Starts a fixture as a program of its own, running the sources. */
export function startFixture(name: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Child {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=@millrace/source', fileURLToPath(new URL(name, FIXTURES)), ...args],
    { cwd: CORE, env: { ...process.env, NODE_OPTIONS: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  let stderr = '';
  let ended = false;
  const waiters = new Set<() => void>();
  const wake = (): void => waiters.forEach((waiter) => waiter());
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const lines = (): string[] => stdout.split('\n').filter((line) => line !== '');
  return {
    process: child,
    printed: (line) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (lines().includes(line)) resolve();
          else if (ended) reject(new Error(`The process ended without printing ${line}.\n${stdout}\n${stderr}`));
          else return;
          waiters.delete(check);
        };
        waiters.add(check);
        check();
      }),
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        ended = true;
        wake();
        resolve({ code, signal, stdout, stderr, lines: lines() });
      });
    }),
  };
}
