/** What the suites need of a test framework. */
export interface TestFramework {
  describe(title: string, define: () => void): unknown;
  readonly it: {
    (title: string, test: () => Promise<void>, timeout?: number): unknown;
    skip(title: string, test: () => void): unknown;
  };
}

/**
 * The framework that runs this file.
 *
 * Read from the globals when a suite is described, instead of imported from '@jest/globals': that works in jest's ESM and
 * CommonJS modes alike, needs no dependency, and lets other frameworks in.
 *
 * @throws Error outside of a test file
 */
export function findTestFramework(): TestFramework {
  const { describe, it } = globalThis as Partial<TestFramework>;
  if (typeof describe !== 'function' || typeof it !== 'function') {
    throw new Error(
      'There are no globals describe() and it() here. Call this in a test file that jest runs, or hand over those of your ' +
        "framework: import { describe, it } from 'vitest'; … { framework: { describe, it } }.",
    );
  }
  return { describe, it };
}
