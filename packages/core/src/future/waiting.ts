import { DeadlockError, TimeoutError } from '../errors/run-errors.js';
import { currentScope } from '../run/scope.js';
import type { Series } from '../run/series.js';
import { TaskRun } from '../run/task-run.js';
import type { Stop } from '../util/clock.js';
import { parseDuration, type Duration } from '../util/duration.js';
import { getHost } from './host.js';

/**
 * Waits for something, inside of whichever run this is called from: the attempt gives its slot back meanwhile, so that
 * what it waits for can run, and goes on when it has one again.
 */
export function waitInScope(subscribe: (done: () => void) => void, done: () => void): void {
  const slot = currentScope()?.slot;
  if (slot === undefined) return subscribe(done);
  let suspended = false;
  let known = false;
  subscribe(() => {
    known = true;
    if (suspended) slot.resume(done);
    else done();
  });
  // Only now: a slot that is given back is used at once, and what is waited for may happen before this returns.
  if (known) return;
  suspended = true;
  slot.suspend();
}

/** @throws DeadlockError if the task that asks would wait for itself, directly or through others */
export function assertNoDeadlock(target: TaskRun): TaskRun | undefined {
  const waiter = currentScope()?.run;
  if (!(waiter instanceof TaskRun)) return undefined;
  if (target === waiter || blocks(target, waiter, new Set())) {
    throw new DeadlockError(`Task run '${waiter.name}' waits for itself through '${target.name}'.`, {
      hint: 'Return the future instead of awaiting it, or await it in the flow.',
    });
  }
  (waiter.blockedOn ??= new Set()).add(target);
  return waiter;
}

/** @throws DeadlockError if the task that asks is a member of the series itself, which cannot end before it */
export function assertNotMember(series: Series): void {
  const waiter = currentScope()?.run;
  if (waiter instanceof TaskRun && waiter.series === series && waiter.outcome === undefined) assertNoDeadlock(waiter);
}

function blocks(run: TaskRun, waiter: TaskRun, seen: Set<TaskRun>): boolean {
  if (run.blockedOn === undefined || seen.has(run)) return false;
  seen.add(run);
  for (const next of run.blockedOn) if (next === waiter || blocks(next, waiter, seen)) return true;
  return false;
}

/** Calls back when the time is over, unless stopped; never for `undefined`. Negative durations are an error. */
export function startDeadline(timeout: Duration | undefined, expired: () => void): Stop {
  return timeout === undefined ? () => {} : getHost().clock.after(parseDuration(timeout, 'timeout'), expired);
}

/** The promise, or a rejection with `TimeoutError` when the time is over first. */
export function withDeadline<T>(
  promise: Promise<T>,
  timeout: Duration | undefined,
  message: (milliseconds: number) => string,
): Promise<T> {
  if (timeout === undefined) return promise;
  const milliseconds = parseDuration(timeout, 'timeout');
  return new Promise((resolve, reject) => {
    const stop = getHost().clock.after(milliseconds, () => reject(new TimeoutError(message(milliseconds))));
    promise.finally(stop).then(resolve, reject);
  });
}
