import type { Attempt } from '@millrace/core';
import { ConcurrentTaskRunner, SequentialTaskRunner } from '../src/index.js';

describe('ConcurrentTaskRunner', () => {
  it.each([
    [undefined, 100],
    [{}, 100],
    [{ concurrency: undefined }, 100],
    [{ concurrency: 1 }, 1],
    [{ concurrency: Infinity }, Infinity],
  ])('made with %p has the concurrency %p', (options, concurrency) => {
    expect(new ConcurrentTaskRunner(options).concurrency).toBe(concurrency);
  });

  it.each([
    [0, '0'],
    [-1, '-1'],
    [2.5, '2.5'],
    [NaN, 'NaN'],
    ['8', '"8"'],
    [null, 'null'],
  ])('refuses the concurrency %p, and says so', (concurrency, shown) => {
    const make = () => new ConcurrentTaskRunner({ concurrency: concurrency as number });
    expect(make).toThrow(
      `concurrency must be a whole number from 1 up, or Infinity, got ${shown} (ConcurrentTaskRunner).`,
    );
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option: 'concurrency' }));
  });

  it('refuses an option that does not exist, and names those that do', () => {
    const options = { concurency: 4 } as object;
    expect(() => new ConcurrentTaskRunner(options)).toThrow(
      'ConcurrentTaskRunner has no option "concurency". Known options: concurrency.',
    );
  });

  it.each<unknown>([8, null])('refuses %p in place of options', (options) => {
    expect(() => new ConcurrentTaskRunner(options as object)).toThrow(
      `options must be an object such as { concurrency: 10 }, got ${options} (ConcurrentTaskRunner).`,
    );
  });
});

describe('SequentialTaskRunner', () => {
  it('has the concurrency 1', () => {
    expect(new SequentialTaskRunner().concurrency).toBe(1);
  });

  it('refuses a concurrency', () => {
    const make = () => new SequentialTaskRunner({ concurrency: 4 } as never);
    expect(make).toThrow('SequentialTaskRunner has no option "concurrency"');
  });
});

it.each([new SequentialTaskRunner(), new ConcurrentTaskRunner()])(
  'hands over the very promise of the attempt, since another one would cost as much as a small task: %p',
  (runner) => {
    const promise = Promise.resolve(1);
    expect(runner.execute({ invoke: () => promise } as unknown as Attempt)).toBe(promise);
  },
);
