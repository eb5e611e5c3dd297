import { InvalidOptionError } from '../errors/definition-errors.js';

/** Milliseconds, or a string such as `'30s'`: ms, s, m, h, d; decimals allowed. */
export type Duration = number | string;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PATTERN = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/;

/**
 * The duration in milliseconds.
 *
 * @example parseDuration('1.5s', 'timeout') // 1500
 * @param option the name that the error tells
 * @throws InvalidOptionError if it is negative, not finite, or not understood
 */
export function parseDuration(duration: Duration, option: string): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  if (typeof duration === 'string') {
    const [, amount, unit] = PATTERN.exec(duration) ?? [];
    if (amount !== undefined && unit !== undefined) return Number(amount) * UNITS[unit]!;
  }
  throw new InvalidOptionError(option, `milliseconds from 0 up, or a string such as '30s'`, duration);
}
