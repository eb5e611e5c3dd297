import type { BoundName } from '../bounds.js';

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** The first cell is the row's name and is set to the left; all others to the right. */
  readonly rows: readonly (readonly string[])[];
  /** Printed below the table: what a reader must know to read it rightly. */
  readonly notes?: readonly string[];
}

export interface SuiteResult {
  readonly tables: readonly Table[];
  /** The measurements that a bound speaks of. */
  readonly measured: Readonly<Partial<Record<BoundName, number>>>;
  /** Everything that was measured, for the JSON file. */
  readonly data: unknown;
}

export interface SuiteOptions {
  /** The short form that `--ci` runs: only what the bounds need, few rounds. */
  readonly short: boolean;
  /** Tells what is being measured, on a line of its own that does not last. */
  readonly progress: (text: string) => void;
}

export interface Suite {
  readonly name: string;
  /** One line for `--list`. */
  readonly about: string;
  run(options: SuiteOptions): Promise<SuiteResult>;
}
