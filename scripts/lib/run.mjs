/** Running commands: one way to start a child process, wait for it and learn how it ended. */
import { spawn } from 'node:child_process';
import { ROOT } from './workspace.mjs';

/** Exit codes that a shell gives to a process ended by a signal. */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Runs a command to its end and resolves with its exit code and, unless `inherit`, its output (both streams, in order).
 * It rejects only if the command cannot be started. While it runs, SIGINT and SIGTERM are the child's affair: a terminal
 * sends Ctrl-C to both processes, and the parent that died first would leave the child without its terminal.
 */
export function run(command, args, { cwd = ROOT, env = {}, inherit = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const ignoreInterrupt = () => {};
    const passTerminate = () => child.kill('SIGTERM');
    process.on('SIGINT', ignoreInterrupt);
    process.on('SIGTERM', passTerminate);
    const release = () => {
      process.off('SIGINT', ignoreInterrupt);
      process.off('SIGTERM', passTerminate);
    };

    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('close', (code, signal) => {
      release();
      resolve({ code: code ?? SIGNAL_CODES[signal] ?? 1, signal, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Runs a command whose failure is fatal: throws its output. */
export async function runOrThrow(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` ended with exit code ${code}\n${output}`);
  return output;
}

/** Runs one of the workspace's own scripts with this Node. */
export const runScript = (script, args = [], options) => run(process.execPath, [script, ...args], options);
