import { checkCase, type ContractCase, type Create } from '../../src/contract/contract.js';
import { within } from '../../src/contract/assertions.js';

/** The names of the cases that an implementation does not pass. */
export async function brokenCases<T extends AsyncDisposable>(
  contract: readonly ContractCase<T>[],
  create: Create<T>,
): Promise<string[]> {
  const broken: string[] = [];
  for (const rule of contract) {
    try {
      await within(15_000, checkCase(rule, create), rule.name);
    } catch {
      broken.push(rule.name);
    }
  }
  return broken;
}
