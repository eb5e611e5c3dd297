import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt, TaskRunner } from 'millrace';
import { from, lastValueFrom } from 'rxjs';

export interface ChaosOptions {
  /** The share of attempts that fail instead of running, from 0 to 1. @default 0 */
  readonly failures?: number;
  /** Attempts start late by up to so many milliseconds. @default 0 */
  readonly delay?: number;
  /** Another seed means other failures and delays. @default 1 */
  readonly seed?: number;
}

export class ChaosError extends Error {
  override readonly name = 'ChaosError';
  readonly code = 'CHAOS';
}

/**
 * Lets attempts fail or start late before it hands them to another runner: a rehearsal of bad days, which shows whether
 * the retries and timeouts of a flow are enough.
 *
 * What happens to an attempt depends on the seed, the name of its run and its number, and on nothing else. So a rehearsal
 * can be repeated, whatever order the attempts come in. The inner runner is taken over and disposed of with this one.
 *
 * @example
 * await using runner = new ChaosTaskRunner(new ConcurrentTaskRunner(), { failures: 0.2 });
 * await flow(nightly.run).with({ runner })(); // does it still end well?
 */
export class ChaosTaskRunner implements TaskRunner {
  readonly name: string;
  readonly concurrency: number;
  readonly #inner: TaskRunner;
  readonly #options: Required<ChaosOptions>;

  constructor(inner: TaskRunner, { failures = 0, delay = 0, seed = 1 }: ChaosOptions = {}) {
    if (!(failures >= 0 && failures <= 1)) throw new RangeError(`failures must be from 0 to 1, got ${failures}.`);
    if (!(delay >= 0)) throw new RangeError(`delay must be milliseconds from 0 up, got ${delay}.`);
    this.name = `chaos over ${inner.name}`;
    this.concurrency = inner.concurrency;
    this.#inner = inner;
    this.#options = { failures, delay, seed };
  }

  async start(): Promise<void> {
    await this.#inner.start?.();
  }

  async execute(attempt: Attempt): Promise<unknown> {
    const { failures, delay, seed } = this.#options;
    const { taskRunName, attempt: number, signal } = attempt;
    const chance = (what: string) => hashToFraction(`${seed} ${what} ${taskRunName} ${number}`);
    // A cancelled attempt must not start when the delay is over: the signal ends the sleep.
    if (delay > 0) await sleep(delay * chance('delay'), undefined, { signal });
    if (chance('failure') < failures) throw new ChaosError(`Attempt ${number} of '${taskRunName}' was made to fail.`);
    // The inner runner may give a promise or an Observable, whose last value counts.
    return lastValueFrom(from(this.#inner.execute(attempt)), { defaultValue: undefined });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inner[Symbol.asyncDispose]();
  }
}

/** FNV-1a with a last stir (murmur3's): a number from 0 up to 1, as good as random and always the same for a text. */
function hashToFraction(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
