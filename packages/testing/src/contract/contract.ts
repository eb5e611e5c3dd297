/** One rule of a contract, as data: a sentence, and what proves it on a fresh instance. */
export interface ContractCase<T> {
  readonly name: string;
  /** Rejects if the rule is broken. The instance belongs to this case alone; whoever called disposes of it. */
  check(instance: T): Promise<void>;
}

/** Makes a fresh instance for each case. */
export type Create<T> = () => T | Promise<T>;

/** Checks one case on an instance of its own. Rejects if the rule is broken, or if the instance cannot be disposed of. */
export async function checkCase<T extends AsyncDisposable>(
  { check }: ContractCase<T>,
  create: Create<T>,
): Promise<void> {
  await using instance = await create();
  await check(instance);
}
