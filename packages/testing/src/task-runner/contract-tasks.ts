/**
 * The tasks of the runner contract, each exported under the name that it has.
 *
 * A runner that executes attempts elsewhere loads this module there (`@millrace/testing/contract-tasks`). So the tasks
 * share no memory with the suite: they tell what happened by their results, and by lines in a file where there is none.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRunContext, task, type TaskHandle } from '@millrace/core';

export const add = task({ name: 'add' }, (a: number, b: number): number => a + b);

export const addLater = task({ name: 'addLater' }, async (a: number, b: number): Promise<number> => {
  await sleep(1);
  return a + b;
});

export const giveBack = task({ name: 'giveBack' }, (value: unknown): unknown => value);

export const giveArguments = task({ name: 'giveArguments' }, (...values: unknown[]): unknown[] => values);

/** An error such as libraries throw: with a name, a code, a field and a cause. */
export class ParcelError extends Error {
  override readonly name = 'ParcelError';
  readonly code = 'E_PARCEL';

  constructor(
    message: string,
    readonly parcel: number,
  ) {
    super(message, { cause: new TypeError('no address') });
  }
}

/** A function of its own, so that the stack has a name to look for. */
function loseParcel(parcel: number): never {
  throw new ParcelError(`lost parcel ${parcel}`, parcel);
}

export const failAtOnce = task({ name: 'failAtOnce' }, (parcel: number): number => loseParcel(parcel));

export const failLater = task({ name: 'failLater' }, async (parcel: number): Promise<number> => {
  await sleep(1);
  return loseParcel(parcel);
});

export const failIfOdd = task({ name: 'failIfOdd' }, (n: number): number => (n % 2 === 1 ? loseParcel(n) : n));

export const throwValue = task({ name: 'throwValue' }, (value: unknown): void => {
  throw value;
});

/** When an attempt was under way, in milliseconds since the epoch. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const now = (): number => performance.timeOrigin + performance.now();

export const pause = task({ name: 'pause' }, async (ms: number): Promise<Span> => {
  const start = now();
  await sleep(ms, undefined, { signal: getRunContext()?.signal });
  return { start, end: now() };
});

/** Does not look at its signal. Unreferenced, so that no process waits for it at its end. */
export const ignoreAbort = task({ name: 'ignoreAbort' }, async (ms: number): Promise<void> => {
  await sleep(ms, undefined, { ref: false });
});

export interface ContextReport {
  readonly attempt: number | undefined;
  readonly taskName: string | undefined;
  readonly taskRunName: string | undefined;
  readonly flowName: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly aborted: boolean | undefined;
}

function reportContext(): ContextReport {
  const { attempt, taskName, taskRunName, flowName, tags, signal } = getRunContext() ?? {};
  return { attempt, taskName, taskRunName, flowName, tags: tags && [...tags], aborted: signal?.aborted };
}

/** The context at once, after a promise, after a timer. */
export const tellContext = task({ name: 'tellContext' }, async (): Promise<ContextReport[]> => {
  const first = reportContext();
  await Promise.resolve();
  const second = reportContext();
  await sleep(1);
  return [first, second, reportContext()];
});

/** Fails until the attempt with this number, which gives its number. */
export const succeedAt = task({ name: 'succeedAt' }, async (attempt: number): Promise<number> => {
  const current = getRunContext()?.attempt ?? 0;
  return current < attempt ? loseParcel(current) : current;
});

/** The first attempt takes as long as told; the second gives its number at once. */
export const hangFirst = task({ name: 'hangFirst' }, async (ms: number): Promise<number> => {
  const attempt = getRunContext()?.attempt ?? 0;
  if (attempt === 1) await sleep(ms, undefined, { signal: getRunContext()?.signal });
  return attempt;
});

export const writeLine = task({ name: 'writeLine' }, (file: string, line: string | number): void => {
  appendFileSync(file, `${line}\n`);
});

/** Longer than anything waits for it: a runner that does not pass the abort on is found out before. */
const UNTIL_ABORTED = 10_000;

/** Writes 'started', waits to be aborted, and writes 'aborted'. */
export const awaitAbort = task({ name: 'awaitAbort' }, async (file: string): Promise<void> => {
  appendFileSync(file, 'started\n');
  try {
    // Unreferenced, so that a body which was never told keeps no process alive.
    await sleep(UNTIL_ABORTED, undefined, { signal: getRunContext()?.signal, ref: false });
  } catch (error) {
    appendFileSync(file, 'aborted\n');
    throw error;
  }
});

/** The sum of the numbers up to n, each number by a task that the one before has submitted. */
export const sumUpTo: TaskHandle<[n: number], Promise<number>> = task({ name: 'sumUpTo' }, async (n: number) =>
  n === 0 ? 0 : n + (await sumUpTo.submit(n - 1)),
);

/** Maps as many tasks as told, and waits for them all. */
export const fanOut = task({ name: 'fanOut' }, async (width: number): Promise<number[]> =>
  addLater.map(
    Array.from({ length: width }, (_, i) => i),
    1,
  ),
);
