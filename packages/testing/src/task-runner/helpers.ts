import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { flow, type TaskRunner } from '@millrace/core';
import type { ContractCase } from '../contract/contract.js';
import type { Span } from './contract-tasks.js';

export type TaskRunnerCase = ContractCase<TaskRunner>;

/** Runs the body as a flow on this runner. */
export async function runFlow<T>(runner: TaskRunner, body: () => Promise<T>): Promise<T> {
  return flow({ name: 'contract', runner }, body)();
}

export const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** More than that is not needed to see that a runner without bound has none. */
const MANY = 200;

/** How many attempts it takes to fill the runner. */
export const placesOf = ({ concurrency }: TaskRunner): number => Math.min(concurrency, MANY);

/** Clocks of threads and processes differ by less than that. */
const CLOCK_SKEW = 1;

/** How many spans overlapped at the busiest moment. */
export function peakOf(spans: readonly Span[]): number {
  const steps = spans.flatMap(({ start, end }) => [
    { time: start + CLOCK_SKEW, change: 1 },
    { time: end - CLOCK_SKEW, change: -1 },
  ]);
  steps.sort((a, b) => a.time - b.time || a.change - b.change);
  let current = 0;
  let peak = 0;
  for (const { change } of steps) {
    current += change;
    peak = Math.max(peak, current);
  }
  return peak;
}

/** A file that tasks write to, wherever they run. */
export interface Trace extends AsyncDisposable {
  readonly file: string;
  lines(): Promise<string[]>;
  /** Resolves when the line is there, so many times. @param count 1 unless it is given */
  waitFor(line: string, ms: number, count?: number): Promise<void>;
}

export async function createTrace(): Promise<Trace> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-contract-'));
  const file = join(directory, 'trace.txt');
  const lines = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  return {
    file,
    lines,
    async waitFor(line, ms, count = 1) {
      const deadline = performance.now() + ms;
      for (;;) {
        const found = (await lines()).filter((each) => each === line).length;
        if (found >= count) return;
        if (performance.now() > deadline) {
          throw new Error(`${found} of ${count} attempts have written '${line}' within ${ms} ms.`);
        }
        await sleep(5);
      }
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
