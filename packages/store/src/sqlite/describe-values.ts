import { inspect } from 'node:util';

/** The longest record of one call's parameters, in characters. */
const MAX_LENGTH = 65_536;
/** Deeper values are described in words. */
const MAX_DEPTH = 20;
/** The longest description of one value, in characters. */
const MAX_DESCRIPTION = 1_000;

/**
 * Values as JSON, for people to read: what JSON knows as it is, all else in the words of `util.inspect`, within bounds.
 * Never throws, whatever the values do when they are looked at.
 *
 * @example describeValues([{ id: 1 }, () => 2, 3n]) // '[{"id":1},"[Function (anonymous)]","3n"]'
 */
export function describeValues(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  try {
    return JSON.stringify(listToPlain(values, [], { left: MAX_LENGTH }));
  } catch {
    // A getter or a proxy that throws; words can be found for those as well.
    return JSON.stringify([describe(values, { left: MAX_LENGTH })]);
  }
}

/** How many characters the record may still take. */
interface Budget {
  left: number;
}

function toPlain(value: unknown, above: readonly object[], budget: Budget): unknown {
  if (value === undefined) return null;
  if (typeof value === 'string') return spend(budget, value.length) ? value : describe(value, budget);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return spend(budget, 8) ? value : '…';
  if (typeof value !== 'object' || above.length >= MAX_DEPTH) return describe(value, budget);
  if (above.includes(value)) return '[Circular]';
  if (Array.isArray(value)) return listToPlain(value, [...above, value], budget);
  return isPlain(value) ? recordToPlain(value, [...above, value], budget) : describe(value, budget);
}

function listToPlain(list: readonly unknown[], above: readonly object[], budget: Budget): unknown[] {
  const plain: unknown[] = [];
  for (const item of list) {
    if (!spend(budget, 1)) return [...plain, `… ${list.length - plain.length} more`];
    plain.push(toPlain(item, above, budget));
  }
  return plain;
}

function recordToPlain(record: object, above: readonly object[], budget: Budget): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    if (!spend(budget, key.length + 4)) return { ...plain, '…': 'more' };
    if (value !== undefined) plain[key] = toPlain(value, above, budget);
  }
  return plain;
}

/** Also an object of another realm, as inside of jest. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Takes from the budget what fits. */
function spend(budget: Budget, length: number): boolean {
  if (budget.left < length) return false;
  budget.left -= length;
  return true;
}

function describe(value: unknown, budget: Budget): string {
  const words = wordsFor(value).slice(0, Math.min(MAX_DESCRIPTION, budget.left));
  budget.left -= words.length;
  return words;
}

function wordsFor(value: unknown): string {
  try {
    return inspect(value, { depth: 2, maxArrayLength: 10, maxStringLength: 200, breakLength: Infinity });
  } catch {
    return '[value that cannot be looked at]';
  }
}
