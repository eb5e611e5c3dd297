import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from './driver.js';

/** Milliseconds between two tries; together with the wait inside of SQLite, short against a human's patience. */
const PAUSE = 5;

/**
 * Tries until no other connection holds the lock, without blocking the event loop between the tries.
 *
 * @throws what `work` threw, if it is another error or if `timeout` milliseconds have passed
 */
export async function whileBusy<T>(timeout: number, work: () => T): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      await delay(PAUSE);
    }
  }
}
