import { checkCase, type ContractCase, type Create } from './contract.js';
import { findTestFramework, type TestFramework } from './test-framework.js';

export interface DescribeOptions {
  /**
   * Cases that do not apply, by name, each with the reason, which is shown in its place.
   *
   * @example { skip: { 'runs tasks that submit tasks': 'threads cannot submit' } }
   */
  readonly skip?: Readonly<Record<string, string>>;
  /** Milliseconds that one case may take. @default 30000 */
  readonly timeout?: number;
  /** Where `describe` and `it` come from. @default the globals, as jest, vitest and mocha set them */
  readonly framework?: TestFramework;
}

const DEFAULT_TIMEOUT = 30_000;

/** Makes one test of each case. @throws Error if `skip` names a case that does not exist */
export function describeContract<T extends AsyncDisposable>(
  title: string,
  contract: readonly ContractCase<T>[],
  create: Create<T>,
  options: DescribeOptions = {},
): void {
  const { skip = {}, timeout = DEFAULT_TIMEOUT, framework = findTestFramework() } = options;
  assertCasesExist(Object.keys(skip), contract);
  framework.describe(title, () => {
    for (const rule of contract) {
      const reason = skip[rule.name];
      if (reason === undefined) framework.it(rule.name, () => checkCase(rule, create), timeout);
      else framework.it.skip(`${rule.name} (skipped: ${reason})`, () => {});
    }
  });
}

/** A skipped case that has been renamed would otherwise come back in silence, or stay skipped for ever. */
function assertCasesExist<T>(names: readonly string[], contract: readonly ContractCase<T>[]): void {
  const known = contract.map(({ name }) => name);
  for (const name of names) {
    if (!known.includes(name)) {
      throw new Error(
        `skip names a case that does not exist: ${JSON.stringify(name)}. The cases are:\n  ${known.join('\n  ')}`,
      );
    }
  }
}
