/** Running commands: one way to start a child process, wait for it and learn how it ended. */
import { spawn } from 'node:child_process';
import { ROOT } from './workspace.mjs';

/** Exit codes that a shell gives to a process ended by a signal. */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

/**
 * Runs a command to its end. Resolves with its exit code and, unless `inherit`, with what it printed: `stdout`, `stderr`
 * and `output`, both in the order in which they came. Rejects only if the command cannot be started.
 *
 * @param {object} options
 * @param {boolean} [options.inherit] the command has our terminal, and Ctrl-C is its affair: the terminal sends it to
 *   both processes, and a parent that died first would leave the command without its terminal
 * @param {number} [options.timeoutSeconds] kills the command after this time
 */
export function run(command, args, { cwd = ROOT, env = {}, inherit = false, timeoutSeconds } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(timeoutSeconds === undefined ? {} : { timeout: timeoutSeconds * 1000, killSignal: 'SIGKILL' }),
    });
    const release = inherit ? leaveSignalsTo(child) : () => {};

    const printed = { stdout: [], stderr: [], output: [] };
    for (const name of ['stdout', 'stderr']) {
      child[name]?.on('data', (chunk) => {
        printed[name].push(chunk);
        printed.output.push(chunk);
      });
    }
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('close', (code, signal) => {
      release();
      const texts = Object.entries(printed).map(([name, chunks]) => [name, Buffer.concat(chunks).toString('utf8')]);
      resolve({ code: code ?? SIGNAL_CODES[signal] ?? 1, ...Object.fromEntries(texts) });
    });
  });
}

/** Until the returned function is called, Ctrl-C and SIGTERM do not end this process but the child. */
function leaveSignalsTo(child) {
  const onInterrupt = () => {};
  const onTerminate = () => child.kill('SIGTERM');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  };
}

/** Runs a command whose failure is fatal: throws its output. */
export async function runOrThrow(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` ended with exit code ${code}\n${output}`);
  return output;
}

/** Runs one of the workspace's own scripts with this Node. */
export const runScript = (script, args = [], options) => run(process.execPath, [script, ...args], options);
