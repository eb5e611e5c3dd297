import { InvalidOptionError, setDefaults, type RunStore, type TaskRunner } from '@millrace/core';
import { createConsoleCapture, createLogger, createProgress, createRunLogObserver } from '@millrace/logging';
import { ConcurrentTaskRunner, SequentialTaskRunner } from '@millrace/runners';
import { MemoryStore, SqliteStore } from '@millrace/store';

/** Fills in what nobody has configured. Nothing is made before the first run needs it. */
export function compose(environment: NodeJS.ProcessEnv = process.env): void {
  setDefaults({
    runner: () => createRunner(environment),
    store: () => createStore(environment),
    logger: () => createLogger(),
    observers: (logger) => [createConsoleCapture(logger), createRunLogObserver(logger), createProgress({ logger })],
  });
}

function createRunner({ MILLRACE_RUNNER: name, MILLRACE_CONCURRENCY: concurrency }: NodeJS.ProcessEnv): TaskRunner {
  switch (name ?? 'concurrent') {
    case 'concurrent':
      return new ConcurrentTaskRunner(isGiven(concurrency) ? { concurrency: Number(concurrency) } : {});
    case 'sequential':
      return new SequentialTaskRunner();
    default:
      throw new InvalidOptionError('MILLRACE_RUNNER', "'concurrent' or 'sequential'", name, 'environment');
  }
}

function createStore({ MILLRACE_STORE: name, MILLRACE_HISTORY: history }: NodeJS.ProcessEnv): RunStore {
  if (!isGiven(name) || name === 'memory')
    return new MemoryStore(isGiven(history) ? { maxTaskRuns: Number(history) } : {});
  if (name === 'sqlite') return new SqliteStore();
  if (/\.(db|sqlite)$/.test(name)) return new SqliteStore({ path: name });
  const expected = "'memory', 'sqlite' or the path of a file that ends in .db or .sqlite";
  throw new InvalidOptionError('MILLRACE_STORE', expected, name, 'environment');
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
