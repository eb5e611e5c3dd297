import { DeadlockError } from '../errors/run-errors.js';
import { currentScope } from '../run/scope.js';
import type { Series } from '../run/series.js';
import { TaskRun } from '../run/task-run.js';
import type { Stop } from '../util/clock.js';
import { parseDuration, type Duration } from '../util/duration.js';
import { getHost } from './host.js';

/**
 * Waits for something, inside of whichever run this is called from: the attempt gives its slot back meanwhile, so that
 * what it waits for can run, and goes on when it has one again.
 *
 * @param subscribe gets what ends the wait: `done`, or `giveUp` with what goes on instead. Who gives up goes on at once
 *   and gets the next slot: that it has none yet must not keep a timeout from ending what holds it.
 */
export function waitInScope(
  subscribe: (done: () => void, giveUp: (instead: () => void) => void) => void,
  goOn: () => void,
): void {
  const slot = currentScope()?.slot;
  let suspended = false;
  let over = false;
  const end = (): boolean => {
    if (over) return false;
    over = true;
    return true;
  };
  subscribe(
    () => {
      if (!end()) return;
      if (suspended) slot!.resume(goOn);
      else goOn();
    },
    (instead) => {
      if (!end()) return;
      if (suspended) slot!.resume(() => {});
      instead();
    },
  );
  // Only now: a slot that is given back is used at once, and what is waited for may happen before this returns.
  if (over || slot === undefined) return;
  suspended = true;
  slot.suspend();
}

/** How long a wait may take, and what goes on when its time is over. */
export interface Deadline {
  /** Milliseconds. */
  readonly after: number;
  expired(): void;
}

/** @throws InvalidOptionError if the timeout is negative or not understood */
export function toDeadline(
  timeout: Duration | undefined,
  expired: (milliseconds: number) => void,
): Deadline | undefined {
  if (timeout === undefined) return undefined;
  const after = parseDuration(timeout, 'timeout');
  return { after, expired: () => expired(after) };
}

/** Waits as `waitInScope` does, but no longer than the deadline says. */
export function waitUntil(
  deadline: Deadline | undefined,
  subscribe: (done: () => void) => Stop,
  goOn: () => void,
): void {
  if (deadline === undefined) return waitInScope((done) => void subscribe(done), goOn);
  waitInScope((done, giveUp) => {
    let unsubscribe: Stop = () => {};
    const stopTimer = getHost().clock.after(deadline.after, () => {
      unsubscribe();
      giveUp(() => deadline.expired());
    });
    unsubscribe = subscribe(() => {
      stopTimer();
      done();
    });
  }, goOn);
}

/**
 * Notes that the task that asks waits for another; gives what tells that it no longer does.
 *
 * @throws DeadlockError if it would wait for itself, directly or through others
 */
export function assertNoDeadlock(target: TaskRun): Stop {
  const waiter = currentScope()?.run;
  if (!(waiter instanceof TaskRun)) return () => {};
  if (target === waiter || blocks(target, waiter, new Set())) {
    throw new DeadlockError(`Task run '${waiter.name}' waits for itself through '${target.name}'.`, {
      hint: 'Return the future instead of awaiting it, or await it in the flow.',
    });
  }
  const blockedOn = (waiter.blockedOn ??= new Set());
  blockedOn.add(target);
  return () => void blockedOn.delete(target);
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
