import { isFinal } from '../state/state.js';
import { Completions } from './completions.js';
import { TaskFuture } from './task-future.js';
import { TaskFutureList } from './task-future-list.js';
import type { WaitOptions } from './wait-options.js';

/** What `waitAll` found when all had ended or its time was over. */
export interface Waited<T> {
  readonly done: readonly TaskFuture<T>[];
  readonly notDone: readonly TaskFuture<T>[];
}

/**
 * Futures in the order in which they end.
 *
 * @example
 * for await (const future of asCompleted([a, b, c])) console.log(await future);
 * @throws TimeoutError when `timeout` is over first, "k (of n) futures unfinished"; what is done by then is given
 */
export function asCompleted<T>(
  futures: TaskFutureList<T> | Iterable<TaskFuture<T>>,
  options: WaitOptions = {},
): AsyncIterable<TaskFuture<T>> {
  if (futures instanceof TaskFutureList) return futures.asCompleted(options);
  const all = [...futures];
  return new Completions(
    {
      count: () => all.length,
      subscribe(completed, ended) {
        let missing = all.length;
        if (missing === 0) ended();
        for (const future of all) {
          const run = TaskFuture.runOf(future);
          run.looked = true;
          run.whenEnded(() => {
            completed(() => future);
            if (--missing === 0) ended();
          });
        }
        return () => {};
      },
    },
    options,
  );
}

/**
 * Waits for all of them, and says which have ended. Never throws because of a failed run.
 *
 * @example const { done, notDone } = await waitAll([a, b, c], { timeout: '30s' });
 */
export async function waitAll<T>(
  futures: TaskFutureList<T> | Iterable<TaskFuture<T>>,
  options: WaitOptions = {},
): Promise<Waited<T>> {
  let all: TaskFuture<T>[];
  if (futures instanceof TaskFutureList) {
    await futures.wait(options);
    const series = TaskFutureList.seriesOf(futures);
    all = Array.from({ length: series.length }, (_, index) => new TaskFuture<T>(series.child(index)));
  } else {
    all = [...futures];
    await Promise.all(all.map((future) => future.wait(options)));
  }
  const isDone = (future: TaskFuture<T>): boolean => isFinal(future.state);
  return { done: all.filter(isDone), notDone: all.filter((future) => !isDone(future)) };
}
