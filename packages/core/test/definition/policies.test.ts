import fc from 'fast-check';
import { createRetryPolicy, exponentialBackoff } from '../../src/definition/retry-policy.js';
import { createRunNamer } from '../../src/definition/run-name.js';

describe('exponentialBackoff', () => {
  it('stays within its bounds, whatever the dice say', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10_000, noNaN: true }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        fc.option(fc.double({ min: 0, max: 60_000, noNaN: true }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.integer({ min: 1, max: 20 }),
        (base, factor, max, jitter, dice, attempt) => {
          const delay = exponentialBackoff({
            base,
            factor,
            jitter,
            random: () => dice,
            ...(max !== undefined && { max }),
          })(attempt, undefined);
          const exact = Math.min(base * factor ** (attempt - 1), max ?? Infinity);
          expect(delay).toBeGreaterThanOrEqual(exact * (1 - jitter) - 1e-6 * exact);
          expect(delay).toBeLessThanOrEqual(Math.min(exact * (1 + jitter), max ?? Infinity) + 1e-6 * exact);
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });

  it.each([{ factor: 0.5 }, { jitter: -0.1 }, { jitter: 2 }, { base: -1 }, { max: 'soon' }, { factor: NaN }])(
    'refuses %j',
    (options) => {
      expect(() => exponentialBackoff({ base: 1, ...options } as never)).toThrow(/must be/);
    },
  );
});

describe('a retry policy', () => {
  it('repeats the last delay of a list', () => {
    const { delayAfter } = createRetryPolicy({ retries: 5, retryDelay: [1, '2s'] });
    expect([1, 2, 3, 4].map((attempt) => delayAfter(attempt, undefined))).toEqual([1, 2_000, 2_000, 2_000]);
  });

  it('refuses what a function of the user gives, if it is no duration', () => {
    const { delayAfter } = createRetryPolicy({ retries: 1, retryDelay: () => 'soon' as never });
    expect(() => delayAfter(1, undefined)).toThrow(/^retryDelay must be/);
  });

  it('asks retryIf only about errors of the classes in retryOn', () => {
    const asked: unknown[] = [];
    const policy = createRetryPolicy({ retries: 1, retryOn: [TypeError], retryIf: (error) => asked.push(error) > 0 });
    const [type, range] = [new TypeError(), new RangeError()];
    expect(policy.accepts(range, 1)).toBe(false);
    expect(policy.accepts(type, 1)).toBe(true);
    expect(asked).toEqual([type]);
  });

  it.each([-1, 1.5, NaN, Infinity, '1'])('refuses %j retries', (retries) => {
    expect(() => createRetryPolicy({ retries: retries as never })).toThrow(/^retries must be a whole number/);
  });
});

describe('a template for run names', () => {
  it.each([
    ['load {0} of {1.name}', [7, { name: 'airports' }], 'load 7 of airports'],
    ['{0.a.b} {0.missing.x} {5}', [{ a: { b: 1 } }], '1 undefined undefined'],
    ['{0.0}{0.length}', [['x', 'y']], 'x2'],
    ['plain', [], 'plain'],
    ['{0}', ['{1} $& $1'], '{1} $& $1'],
    ['{0}', [null], 'null'],
  ])('%s', (template, args, name) => {
    expect(createRunNamer(template)!(args)).toBe(name);
  });

  it.each(['{}', '{name}', '{0.}', '{0 }', '{-1}', '{0..a}'])('refuses the placeholder in %s', (template) => {
    expect(() => createRunNamer(template)).toThrow(/^runName must be/);
  });
});
