import { constants } from 'node:os';
import type { CurrentSettings } from './settings.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
type Signal = (typeof SIGNALS)[number];

/** Longer than any run; the timer exists only to keep the process alive. */
const LONG = 2 ** 31 - 1;

/** Something that the process must not end before, unless it is told to. */
export interface Root {
  cancel(reason: string): void;
  /** Tells nobody how it ends. */
  withhold(): void;
}

/**
 * Keeps the process alive while anything runs, and takes Ctrl-C and SIGTERM for it: everything is cancelled and
 * recorded, then the process ends with 130 or 143. While nothing runs there is no timer and no handler.
 */
export class Lifecycle {
  readonly #roots = new Set<Root>();
  #keepAlive: NodeJS.Timeout | undefined;
  #handling = false;
  #stopping: Signal | undefined;

  constructor(
    private readonly settings: CurrentSettings,
    private readonly flush: () => Promise<unknown>,
  ) {}

  enter(root: Root): void {
    this.#roots.add(root);
    this.#keepAlive ??= setInterval(() => {}, LONG);
    if (!this.#handling && this.settings.handleSignals) {
      this.#handling = true;
      for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    }
    if (this.#stopping !== undefined) this.#stop(root, this.#stopping);
  }

  leave(root: Root): void {
    if (this.#roots.delete(root) && this.#roots.size === 0) this.#rest();
  }

  /** Nothing runs any more. */
  #rest(): void {
    if (this.#stopping !== undefined) return void this.#exit(this.#stopping);
    clearInterval(this.#keepAlive);
    this.#keepAlive = undefined;
    if (!this.#handling) return;
    this.#handling = false;
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  readonly #onSignal = (signal: Signal): void => {
    if (this.#stopping !== undefined) process.exit(exitCode(signal));
    this.#stopping = signal;
    for (const root of [...this.#roots]) this.#stop(root, signal);
  };

  /** What a root would tell its caller, a rejection that nobody handles for instance, must not end the process first. */
  #stop(root: Root, signal: Signal): void {
    root.withhold();
    root.cancel(`the process got ${signal}`);
  }

  async #exit(signal: Signal): Promise<void> {
    await this.flush();
    process.exit(exitCode(signal));
  }
}

/** As shells report it: 130 for Ctrl-C, 143 for SIGTERM. */
function exitCode(signal: Signal): number {
  return 128 + constants.signals[signal];
}
