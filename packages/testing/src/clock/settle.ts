// From the module, not the global: it must be the real one where a test has replaced the global by a fake.
import { setImmediate } from 'node:timers';

/** One turn of the event loop: every microtask runs, and what `setImmediate` had scheduled before. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Enough for code that goes through `setImmediate` a few times in a row before it waits for a timer. */
const TURNS = 4;

/** Resolves when code that does not wait for time or I/O has come to rest. */
export async function settle(): Promise<void> {
  for (let i = 0; i < TURNS; i++) await turn();
}
